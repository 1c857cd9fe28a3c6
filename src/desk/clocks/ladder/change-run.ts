/** Writes how far a ladder is, and keeps its alarm in step with the row. */
import { cancelTimer, setTimer } from '../../../timers/timers.ts'
import type { Work } from '../../work.ts'
import type { Call } from './ladder-times.ts'
import type { Run } from './run.ts'
import type { Why } from './why-gathered.ts'

export const LADDER_TIMER = 'clocks.ladder'

/**
 * Stores the call that comes next and sets its alarm; null: nothing comes any more. `missed`: why it is
 * gathered with the calls before it.
 */
export async function keepCall(
  work: Work,
  run: Run,
  call: Call | null,
  missed: Why | null = null,
): Promise<void> {
  const place = call ?? { step: run.ladder.steps.length, round: 0, at: null }
  const next = { step: place.step, round: place.round, nextAt: place.at }
  await work.tx.updateTable('escalation_run').set(next).where('id', '=', run.id).execute()
  if (call) await armRun(work, { ...run, ...call }, call.at, missed)
}

/** What may change when a run stops, goes on, is taken or ends. */
export interface RunChange {
  readonly state: Run['state']
  readonly nextAt: Date | null
  readonly dueAt?: Date
  readonly ackById?: string | null
  readonly ackAt?: Date | null
  readonly heardAt?: Date | null
  readonly askedAt?: Date | null
  readonly step?: number
  readonly round?: number
  readonly endedAt?: Date
  readonly endReason?: string
}

/** Changes a locked run; its epoch grows, so that every alarm set before does nothing. */
export async function changeRun(work: Work, run: Run, change: RunChange): Promise<Run> {
  const changed = { ...run, ...change, epoch: run.epoch + 1 }
  await work.tx
    .updateTable('escalation_run')
    .set({ ...change, epoch: changed.epoch })
    .where('id', '=', run.id)
    .execute()
  if (change.nextAt) await armRun(work, changed, change.nextAt)
  return changed
}

/** Sets the alarm of a run for its next call, or for the moment a taken one is looked at again. */
export async function armRun(
  work: Work,
  run: Run,
  at: Date,
  missed: Why | null = null,
): Promise<void> {
  await setTimer(work, {
    name: LADDER_TIMER,
    key: runKey(run),
    dueAt: at,
    generation: run.epoch,
    payload: { runId: run.id, step: run.step, round: run.round, ...(missed ? { missed } : {}) },
  })
}

/** Takes the alarm away; like a clock's, before the row is locked. */
export async function disarmRun(work: Work, run: Run): Promise<void> {
  await cancelTimer(work.tx, LADDER_TIMER, runKey(run))
}

/** A key of its own for each epoch: an alarm just ringing never blocks the next one from being set. */
function runKey(run: Pick<Run, 'id' | 'epoch'>): string {
  return `${run.id}:${run.epoch}`
}
