/** A ticket's row, read and locked. */
import type { Selectable, Updateable } from 'kysely'
import type { Ticket as TicketTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import type { Subject } from '../work.ts'
import type { TicketState } from './states.ts'

export interface TicketRow extends Omit<Selectable<TicketTable>, 'state'> {
  readonly state: TicketState
}

export type TicketChanges = Omit<Updateable<TicketTable>, 'id' | 'state' | 'version'>

export async function findTicket(tx: Tx, ticketId: string): Promise<TicketRow | null> {
  const row = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirst()
  return row ? ticketRow(row) : null
}

/** Nobody else changes the ticket until the transaction ends; what is read is the latest. */
export async function lockTicket(tx: Tx, ticketId: string): Promise<TicketRow | null> {
  const row = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst()
  return row ? ticketRow(row) : null
}

/** The database holds only states that `move-ticket.ts` wrote. */
export function ticketRow(row: Selectable<TicketTable>): TicketRow {
  return { ...row, state: row.state as TicketState }
}

/** What clocks, cards and the audit log call a ticket. */
export function subjectOf(ticketId: string): Subject {
  return { kind: 'ticket', id: ticketId }
}
