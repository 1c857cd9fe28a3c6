/** Tells whoever has a ticket in hand; when nobody has, whoever gives work out. */
import { onDutyStaff } from '../roster/on-duty.ts'
import type { Role } from '../staff/roles.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { phrase } from './clean-text.ts'
import { impartialTo } from './impartial.ts'
import type { TicketRow } from './ticket.ts'

export interface HandlerNote {
  /** A name in flows/_text/tickets.zh-CN.yaml. */
  readonly words: string
  readonly values?: Readonly<Record<string, unknown>>
  /** What makes it another note, when the ticket has not changed since the last one of these words. */
  readonly again?: string
  readonly isPlanned?: boolean
}

/** Returns who was told. */
export async function tellHandler(
  work: Work,
  ticket: TicketRow,
  note: HandlerNote,
): Promise<readonly StaffMember[]> {
  const people = await handlersOf(work, ticket)
  for (const member of people) await tellStaff(work, ticket, member.id, note)
  return people
}

/** Tells one member of staff about a ticket, once per version of it. */
export async function tellStaff(
  work: Work,
  ticket: TicketRow,
  staffId: string,
  { words, values, again = '', isPlanned = false }: HandlerNote,
): Promise<void> {
  await work.tell.staff(work, staffId, {
    words,
    values: {
      number: ticket.number,
      place: ticket.place,
      problem: phrase(ticket.description, 40),
      category: categoryOf(work.rules.categories, ticket.category).name,
      ...values,
    },
    key: `ticket-${ticket.id}-${ticket.version}${again}-${words}-${staffId}`,
    purpose: 'notice',
    ...(isPlanned && { isPlanned }),
  })
}

/** Tells whoever gives work out, whoever has the ticket. */
export async function tellDispatchers(
  work: Work,
  ticket: TicketRow,
  note: HandlerNote,
): Promise<void> {
  for (const { id } of await dispatchersOf(work, ticket)) await tellStaff(work, ticket, id, note)
}

async function handlersOf(work: Work, ticket: TicketRow): Promise<readonly StaffMember[]> {
  const assignee = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  return assignee ? [assignee] : await dispatchersOf(work, ticket)
}

/** The dispatchers on duty, else who stands in for them. */
async function dispatchersOf(work: Work, ticket: TicketRow): Promise<readonly StaffMember[]> {
  const roles: readonly Role[] = ['dispatcher', ...(work.rules.tasks.fallback_roles as Role[])]
  for (const role of roles) {
    const { projectId } = ticket
    const onDuty = await onDutyStaff(work, { projectId, at: work.now, roles: [role] })
    const people = await impartialTo(work, ticket, onDuty)
    if (people.length > 0) return people
  }
  return []
}
