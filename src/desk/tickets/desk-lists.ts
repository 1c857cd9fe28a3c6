/** The lists of the service centre: what nobody has, what is late, what is being worked on. */
import { sql } from 'kysely'
import { type ClockKind, ONLY_COUNTED } from '../clocks/rules.ts'
import { projectStaff } from '../staff/project-staff.ts'
import { ROLES } from '../staff/roles.ts'
import { type StaffMember, staffOfUser } from '../staff/staff.ts'
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { dueOf } from './due-of.ts'
import { type ListSearch, readSearch } from './list-search.ts'
import { seenByMember } from './may-see.ts'
import { openPromise } from './promises.ts'
import { sayTime } from './say-time.ts'
import { isIn, OPEN_STATES, type TicketState, WAITING_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'

export const DESK_LISTS = ['unassigned', 'overdue', 'in_hand'] as const
export type DeskListName = (typeof DESK_LISTS)[number]

/** Seven pages of eight (dialogue.md D9); the late and urgent ones stand first. */
const MOST = 56

export interface DeskLine extends ReturnType<typeof lineOf> {
  readonly id: string
  /** Empty while the member works for one project only. */
  readonly project: string
  readonly holder: string
  /** The next promise that still holds, in words; or empty. */
  readonly due: string
  /** The kind of the promise broken first, in words; empty when none is. */
  readonly broken: string
  /** How long that is ago; since it was reported when nothing is broken. `hours` are the whole ones of `minutes`. */
  readonly minutes: number
  readonly hours: number
}

export interface DeskList {
  /** At most `MOST`. */
  readonly lines: readonly DeskLine[]
  /** Of all there are. */
  readonly count: number
}

/** Everybody this member is, in projects where they are of the service centre. */
export async function deskSelves(work: Work, member: StaffMember): Promise<readonly StaffMember[]> {
  return (await staffOfUser(work.tx, member.corpId, member.userId)).filter(isAtDesk)
}

/** `words` may name a person, a building, a room, or four digits; see list-search.ts. */
export async function deskList(
  work: Work,
  selves: readonly StaffMember[],
  { list, words }: { readonly list: DeskListName; readonly words: string },
): Promise<DeskList> {
  const people: StaffMember[] = []
  for (const { projectId } of selves)
    people.push(...(await projectStaff(work.tx, projectId, ROLES)))
  const rows = await rowsOf(work, { selves, list, search: readSearch(words, people) })
  const lines: DeskLine[] = []
  for (const row of rows) {
    const ticket = ticketRow(row)
    lines.push({
      ...lineOf(work, ticket),
      id: ticket.id,
      project: selves.length > 1 ? (row.projectName ?? '') : '',
      holder: row.holder ?? '',
      ...(await promiseOf(work, ticket, row)),
    })
  }
  return { lines, count: Number(rows[0]?.total ?? 0) }
}

const STATES_OF: Readonly<Record<DeskListName, readonly TicketState[]>> = {
  unassigned: WAITING_STATES,
  overdue: OPEN_STATES,
  in_hand: OPEN_STATES.filter((state) => !isIn(state, WAITING_STATES)),
}

/** One look, however many there are: what is late longest first, then by urgency and age. */
async function rowsOf(
  work: Work,
  asked: {
    readonly selves: readonly StaffMember[]
    readonly list: DeskListName
    readonly search: ListSearch
  },
) {
  const { selves, list, search } = asked
  const projectIds = selves.map(({ projectId }) => projectId)
  const seen = selves.map(
    (self) =>
      sql<boolean>`(ticket."projectId" = ${self.projectId} AND ${seenByMember(work.rules, self)})`,
  )
  return await work.tx
    .selectFrom('ticket')
    .leftJoin('project', 'project.id', 'ticket.projectId')
    .leftJoin('staff', (join) =>
      join.onRef('staff.id', '=', 'ticket.assigneeId').on('staff.leftAt', 'is', null),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('sla_clock')
          .select(['sla_clock.kind', 'sla_clock.dueAt'])
          .where('sla_clock.subjectKind', '=', 'ticket')
          .whereRef('sla_clock.subjectId', '=', 'ticket.id')
          .where('sla_clock.state', '=', 'running')
          .where('sla_clock.kind', 'not in', [...ONLY_COUNTED])
          .where('sla_clock.dueAt', '<', work.now)
          .orderBy('sla_clock.dueAt')
          .limit(1)
          .as('broken'),
      (join) => join.onTrue(),
    )
    .selectAll('ticket')
    .select(['staff.name as holder', 'project.name as projectName'])
    .select(['broken.kind as brokenKind', 'broken.dueAt as brokenAt'])
    .select([dueOf(work.now).as('nextDue'), sql<string>`count(*) OVER ()`.as('total')])
    .where('ticket.projectId', 'in', projectIds)
    .where(sql<boolean>`(${sql.join(seen, sql` OR `)})`)
    .where('ticket.state', 'in', [...STATES_OF[list]])
    .$if(list === 'overdue', (query) => query.where('broken.dueAt', 'is not', null))
    .$call((query) => fitting(search).reduce((narrowed, part) => narrowed.where(part), query))
    .orderBy('broken.dueAt', (order) => order.asc().nullsLast())
    .orderBy(sql`array_position(ARRAY['urgent', 'high', 'normal', 'low'], ticket.priority)`)
    .orderBy('ticket.createdAt')
    .orderBy('ticket.number')
    .limit(MOST)
    .execute()
}

function fitting({ staffIds, buildingCode, roomCode, ending }: ListSearch) {
  return [
    staffIds.length > 0 && sql<boolean>`ticket."assigneeId" = ANY (${[...staffIds]}::text[])`,
    buildingCode && sql<boolean>`ticket."buildingCode" = ${buildingCode}`,
    roomCode && sql<boolean>`ticket."roomCode" = ${roomCode}`,
    ending &&
      sql<boolean>`(ticket.number LIKE ${`%${ending}`} OR ticket."contactPhoneLast4" = ${ending})`,
  ].filter((part) => part !== false && part !== null && part !== '')
}

interface Promises {
  readonly brokenKind: string | null
  readonly brokenAt: Date | null
  readonly nextDue: Date | null
}

async function promiseOf(work: Work, ticket: TicketRow, row: Promises) {
  if (row.brokenKind && row.brokenAt) {
    const words = work.rules.clocks.promises[row.brokenKind as ClockKind]
    return { due: '', broken: words, ...sinceThen(row.brokenAt, work.now) }
  }
  // On hold it is a day that is read from the row itself.
  const isHeld = ticket.state === 'ON_HOLD'
  const next = isHeld ? ((await openPromise(work, ticket))?.by ?? null) : row.nextDue
  const due = next && next > work.now ? sayTime(next, work.now) : ''
  return { due, broken: '', ...sinceThen(ticket.reopenedAt ?? ticket.createdAt, work.now) }
}

function sinceThen(at: Date, now: Date) {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  return { minutes, hours: Math.floor(minutes / 60) }
}
