/** What flows may do about satisfaction: the owner's answers, silence, and an agent's call. Scores: rating-actions.ts. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { images, optional, words } from '../tickets/inputs.ts'
import { isReporter } from '../tickets/is-reporter.ts'
import { sayTime } from '../tickets/say-time.ts'
import { actingStaff, holderOf } from '../tickets/staff-step.ts'
import { findForStaff } from '../tickets/staff-tickets.ts'
import { lockTicket } from '../tickets/ticket.ts'
import { findForOwner } from '../tickets/visible-tickets.ts'
import { answerFixed, answerNotFixed } from './answer.ts'
import { giveUpAsking } from './give-up-asking.ts'
import { CALL_RESULTS, noteCall } from './note-call.ts'
import { ratingActions } from './rating-actions.ts'
import { told } from './told-ticket.ts'

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
  outcomes: ['ok', 'still_open', 'linked', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result,
  run: async (work, { text: said, photos, ...input }) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome, ticket } = await answerNotFixed(work, seen, { text: said, photos })
      return told(work, outcome, ticket)
    }),
})

const unanswered = defineAction({
  name: 'surveys.unanswered',
  with: NUMBER,
  input: z.object(number),
  outcomes: ['ok', 'already', 'not_yours', ...FOUND_OUTCOMES],
  result,
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      // Somebody else of the home was asked nothing: that they are silent says nothing.
      if (!isReporter(work, seen)) return told(work, 'not_yours', seen)
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
    'linked',
    'again',
    ...FOUND_OUTCOMES,
  ],
  result: { ...result, holder: 'text', attempts: 'integer', next_call: 'text', linked: 'text' },
  async run(work, input) {
    const staff = await actingStaff(work)
    const found = await findForStaff(work, staff, { said: input.number })
    return withFound(work, found, async (seen) => {
      const answer = await noteCall(work, { ...input, ticketId: seen.id })
      const { outcome, attempts = 0, nextCallAt, linked: goesOn } = answer
      const linked = goesOn?.number ?? ''
      const next_call = nextCallAt ? sayTime(nextCallAt, work.now) : ''
      const holder = await holderOf(work, seen)
      return told(work, outcome, seen, { holder, attempts, next_call, linked })
    })
  },
})

export const surveyActions: readonly Action[] = [
  fixed,
  notFixed,
  ...ratingActions,
  unanswered,
  called,
]
