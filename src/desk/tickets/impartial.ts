/** Who may be turned to about a ticket: of a complaint nobody it is about, whatever they are else. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { keptOut } from './kept-out.ts'
import { whoMaySee } from './may-see.ts'
import type { TicketRow } from './ticket.ts'

/** Those of some members, in their order (servicedesk.md A6, "Person complained about is kept out"). */
export async function impartialTo(
  work: Work,
  ticket: TicketRow,
  members: readonly StaffMember[],
): Promise<readonly StaffMember[]> {
  const seeing = await whoMaySee(work, members, ticket)
  if (ticket.kind !== 'complaint') return seeing
  const out = await keptOut(work, ticket, seeing)
  return seeing.filter(({ id }) => !out.has(id))
}
