/** What staff's flows may do about paid work: quote, take a quote back, state what was used, note a consent by phone. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { FOUND_OUTCOMES, withFound } from '../tickets/found-answer.ts'
import { optional, words } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import { actingStaff, holderOf, type StepAnswer } from '../tickets/staff-step.ts'
import { findForStaff } from '../tickets/staff-tickets.ts'
import { lineOf } from '../tickets/ticket-lines.ts'
import type { Work } from '../work.ts'
import { totalOf } from './line-amount.ts'
import { noteConsent, type PhoneAnswer } from './note-consent.ts'
import { type Offered, offerQuote } from './offer-quote.ts'
import type { BadLine, QuoteLine } from './quote-lines.ts'
import { lineWords, problemWords } from './quote-words.ts'
import { withdrawQuote } from './withdraw-quote.ts'
import { type Lines, stateLines } from './work-lines.ts'

const COMMON = ['ok', 'already', 'taken', 'wrong_state', 'not_yours', 'over'] as const

const result = {
  items: 'list',
  lines: 'list',
  total: 'amount',
  agreed: 'amount',
  paid: 'amount',
  problem: 'text',
  number: 'text',
  title: 'text',
  place: 'text',
  state: 'text',
  state_words: 'text',
  holder: 'text',
  until: 'text',
} as const

const SAID = {
  number: { type: 'text', optional: true },
  words: { type: 'text', optional: true },
} as const
const said = { number: optional(words), words: optional(words) }

const OFFERED = [
  'by_phone',
  'not_paid',
  'warranty',
  'unsettled',
  'no_room',
  'same',
  'lines_wanted',
  'bad_line',
  'below_paid',
] as const

function offering(name: 'quotes.draft' | 'quotes.offer'): Action {
  return defineAction({
    name,
    with: SAID,
    input: z.object(said),
    outcomes: [...COMMON, ...FOUND_OUTCOMES, ...OFFERED],
    result,
    run: (work, input) =>
      onOne(work, input.number, (ticketId) =>
        offerQuote(work, { ticketId, words: input.words, isDraft: name === 'quotes.draft' }),
      ),
  })
}

const withdraw = defineAction({
  name: 'quotes.withdraw',
  with: { number: { type: 'text', optional: true } },
  input: z.object({ number: optional(words) }),
  outcomes: [...COMMON, ...FOUND_OUTCOMES, 'none'],
  result,
  run: (work, input) => onOne(work, input.number, (ticketId) => withdrawQuote(work, { ticketId })),
})

const lines = defineAction({
  name: 'quotes.lines',
  with: SAID,
  input: z.object(said),
  outcomes: [...COMMON, ...FOUND_OUTCOMES, 'shown', 'bad_line', 'over_consent', 'below_paid'],
  result,
  run: (work, input) =>
    onOne(work, input.number, (ticketId) => stateLines(work, { ticketId, words: input.words })),
})

const heard = defineAction({
  name: 'quotes.heard',
  with: {
    number: { type: 'text', optional: true },
    answer: { type: 'choice' },
    from: { type: 'text', optional: true },
    reason: { type: 'text', optional: true },
  },
  input: z.object({
    number: optional(words),
    answer: z.enum(['agree', 'refuse']),
    from: optional(words),
    reason: optional(words),
  }),
  outcomes: [
    ...COMMON,
    ...FOUND_OUTCOMES,
    'none',
    'expired',
    'from_wanted',
    'own_quote',
    'below_paid',
  ],
  result,
  run: (work, { number, answer, ...rest }) =>
    onOne(work, number, (ticketId) =>
      noteConsent(work, { ticketId, agrees: answer === 'agree', ...rest }),
    ),
})

type Step<Outcome extends string> = StepAnswer<Outcome> &
  Partial<
    Pick<Offered, 'quote'> & Pick<PhoneAnswer, 'quote'> & Pick<Lines, 'consentedFen' | 'paidFen'>
  > & {
    readonly lines?: readonly QuoteLine[]
    readonly bad?: BadLine
  }

/** Runs a step on the one ticket that is meant, and says how it stands then. */
async function onOne<Outcome extends string>(
  work: Work,
  number: string | undefined,
  step: (ticketId: string) => Promise<Step<Outcome>>,
) {
  const staff = await actingStaff(work)
  const found = await findForStaff(work, staff, { said: number })
  return withFound(work, found, async ({ id }) => answerOf(work, await step(id)))
}

async function answerOf<Outcome extends string>(work: Work, answer: Step<Outcome>) {
  const { outcome, ticket, bad, quote } = answer
  if (!ticket) return { outcome, result: { items: [], lines: [] } }
  const shown = answer.lines ?? quote?.lines ?? []
  return {
    outcome,
    result: {
      ...lineOf(work, ticket),
      items: [],
      lines: shown.map(lineWords),
      total: totalOf(shown),
      agreed: answer.consentedFen ?? ticket.quoteFen ?? 0,
      paid: answer.paidFen ?? 0,
      problem: bad ? problemWords(work, bad) : '',
      holder: answer.holder ?? (await holderOf(work, ticket)),
      until: quote ? sayTime(quote.validUntil, work.now) : '',
    },
  }
}

export const staffQuoteActions: readonly Action[] = [
  offering('quotes.draft'),
  offering('quotes.offer'),
  withdraw,
  lines,
  heard,
]
