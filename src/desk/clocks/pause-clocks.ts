/** The work has to wait: the clocks this reason stops stand still. */
import { setTimer } from '../../timers/timers.ts'
import { actorId } from '../audit/audit.ts'
import { DeskError } from '../errors.ts'
import type { Subject, Work } from '../work.ts'
import { type Clock, lockClocks, openClocksOf, openPause } from './clock.ts'
import { breachBy } from './clock-times.ts'
import { pauseLadderOfClock } from './ladder/pause-ladder.ts'
import { takeAlarms } from './take-alarms.ts'

export const LONG_PAUSE_TIMER = 'clocks.long-pause'

/**
 * Keeps a pause on every open clock; those whose policy names the reason stop, with their ladders, and nothing is
 * late while they stand still. The others run on, and the row tells later what they waited for.
 * @throws DeskError `already-paused` when a pause lasts already
 */
export async function pauseClocks(work: Work, subject: Subject, reason: string): Promise<void> {
  const open = await openClocksOf(work.tx, subject)
  refusePaused(open)
  const stops = (clock: Clock) => clock.promise.stopReasons.includes(reason)
  await takeAlarms(work, open.filter(stops))
  const locked = await lockClocks(work.tx, open)
  refusePaused(locked)
  for (const clock of locked) {
    await keepPause(work, clock, { reason, stopsClock: stops(clock) })
    if (stops(clock)) await stopClock(work, clock)
  }
  if (locked.some(stops)) await watchPause(work, subject, reason)
}

function refusePaused(clocks: readonly Clock[]): void {
  const paused = clocks.find(openPause)
  if (!paused) return
  const { kind, id } = paused.subject
  throw new DeskError('already-paused', `${kind} ${id} is paused already`)
}

async function keepPause(
  work: Work,
  clock: Clock,
  { reason, stopsClock }: { readonly reason: string; readonly stopsClock: boolean },
): Promise<void> {
  await work.tx
    .insertInto('sla_pause')
    .values({
      id: work.newId(),
      clockId: clock.id,
      fromAt: work.now,
      toAt: null,
      reason,
      stopsClock,
      byActor: actorId(work.actor) ?? work.actor.kind,
    })
    .execute()
}

/** A due time that has passed is kept: waiting afterwards does not undo it. */
async function stopClock(work: Work, clock: Clock): Promise<void> {
  const breachedAt = breachBy(clock, work.now)
  await work.tx
    .updateTable('sla_clock')
    .set({
      state: 'paused',
      dueAt: breachedAt,
      breachedAt,
      generation: clock.generation + 1,
    })
    .where('id', '=', clock.id)
    .execute()
  await pauseLadderOfClock(work, clock.id)
}

/** Longer than the rule allows is the supervisor's business (servicedesk.md B7: 15 days). */
async function watchPause(work: Work, subject: Subject, reason: string): Promise<void> {
  const waitMs = work.rules.clocks.long_pause * 1000
  await setTimer(work, {
    name: LONG_PAUSE_TIMER,
    key: `${subject.kind}:${subject.id}`,
    dueAt: new Date(work.now.getTime() + waitMs),
    payload: { subject, reason, since: work.now.toISOString() },
  })
}
