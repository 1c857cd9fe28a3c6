/** Another time was agreed for a step: its clock follows, and the others run on as they were. */
import type { Subject, Work } from '../work.ts'
import { type Clock, lockClocks, openClocksOf } from './clock.ts'
import { type Match, promisesFor } from './match-policy.ts'
import { replaceClock } from './replace-clock.ts'
import type { ClockKind } from './rules.ts'
import { takeAlarms } from './take-alarms.ts'
import { withinWindow } from './within-window.ts'

export interface ClockMove {
  readonly projectId: string
  readonly subject: Subject
  readonly match: Match
  /** Kept on the rows that are replaced. */
  readonly reason: string
  /** When each kind begins from now on; kinds not named here are left alone. */
  readonly starts: Partial<Record<ClockKind, Date>>
  /** Of those, the kinds that end with the agreed window. */
  readonly ends?: Partial<Record<ClockKind, Date>>
}

/**
 * Replaces open clocks by ones of the next generation with the same pauses (servicedesk.md B7); what is done already,
 * or was never promised, stays so.
 */
export async function moveClocks(work: Work, move: ClockMove): Promise<readonly Clock[]> {
  const { subject, projectId, match, starts, ends = {}, reason } = move
  const open = (await openClocksOf(work.tx, subject)).filter(({ kind }) => starts[kind])
  await takeAlarms(work, open)
  const moved: Clock[] = []
  for (const clock of await lockClocks(work.tx, open)) {
    const startAt = starts[clock.kind] ?? clock.startAt
    const promises = await promisesFor(work.tx, { projectId, match, at: work.now })
    const usual = promises.get(clock.kind) ?? clock.promise
    const promise = withinWindow(usual, startAt, ends[clock.kind])
    const next = await replaceClock(work, clock, { reason, promise, startAt })
    if (next) moved.push(next)
  }
  return moved
}
