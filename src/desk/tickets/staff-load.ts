/** What each possible handler of a ticket has in hand, and what they did with this ticket before. */
import { sql } from 'kysely'
import { onDutyStaff } from '../staff/on-duty.ts'
import { projectStaff } from '../staff/project-staff.ts'
import type { Work } from '../work.ts'
import type { Person } from './candidates.ts'
import { categoryOf } from './categories.ts'
import type { TicketRow } from './ticket.ts'

/** Everybody of the project with a role that handles this category, on duty or not. */
export async function peopleFor(work: Work, ticket: TicketRow): Promise<Person[]> {
  const { handlers } = categoryOf(work.rules.categories, ticket.category)
  const { projectId } = ticket
  const everybody = await projectStaff(work.tx, projectId, handlers)
  if (everybody.length === 0) return []
  const onDuty = await onDutyStaff(work, { projectId, at: work.now, roles: handlers })
  const ids = everybody.map((member) => member.id)
  const weights = await weightsOf(work, ids)
  const past = await offersOf(work, ticket)
  const busy = await busyTimes(work, ids)
  return everybody.map((staff) => ({
    staff,
    isOnDuty: onDuty.some((member) => member.id === staff.id),
    weight: weights.get(staff.id) ?? 0,
    timesOffered: past.get(staff.id)?.times ?? 0,
    gaveBack: past.get(staff.id)?.gaveBack ?? false,
    busyAt: busy.get(staff.id) ?? null,
  }))
}

/** servicedesk.md D4, weights by priority; what is on hold weighs its own. */
async function weightsOf(work: Work, ids: readonly string[]): Promise<Map<string, number>> {
  const { urgent, high, normal, low, held } = work.rules.tickets.dispatch.weights
  const rows = await work.tx
    .selectFrom('ticket')
    .select('assigneeId')
    .select(
      sql<number>`sum(CASE WHEN state = 'ON_HOLD' THEN ${held}::float8
        WHEN priority = 'urgent' THEN ${urgent}::float8 WHEN priority = 'high' THEN ${high}::float8
        WHEN priority = 'low' THEN ${low}::float8 ELSE ${normal}::float8 END)`.as('weight'),
    )
    .where('assigneeId', 'in', [...ids])
    .where('state', 'in', ['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])
    .groupBy('assigneeId')
    .execute()
  return new Map(rows.map((row) => [row.assigneeId ?? '', Number(row.weight)]))
}

/** How this ticket's offers went since it was last opened, by member. */
async function offersOf(work: Work, ticket: TicketRow) {
  const rows = await work.tx
    .selectFrom('assignment')
    .select('staffId')
    .select([
      sql<number>`count(*)::int`.as('times'),
      sql<boolean>`coalesce(bool_or(outcome = 'returned'), false)`.as('gaveBack'),
    ])
    .where('ticketId', '=', ticket.id)
    .where('offeredAt', '>=', ticket.reopenedAt ?? ticket.createdAt)
    .groupBy('staffId')
    .execute()
  return new Map(rows.map((row) => [row.staffId, row]))
}

/** Two looks at the end of an index each: a year of assignments is not read. */
async function busyTimes(work: Work, ids: readonly string[]): Promise<Map<string, Date | null>> {
  const { rows } = await sql<{ id: string; busyAt: Date | null }>`
    SELECT who.id, greatest(
      (SELECT max(a."offeredAt") FROM assignment a WHERE a."staffId" = who.id),
      (SELECT max(a."endedAt") FROM assignment a WHERE a."staffId" = who.id)) AS "busyAt"
    FROM unnest(${[...ids]}::text[]) AS who(id)`.execute(work.tx)
  return new Map(rows.map((row) => [row.id, row.busyAt]))
}
