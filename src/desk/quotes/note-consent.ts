/** An agent asked on the phone: who agreed or refused, and when, kept under the name of whoever heard it. */
import type { StaffMember } from '../staff/staff.ts'
import { isAtDesk } from '../staff/supervises.ts'
import { finishTaskOf } from '../tasks/take-task.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { settleQuote } from './answer-quote.ts'
import { quoteTaskKey } from './end-quotes.ts'
import { paidBeyondQuote } from './paid-already.ts'
import { openQuoteOf, type QuoteRow } from './quote.ts'

export interface PhoneConsent extends Step {
  readonly agrees: boolean
  /** Who was on the phone, in the agent's words: "张先生（业主）". */
  readonly from?: string | undefined
  readonly reason?: string | undefined
}

/**
 * `from_wanted`: a consent of nobody is none. `own_quote`: nobody agrees to their own quote for an owner. `below_paid`:
 * more came in already, so it has to be quoted anew.
 */
type PhoneOutcome =
  | StepAnswer['outcome']
  | 'none'
  | 'expired'
  | 'from_wanted'
  | 'own_quote'
  | 'below_paid'

export interface PhoneAnswer extends StepAnswer<PhoneOutcome> {
  readonly quote?: QuoteRow
  /** Fen that came in already. */
  readonly paidFen?: number
}

export async function noteConsent(work: Work, consent: PhoneConsent): Promise<PhoneAnswer> {
  return staffStep<PhoneOutcome>(
    work,
    'quote-heard',
    consent,
    async ({ staff, ticket }): Promise<PhoneAnswer> => {
      const quote = await openQuoteOf(work.tx, ticket.id)
      const refused = whyNot(staff, ticket, quote)
      if (refused || !quote) return { outcome: refused ?? 'none', ticket }
      const late = await whyTooLate(work, ticket, { quote, agrees: consent.agrees })
      if (late) return { ...late, ticket, quote }
      const from = cleanText(consent.from ?? '', work.rules.quotes.longest_name)
      if (from === '') return { outcome: 'from_wanted', ticket, quote }
      const note = consent.agrees ? 'agreed' : 'refused'
      await finishTaskOf(work, quoteTaskKey(quote.id), { staffId: staff.id, note, byTap: false })
      const after = await settleQuote(work, ticket, quote, {
        agrees: consent.agrees,
        reason: consent.reason ?? '',
        personId: null,
        heard: { from, staffId: staff.id },
      })
      return { outcome: 'ok', ticket: after, quote }
    },
  )
}

/** What has changed since it was asked. */
async function whyTooLate(
  work: Work,
  ticket: TicketRow,
  { quote, agrees }: { readonly quote: QuoteRow; readonly agrees: boolean },
): Promise<Pick<PhoneAnswer, 'outcome' | 'paidFen'> | null> {
  if (quote.validUntil <= work.now) return { outcome: 'expired' }
  const paidFen = agrees ? await paidBeyondQuote(work, ticket, quote) : null
  return paidFen === null ? null : { outcome: 'below_paid', paidFen }
}

function whyNot(
  staff: StaffMember,
  ticket: TicketRow,
  quote: QuoteRow | null,
): PhoneOutcome | null {
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  if (!isAtDesk(staff)) return 'not_yours'
  if (!quote) return 'none'
  return quote.staffId === staff.id ? 'own_quote' : null
}
