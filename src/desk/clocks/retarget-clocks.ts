/** The matter turned out to be another: its promises are counted anew, from when they were given. */
import type { Subject, Work } from '../work.ts'
import { allClocksOf, type Clock, lockClocks, openClocksOf } from './clock.ts'
import { type Match, promisesFor } from './match-policy.ts'
import { openClock } from './open-clock.ts'
import { replaceClock } from './replace-clock.ts'
import type { ClockKind } from './rules.ts'
import { takeAlarms } from './take-alarms.ts'
import { withinWindow } from './within-window.ts'

export interface Retarget {
  readonly projectId: string
  readonly subject: Subject
  /** Kinds to be promised from now on, as for startClocks. */
  readonly kinds: readonly ClockKind[]
  /** The new kind, category and priority. */
  readonly match: Match
  /** Kept on the rows that are replaced: `priority`, `category` … */
  readonly reason: string
  /** Kinds that end with a window agreed with the person: that stays as it was agreed. */
  readonly ends?: Partial<Record<ClockKind, Date>>
}

/**
 * Replaces the open clocks by ones of the policy that fits now: same start, same pauses, next generation; the old
 * rows stay with their reason. What is not promised any more is cancelled, what was never promised before begins
 * at the matter's first start, and what is done already stays as it ended (servicedesk.md B7).
 */
export async function retargetClocks(work: Work, change: Retarget): Promise<readonly Clock[]> {
  const { subject, projectId, match } = change
  const open = await openClocksOf(work.tx, subject)
  await takeAlarms(work, open)
  const locked = await lockClocks(work.tx, open)
  const before = await allClocksOf(work.tx, subject)
  const firstStart = earliest(before) ?? work.now
  const promises = await promisesFor(work.tx, { projectId, match, at: firstStart })
  const started: Clock[] = []
  for (const clock of locked) {
    const usual = change.kinds.includes(clock.kind) ? promises.get(clock.kind) : undefined
    const { reason, ends = {} } = change
    const promise = usual && withinWindow(usual, clock.startAt, ends[clock.kind])
    const next = await replaceClock(work, clock, { reason, promise, startAt: clock.startAt })
    if (next) started.push(next)
  }
  for (const kind of change.kinds) {
    const promise = promises.get(kind)
    const isNew = !before.some((clock) => clock.kind === kind)
    if (!promise || !isNew) continue
    started.push(await openClock(work, { projectId, subject, kind, promise, startAt: firstStart }))
  }
  return started
}

function earliest(clocks: readonly Clock[]): Date | null {
  const starts = clocks.map((clock) => clock.startAt.getTime())
  return starts.length > 0 ? new Date(Math.min(...starts)) : null
}
