/** What flows for staff may do about bindings: issue a code, see who is bound, take a binding back. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { issueCode, personTitle } from './issue-code.ts'
import { RELATION_WORDS } from './relations.ts'
import { revokeByName } from './revoke-binding.ts'
import { sixDigits } from './six-digits.ts'

/** `newCode` gives six random digits; a test hands in its own. */
export function issueCodeAction(newCode: () => string): Action {
  return defineAction({
    name: 'residents.issue_code',
    with: { room: { type: 'room' }, name: { type: 'person_name', optional: true } },
    input: z.object({ room: z.string(), name: z.string().optional() }),
    outcomes: ['issued', 'no_such_room', 'nobody', 'no_such_person', 'which_person', 'not_allowed'],
    result: {
      code: 'text',
      minutes: 'integer',
      room_label: 'text',
      name: 'text',
      relation: 'text',
      people: 'list',
    },
    async run(work, input) {
      const answer = await issueCode(work, input, newCode)
      if (answer.outcome === 'which_person') {
        const people = answer.people.map((one) => ({ name: one.name, title: personTitle(one) }))
        return { outcome: answer.outcome, result: { people } }
      }
      if (answer.outcome !== 'issued') return answer
      const { code, minutes, roomLabel, name, relation } = answer
      const result = { code, minutes, room_label: roomLabel, name }
      return { outcome: 'issued', result: { ...result, relation: RELATION_WORDS[relation] } }
    },
  })
}

const revoke = defineAction({
  name: 'residents.revoke',
  with: { room: { type: 'room' }, name: { type: 'person_name' }, reason: { type: 'text' } },
  input: z.object({ room: z.string(), name: z.string(), reason: z.string() }),
  outcomes: ['revoked', 'not_bound', 'no_such_room', 'not_allowed'],
  result: { room_label: 'text', count: 'integer' },
  irreversible: true,
  async run(work, input) {
    const { outcome, roomLabel, count } = await revokeByName(work, input)
    return roomLabel ? { outcome, result: { room_label: roomLabel, count } } : { outcome }
  },
})

export const residentStaffActions: readonly Action[] = [issueCodeAction(sixDigits), revoke]
