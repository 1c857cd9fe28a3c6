/** What was promised is done: the clock stops, in time or late. */
import type { Subject, Work } from '../work.ts'
import { type Clock, lockClocks, openClocksOf, stoppedTimes } from './clock.ts'
import { closePause } from './close-pause.ts'
import { due } from './due.ts'
import { elapsed } from './elapsed.ts'
import { endLadderOfClock } from './ladder/end-ladder.ts'
import type { ClockKind } from './rules.ts'
import { calendarOf } from './stored-calendar.ts'
import { takeAlarms } from './take-alarms.ts'

export type MeetOutcome = 'met' | 'missed' | 'none'

/**
 * Freezes the open clock of a kind: met at the due time is in time. `none` when no such clock is open, for example
 * because it was met before.
 */
export async function meetClock(
  work: Work,
  subject: Subject,
  kind: ClockKind,
  at: Date,
): Promise<MeetOutcome> {
  const open = (await openClocksOf(work.tx, subject)).filter((clock) => clock.kind === kind)
  await takeAlarms(work, open)
  const [clock] = await lockClocks(work.tx, open)
  if (!clock) return 'none'
  const frozen = await frozenAt(work, clock, at)
  await work.tx
    .updateTable('sla_clock')
    .set({ ...frozen, metAt: at, generation: clock.generation + 1 })
    .where('id', '=', clock.id)
    .execute()
  await closePause(work, clock, at)
  await endLadderOfClock(work, clock.id, frozen.state)
  return frozen.state
}

interface Frozen {
  readonly state: 'met' | 'missed'
  readonly dueAt: Date | null
  readonly breachedAt: Date | null
  readonly elapsedSec: number
}

/** How a clock stands that stops at a time: met at the due time is in time. */
export async function frozenAt(work: Work, clock: Clock, at: Date): Promise<Frozen> {
  const calendar = await calendarOf(work.tx, clock.promise)
  const pauses = stoppedTimes(clock, at)
  const dueAt = due(clock.startAt, clock.targetSec * 1000, calendar, pauses)
  const isLate = dueAt !== null && at > dueAt
  return {
    state: isLate ? 'missed' : 'met',
    dueAt,
    breachedAt: isLate ? dueAt : null,
    elapsedSec: Math.floor(elapsed(clock.startAt, at, calendar, pauses) / 1000),
  }
}
