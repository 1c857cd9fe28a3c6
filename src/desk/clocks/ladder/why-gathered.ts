/** Which calls do not go out one by one: missed while nothing was running, or moved out of the hours nobody is called in. */
import type { Work } from '../../work.ts'
import { hasJustOpened } from '../window.ts'
import { type Call, type Ground, plannedCall } from './ladder-times.ts'
import type { Run } from './run.ts'

/** Permanent: rows and alarms keep it. `quiet`: it waited for its window; `outage`: nothing was running at its time. */
export type Why = 'quiet' | 'outage'

/** So long after its time that nothing can have been running (rules/clocks.yaml, digest). */
export function isLongPast(work: Work, planned: Date): boolean {
  return work.now.getTime() - planned.getTime() >= work.rules.clocks.digest.late * 1000
}

/**
 * Why what is due now is gathered; null when it is called out as ever. Made long after its time, at the moment its
 * window opens, or after such a call when its own time had passed as well by then. Danger is never gathered.
 */
export function whyGathered(
  work: Work,
  run: Run,
  payload: Readonly<Record<string, unknown>>,
): Why | null {
  if (run.ladder.untilTaken) return null
  const { missed } = payload
  // Alarms of an earlier release knew but one reason.
  if (missed) return missed === 'quiet' ? 'quiet' : 'outage'
  if (run.nextAt === null) return null
  if (isLongPast(work, run.nextAt)) return 'outage'
  return hasWaited(work, run, run.nextAt) ? 'quiet' : null
}

/** Whether the call after a gathered one is gathered too: its own time has passed as well. */
export function isAlsoGathered(work: Work, run: Run, ground: Ground, next: Call | null): boolean {
  const planned = next && plannedCall(run.ladder, ground, next)
  return planned !== null && planned <= work.now
}

/**
 * The windows are the ladder's own, as they were when it began; a question keeps that of the step that was called. One
 * that begins again when the window opens calls a moment later.
 */
function hasWaited(work: Work, { ladder, state, step, round }: Run, at: Date): boolean {
  const place = state === 'acknowledged' && round === 0 ? Math.max(0, step - 1) : step
  const withinMs = work.rules.clocks.digest.gather * 1000
  return hasJustOpened(at, ladder.zone, { window: ladder.steps[place]?.window ?? null, withinMs })
}
