/** A calendar has a new version: what is still open is counted in it from now on; what is over stays as it ended. */
import { type SqlBool, sql } from 'kysely'
import type { Work } from '../work.ts'
import { armClock } from './arm-clock.ts'
import { cancelClock } from './cancel-clocks.ts'
import { type Clock, findClock, lockClocks, stoppedTimes } from './clock.ts'
import { due } from './due.ts'
import { armRun } from './ladder/change-run.ts'
import { openRunOfClock } from './ladder/run.ts'
import { openClock } from './open-clock.ts'
import type { PolicySnapshot } from './policy-snapshot.ts'
import { calendarOf } from './stored-calendar.ts'
import { takeAlarms } from './take-alarms.ts'

export interface CalendarVersion {
  readonly name: string
  readonly id: string
  readonly version: number
}

/**
 * A due time that moves makes a new row of the next generation, from the original start and with the same pauses; the
 * old one stays with its reason. Its ladder goes on, with the chain it began with, against the new due time. What is
 * late already stays late.
 * @returns how many due times moved
 */
export async function countInCalendar(
  work: Work,
  projectId: string,
  calendar: CalendarVersion,
): Promise<number> {
  const open = await openIn(work, projectId, calendar.name)
  await takeAlarms(work, open)
  let moved = 0
  for (const clock of await lockClocks(work.tx, open)) {
    const promise = { ...clock.promise, calendarId: calendar.id, calendarVersion: calendar.version }
    if (await isMoved(work, clock, promise)) {
      await replace(work, clock, promise)
      moved += 1
    } else await stay(work, clock, promise)
  }
  return moved
}

async function openIn(work: Work, projectId: string, name: string): Promise<readonly Clock[]> {
  const rows = await work.tx
    .selectFrom('sla_clock')
    .select('id')
    .where('projectId', '=', projectId)
    .where('state', 'in', ['running', 'paused'])
    .where(sql<SqlBool>`"policySnapshot"->>'calendarName' = ${name}`)
    .where('breachedAt', 'is', null)
    .orderBy('id')
    .execute()
  // As they are now, to know their alarms; they are locked once those are taken.
  return Promise.all(rows.map(({ id }) => findOpen(work, id))).then((found) => found.flat())
}

async function findOpen(work: Work, id: string): Promise<readonly Clock[]> {
  const clock = await findClock(work.tx, id)
  return clock ? [clock] : []
}

/** One that stands still has no due time to move: it is found anew when it goes on. */
async function isMoved(work: Work, clock: Clock, promise: PolicySnapshot): Promise<boolean> {
  if (clock.state !== 'running' || (clock.dueAt && clock.dueAt <= work.now)) return false
  const calendar = await calendarOf(work.tx, promise)
  const pauses = stoppedTimes(clock, work.now)
  const dueAt = due(clock.startAt, clock.targetSec * 1000, calendar, pauses)
  return dueAt?.getTime() !== clock.dueAt?.getTime()
}

async function replace(work: Work, clock: Clock, promise: PolicySnapshot): Promise<void> {
  const run = await openRunOfClock(work.tx, clock.id)
  await cancelClock(work, clock, 'calendar', { keepsLadder: true })
  const { projectId, subject, kind, startAt } = clock
  const next = { projectId, subject, kind, promise, startAt, replaces: clock }
  await openClock(work, run ? { ...next, ladderId: run.id } : next)
}

async function stay(work: Work, clock: Clock, promise: PolicySnapshot): Promise<void> {
  await work.tx
    .updateTable('sla_clock')
    .set({ policySnapshot: JSON.stringify(promise), calendarVersion: promise.calendarVersion })
    .where('id', '=', clock.id)
    .execute()
  if (clock.state === 'running') await armClock(work, { ...clock, promise }, work.now)
  const run = await openRunOfClock(work.tx, clock.id)
  if (run?.nextAt) await armRun(work, run, run.nextAt)
}
