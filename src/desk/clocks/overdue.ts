/** Watches the watchman: promises in time whose alarm is missing, and how they get one again. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { DUE_TIMER, dueAlarm } from './arm-clock.ts'
import { lockClocks } from './clock.ts'
import { armRun, LADDER_TIMER } from './ladder/change-run.ts'
import { lockRun } from './ladder/run.ts'

export interface OverdueStep {
  readonly what: 'clock' | 'ladder'
  readonly id: string
  readonly projectId: string
  /** When it should have happened. */
  readonly at: Date
}

/**
 * Due times not noticed and calls not made by `now` that have no alarm: the `most` oldest, the oldest first. One that is
 * being made right now still has its alarm for everybody else.
 */
export async function overdueSteps(
  tx: Tx,
  { now, most }: { readonly now: Date; readonly most: number },
): Promise<readonly OverdueStep[]> {
  const clocks = await overdueClocks(tx, now)
    .select(['id', 'projectId', 'dueAt as at'])
    .orderBy('dueAt')
    .limit(most)
    .execute()
  const runs = await overdueRuns(tx, now)
    .select(['id', 'projectId', 'nextAt as at'])
    .orderBy('nextAt')
    .limit(most)
    .execute()
  const found = [
    ...clocks.map((row) => ({ ...row, what: 'clock' as const })),
    ...runs.map((row) => ({ ...row, what: 'ladder' as const })),
  ]
  return found
    .flatMap(({ at, ...row }) => (at ? [{ ...row, at }] : []))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, most)
}

/** How many there are of them in all. */
export async function countOverdue(tx: Tx, now: Date): Promise<number> {
  const clocks = await overdueClocks(tx, now)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  const runs = await overdueRuns(tx, now)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(clocks.count) + Number(runs.count)
}

function overdueClocks(tx: Tx, now: Date) {
  return tx
    .selectFrom('sla_clock')
    .where('state', '=', 'running')
    .where('breachedAt', 'is', null)
    .where('dueAt', '<=', now)
    .where(hasNoAlarm(DUE_TIMER, 'sla_clock', 'generation'))
}

function overdueRuns(tx: Tx, now: Date) {
  return tx
    .selectFrom('escalation_run')
    .where('state', 'in', ['running', 'acknowledged', 'snoozed'])
    .where('nextAt', '<=', now)
    .where(hasNoAlarm(LADDER_TIMER, 'escalation_run', 'epoch'))
}

/** Gives each its alarm again, due at once; whatever has moved meanwhile is left alone. */
export async function rearmOverdue(work: Work, steps: readonly OverdueStep[]): Promise<number> {
  let armed = 0
  for (const step of steps) {
    const isArmed =
      step.what === 'clock' ? await rearmClock(work, step) : await rearmRun(work, step)
    if (isArmed) armed += 1
  }
  return armed
}

async function rearmClock(work: Work, { id, at }: OverdueStep): Promise<boolean> {
  const [clock] = await lockClocks(work.tx, [{ id }])
  if (clock?.state !== 'running' || clock.breachedAt || clock.dueAt?.getTime() !== at.getTime()) {
    return false
  }
  await setTimer(work, dueAlarm(clock, at))
  return true
}

async function rearmRun(work: Work, { id, at }: OverdueStep): Promise<boolean> {
  const run = await lockRun(work.tx, id)
  if (!run || run.state === 'ended' || run.nextAt?.getTime() !== at.getTime()) return false
  await armRun(work, run, at)
  return true
}

/** The alarm's key carries the row's id and its generation or epoch. */
function hasNoAlarm(name: string, table: string, counter: string) {
  const row = sql.table(table)
  return sql<SqlBool>`NOT EXISTS (SELECT 1 FROM timer
    WHERE timer.name = ${name} AND timer.key = ${row}.id || ':' || ${row}.${sql.ref(counter)})`
}
