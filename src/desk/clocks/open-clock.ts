/** Begins one promise: its row, its due time, its alarms and its ladder. */
import { type SqlBool, sql } from 'kysely'
import { DeskError } from '../errors.ts'
import type { Subject, Work } from '../work.ts'
import { armClock } from './arm-clock.ts'
import { type Clock, type ClockPause, findClock, openPause } from './clock.ts'
import { dueOf } from './clock-times.ts'
import { openRun } from './ladder/open-run.ts'
import { carryOnLadder } from './ladder/pause-ladder.ts'
import type { PolicySnapshot } from './policy-snapshot.ts'
import type { ClockKind } from './rules.ts'

export interface NewClock {
  readonly projectId: string
  readonly subject: Subject
  readonly kind: ClockKind
  readonly promise: PolicySnapshot
  readonly startAt: Date
  /** The clock this one takes the place of; its pauses hold here too. */
  readonly replaces?: Clock
  /** Somebody had taken the ladder of the clock it replaces. */
  readonly taken?: { readonly staffId: string; readonly at: Date }
  /** The ladder of the clock it replaces goes on with this one, as it was frozen. */
  readonly ladderId?: string
}

/** @throws DeskError `clock-running` when one of this kind is running already */
export async function openClock(work: Work, wanted: NewClock): Promise<Clock> {
  const id = await insertClock(work, wanted)
  await inheritPauses(work, id, wanted)
  const clock = await findClock(work.tx, id)
  if (!clock) throw new Error(`clock ${id} was not kept`)
  const dueAt = await dueOf(work, clock)
  if (!dueAt) return clockWithoutHours(work, clock)
  const isPaused = openPause(clock)?.stopsClock === true
  const started: Clock = isPaused ? { ...clock, state: 'paused' } : { ...clock, dueAt }
  await work.tx
    .updateTable('sla_clock')
    .set({ state: started.state, dueAt: started.dueAt })
    .where('id', '=', id)
    .execute()
  if (!isPaused) await armClock(work, started, started.startAt)
  const { ladderId, taken } = wanted
  if (ladderId) await carryOnLadder(work, ladderId, { clockId: id, dueAt })
  else await startItsLadder(work, started, { dueAt, isPaused, taken })
  return started
}

async function insertClock(work: Work, wanted: NewClock): Promise<string> {
  const { projectId, subject, kind, promise, startAt, replaces } = wanted
  const row = await work.tx
    .insertInto('sla_clock')
    .values({
      id: work.newId(),
      projectId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      kind,
      policySnapshot: JSON.stringify(promise),
      calendarVersion: promise.calendarVersion,
      startAt,
      targetSec: promise.targetSec,
      state: 'running',
      generation: (replaces?.generation ?? 0) + 1,
      replacesId: replaces?.id ?? null,
      createdAt: work.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['subjectKind', 'subjectId', 'kind'])
        .where(sql<SqlBool>`state IN ('running', 'paused')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (row) return row.id
  throw new DeskError('clock-running', `${subject.kind} ${subject.id}: ${kind} is running already`)
}

async function inheritPauses(work: Work, clockId: string, wanted: NewClock): Promise<void> {
  const pauses = wanted.replaces?.pauses ?? []
  if (pauses.length === 0) return
  const stops = (pause: ClockPause) => wanted.promise.stopReasons.includes(pause.reason)
  const rows = pauses.map((pause) => ({
    id: work.newId(),
    clockId,
    fromAt: pause.fromAt,
    toAt: pause.toAt,
    reason: pause.reason,
    stopsClock: stops(pause),
    byActor: pause.byActor,
  }))
  await work.tx.insertInto('sla_pause').values(rows).execute()
}

/** A promise nobody can keep in time is a mistake in the settings: the matter goes on, and people hear of it. */
async function clockWithoutHours(work: Work, clock: Clock): Promise<Clock> {
  const endReason = 'calendar-without-hours'
  await work.tx.updateTable('sla_clock').set({ endReason }).where('id', '=', clock.id).execute()
  const { promises } = work.rules.clocks
  await work.tell.robot(work, clock.projectId, {
    words: 'clocks.no_hours.robot',
    values: { policy: clock.promise.policy, promise: promises[clock.kind] },
    key: `clock-${clock.id}-no-hours`,
    purpose: 'alert',
    mention: [],
  })
  return { ...clock, endReason }
}

async function startItsLadder(
  work: Work,
  clock: Clock,
  how: { dueAt: Date; isPaused: boolean; taken: NewClock['taken'] },
): Promise<void> {
  const { chainId } = clock.promise
  if (!chainId) return
  const { projectId, subject, kind, startAt, id } = clock
  const { dueAt, isPaused, taken } = how
  const base = { projectId, subject, reason: kind, chainId, clockId: id, startAt, dueAt, isPaused }
  await openRun(work, taken ? { ...base, taken } : base)
}
