/** Whoever answered for a matter from its first word cannot any more: somebody who is there does (首问责任, mission.md A3). */
import { findStaff, type StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { canAnswer, receiverOf } from './first-responder.ts'
import { recordEvent } from './record-event.ts'
import { tellResponder } from './tell-responder.ts'
import type { TicketRow } from './ticket.ts'

/**
 * Their stand-in, else whoever is on duty to receive such a matter; with nobody there, whoever acts on it next
 * (record-event.ts). The new one is told. The ticket is locked by the caller.
 */
export async function passResponder(
  work: Work,
  ticket: TicketRow,
  fromId: string,
): Promise<TicketRow> {
  if (ticket.firstResponderId !== fromId) return ticket
  const next = (await standInOf(work, ticket, fromId)) ?? (await receiverOf(work, ticket, fromId))
  const passed = await recordEvent(work, ticket, {
    kind: 'responder-passed',
    set: { firstResponderId: next?.id ?? null },
    note: next ? { name: next.name } : {},
  })
  await tellResponder(work, passed, { words: 'tickets.staff.first_passed' })
  return passed
}

async function standInOf(
  work: Work,
  ticket: TicketRow,
  fromId: string,
): Promise<StaffMember | null> {
  const row = await work.tx
    .selectFrom('staff')
    .select('replacementId')
    .where('id', '=', fromId)
    .executeTakeFirst()
  const standIn = row?.replacementId ? await findStaff(work.tx, row.replacementId) : null
  return standIn && (await canAnswer(work, ticket, standIn)) ? standIn : null
}
