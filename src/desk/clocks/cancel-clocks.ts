/** Nothing is promised any more: the matter was withdrawn, merged, or closed without the step. */
import type { Subject, Work } from '../work.ts'
import { type Clock, lockClocks, openClocksOf, stoppedTimes } from './clock.ts'
import { breachBy } from './clock-times.ts'
import { closePause } from './close-pause.ts'
import { elapsed } from './elapsed.ts'
import { endLadderOfClock } from './ladder/end-ladder.ts'
import { calendarOf } from './stored-calendar.ts'
import { takeAlarms } from './take-alarms.ts'

/** Cancels every open clock of a matter and ends their ladders; `reason` is kept. */
export async function cancelClocks(work: Work, subject: Subject, reason: string): Promise<void> {
  const open = await openClocksOf(work.tx, subject)
  await takeAlarms(work, open)
  for (const clock of await lockClocks(work.tx, open)) await cancelClock(work, clock, reason)
}

/**
 * Cancels one locked clock whose alarms are taken. A due time that has passed stays passed. `keepsLadder`: another
 * clock carries it on.
 */
export async function cancelClock(
  work: Work,
  clock: Clock,
  reason: string,
  how: { readonly keepsLadder?: boolean } = {},
): Promise<void> {
  const calendar = await calendarOf(work.tx, clock.promise)
  const usedMs = elapsed(clock.startAt, work.now, calendar, stoppedTimes(clock, work.now))
  await work.tx
    .updateTable('sla_clock')
    .set({
      state: 'cancelled',
      endReason: reason,
      breachedAt: breachBy(clock, work.now),
      elapsedSec: Math.floor(usedMs / 1000),
      generation: clock.generation + 1,
    })
    .where('id', '=', clock.id)
    .execute()
  await closePause(work, clock, work.now)
  if (!how.keepsLadder) await endLadderOfClock(work, clock.id, reason)
}
