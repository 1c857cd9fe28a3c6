/** One ladder in progress: its row, how it is found and locked, and what it stands on. */
import type { Selectable } from 'kysely'
import type { EscalationRun } from '../../../database/generated/tables.ts'
import type { Tx } from '../../../database/open-database.ts'
import type { Subject, Work } from '../../work.ts'
import { ALWAYS } from '../calendar.ts'
import { findClock, stoppedTimes } from '../clock.ts'
import { calendarOf, storedCalendar } from '../stored-calendar.ts'
import { type LadderSnapshot, parseLadderSnapshot } from './ladder-snapshot.ts'
import type { Ground } from './ladder-times.ts'

export interface Run {
  readonly id: string
  readonly projectId: string
  readonly subject: Subject
  readonly clockId: string | null
  /** The clock's kind, or what else calls people: hazard. */
  readonly reason: string
  readonly ladder: LadderSnapshot
  readonly startAt: Date
  readonly dueAt: Date
  /** Grows whenever the run stops, resumes or starts again: an alarm of an older one does nothing. */
  readonly epoch: number
  readonly state: 'running' | 'paused' | 'acknowledged' | 'snoozed' | 'ended'
  /** The call that comes next. */
  readonly step: number
  readonly round: number
  readonly nextAt: Date | null
  readonly ackById: string | null
  readonly ackAt: Date | null
  /** When whoever has taken it last said so. */
  readonly heardAt: Date | null
  /** Since when a question to them is unanswered. */
  readonly askedAt: Date | null
}

/** The ladders of a matter that are not over, not locked. */
export async function openRunsOf(tx: Tx, subject: Subject): Promise<readonly Run[]> {
  const rows = await tx
    .selectFrom('escalation_run')
    .selectAll()
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', subject.id)
    .where('state', '<>', 'ended')
    .orderBy('id')
    .execute()
  return rows.map(runOf)
}

/** The ladder of a clock that is not over, not locked. */
export async function openRunOfClock(tx: Tx, clockId: string): Promise<Run | null> {
  const row = await tx
    .selectFrom('escalation_run')
    .selectAll()
    .where('clockId', '=', clockId)
    .where('state', '<>', 'ended')
    .executeTakeFirst()
  return row ? runOf(row) : null
}

/** The ladder with this id, not locked; null when there is none. */
export async function findRun(tx: Tx, id: string): Promise<Run | null> {
  const row = await tx
    .selectFrom('escalation_run')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? runOf(row) : null
}

/** The ladder with this id, locked until the work commits; null when there is none. */
export async function lockRun(tx: Tx, id: string): Promise<Run | null> {
  const row = await tx
    .selectFrom('escalation_run')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? runOf(row) : null
}

/** What the ladder's times are counted from. */
export async function groundOf(work: Work, run: Run): Promise<Ground> {
  const { calendarId } = run.ladder
  const afterCalendar = calendarId ? await storedCalendar(work.tx, calendarId) : ALWAYS
  const base = { startAt: run.startAt, dueAt: run.dueAt, afterCalendar }
  const clock = run.clockId ? await findClock(work.tx, run.clockId) : null
  if (!clock) {
    const targetMs = Math.max(0, run.dueAt.getTime() - run.startAt.getTime())
    return { ...base, targetMs, promiseCalendar: ALWAYS, pauses: [] }
  }
  return {
    ...base,
    targetMs: clock.targetSec * 1000,
    promiseCalendar: await calendarOf(work.tx, clock.promise),
    pauses: stoppedTimes(clock, work.now),
  }
}

/** Whether anybody beyond the assignee has been called since it began. */
export function hasCalled(run: Run): boolean {
  const made = run.ladder.steps.slice(0, run.round > 0 ? run.step + 1 : run.step)
  return made.some((step) => step.level > 1)
}

function runOf(row: Selectable<EscalationRun>): Run {
  return {
    ...row,
    subject: { kind: row.subjectKind, id: row.subjectId },
    ladder: parseLadderSnapshot(row.snapshot),
    dueAt: row.dueAt ?? row.startAt,
    state: row.state as Run['state'],
  }
}
