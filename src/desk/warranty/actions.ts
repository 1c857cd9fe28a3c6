/** What flows may do about the developer's warranty: decide whether a ticket is the developer's, and look at the work. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { CHECK_OUTCOMES, checkWork } from '../contractors/check.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { images, optional, words } from '../tickets/inputs.ts'
import { actingStaff, type StepAnswer } from '../tickets/staff-step.ts'
import { findForStaff } from '../tickets/staff-tickets.ts'
import { lineOf, progressOf } from '../tickets/ticket-lines.ts'
import type { Work } from '../work.ts'
import { SETTLE_OUTCOMES, settleWarranty, VERDICTS } from './settle.ts'

const COMMON = ['ok', 'already', 'not_yours', 'over', 'taken', 'wrong_state'] as const

const result = {
  ...FOUND_RESULT,
  number: 'text',
  title: 'text',
  place: 'text',
  state_words: 'text',
  payer_words: 'text',
  next_by: 'text',
  firm: 'text',
} as const

const settle = defineAction({
  name: 'warranty.settle',
  with: {
    number: { type: 'text', optional: true },
    verdict: { type: 'choice' },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    number: optional(words),
    verdict: z.enum(VERDICTS),
    reason: optional(words),
  }),
  outcomes: [...COMMON, ...SETTLE_OUTCOMES, ...FOUND_OUTCOMES],
  result,
  async run(work, { number, ...given }) {
    const found = await findForStaff(work, await actingStaff(work), { said: number })
    return withFound(work, found, async ({ id }) =>
      answerOf(work, await settleWarranty(work, { ...given, ticketId: id })),
    )
  },
})

const check = defineAction({
  name: 'warranty.check',
  with: {
    number: { type: 'text', optional: true },
    result: { type: 'choice' },
    reason: { type: 'text', optional: true },
    photos: { type: 'images', optional: true },
  },
  input: z.object({
    number: optional(words),
    result: z.enum(['passed', 'failed']),
    reason: optional(words),
    photos: optional(images),
  }),
  outcomes: [...COMMON, ...CHECK_OUTCOMES, ...FOUND_OUTCOMES],
  result,
  async run(work, { number, result: verdict, reason, photos }) {
    const found = await findForStaff(work, await actingStaff(work), { said: number })
    return withFound(work, found, async ({ id }) =>
      answerOf(work, await checkWork(work, { ticketId: id, verdict, note: reason, photos })),
    )
  },
})

type Told<Outcome extends string> = StepAnswer<Outcome> & { readonly firm?: string }

async function answerOf<Outcome extends string>(work: Work, answer: Told<Outcome>) {
  const { outcome, ticket, firm = '' } = answer
  if (!ticket) return { outcome, result: { items: [], firm } }
  const about = { ...lineOf(work, ticket), ...(await progressOf(work, ticket)) }
  return { outcome, result: { ...about, items: [], firm } }
}

export const warrantyActions: readonly Action[] = [settle, check]
