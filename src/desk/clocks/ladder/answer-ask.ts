/** Whoever has taken a ladder says that they still have it, or gives it back. */
import type { Work } from '../../work.ts'
import { changeRun, disarmRun } from './change-run.ts'
import { lookAt } from './ladder-times.ts'
import { beginAgain } from './open-run.ts'
import { groundOf, lockRun, type Run } from './run.ts'

type HolderOutcome = 'still' | 'given-back' | 'resumed' | 'taken-by-other' | 'over'

export interface Answered {
  readonly outcome: HolderOutcome
  readonly holderId: string | null
}

/** 在处理: heard of just now, and asked again later. `seen` is the run before it was locked. */
export async function stillOnIt(work: Work, seen: Run, staffId: string): Promise<Answered> {
  return asHolder(work, seen, staffId, async (run) => {
    const moves = run.nextAt !== null
    const nextAt = moves ? lookAt(run.ladder, await groundOf(work, run), run, work.now) : null
    await changeRun(work, run, { state: run.state, heardAt: work.now, askedAt: null, nextAt })
    return 'still'
  })
}

/** 交还: the ladder begins again at once, as when the job itself is given back. */
export async function giveBack(work: Work, seen: Run, staffId: string): Promise<Answered> {
  return asHolder(work, seen, staffId, async (run) => {
    await beginAgain(work, run)
    return 'given-back'
  })
}

/** Only who holds it answers for it; a late answer finds it begun again, in other hands or over. */
async function asHolder(
  work: Work,
  seen: Run,
  staffId: string,
  answer: (run: Run) => Promise<HolderOutcome>,
): Promise<Answered> {
  if (seen.state === 'acknowledged' && seen.ackById === staffId) await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (!run || run.state === 'ended') return { outcome: 'over', holderId: null }
  if (run.state !== 'acknowledged') return { outcome: 'resumed', holderId: null }
  if (run.ackById !== staffId) return { outcome: 'taken-by-other', holderId: run.ackById }
  return { outcome: await answer(run), holderId: staffId }
}
