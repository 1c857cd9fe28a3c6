/** Which calls were missed while nothing was running: what they say is gathered instead of called out one by one. */
import type { Work } from '../../work.ts'
import { type Call, type Ground, plannedCall } from './ladder-times.ts'
import type { Run } from './run.ts'

/** So long after its time that nothing can have been running (rules/clocks.yaml, digest). */
export function isLongPast(work: Work, planned: Date): boolean {
  return work.now.getTime() - planned.getTime() >= work.rules.clocks.digest.late * 1000
}

/**
 * Made long after its time, or a call after such a one whose own time had passed as well
 * by then. Danger is never gathered.
 */
export function isMissed(
  work: Work,
  run: Run,
  payload: Readonly<Record<string, unknown>>,
): boolean {
  if (run.ladder.untilTaken) return false
  return payload['missed'] === true || (run.nextAt !== null && isLongPast(work, run.nextAt))
}

/** Whether the call after a missed one was missed as well. */
export function isAlsoMissed(work: Work, run: Run, ground: Ground, next: Call | null): boolean {
  const planned = next && plannedCall(run.ladder, ground, next)
  return planned !== null && planned <= work.now
}
