/** xstate 5: a machine whose snapshot is persisted after each turn and brought back for the next. */
import { assign, createActor, createMachine } from 'xstate'
import { ACCEPTS, SAYS } from './replies.mjs'

const asks = (slot, target) => ({
  on: {
    said: {
      guard: ({ event }) => ACCEPTS[slot](event.text),
      actions: assign(({ event }) => ({ [slot]: event.text })),
      target,
    },
  },
})

const machine = createMachine({
  id: 'report',
  initial: 'hello',
  context: {},
  states: {
    hello: asks('problem', 'visit'),
    visit: asks('visit', 'photos'),
    photos: asks('photos', 'phone'),
    phone: asks('phone', 'review'),
    review: { on: { said: { guard: ({ event }) => ACCEPTS.review(event.text), target: 'done' } } },
    done: { on: { said: { guard: ({ event }) => ACCEPTS.thanks(event.text), target: 'thanks' } } },
    thanks: {},
  },
})

export function open() {
  const kept = new Map()
  return {
    async say(who, text) {
      const snapshot = kept.get(who)
      const actor = createActor(
        machine,
        snapshot === undefined ? {} : { snapshot: JSON.parse(snapshot) },
      )
      actor.start()
      actor.send({ type: 'said', text })
      const { value, context } = actor.getSnapshot()
      kept.set(who, JSON.stringify(actor.getPersistedSnapshot()))
      actor.stop()
      return value === 'review' ? SAYS.review(context) : SAYS[value]
    },
    stored: (who) => kept.get(who) ?? '',
    forget: () => kept.clear(),
  }
}
