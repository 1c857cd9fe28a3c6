/** What owners' flows may do about a quote: read it, agree, refuse; and read what finished work came to. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { FOUND_OUTCOMES, FOUND_RESULT, withFound } from '../tickets/found-answer.ts'
import { optional, words } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import { findForOwner } from '../tickets/visible-tickets.ts'
import type { Work } from '../work.ts'
import { type Answered, answerQuote, payerOf, quoteAsked } from './answer-quote.ts'
import { totalOf } from './line-amount.ts'
import type { QuoteLine } from './quote-lines.ts'
import { lineWords } from './quote-words.ts'
import { workLines } from './work-lines.ts'

const result = {
  ...FOUND_RESULT,
  lines: 'list',
  total: 'amount',
  paid: 'amount',
  number: 'text',
  quote: 'text',
  place: 'text',
  staff: 'text',
  until: 'text',
} as const

const NUMBER = { number: { type: 'text', optional: true } } as const

const asked = defineAction({
  name: 'quotes.asked',
  with: NUMBER,
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', 'none', 'expired', 'no_right', ...FOUND_OUTCOMES],
  result,
  run: async (work, { number }) =>
    withFound(work, await findForOwner(work, number), async (seen) => {
      const { outcome, ...answer } = await quoteAsked(work, seen)
      return told(work, outcome, answer)
    }),
})

const ANSWERED = [
  'ok',
  'already',
  'replaced',
  'withdrawn',
  'expired',
  'answered',
  'over',
  'none',
  'no_right',
  'below_paid',
  ...FOUND_OUTCOMES,
] as const

function answering(name: 'quotes.agree' | 'quotes.refuse'): Action {
  return defineAction({
    name,
    with: {
      number: { type: 'text' },
      quote: { type: 'text', optional: true },
      reason: { type: 'text', optional: true },
    },
    input: z.object({ number: words, quote: optional(words), reason: optional(words) }),
    outcomes: ANSWERED,
    result,
    run: async (work, { number, quote: quoteId, reason = '' }) =>
      withFound(work, await findForOwner(work, number), async (seen) => {
        const agrees = name === 'quotes.agree'
        const answer = await answerQuote(work, seen, { quoteId, agrees, reason })
        return told(work, answer.outcome, answer)
      }),
  })
}

const charged = defineAction({
  name: 'quotes.charged',
  with: NUMBER,
  input: z.object({ number: optional(words) }),
  outcomes: ['ok', 'none', 'no_right', ...FOUND_OUTCOMES],
  result,
  run: async (work, { number }) =>
    withFound(work, await findForOwner(work, number, 'finished'), async (ticket) => {
      if (!(await payerOf(work, ticket))) return { outcome: 'no_right' as const, result: NOTHING }
      const lines = await workLines(work.tx, ticket.id)
      const outcome = totalOf(lines) > 0 ? ('ok' as const) : ('none' as const)
      return { outcome, result: { ...NOTHING, ...shown(ticket, lines) } }
    }),
})

const NOTHING = { items: [], lines: [] }

/** Amounts only for who may know them. */
async function told<Outcome extends string>(
  work: Work,
  outcome: Outcome,
  { ticket, quote, paidFen = 0 }: Pick<Answered, 'ticket' | 'quote' | 'paidFen'>,
) {
  const { number } = ticket
  if (!quote) return { outcome, result: { ...NOTHING, number } }
  return {
    outcome,
    result: {
      ...NOTHING,
      ...shown(ticket, quote.lines),
      quote: quote.id,
      paid: paidFen,
      staff: quote.staffName,
      until: sayTime(quote.validUntil, work.now),
    },
  }
}

function shown({ number, place }: TicketRow, lines: readonly QuoteLine[]) {
  return { number, place, lines: lines.map(lineWords), total: totalOf(lines) }
}

export const ownerQuoteActions: readonly Action[] = [
  asked,
  answering('quotes.agree'),
  answering('quotes.refuse'),
  charged,
]
