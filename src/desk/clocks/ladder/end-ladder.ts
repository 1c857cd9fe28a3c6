/** Ends ladders: the matter is over, or the clock they belong to is. */
import type { Subject, Work } from '../../work.ts'
import { changeRun, disarmRun } from './change-run.ts'
import { hasCalled, lockRun, openRunOfClock, openRunsOf, type Run } from './run.ts'

/**
 * Ends every ladder of a matter that is closed or cancelled; `endReason` is kept. A ladder that calls until
 * somebody takes it goes on: a withdrawn report does not take a danger away.
 * The ladder of one clock ends by itself when that clock is met or cancelled.
 */
export async function endLadder(work: Work, subject: Subject, endReason: string): Promise<void> {
  for (const run of await openRunsOf(work.tx, subject)) {
    const mustBeTaken = run.ladder.untilTaken && run.state !== 'acknowledged'
    if (!mustBeTaken) await endRun(work, run, endReason)
  }
}

/** Ends the ladder of a clock, if it has one. */
export async function endLadderOfClock(
  work: Work,
  clockId: string,
  endReason: string,
): Promise<void> {
  const run = await openRunOfClock(work.tx, clockId)
  if (run) await endRun(work, run, endReason)
}

/** Ends one ladder and takes the buttons off its cards. */
export async function endRun(work: Work, seen: Run, endReason: string): Promise<void> {
  await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (!run || run.state === 'ended') return
  await changeRun(work, run, { state: 'ended', nextAt: null, endedAt: work.now, endReason })
  if (!hasCalled(run)) return
  const subject = { kind: 'escalation', id: run.id }
  await work.tell.closeCards(work, subject, { words: 'clocks.card_over', values: {} })
}
