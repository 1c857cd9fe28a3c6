/** What each possible handler of a ticket has in hand, and what they did with this ticket before. */
import { type SqlBool, sql } from 'kysely'
import { agreementFor } from '../contractors/agreement.ts'
import { findContractor } from '../contractors/contractors.ts'
import { estateDay } from '../residents/estate-day.ts'
import { type OnRoster, rosterOf } from '../roster/on-duty.ts'
import { certificateHolders } from '../staff/certificates.ts'
import type { Role } from '../staff/roles.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import type { Person } from './candidates.ts'
import { categoryOf } from './categories.ts'
import { keptOut } from './kept-out.ts'
import type { TicketRow } from './ticket.ts'

/**
 * Everybody of the project with a role that handles this category, or another one that is asked for, on duty or not,
 * and who had it and has left.
 */
export async function peopleFor(
  work: Work,
  ticket: TicketRow,
  asked?: { readonly handlers: readonly Role[] },
): Promise<Person[]> {
  const { handlers: usual, certificate } = categoryOf(work.rules.categories, ticket.category)
  const handlers = asked?.handlers ?? usual
  const { projectId } = ticket
  const onRoster = await rosterOf(work, { projectId, at: work.now, roles: handlers })
  const left = await leaversOf(work, ticket, handlers)
  const everybody = [...onRoster.map(({ staff }) => staff), ...left]
  if (everybody.length === 0) return []
  const staffIds = everybody.map((member) => member.id)
  const open = await openOf(work, ticket, staffIds)
  const past = await offersOf(work, ticket)
  const times = await timesOf(work, staffIds)
  const about = await keptOut(work, ticket, everybody)
  const agreed = await agreedFirms(work, ticket, everybody)
  const day = estateDay(work.now)
  const held = certificate
    ? await certificateHolders(work.tx, { staffIds, kind: certificate, day })
    : new Map<string, never>()
  return [
    ...onRoster.map((one) => ({ staff: one.staff, duty: dutyOf(one) })),
    ...left.map((staff) => ({ staff, duty: 'left' as const })),
  ].map(({ staff, duty }) => ({
    staff,
    duty,
    weight: open.get(staff.id)?.weight ?? 0,
    openOfPriority: open.get(staff.id)?.ofPriority ?? 0,
    timesOffered: past.get(staff.id)?.times ?? 0,
    gaveBack: past.get(staff.id)?.gaveBack ?? false,
    givenLately: times.get(staff.id)?.lately ?? 0,
    busyAt: times.get(staff.id)?.busyAt ?? null,
    chosenAt: times.get(staff.id)?.chosenAt ?? null,
    isComplainedAbout: about.has(staff.id),
    certificate: held.get(staff.id) ?? 'none',
    lacksAgreement: staff.contractorId !== null && !agreed.has(staff.contractorId),
  }))
}

/** Firms of these people that may be given this work today. */
async function agreedFirms(
  work: Work,
  ticket: TicketRow,
  people: readonly StaffMember[],
): Promise<ReadonlySet<string>> {
  const { skill } = categoryOf(work.rules.categories, ticket.category)
  const firms = new Set(people.flatMap(({ contractorId }) => contractorId ?? []))
  const agreed = new Set<string>()
  for (const id of firms) {
    // A developer mends what is its own to mend, and is given that by hand.
    const isDeveloper = (await findContractor(work.tx, id))?.kind === 'developer'
    if (!isDeveloper && (await agreementFor(work, id, skill)).outcome === 'ok') agreed.add(id)
  }
  return agreed
}

function dutyOf({ standing }: OnRoster): Person['duty'] {
  return standing.cause === 'on_leave' ? 'on-leave' : standing.state
}

/** Those who were offered this ticket and work here no more: a list of who was considered names them too. */
async function leaversOf(
  work: Work,
  ticket: TicketRow,
  handlers: readonly Role[],
): Promise<readonly StaffMember[]> {
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll('staff')
    .where('staff.projectId', '=', ticket.projectId)
    .where('staff.leftAt', 'is not', null)
    .where(sql<SqlBool>`staff.roles && ${[...handlers]}::text[]`)
    .where((where) =>
      where.exists(
        where
          .selectFrom('assignment')
          .select('assignment.id')
          .where('assignment.ticketId', '=', ticket.id)
          .whereRef('assignment.staffId', '=', 'staff.id'),
      ),
    )
    .orderBy('staff.id')
    .execute()
  return rows.map(staffMember)
}

/** servicedesk.md D4, weights by priority; what is on hold weighs its own. */
async function openOf(
  work: Work,
  ticket: TicketRow,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly weight: number; readonly ofPriority: number }>> {
  const { urgent, high, normal, low, held } = work.rules.tickets.dispatch.weights
  const rows = await work.tx
    .selectFrom('ticket')
    .select('assigneeId')
    .select([
      sql<number>`sum(CASE WHEN state = 'ON_HOLD' THEN ${held}::float8
        WHEN priority = 'urgent' THEN ${urgent}::float8 WHEN priority = 'high' THEN ${high}::float8
        WHEN priority = 'low' THEN ${low}::float8 ELSE ${normal}::float8 END)`.as('weight'),
      sql<number>`count(*) FILTER (WHERE state <> 'ON_HOLD' AND priority = ${ticket.priority}
        AND id <> ${ticket.id})::int`.as('ofPriority'),
    ])
    .where('assigneeId', 'in', [...ids])
    .where('state', 'in', ['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])
    .groupBy('assigneeId')
    .execute()
  return new Map(
    rows.map(({ assigneeId, weight, ofPriority }) => [
      assigneeId ?? '',
      { weight: Number(weight), ofPriority },
    ]),
  )
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

interface Times {
  readonly id: string
  readonly busyAt: Date | null
  readonly chosenAt: Date | null
  readonly lately: number
}

/** Looks at the end of an index each: a year of assignments is not read. */
async function timesOf(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, Times>> {
  const { minutes } = work.rules.tickets.dispatch.rate
  const since = new Date(work.now.getTime() - minutes * 60_000)
  const { rows } = await sql<Times>`
    SELECT who.id, greatest(
      (SELECT max(a."offeredAt") FROM assignment a WHERE a."staffId" = who.id),
      (SELECT max(a."endedAt") FROM assignment a WHERE a."staffId" = who.id)) AS "busyAt",
      (SELECT a."offeredAt" FROM assignment a WHERE a."staffId" = who.id AND a.mode = 'AUTO'
        ORDER BY a."offeredAt" DESC LIMIT 1) AS "chosenAt",
      (SELECT count(*) FROM assignment a WHERE a."staffId" = who.id AND a.mode = 'AUTO'
        AND a."offeredAt" > ${since})::int AS lately
    FROM unnest(${[...ids]}::text[]) AS who(id)`.execute(work.tx)
  return new Map(rows.map((row) => [row.id, row]))
}
