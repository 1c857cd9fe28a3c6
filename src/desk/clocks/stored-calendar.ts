/** Reads calendars from the database, and keeps those read: a version never changes under its id. */
import type { Tx } from '../../database/open-database.ts'
import { BadCalendar } from './bad-calendar.ts'
import { ALWAYS, type Calendar, type DayException, openCalendar } from './calendar.ts'
import type { PolicySnapshot } from './policy-snapshot.ts'

const MOST_KEPT = 200
const kept = new Map<string, Calendar>()

/** Nothing is ever open: a promise in business hours nobody has set. */
const NEVER = openCalendar({ zone: 'UTC', week: [], days: new Map() })

/**
 * The calendar a promise is counted in. One whose calendar is missing has no hours, and so no due time.
 * @throws BadCalendar when there is no calendar of this id
 */
export async function calendarOf(
  tx: Tx,
  promise: Pick<PolicySnapshot, 'calendarMode' | 'calendarId'>,
): Promise<Calendar> {
  if (promise.calendarMode === 'always') return ALWAYS
  return promise.calendarId === null ? NEVER : storedCalendar(tx, promise.calendarId)
}

/** @throws BadCalendar when there is no calendar of this id */
export async function storedCalendar(tx: Tx, calendarId: string): Promise<Calendar> {
  const known = kept.get(calendarId)
  if (known) return known
  const calendar = await readCalendar(tx, calendarId)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(calendarId, calendar)
  return calendar
}

/** The newest version of a project's calendar of this name, or null. */
export async function newestCalendar(
  tx: Tx,
  projectId: string,
  name: string,
): Promise<{ readonly id: string; readonly version: number } | null> {
  const row = await tx
    .selectFrom('calendar')
    .select(['id', 'version'])
    .where('projectId', '=', projectId)
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function readCalendar(tx: Tx, id: string): Promise<Calendar> {
  const calendar = await tx
    .selectFrom('calendar')
    .select('tz')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!calendar) throw new BadCalendar(`there is no calendar ${id}`)
  const week = await tx
    .selectFrom('calendar_week')
    .select(['weekday', 'fromTime as from', 'toTime as to'])
    .where('calendarId', '=', id)
    .execute()
  const days = await tx
    .selectFrom('calendar_day')
    .select(['day', 'kind', 'asWeekday'])
    .where('calendarId', '=', id)
    .execute()
  return openCalendar({
    zone: calendar.tz,
    week,
    days: new Map(days.map((row) => [row.day, exceptionOf(row)])),
  })
}

function exceptionOf(row: {
  readonly kind: string
  readonly asWeekday: number | null
}): DayException {
  return { kind: row.kind === 'off' ? 'off' : 'work', asWeekday: row.asWeekday }
}
