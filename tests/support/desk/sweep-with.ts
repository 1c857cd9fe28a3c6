/** Rings what is due on a test desk; an alarm that fails, or that nobody answers, fails the test. */
import type { Database } from '../../../src/database/open-database.ts'
import type { TimerHandler } from '../../../src/desk/action.ts'
import { sweepTimers } from '../../../src/timers/sweep.ts'
import type { DoWork } from './work.ts'

export interface SweptDesk {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly doWork: DoWork
  /** By the timer's name. */
  readonly handlers: Readonly<Record<string, TimerHandler>>
}

/** Answers how many rang. */
export function sweepWith({ db, clock, doWork, handlers }: SweptDesk): Promise<number> {
  return sweepTimers({
    db,
    clock,
    width: 1,
    ring: async (tx, now, timer) => {
      const handler = handlers[timer.name]
      if (!handler) throw new Error(`nobody rings for ${timer.name}`)
      await handler(doWork.within(tx, now), timer)
    },
    onFailure: (_timer, error) => {
      throw error
    },
  })
}
