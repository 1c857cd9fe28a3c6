/** bottender 1.5: an action that looks at the state of the session, and a store that keeps sessions as text. */
import { createRequire } from 'node:module'
import { ACCEPTS, SAYS } from './replies.mjs'

const require = createRequire(import.meta.url)
const { Bot } = require('bottender')
const ConsoleConnector = require('bottender/dist/console/ConsoleConnector.js').default

/** Its own connector of the terminal, for more than one person. */
class PeopleConnector extends ConsoleConnector {
  getUniqueSessionKey(event) {
    return event.rawEvent.who
  }
}

async function report(context) {
  const { at = 'problem' } = context.state
  return (STEPS[at] ?? askProblem)(context, context.event.text)
}

const asking = (slot, next) =>
  async function ask(context, text) {
    if (!ACCEPTS[slot](text)) return void (await context.sendText(SAYS[slot] ?? SAYS.hello))
    context.setState({ [slot]: text, at: next })
    await context.sendText(next === 'review' ? SAYS.review(context.state) : SAYS[next])
  }

const askProblem = asking('problem', 'visit')
const STEPS = {
  problem: askProblem,
  visit: asking('visit', 'photos'),
  photos: asking('photos', 'phone'),
  phone: asking('phone', 'review'),
  review: asking('review', 'done'),
  done: async (context, text) => context.sendText(ACCEPTS.thanks(text) ? SAYS.thanks : SAYS.hello),
}

export function open() {
  const kept = new Map()
  let replies = []
  const sessionStore = {
    init: async () => sessionStore,
    read: async (key) => (kept.has(key) ? JSON.parse(kept.get(key)) : null),
    all: async () => [...kept.values()].map((text) => JSON.parse(text)),
    write: async (key, session) => void kept.set(key, JSON.stringify(session)),
    destroy: async (key) => void kept.delete(key),
  }
  const client = { sendText: (text) => replies.push(text) }
  const bot = new Bot({ connector: new PeopleConnector({ client }), sessionStore, sync: true })
  const handle = bot.onEvent(report).createRequestHandler()
  return {
    async say(who, text) {
      replies = []
      await handle({ who, message: { text } })
      return replies.join('\n')
    },
    stored: (who) => kept.get(`console:${who}`) ?? '',
    forget: () => kept.clear(),
  }
}
