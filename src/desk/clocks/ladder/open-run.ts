/** Begins a ladder: freezes its chain and sets the alarm of its first call. */
import { type SqlBool, sql } from 'kysely'
import type { Subject, Work } from '../../work.ts'
import { findClock } from '../clock.ts'
import { changeRun, keepCall } from './change-run.ts'
import { freezeChain, type LadderSnapshot } from './ladder-snapshot.ts'
import { firstCall, lookAt } from './ladder-times.ts'
import { groundOf, lockRun, type Run } from './run.ts'

export interface NewRun {
  readonly projectId: string
  readonly subject: Subject
  /** One ladder of a reason per subject at a time. */
  readonly reason: string
  readonly chainId: string
  readonly clockId: string | null
  readonly startAt: Date
  readonly dueAt: Date
  /** Waits until its clock goes on. */
  readonly isPaused?: boolean
  /** Somebody had taken the ladder this one replaces. */
  readonly taken?: { readonly staffId: string; readonly at: Date }
}

/** The id of the ladder, or null when one of this reason is open, or the chain does not exist. */
export async function openRun(work: Work, wanted: NewRun): Promise<string | null> {
  const ladder = await freezeChain(work, wanted.projectId, wanted.chainId)
  if (!ladder) return null
  const id = await insertRun(work, wanted, ladder)
  const run = id ? await lockRun(work.tx, id) : null
  if (!run) return null
  const ground = await groundOf(work, run)
  if (wanted.taken) {
    const { staffId, at } = wanted.taken
    const nextAt = wanted.isPaused ? null : lookAt(ladder, ground, run, at)
    const taken = { ackById: staffId, ackAt: at, heardAt: at }
    await changeRun(work, run, { state: 'acknowledged', ...taken, nextAt })
  } else if (!wanted.isPaused) {
    await keepCall(work, run, firstCall(ladder, ground, work.now))
  }
  return run.id
}

/**
 * A taken ladder, or one that was put off, begins again at its first level, under a new epoch; it waits while its
 * clock stands still. Cards of before lose their buttons: the new calls have their own.
 */
export async function beginAgain(work: Work, run: Run): Promise<void> {
  const subject = { kind: 'escalation', id: run.id }
  await work.tell.closeCards(work, subject, { words: 'clocks.card_again', values: {} })
  const clock = run.clockId ? await findClock(work.tx, run.clockId) : null
  const isPaused = clock?.state === 'paused'
  const ground = await groundOf(work, run)
  const call = isPaused ? null : firstCall(run.ladder, ground, work.now)
  await changeRun(work, run, {
    state: isPaused ? 'paused' : 'running',
    ackById: null,
    ackAt: null,
    heardAt: null,
    askedAt: null,
    step: 0,
    round: 0,
    nextAt: call?.at ?? null,
  })
}

async function insertRun(
  work: Work,
  { projectId, subject, reason, clockId, startAt, dueAt, isPaused }: NewRun,
  ladder: LadderSnapshot,
): Promise<string | null> {
  const row = await work.tx
    .insertInto('escalation_run')
    .values({
      id: work.newId(),
      projectId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      reason,
      clockId,
      startAt,
      dueAt,
      snapshot: JSON.stringify(ladder),
      state: isPaused ? 'paused' : 'running',
      createdAt: work.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['subjectKind', 'subjectId', 'reason'])
        .where(sql<SqlBool>`state <> 'ended'`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}
