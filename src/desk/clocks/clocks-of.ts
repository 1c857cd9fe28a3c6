/** The promises about a matter, for pages and reports: those that run, and all that came before. */
import type { Tx } from '../../database/open-database.ts'
import type { Subject } from '../work.ts'
import { allClocksOf, type Clock } from './clock.ts'
import { dueOf } from './clock-times.ts'

/** In the order they were started. */
export async function clocksOf(tx: Tx, subject: Subject): Promise<readonly Clock[]> {
  return allClocksOf(tx, subject)
}

/** Of a paused clock: when it would be due if it went on now; null when its calendar has no hours. */
export async function dueIfResumed(tx: Tx, clock: Clock, now: Date): Promise<Date | null> {
  return dueOf({ tx, now }, clock)
}
