/** What a merged ticket goes on as. */
import type { Tx } from '../../database/open-database.ts'
import { reachable } from './relations.ts'
import { findTicket, type TicketRow } from './ticket.ts'

/** The ticket a merged one is part of, in the end; any other is itself. */
export async function leadingTicket(tx: Tx, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.state !== 'MERGED') return ticket
  const last = (await reachable(tx, 'DUPLICATE', ticket.id)).at(-1)
  return (last && (await findTicket(tx, last))) || ticket
}

/** Each of them as `leadingTicket` gives it, each once, in their order. */
export async function leadingTickets(tx: Tx, tickets: readonly TicketRow[]): Promise<TicketRow[]> {
  const found = new Map<string, TicketRow>()
  for (const ticket of tickets) {
    const leading = await leadingTicket(tx, ticket)
    if (!found.has(leading.id)) found.set(leading.id, leading)
  }
  return [...found.values()]
}
