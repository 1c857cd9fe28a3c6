/** What flows may do about satisfaction: the owner's answers, silence, and an agent's call. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { images, optional, words } from '../tickets/inputs.ts'
import { actingStaff, holderOf } from '../tickets/staff-step.ts'
import { findForStaff } from '../tickets/staff-tickets.ts'
import { findTicket, lockTicket, type TicketRow } from '../tickets/ticket.ts'
import { lineOf, progressOf } from '../tickets/ticket-lines.ts'
import { findForOwner } from '../tickets/visible-tickets.ts'
import type { Work } from '../work.ts'
import { answerFixed, answerNotFixed } from './answer.ts'
import { giveUpAsking } from './give-up-asking.ts'
import { CALL_RESULTS, noteCall } from './note-call.ts'
import { rateTicket } from './rate.ts'

const NUMBER = { number: { type: 'text', optional: true } } as const
const number = { number: optional(words) }
const text = optional(words).transform((said) => said ?? '')
const score = z.coerce.number().int().min(1).max(5)

const result = {
  ...FOUND_RESULT,
  number: 'text',
  title: 'text',
  place: 'text',
  state: 'text',
  state_words: 'text',
  staff: 'text',
  next_words: 'text',
  next_by: 'text',
} as const

const fixed = defineAction({
  name: 'surveys.fixed',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', 'already', 'still_open', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result,
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) =>
      told(work, await answerFixed(work, seen), seen),
    ),
})

const notFixed = defineAction({
  name: 'surveys.not_fixed',
  with: {
    ...NUMBER,
    text: { type: 'text', optional: true },
    photos: { type: 'images', optional: true },
  },
  input: z.object({ ...number, text, photos: images }),
  outcomes: ['ok', 'still_open', 'too_late', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result,
  run: async (work, { text: said, photos, ...input }) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome } = await answerNotFixed(work, seen, { text: said, photos })
      return told(work, outcome, seen)
    }),
})

const save = defineAction({
  name: 'surveys.save',
  with: { ...NUMBER, score: { type: 'rating' }, reason: { type: 'text', optional: true } },
  input: z.object({ ...number, score, reason: text }),
  outcomes: ['ok', 'already', 'not_confirmed', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result: { ...result, recovery: 'yes_no' },
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome, recovery } = await rateTicket(work, seen, input)
      return told(work, outcome, seen, { recovery })
    }),
})

const unanswered = defineAction({
  name: 'surveys.unanswered',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', 'already', ...FOUND_OUTCOMES],
  result,
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const ticket = await lockTicket(work.tx, seen.id)
      const called = ticket?.state === 'DONE' && (await giveUpAsking(work, ticket)) === 'called'
      return told(work, called ? 'ok' : 'already', seen)
    }),
})

const called = defineAction({
  name: 'surveys.called',
  with: {
    ...NUMBER,
    result: { type: 'choice' },
    score: { type: 'rating', optional: true },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    ...number,
    result: z.enum(CALL_RESULTS),
    score: optional(score),
    reason: text,
  }),
  outcomes: [
    'ok',
    'already',
    'taken',
    'wrong_state',
    'not_yours',
    'over',
    'not_asked',
    'too_late',
    ...FOUND_OUTCOMES,
  ],
  result: { ...result, holder: 'text' },
  async run(work, input) {
    const staff = await actingStaff(work)
    const found = await findForStaff(work, staff, { said: input.number })
    return withFound(work, found, async (seen) => {
      const { outcome } = await noteCall(work, { ...input, ticketId: seen.id })
      return told(work, outcome, seen, { holder: await holderOf(work, seen) })
    })
  },
})

export const surveyActions: readonly Action[] = [fixed, notFixed, save, unanswered, called]

/** The ticket as it is after the answer. */
async function told<const Outcome extends string>(
  work: Work,
  outcome: Outcome,
  seen: TicketRow,
  more: Readonly<Record<string, unknown>> = {},
) {
  const ticket = (await findTicket(work.tx, seen.id)) ?? seen
  const lines = { ...lineOf(work, ticket), ...(await progressOf(work, ticket)) }
  return { outcome, result: { ...lines, items: [], ...more } }
}
