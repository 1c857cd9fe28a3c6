/** Whoever had taken it has it no longer: the ladder begins again. */
import type { Subject, Work } from '../../work.ts'
import { disarmRun } from './change-run.ts'
import { beginAgain } from './open-run.ts'
import { lockRun, openRunsOf, type Run } from './run.ts'

/** Begins the acknowledged ladders of a matter again, for example when the ticket is given back. */
export async function restartLadder(work: Work, subject: Subject): Promise<number> {
  let restarted = 0
  for (const run of await openRunsOf(work.tx, subject)) {
    if (run.state === 'acknowledged' && (await restartRun(work, run))) restarted += 1
  }
  return restarted
}

async function restartRun(work: Work, seen: Run): Promise<boolean> {
  await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (run?.state !== 'acknowledged') return false
  await beginAgain(work, run)
  return true
}
