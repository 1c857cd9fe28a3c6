/** Tells whoever answers for a matter from its first word what becomes of it (首问责任, mission.md A3). */
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { type HandlerNote, tellStaff } from './tell-handler.ts'
import type { TicketRow } from './ticket.ts'

/** Whether somebody who answers for it hears what becomes of it (rules/tickets.yaml, `responder`). */
export function hears({ rules }: Work, { kind }: Pick<TicketRow, 'kind'>): boolean {
  return rules.tickets.responder.told_of.some((one) => one === kind)
}

/** Not what they do themselves, nor what happens to a ticket in their own hands: they see that anyway. */
export async function tellResponder(
  work: Work,
  ticket: TicketRow,
  note: HandlerNote,
): Promise<void> {
  const { firstResponderId: staffId, assigneeId } = ticket
  if (!hears(work, ticket)) return
  const isTheirOwn = work.actor.kind === 'staff' && work.actor.staffId === staffId
  if (!staffId || staffId === assigneeId || isTheirOwn) return
  if (await findStaff(work.tx, staffId)) await tellStaff(work, ticket, staffId, note)
}
