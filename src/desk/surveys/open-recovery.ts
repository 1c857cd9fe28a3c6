/** Somebody who was not content is called within a day (mission.md A7), once per completion. */
import { findStaff } from '../staff/staff.ts'
import { openTask } from '../tasks/open-task.ts'
import { maskedContact } from '../tickets/contact-phone.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { lockCallback } from './callback.ts'

export interface Discontent {
  /** 1 to 5; null when they gave none. */
  readonly score: number | null
  readonly reason: string
  readonly staff: { readonly id: string | null; readonly name: string | null }
}

export async function openRecovery(
  work: Work,
  ticket: TicketRow,
  { score, reason, staff }: Discontent,
): Promise<void> {
  await openTask(work, {
    kind: 'recovery',
    key: `recovery-${ticket.id}-${ticket.completions}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    ...(ticket.conversationId ? { conversationId: ticket.conversationId } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      score: score ?? 0,
      reason,
      staff: staff.name ?? '',
      phone: maskedContact(ticket),
    },
  })
}

/** As it was at completion; where no completion was noted, whoever has it. */
export async function whoDidIt(work: Work, ticket: TicketRow): Promise<Discontent['staff']> {
  const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
  if (callback) return { id: callback.staffId, name: callback.staffName }
  const staff = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  return { id: ticket.assigneeId, name: staff?.name ?? null }
}
