/** Asks whoever took the task of giving a job out who gets it, with a form: no number and no name has to be typed. */
import type { Role } from '../staff/roles.ts'
import { findStaff } from '../staff/staff.ts'
import { supervises } from '../staff/supervises.ts'
import { workersOf } from '../staff/workers.ts'
import type { Work } from '../work.ts'

/** Options of a form with one question (channels/card.ts). */
const MOST_IN_SIGHT = 20

/** Nothing is asked of somebody who may not give jobs out, nor where there is nobody to give them to. */
export async function askWhoGoes(
  work: Work,
  task: { readonly id: string; readonly projectId: string; readonly values: unknown },
  { staffId, ticketId }: { readonly staffId: string; readonly ticketId: string },
): Promise<void> {
  const member = await findStaff(work.tx, staffId)
  const { handlers } = task.values as { readonly handlers?: readonly Role[] }
  const people = await workersOf(work, task.projectId, handlers)
  if (!member || !supervises(member) || people.length === 0) return
  await work.tell.card(work, staffId, {
    card: 'tickets.assign_to',
    values: { ...(task.values as object), people: people.slice(0, MOST_IN_SIGHT) },
    subject: { kind: 'ticket', id: ticketId },
    key: `task-${task.id}-who-${work.newId()}`,
  })
}
