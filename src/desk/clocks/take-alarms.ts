/** Takes the alarms of clocks and of their ladders away, before anything is locked. */
import type { Work } from '../work.ts'
import { disarmClock } from './arm-clock.ts'
import type { Clock } from './clock.ts'
import { disarmRun } from './ladder/change-run.ts'
import { openRunOfClock } from './ladder/run.ts'

/**
 * Alarms first, then clocks, then ladders: everybody takes them in this order, because a sweeper holds its alarm
 * while it waits for the row. An alarm that rings in between finds another generation and does nothing.
 */
export async function takeAlarms(work: Work, clocks: readonly Clock[]): Promise<void> {
  for (const clock of clocks) {
    await disarmClock(work, clock)
    const run = await openRunOfClock(work.tx, clock.id)
    if (run) await disarmRun(work, run)
  }
}
