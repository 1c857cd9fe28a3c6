/** When a clock is due, and whether that time has passed. */
import type { Work } from '../work.ts'
import { type Clock, stoppedTimes } from './clock.ts'
import { due } from './due.ts'
import { calendarOf } from './stored-calendar.ts'

/** When a clock is due by its pauses so far, one still open ending now; null when its calendar has no hours. */
export async function dueOf(work: Pick<Work, 'tx' | 'now'>, clock: Clock): Promise<Date | null> {
  const calendar = await calendarOf(work.tx, clock.promise)
  return due(clock.startAt, clock.targetSec * 1000, calendar, stoppedTimes(clock, work.now))
}

/** The due time when it has passed, noticed or not; never while the clock stands still. */
export function breachBy(clock: Clock, now: Date): Date | null {
  if (clock.breachedAt) return clock.breachedAt
  return clock.state === 'running' && clock.dueAt && clock.dueAt < now ? clock.dueAt : null
}
