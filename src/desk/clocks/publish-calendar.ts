/** Writes a new version of a calendar; the ones before stay as they are, for the clocks that count in them. */
import type { QuietWork } from '../work.ts'
import { type OpenHours, openCalendar } from './calendar.ts'
import type { StatutoryDay } from './statutory/year-file.ts'

type NewDay = Omit<StatutoryDay, 'fileYear'> & {
  readonly asWeekday?: number | null
  readonly fileYear?: number
}

export interface NewCalendar {
  readonly projectId: string
  readonly name: string
  readonly zone: string
  readonly version: number
  readonly week: readonly OpenHours[]
  readonly days: readonly NewDay[]
}

/**
 * The id of the version written, or null when that version exists already.
 * @throws BadCalendar when nobody could count in it
 */
export async function publishCalendar(
  work: QuietWork,
  calendar: NewCalendar,
): Promise<string | null> {
  const days = calendar.days.map((day) => ({ ...day, asWeekday: day.asWeekday ?? null }))
  openCalendar({ ...calendar, days: new Map(days.map((day) => [day.day, day])) })
  const row = await work.tx
    .insertInto('calendar')
    .values({
      id: work.newId(),
      projectId: calendar.projectId,
      name: calendar.name,
      tz: calendar.zone,
      version: calendar.version,
    })
    .onConflict((conflict) => conflict.columns(['projectId', 'name', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await addWeek(work, row.id, calendar.week)
  await addDays(work, row.id, days)
  return row.id
}

async function addWeek(
  work: QuietWork,
  calendarId: string,
  week: readonly OpenHours[],
): Promise<void> {
  if (week.length === 0) return
  const rows = week.map(({ weekday, from, to }) => ({
    id: work.newId(),
    calendarId,
    weekday,
    fromTime: from,
    toTime: to,
  }))
  await work.tx.insertInto('calendar_week').values(rows).execute()
}

async function addDays(
  work: QuietWork,
  calendarId: string,
  days: readonly (NewDay & { readonly asWeekday: number | null })[],
): Promise<void> {
  if (days.length === 0) return
  const rows = days.map(({ day, kind, label, asWeekday, source, fileYear }) => ({
    id: work.newId(),
    calendarId,
    day,
    kind,
    label,
    asWeekday,
    source,
    fileYear: fileYear ?? null,
  }))
  await work.tx.insertInto('calendar_day').values(rows).execute()
}
