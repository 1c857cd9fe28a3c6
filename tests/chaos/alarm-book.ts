/** How late alarms ring: what the trace of them says, in the machine's time. */
import { sql } from 'kysely'
import type { Database } from '../../src/database/open-database.ts'
import { alarmsRung, type RungAlarm } from '../support/app/alarm-trace.ts'

interface TimedAlarm extends Pick<RungAlarm, 'name' | 'key' | 'isSwept'> {
  /** ms since 1970 of the machine's clock: the desk's own time, less its offset. */
  readonly dueAt: number
  readonly rungAt: number
}

/** Those that rang and those that were taken back, oldest first. */
export async function alarmTimes(db: Database): Promise<readonly TimedAlarm[]> {
  const { offsetMs } = await db
    .selectFrom('clock_offset')
    .select('offsetMs')
    .executeTakeFirstOrThrow()
  return (await alarmsRung(db)).map(({ name, key, isSwept, dueAt, rungAt }) => ({
    ...{ name, key, isSwept, dueAt: dueAt.getTime() - offsetMs, rungAt: rungAt.getTime() },
  }))
}

/** How many alarms are due and have not rung, beyond a moment that is not worth mentioning. */
export async function alarmsLost(db: Database): Promise<number> {
  const found = await sql<{ lost: number }>`
    SELECT count(*)::int AS lost FROM timer, clock_offset o
     WHERE "dueAt" <= clock_timestamp() + make_interval(secs => o."offsetMs" / 1000) - interval '5 seconds'`.execute(
    db,
  )
  return found.rows[0]?.lost ?? 0
}
