/** The dates of a project's calendar that differ from their weekday, for services with hours of their own. */
import type { Tx } from '../../database/open-database.ts'
import type { DayException } from './calendar.ts'

/** By date, of the newest version of the calendar of this name; none when the project has no such calendar. */
export async function daysOfCalendar(
  tx: Tx,
  projectId: string,
  name: string,
): Promise<ReadonlyMap<string, DayException>> {
  const rows = await tx
    .selectFrom('calendar_day')
    .select(['day', 'kind', 'asWeekday'])
    .where('calendarId', '=', (of) =>
      of
        .selectFrom('calendar')
        .select('id')
        .where('projectId', '=', projectId)
        .where('name', '=', name)
        .orderBy('version', 'desc')
        .limit(1),
    )
    .execute()
  return new Map(
    rows.map(({ day, kind, asWeekday }) => [
      day,
      { kind: kind === 'off' ? 'off' : 'work', asWeekday },
    ]),
  )
}
