/** What came in for a ticket already: no lines may come to less, the rest would be nobody's. */
import type { Tx } from '../../database/open-database.ts'
import { lockBillOfTicket } from '../fees/ticket-bill.ts'
import { yuanText } from '../fees/yuan.ts'
import { tellHandler } from '../tickets/tell-handler.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { totalOf } from './line-amount.ts'
import type { QuoteRow } from './quote.ts'
import type { QuoteLine } from './quote-lines.ts'

/** Fen that were paid, when these lines come to less; null when they may stand. Nothing is paid meanwhile. */
export async function paidBeyond(
  tx: Tx,
  ticketId: string,
  lines: readonly QuoteLine[],
): Promise<number | null> {
  const paidFen = (await lockBillOfTicket(tx, ticketId))?.paidFen ?? 0
  return totalOf(lines) < paidFen ? paidFen : null
}

/** A payment came while a quote was thought about: as `paidBeyond`, and whoever has the ticket hears to quote anew. */
export async function paidBeyondQuote(
  work: Work,
  ticket: TicketRow,
  quote: QuoteRow,
): Promise<number | null> {
  const paidFen = await paidBeyond(work.tx, ticket.id, quote.lines)
  if (paidFen === null) return null
  await tellHandler(work, ticket, {
    words: 'quotes.staff.below_paid',
    values: { total: yuanText(quote.totalFen), paid: yuanText(paidFen) },
    again: `-${quote.id}`,
  })
  return paidFen
}
