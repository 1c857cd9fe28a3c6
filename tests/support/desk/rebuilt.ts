/** A ticket's row beside what its log alone says it is. */
import { rebuildTicket } from '../../../src/desk/tickets/rebuild-ticket.ts'
import type { TicketRow } from '../../../src/desk/tickets/ticket.ts'
import type { TicketDesk } from './ticket-desk.ts'

interface Both {
  readonly kept: Readonly<Record<string, unknown>>
  readonly rebuilt: Readonly<Record<string, unknown>>
}

/** Without what is never logged: the id, and what is sealed. @throws RangeError when the log has a gap */
export async function rowAndLog(desk: TicketDesk, row: TicketRow): Promise<Both> {
  const events = await desk.db
    .selectFrom('ticket_event')
    .select(['seq', 'toState', 'payload'])
    .where('ticketId', '=', row.id)
    // The order is the log's own, not the order of reading.
    .orderBy('id')
    .execute()
  const fields = JSON.parse(JSON.stringify(row)) as Record<string, unknown>
  return { kept: said(fields), rebuilt: said(rebuildTicket(events)) }
}

/** Zero and nothing are what a column begins with. */
function said(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isLogged = ([name, value]: [string, unknown]) =>
    value !== null &&
    value !== 0 &&
    String(value) !== '' &&
    !/^id$|^contactPhone|^reporterName$/.test(name)
  return Object.fromEntries(Object.entries(fields).filter(isLogged))
}
