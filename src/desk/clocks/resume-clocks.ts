/** The wait is over: the clocks go on, and their due times move by the working time they stood still. */
import { cancelTimer } from '../../timers/timers.ts'
import type { Subject, Work } from '../work.ts'
import { armClock } from './arm-clock.ts'
import { type Clock, lockClocks, openClocksOf, openPause } from './clock.ts'
import { dueOf } from './clock-times.ts'
import { closePause } from './close-pause.ts'
import { resumeLadderOfClock } from './ladder/pause-ladder.ts'
import { LONG_PAUSE_TIMER } from './pause-clocks.ts'
import { takeAlarms } from './take-alarms.ts'

/** Ends the pause of every open clock of a matter; nothing happens to those that are not paused. */
export async function resumeClocks(work: Work, subject: Subject): Promise<void> {
  const waiting = (await openClocksOf(work.tx, subject)).filter(openPause)
  if (waiting.length === 0) return
  await cancelTimer(work.tx, LONG_PAUSE_TIMER, `${subject.kind}:${subject.id}`)
  await takeAlarms(
    work,
    waiting.filter((clock) => clock.state === 'paused'),
  )
  for (const clock of await lockClocks(work.tx, waiting)) {
    await closePause(work, clock, work.now)
    if (clock.state === 'paused') await goOn(work, clock)
  }
}

async function goOn(work: Work, clock: Clock): Promise<void> {
  const dueAt = await dueOf(work, clock)
  const generation = clock.generation + 1
  const running: Clock = { ...clock, state: 'running', dueAt, generation }
  await work.tx
    .updateTable('sla_clock')
    .set({ state: 'running', dueAt, generation })
    .where('id', '=', clock.id)
    .execute()
  await armClock(work, running, openPause(clock)?.fromAt ?? clock.startAt)
  if (dueAt) await resumeLadderOfClock(work, clock.id, dueAt)
}
