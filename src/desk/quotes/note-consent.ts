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
import { openQuoteOf, type QuoteRow } from './quote.ts'

export interface PhoneConsent extends Step {
  readonly agrees: boolean
  /** Who was on the phone, in the agent's words: "张先生（业主）". */
  readonly from?: string | undefined
  readonly reason?: string | undefined
}

/** `from_wanted`: a consent of nobody is none. `own_quote`: nobody agrees to their own quote for an owner. */
type PhoneOutcome = StepAnswer['outcome'] | 'none' | 'expired' | 'from_wanted' | 'own_quote'

export interface PhoneAnswer extends StepAnswer<PhoneOutcome> {
  readonly quote?: QuoteRow
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
      if (quote.validUntil <= work.now) return { outcome: 'expired', ticket, quote }
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
