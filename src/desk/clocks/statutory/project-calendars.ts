/** The calendars of a project that follow the statutory days, and how a year's days are published in them. */
import { sql } from 'kysely'
import type { Tx } from '../../../database/open-database.ts'
import type { Work } from '../../work.ts'
import { countInCalendar } from '../count-in-calendar.ts'
import { publishCalendar } from '../publish-calendar.ts'
import type { StatutoryDay, StatutoryYear } from './year-file.ts'

export interface FollowingCalendar {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly version: number
  readonly days: readonly (StatutoryDay & { readonly asWeekday: number | null })[]
}

/** The newest version of each calendar that has statutory days: one without any does not follow them. */
export async function followingCalendars(
  tx: Tx,
  projectId: string,
): Promise<readonly FollowingCalendar[]> {
  const newest = await tx
    .selectFrom('calendar')
    .distinctOn('name')
    .select(['id', 'name', 'tz as zone', 'version'])
    .where('projectId', '=', projectId)
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute()
  const following: FollowingCalendar[] = []
  for (const calendar of newest) {
    const rows = await tx
      .selectFrom('calendar_day')
      .select(['day', 'kind', 'label', 'source', 'asWeekday', 'fileYear'])
      .where('calendarId', '=', calendar.id)
      .orderBy('day')
      .execute()
    const days = rows.map((row) => ({
      ...row,
      kind: row.kind === 'off' ? ('off' as const) : ('work' as const),
      // Rows of before knew their date only.
      fileYear: row.fileYear ?? Number(row.day.slice(0, 4)),
    }))
    if (days.length > 0) following.push({ ...calendar, days })
  }
  return following
}

/** The days of a calendar after a year's file took the place of what it had of that year. */
export function withYear(
  days: FollowingCalendar['days'],
  { year, days: ofYear }: StatutoryYear,
): FollowingCalendar['days'] {
  const merged = new Map(days.filter((day) => day.fileYear !== year).map((day) => [day.day, day]))
  for (const day of ofYear) merged.set(day.day, { ...day, asWeekday: null })
  return [...merged.values()].sort((a, b) => a.day.localeCompare(b.day))
}

export interface ChangedDay {
  readonly day: string
  /** `usual`: as any day of its weekday. */
  readonly before: 'off' | 'work' | 'usual'
  readonly after: 'off' | 'work' | 'usual'
}

/** The dates that come to differ, in order. */
export function changedDays(
  before: FollowingCalendar['days'],
  after: FollowingCalendar['days'],
): readonly ChangedDay[] {
  const kinds = (days: FollowingCalendar['days']) =>
    new Map(days.map(({ day, kind }) => [day, kind]))
  const [old, fresh] = [kinds(before), kinds(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map(
      (day) =>
        ({ day, before: old.get(day) ?? 'usual', after: fresh.get(day) ?? 'usual' }) as const,
    )
    .filter((one) => one.before !== one.after)
}

/**
 * Publishes a year in every calendar that follows: as a new version, the ones before stay. Open promises are counted
 * in it from now on (servicedesk.md A4, "rebuild when policy/calendar edited": only tickets still open).
 * @returns how many calendars have a new version
 */
export async function publishYear(
  work: Work,
  projectId: string,
  year: StatutoryYear,
): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`clocks/${projectId}`}, 0))`.execute(
    work.tx,
  )
  let published = 0
  for (const calendar of await followingCalendars(work.tx, projectId)) {
    const days = withYear(calendar.days, year)
    if (changedDays(calendar.days, days).length === 0) continue
    const { name, zone } = calendar
    const version = calendar.version + 1
    const week = await weekOf(work.tx, calendar.id)
    const id = await publishCalendar(work, { projectId, name, zone, version, week, days })
    if (!id) throw new Error(`calendar ${name} of ${projectId} has a version ${version} already`)
    await countInCalendar(work, projectId, { name, id, version })
    published += 1
  }
  return published
}

async function weekOf(tx: Tx, calendarId: string) {
  return tx
    .selectFrom('calendar_week')
    .select(['weekday', 'fromTime as from', 'toTime as to'])
    .where('calendarId', '=', calendarId)
    .orderBy('weekday')
    .orderBy('fromTime')
    .execute()
}
