/** Calls people about a matter that has no clock of its own, like a danger to people. */
import { DeskError } from '../../errors.ts'
import type { Subject, Work } from '../../work.ts'
import { disarmRun } from './change-run.ts'
import { findChain } from './ladder-snapshot.ts'
import { beginAgain, openRun } from './open-run.ts'
import { lockRun, openRunsOf } from './run.ts'

export interface LadderStart {
  readonly projectId: string
  readonly subject: Subject
  /** Why people are called: `hazard`. The ladders of clocks have their clock's kind. */
  readonly reason: string
  /** Name of a chain of the project, as in rules/clocks.yaml. */
  readonly chain: string
  readonly startAt: Date
  /** What the chain's moments are counted from. */
  readonly dueAt: Date
}

/**
 * Begins a ladder. While one of the same reason is open nothing new begins; one that calls until somebody takes
 * it, and was taken, begins again: it is a new alarm. The first call is an alarm due at once, made within a second.
 * @returns the ladder's id
 * @throws DeskError `no-such-chain`
 */
export async function startLadder(work: Work, start: LadderStart): Promise<string> {
  const chainId = await findChain(work.tx, start.projectId, start.chain)
  if (!chainId) throw new DeskError('no-such-chain', `the project has no chain "${start.chain}"`)
  const id = await openRun(work, { ...start, chainId, clockId: null })
  return id ?? (await alarmAgain(work, start))
}

async function alarmAgain(work: Work, { subject, reason }: LadderStart): Promise<string> {
  const open = await openRunsOf(work.tx, subject)
  const seen = open.find((run) => run.reason === reason)
  if (!seen) throw new DeskError('ladder-just-ended', `${subject.kind} ${subject.id}: try again`)
  if (seen.state !== 'acknowledged' || !seen.ladder.untilTaken) return seen.id
  await disarmRun(work, seen)
  const run = await lockRun(work.tx, seen.id)
  if (run?.state === 'acknowledged') await beginAgain(work, run)
  return seen.id
}
