/** What flows may do about scores: keep one, ask for its other parts, and change it. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { categoryOf } from '../tickets/categories.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { optional, words } from '../tickets/inputs.ts'
import { isReporter } from '../tickets/is-reporter.ts'
import { type TicketRow, ticketRow } from '../tickets/ticket.ts'
import { lineOf } from '../tickets/ticket-lines.ts'
import { findForOwner, visibleTickets } from '../tickets/visible-tickets.ts'
import type { Work } from '../work.ts'
import { changeRating } from './change-rating.ts'
import { rateTicket } from './rate.ts'
import { findRating, mayStillChange } from './rating.ts'
import { told } from './told-ticket.ts'

const NUMBER = { number: { type: 'text', optional: true } } as const
const number = { number: optional(words) }
const text = optional(words).transform((said) => said ?? '')
const score = z.coerce.number().int().min(1).max(5)
const result = { ...FOUND_RESULT, number: 'text', state_words: 'text' } as const
const RATED_LISTED = 8

const save = defineAction({
  name: 'surveys.save',
  with: { ...NUMBER, score: { type: 'rating' }, reason: { type: 'text', optional: true } },
  input: z.object({ ...number, score, reason: text }),
  outcomes: ['ok', 'already', 'not_confirmed', 'over', 'not_yours', ...FOUND_OUTCOMES],
  result: { ...result, recovery: 'yes_no', parts: 'yes_no' },
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome, recovery } = await rateTicket(work, seen, input)
      return told(work, outcome, seen, { recovery, parts: hasParts(work, seen) })
    }),
})

/** A score that was given: another one, or its two other parts. */
const change = defineAction({
  name: 'surveys.change',
  with: {
    ...NUMBER,
    score: { type: 'rating', optional: true },
    speed: { type: 'rating', optional: true },
    service: { type: 'rating', optional: true },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    ...number,
    score: optional(score),
    speed: optional(score),
    service: optional(score),
    reason: text,
  }),
  outcomes: ['ok', 'none', 'too_late', 'not_yours', ...FOUND_OUTCOMES],
  result: { ...result, recovery: 'yes_no', parts: 'yes_no' },
  run: async (work, input) =>
    withFound(work, await findForOwner(work, input.number, 'finished'), async (seen) => {
      const { outcome, recovery } = await changeRating(work, seen, input)
      return told(work, outcome, seen, { recovery, parts: hasParts(work, seen) })
    }),
})

/** The scores this chat gave and may still change; `too_late` when there are only older ones. */
const rated = defineAction({
  name: 'surveys.rated',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'too_late', 'none'],
  result: { items: 'list', days: 'integer' },
  async run(work) {
    const days = work.rules.surveys.edit_days
    const given = await ratedTickets(work)
    const open = given.filter(({ rating }) => mayStillChange(work, rating))
    const items = open
      .slice(0, RATED_LISTED)
      .map(({ ticket, rating }) => ({ ...lineOf(work, ticket), score: rating.score }))
    const outcome = items.length > 0 ? 'ok' : given.length > 0 ? 'too_late' : 'none'
    return { outcome, result: { items, days } }
  },
})

export const ratingActions: readonly Action[] = [save, change, rated]

/** Whether the category asks for three parts, not for one score. */
function hasParts(work: Work, ticket: TicketRow): boolean {
  return categoryOf(work.rules.categories, ticket.category).rating === 'parts'
}

async function ratedTickets(work: Work) {
  const rows = await (await visibleTickets(work))
    .where((where) =>
      where.exists(
        where
          .selectFrom('rating')
          .select('rating.id')
          .whereRef('rating.ticketId', '=', 'ticket.id')
          .whereRef('rating.completion', '=', 'ticket.completions'),
      ),
    )
    .limit(50)
    .execute()
  const own = rows.map(ticketRow).filter((ticket) => isReporter(work, ticket))
  const found = []
  for (const ticket of own) {
    const rating = await findRating(work, ticket)
    if (rating) found.push({ ticket, rating })
  }
  return found
}
