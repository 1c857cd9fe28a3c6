/** Puts a new clock in the place of one that runs or stands still: another time to keep, the same promise. */
import type { Work } from '../work.ts'
import { cancelClock } from './cancel-clocks.ts'
import type { Clock } from './clock.ts'
import { openRunOfClock } from './ladder/run.ts'
import { type NewClock, openClock } from './open-clock.ts'

/**
 * `clock` is locked and its alarms are taken. The old row stays with the reason; the new one has the same pauses and
 * the next generation (servicedesk.md B7). Null when nothing is promised any more.
 */
export async function replaceClock(
  work: Work,
  clock: Clock,
  next: {
    readonly reason: string
    readonly promise: NewClock['promise'] | undefined
    readonly startAt: Date
  },
): Promise<Clock | null> {
  const taken = await holderOf(work, clock)
  await cancelClock(work, clock, next.reason)
  if (!next.promise) return null
  const { projectId, subject, kind } = clock
  const { promise, startAt } = next
  const wanted = { projectId, subject, kind, promise, startAt, replaces: clock }
  return await openClock(work, taken ? { ...wanted, taken } : wanted)
}

/** Who had taken the clock's ladder keeps it: another time to keep is no reason to call everybody again. */
async function holderOf(work: Work, clock: Clock): Promise<NewClock['taken']> {
  const run = await openRunOfClock(work.tx, clock.id)
  if (run?.state !== 'acknowledged' || !run.ackById || !run.ackAt) return undefined
  return { staffId: run.ackById, at: run.ackAt }
}
