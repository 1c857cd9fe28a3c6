/** The rows of the board: tickets of a group by their next promise, ended and searched ones by age, page by page. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StaffMember } from '../staff/staff.ts'
import { dueOf } from '../tickets/due-of.ts'
import { OPEN_STATES } from '../tickets/states.ts'
import { type TicketRow, ticketRow } from '../tickets/ticket.ts'
import { type BoardGroup, GROUPS, statesOf } from './board-groups.ts'
import { projectsOf, seenBy } from './board-scope.ts'
import { fitsSearch, type Reader, type Wanted } from './board-search.ts'

export interface BoardFilter {
  readonly group: BoardGroup
  /** Empty texts stand for "any". */
  readonly projectId: string
  readonly kind: string
  readonly building: string
  readonly assigneeId: string
  readonly lateOnly: boolean
  readonly freeOnly: boolean
  readonly search: Wanted
}

/** The last row of the page before: what it was sorted by, in milliseconds, and its id. */
export interface After {
  readonly at: number
  readonly id: string
}

export interface BoardRow {
  readonly ticket: TicketRow
  readonly assignee: string
  /** By when the next thing is promised; null when nothing is. */
  readonly dueAt: Date | null
}

export interface BoardPage {
  readonly rows: readonly BoardRow[]
  /** Null on the last page. */
  readonly next: After | null
  /** Of what goes on, by group, under the same filter; ended ones are not counted. */
  readonly counts: Readonly<Record<Exclude<BoardGroup, 'ended'>, number>>
  readonly late: number
}

/** Later than any promise. */
const NEVER_MS = 253_402_300_799_000

/** What these posts see of the board under a filter. */
export async function boardPage(
  at: Reader,
  members: readonly StaffMember[],
  { filter, after }: { readonly filter: BoardFilter; readonly after: After | null },
): Promise<BoardPage> {
  const fits = await fitting(at, members, filter)
  const isSearch = filter.search.text !== '' || filter.search.phoneHash !== ''
  const states = isSearch ? GROUPS.flatMap(statesOf) : statesOf(filter.group)
  const byAge = isSearch || filter.group === 'ended'
  const { rows, next } = await pageOf(at, { fits, states, byAge, after })
  return { rows, next, ...(await countsOf(at, fits)) }
}

async function fitting(at: Reader, members: readonly StaffMember[], filter: BoardFilter) {
  const { projectId, kind, building, assigneeId, freeOnly, lateOnly, search } = filter
  const mine = projectId ? members.filter((member) => member.projectId === projectId) : members
  const parts = [seenBy(at.rules, mine)]
  if (kind) parts.push(sql<SqlBool>`ticket.kind = ${kind}`)
  if (building) parts.push(sql<SqlBool>`ticket."buildingCode" = ${building}`)
  if (assigneeId) parts.push(sql<SqlBool>`ticket."assigneeId" = ${assigneeId}`)
  // What has ended is not late.
  if (lateOnly && filter.group !== 'ended') parts.push(sql<SqlBool>`${dueOf(at.now)} <= ${at.now}`)
  if (freeOnly) parts.push(sql<SqlBool>`ticket."assigneeId" IS NULL`)
  if (search.text || search.phoneHash) parts.push(await fitsSearch(at, projectsOf(mine), search))
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

interface Question {
  readonly fits: RawBuilder<SqlBool>
  readonly states: readonly string[]
  readonly byAge: boolean
  readonly after: After | null
}

async function pageOf(at: Reader, { fits, states, byAge, after }: Question) {
  const size = at.rules.board.page_size
  const due = dueOf(at.now)
  const sortedBy = byAge
    ? sql`ticket."createdAt"`
    : sql`coalesce(${due}, to_timestamp(${NEVER_MS}::float8 / 1000))`
  let query = at.tx
    .selectFrom('ticket')
    .leftJoin('staff', 'staff.id', 'ticket.assigneeId')
    .selectAll('ticket')
    .select(['staff.name as assignee', due.as('boardDue'), sql<Date>`${sortedBy}`.as('sortedBy')])
    .where('ticket.state', 'in', [...states])
    .where(fits)
    .orderBy(sql`${sortedBy} ${byAge ? sql`DESC` : sql`ASC`}`)
    .orderBy('ticket.id', byAge ? 'desc' : 'asc')
    .limit(size + 1)
  if (after) {
    const than = sql`(to_timestamp(${after.at}::float8 / 1000), ${after.id})`
    const comes = byAge ? sql`<` : sql`>`
    query = query.where(sql<SqlBool>`(${sortedBy}, ticket.id) ${comes} ${than}`)
  }
  const found = await query.execute()
  const shown = found.slice(0, size)
  const last = found.length > size ? shown.at(-1) : undefined
  return {
    rows: shown.map(({ assignee, boardDue, sortedBy: _by, ...ticket }) => ({
      ticket: ticketRow(ticket),
      assignee: assignee ?? '',
      dueAt: boardDue,
    })),
    next: last ? { at: last.sortedBy.getTime(), id: last.id } : null,
  }
}

/** One count of what goes on: ended tickets are many, and nobody asks how many. */
async function countsOf(at: Reader, fits: RawBuilder<SqlBool>) {
  const isLate = sql<SqlBool>`${dueOf(at.now)} <= ${at.now}`
  const counted = await at.tx
    .selectFrom('ticket')
    .select(['state', sql<string>`count(*)`.as('all')])
    .select(sql<string>`count(*) FILTER (WHERE ${isLate})`.as('late'))
    .where('ticket.state', 'in', [...OPEN_STATES, ...statesOf('done')])
    .where(fits)
    .groupBy('state')
    .execute()
  const sumOf = (group: BoardGroup) =>
    counted
      .filter(({ state }) => (statesOf(group) as readonly string[]).includes(state))
      .reduce((sum, { all }) => sum + Number(all), 0)
  const names = ['open', 'waiting', 'assigned', 'working', 'held', 'done'] as const
  const counts = Object.fromEntries(names.map((name) => [name, sumOf(name)]))
  const late = counted.reduce((sum, row) => sum + Number(row.late), 0)
  return { counts: counts as BoardPage['counts'], late }
}
