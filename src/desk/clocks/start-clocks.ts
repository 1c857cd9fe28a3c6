/** Starts the promises about a matter, by the first policy that fits it. */
import type { Subject, Work } from '../work.ts'
import type { Clock } from './clock.ts'
import { type Match, promisesFor } from './match-policy.ts'
import { openClock } from './open-clock.ts'
import type { ClockKind } from './rules.ts'
import { withinWindow } from './within-window.ts'

export interface ClockStart {
  readonly projectId: string
  readonly subject: Subject
  /** Those of them the policy promises are started. */
  readonly kinds: readonly ClockKind[]
  readonly match: Match
  /** When the promises begin: now, earlier for what is entered late, later for an appointment. */
  readonly startAt: Date
  /** A window agreed with the person ends here, and so does the promise, whatever the policy's time. */
  readonly endAt?: Date | undefined
}

/**
 * The clocks that now run. The policy and the calendar's version are kept on each: editing them later changes
 * nothing here. A matter that is reopened gets new clocks; the ones before stay as they ended.
 * @throws DeskError `clock-running` when one of the kinds is running already
 */
export async function startClocks(work: Work, start: ClockStart): Promise<readonly Clock[]> {
  const { projectId, subject, match, startAt } = start
  const promises = await promisesFor(work.tx, { projectId, match, at: startAt })
  const started: Clock[] = []
  for (const kind of new Set(start.kinds)) {
    const usual = promises.get(kind)
    if (!usual) continue
    const promise = start.endAt ? withinWindow(usual, startAt, start.endAt) : usual
    started.push(await openClock(work, { projectId, subject, kind, promise, startAt }))
  }
  return started
}
