/** Whether money is spoken of about a ticket: then it cannot end in another one. */
import type { Tx } from '../../database/open-database.ts'
import { lockBillOfTicket } from '../fees/ticket-bill.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import { openQuoteOf } from './quote.ts'
import { workLines } from './work-lines.ts'

/** A quote that was agreed to or is asked, lines of work, or a bill that is owed or was paid of. The ticket is locked. */
export async function hasMoney(
  tx: Tx,
  { id, quoteFen }: Pick<TicketRow, 'id' | 'quoteFen'>,
): Promise<boolean> {
  if (quoteFen !== null || (await openQuoteOf(tx, id))) return true
  if ((await workLines(tx, id)).length > 0) return true
  const bill = await lockBillOfTicket(tx, id)
  return bill !== null && (bill.state !== 'CANCELLED' || bill.paidFen > 0)
}
