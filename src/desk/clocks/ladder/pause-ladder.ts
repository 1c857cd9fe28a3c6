/** A ladder stands still with its clock, and goes on with it. */
import type { Work } from '../../work.ts'
import { changeRun } from './change-run.ts'
import { lookAt, resumedCall } from './ladder-times.ts'
import { groundOf, lockRun, openRunOfClock } from './run.ts'

/** To be called after the run was disarmed and its clock locked. */
export async function pauseLadderOfClock(work: Work, clockId: string): Promise<void> {
  const seen = await openRunOfClock(work.tx, clockId)
  const run = seen ? await lockRun(work.tx, seen.id) : null
  if (!run || run.state === 'ended') return
  const state = run.state === 'acknowledged' ? 'acknowledged' : 'paused'
  await changeRun(work, run, { state, nextAt: null, askedAt: null })
}

/** Goes on where it stood, against the new due time; one that somebody has taken is looked at later. */
export async function resumeLadderOfClock(work: Work, clockId: string, dueAt: Date): Promise<void> {
  const seen = await openRunOfClock(work.tx, clockId)
  const run = seen ? await lockRun(work.tx, seen.id) : null
  if (!run || run.state === 'ended') return
  if (run.state === 'snoozed') {
    await changeRun(work, run, { state: 'snoozed', dueAt, nextAt: run.nextAt })
    return
  }
  const moved = { ...run, dueAt }
  const ground = await groundOf(work, moved)
  if (run.state === 'acknowledged') {
    const nextAt = lookAt(run.ladder, ground, run, run.heardAt ?? run.ackAt ?? work.now)
    await changeRun(work, run, { state: 'acknowledged', dueAt, nextAt })
    return
  }
  const call = resumedCall(run.ladder, ground, run, work.now)
  await changeRun(work, run, { state: 'running', dueAt, nextAt: call?.at ?? null })
}

/** Another clock takes the place of its own: it goes on against that one's due time, with the chain it began with. */
export async function carryOnLadder(
  work: Work,
  runId: string,
  { clockId, dueAt }: { readonly clockId: string; readonly dueAt: Date },
): Promise<void> {
  await work.tx.updateTable('escalation_run').set({ clockId }).where('id', '=', runId).execute()
  await resumeLadderOfClock(work, clockId, dueAt)
}
