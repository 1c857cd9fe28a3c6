/** Reads the roster of a project for a stretch of time, in one question to the database. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { daysOfCalendar } from '../clocks/days-of-calendar.ts'
import type { Work } from '../work.ts'
import type { PlannedPattern, RosterPlan } from './plan.ts'
import type { Span } from './span.ts'

type Asked = Pick<Work, 'tx' | 'rules'>

/** Whatever touches the time is in it. */
export async function readPlan(work: Asked, projectId: string, within: Span): Promise<RosterPlan> {
  const { people, patterns, ...rows } = await readRows(work.tx, projectId, within)
  const { rostered_roles, roster } = work.rules.staff
  const needsDays = patterns.some((pattern) => pattern.days !== 'any')
  const days = needsDays ? await daysOfCalendar(work.tx, projectId, roster.calendar) : new Map()
  const named = new Set(patterns.flatMap((pattern) => pattern.staffIds))
  const teams = new Set(patterns.map((pattern) => pattern.teamId))
  return {
    book: { zone: work.rules.clocks.zone, days },
    // Whoever a pattern names works by it, of whatever role.
    people: people.map(({ id, areas, teamId, roles }) => ({
      id,
      areas,
      teamId,
      isRostered:
        roles.every((role) => rostered_roles.includes(role)) ||
        named.has(id) ||
        (teamId !== null && teams.has(teamId)),
    })),
    patterns,
    shifts: rows.shifts.map(timed),
    overrides: rows.overrides.map(timed),
    leaves: rows.leaves.map(timed),
    switches: rows.switches.map(timed),
  }
}

interface Rows {
  readonly people: readonly {
    readonly id: string
    readonly areas: string[]
    readonly teamId: string | null
    readonly roles: string[]
  }[]
  readonly patterns: readonly PlannedPattern[]
  readonly shifts: readonly Row<RosterPlan['shifts'][number]>[]
  readonly overrides: readonly Row<RosterPlan['overrides'][number]>[]
  readonly leaves: readonly Row<RosterPlan['leaves'][number]>[]
  readonly switches: readonly Row<RosterPlan['switches'][number]>[]
}

/** Times as the database writes them into JSON. */
type Row<Timed extends Span> = Omit<Timed, keyof Span> & {
  readonly startAt: string
  readonly endAt: string
}

function timed<Given extends { readonly startAt: string; readonly endAt: string }>(row: Given) {
  return { ...row, startAt: Date.parse(row.startAt), endAt: Date.parse(row.endAt) }
}

/** A night that began on the last day a pattern holds reaches into the next one. */
const NIGHT_MS = 2 * 86_400_000

async function readRows(tx: Tx, projectId: string, { startAt, endAt }: Span): Promise<Rows> {
  const from = new Date(startAt)
  const until = new Date(endAt)
  const firstDay = new Date(startAt - NIGHT_MS).toISOString().slice(0, 10)
  const lastDay = new Date(endAt + NIGHT_MS).toISOString().slice(0, 10)
  const touches = sql`"projectId" = ${projectId} AND "startAt" < ${until} AND "endAt" > ${from}`
  const { rows } = await sql<Rows>`
    SELECT
      (SELECT coalesce(json_agg(row_to_json(s) ORDER BY s."createdAt", s.id), '[]') FROM (
        SELECT id, areas, "teamId", roles, "createdAt" FROM staff
        WHERE "projectId" = ${projectId} AND "leftAt" IS NULL) s) AS people,
      (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.name), '[]') FROM roster_pattern p
        WHERE "projectId" = ${projectId} AND "validFrom" <= ${lastDay}
          AND ("validTo" IS NULL OR "validTo" > ${firstDay})) AS patterns,
      (SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM roster_shift r
        WHERE ${touches}) AS shifts,
      (SELECT coalesce(json_agg(row_to_json(o) ORDER BY o.seq), '[]') FROM roster_override o
        WHERE ${touches} AND "cancelledAt" IS NULL) AS overrides,
      (SELECT coalesce(json_agg(row_to_json(l) ORDER BY l."createdAt", l.id), '[]') FROM staff_leave l
        WHERE ${touches} AND state = 'APPROVED') AS leaves,
      (SELECT coalesce(json_agg(row_to_json(d) ORDER BY d.seq), '[]') FROM duty_switch d
        WHERE ${touches}) AS switches`.execute(tx)
  const [read] = rows
  if (!read) throw new Error('a question without a table has one row')
  return read
}
