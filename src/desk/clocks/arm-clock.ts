/** The alarms of a clock: reminders before it is due, and the due time itself. */
import { cancelTimer, type NewTimer, setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { type Clock, stoppedTimes } from './clock.ts'
import { due } from './due.ts'
import type { Moment } from './durations.ts'
import { outOfQuiet } from './quiet-hours.ts'
import { calendarOf } from './stored-calendar.ts'

export const WARN_TIMER = 'clocks.warn'
export const DUE_TIMER = 'clocks.due'

/**
 * Sets the alarms of a running clock. Reminders whose moment was before `since` have been given; of those since
 * then that are late already only the last is given, now (servicedesk.md B7: warn once).
 */
export async function armClock(work: Work, clock: Clock, since: Date): Promise<void> {
  if (!clock.dueAt || clock.breachedAt) return
  await setTimer(work, dueAlarm(clock, clock.dueAt))
  for (const { index, at, moved } of await remindersSince(work, clock, since)) {
    await setTimer(work, {
      name: WARN_TIMER,
      key: warnKey(clock, index),
      dueAt: at,
      generation: clock.generation,
      payload: { clockId: clock.id, index, ...(moved && { moved }) },
    })
  }
}

/**
 * Takes the alarms away. To be done before the clock's row is locked: a sweeper holds its alarm while it waits
 * for the row, so whoever holds the row must not wait for the alarm.
 */
export async function disarmClock(work: Work, clock: Clock): Promise<void> {
  await cancelTimer(work.tx, DUE_TIMER, dueKey(clock))
  for (const index of clock.promise.warnAt.keys()) {
    await cancelTimer(work.tx, WARN_TIMER, warnKey(clock, index))
  }
}

/** The alarm of a running clock's due time. */
export function dueAlarm(clock: Clock, dueAt: Date): NewTimer {
  return {
    name: DUE_TIMER,
    key: dueKey(clock),
    dueAt,
    generation: clock.generation,
    payload: { clockId: clock.id },
  }
}

interface Reminder {
  readonly index: number
  readonly at: Date
  /** It waits for the end of the quiet hours. */
  readonly moved: boolean
}

async function remindersSince(work: Work, clock: Clock, since: Date): Promise<readonly Reminder[]> {
  const calendar = await calendarOf(work.tx, clock.promise)
  const reminders = clock.promise.warnAt
    .flatMap((moment, index): Reminder[] => {
      const usedMs = usedBy(moment, clock.targetSec)
      if (usedMs === null) return []
      const planned = due(clock.startAt, usedMs, calendar, stoppedTimes(clock, work.now))
      if (!planned) return []
      const at = clock.promise.calendarMode === 'always' ? planned : outOfQuiet(work, planned)
      return [{ index, at, moved: at > planned }]
    })
    .filter(({ at }) => at >= since && clock.dueAt && at < clock.dueAt)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const late = reminders.filter(({ at }) => at <= work.now).slice(-1)
  return [...late, ...reminders.filter(({ at }) => at > work.now)]
}

/** How much of the time is used up at that moment; null when the promise is shorter than that. */
function usedBy(moment: Moment, targetSec: number): number | null {
  if ('percent' in moment) return targetSec * moment.percent * 10
  const usedSec = targetSec - moment.beforeSec
  return usedSec > 0 ? usedSec * 1000 : null
}

function dueKey(clock: Clock): string {
  return `${clock.id}:${clock.generation}`
}

function warnKey(clock: Clock, index: number): string {
  return `${clock.id}:${clock.generation}:${index}`
}
