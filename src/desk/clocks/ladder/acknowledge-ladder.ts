/** Somebody takes it: the ladder stops calling, and who and when is kept. */
import { findStaff } from '../../staff/staff.ts'
import type { Subject, Work } from '../../work.ts'
import { changeRun, disarmRun } from './change-run.ts'
import { lookAt } from './ladder-times.ts'
import { groundOf, hasCalled, lockRun, openRunsOf, type Run } from './run.ts'
import { tellTaken } from './tell-taken.ts'

type TakeOutcome = 'taken' | 'taken-by-other' | 'over'

export interface Taken {
  readonly outcome: TakeOutcome
  readonly holderId: string | null
}

/**
 * Stops the ladders of a matter that are calling people. Those that have reminded nobody but the assignee so far go
 * on: taking one promise over is no excuse for breaking the next. Acknowledged is not done: a ladder whose clock
 * is still open half an hour after the due time begins again (rules/clocks.yaml, resume_after).
 * @returns how many were stopped
 */
export async function acknowledgeLadder(
  work: Work,
  subject: Subject,
  staffId: string,
): Promise<number> {
  let stopped = 0
  for (const run of await openRunsOf(work.tx, subject)) {
    const isCalling = run.ladder.untilTaken || hasCalled(run)
    if (!isCalling || run.state === 'acknowledged') continue
    const { outcome } = await takeRun(work, run, staffId)
    if (outcome === 'taken') stopped += 1
  }
  return stopped
}

/** Takes one ladder: the first has it, whoever comes later learns who. `seen` is the run before it was locked. */
export async function takeRun(work: Work, seen: Run, staffId: string): Promise<Taken> {
  if (seen.state !== 'acknowledged') await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (!run || run.state === 'ended') return { outcome: 'over', holderId: null }
  if (run.state === 'acknowledged') {
    const outcome = run.ackById === staffId ? 'taken' : 'taken-by-other'
    return { outcome, holderId: run.ackById }
  }
  await changeRun(work, run, {
    state: 'acknowledged',
    ackById: staffId,
    ackAt: work.now,
    heardAt: work.now,
    askedAt: null,
    nextAt: await nextLook(work, run),
  })
  const holder = await findStaff(work.tx, staffId)
  await tellTaken(work, run, { staffId, name: holder?.name ?? '' })
  return { outcome: 'taken', holderId: staffId }
}

/** A ladder without a clock has nothing to look at again; one that stands still is looked at when it goes on. */
async function nextLook(work: Work, run: Run): Promise<Date | null> {
  if (!run.clockId || run.state === 'paused') return null
  return lookAt(run.ladder, await groundOf(work, run), run, work.now)
}
