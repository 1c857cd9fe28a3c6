/** Staff take a quote back before it is answered: the ticket goes on, and the owner hears that nothing is asked. */

import { recordEvent } from '../tickets/record-event.ts'
import { refusal, type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { endQuoteTask } from './end-quotes.ts'
import { endQuote, openQuoteOf, type QuoteRow } from './quote.ts'
import { stopWaiting } from './waiting-for-consent.ts'

export type WithdrawOutcome = StepAnswer['outcome'] | 'none'

export async function withdrawQuote(work: Work, step: Step): Promise<StepAnswer<WithdrawOutcome>> {
  return staffStep<WithdrawOutcome>(work, 'quote-withdraw', step, async (at) => {
    const refused = refusal(at, OPEN_STATES)
    if (refused) return refused
    const quote = await openQuoteOf(work.tx, at.ticket.id)
    if (!quote) return { outcome: 'none', ticket: at.ticket }
    return { outcome: 'ok', ticket: await endUnanswered(work, at.ticket, quote, 'withdrawn') }
  })
}

/** The ticket is locked and the quote open. */
export async function endUnanswered(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
  state: 'withdrawn' | 'expired',
): Promise<TicketRow> {
  await endQuote(work, quote.id, { state })
  await endQuoteTask(work, quote.id)
  const note = { quote: quote.id, totalFen: quote.totalFen }
  const ended = await recordEvent(work, ticket, { kind: `quote-${state}`, note })
  const going = isIn(ended.state, OPEN_STATES) ? await stopWaiting(work, ended, quote) : ended
  if (quote.conversationId) {
    await work.tell.owner(work, quote.conversationId, {
      words: `quotes.owner.${state}`,
      values: { number: ticket.number },
      key: `quote-${quote.id}-${state}`,
      purpose: 'notice',
    })
  }
  return going
}
