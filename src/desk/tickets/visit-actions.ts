/** What owners' flows may do about the time of a visit: name another, answer a proposal. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import type { Work } from '../work.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from './found-answer.ts'
import { optional, timeWindow, words } from './inputs.ts'
import { type Answered, answerProposal } from './propose-visit.ts'
import { rescheduleVisit } from './reschedule.ts'
import type { TicketRow } from './ticket.ts'
import { lineOf, progressOf } from './ticket-lines.ts'
import { findForOwner } from './visible-tickets.ts'

const result = {
  ...FOUND_RESULT,
  number: 'text',
  place: 'text',
  appointment: 'text',
  staff: 'text',
  next_by: 'text',
  from: 'text',
  to: 'text',
  days_ahead: 'integer',
} as const

const reschedule = defineAction({
  name: 'tickets.reschedule',
  with: { number: { type: 'text', optional: true }, visit: { type: 'time_window' } },
  input: z.object({ number: optional(words), visit: timeWindow }),
  outcomes: [
    'ok',
    'same',
    'past',
    'closed',
    'too_far',
    'too_late',
    'over',
    'not_yours',
    ...FOUND_OUTCOMES,
  ],
  result,
  run: async (work, { number, visit }) =>
    withFound(work, await findForOwner(work, number), async (seen) => {
      const { outcome, ticket } = await rescheduleVisit(work, seen, visit)
      return told(work, outcome, ticket)
    }),
})

const ANSWERED = [
  'ok',
  'already',
  'replaced',
  'past',
  'too_late',
  'over',
  'not_yours',
  ...FOUND_OUTCOMES,
] as const

function answering(name: 'tickets.agree_visit' | 'tickets.decline_visit'): Action {
  const agrees = name === 'tickets.agree_visit'
  return defineAction({
    name,
    with: { number: { type: 'text' }, proposal: { type: 'text' } },
    input: z.object({ number: words, proposal: words }),
    outcomes: ANSWERED,
    result,
    run: async (work, { number, proposal }) =>
      withFound(work, await findForOwner(work, number), async (seen) => {
        const { outcome, ticket }: Answered = await answerProposal(work, seen, {
          proposalId: proposal,
          agrees,
        })
        return told(work, outcome, ticket)
      }),
  })
}

export const visitActions: readonly Action[] = [
  reschedule,
  answering('tickets.agree_visit'),
  answering('tickets.decline_visit'),
]

async function told<const Outcome extends string>(work: Work, outcome: Outcome, ticket: TicketRow) {
  const { number, place, appointment } = lineOf(work, ticket)
  const { staff, next_by } = await progressOf(work, ticket)
  const { from, to, days_ahead } = work.rules.tickets.appointment
  return {
    outcome,
    result: { items: [], number, place, appointment, staff, next_by, from, to, days_ahead },
  }
}
