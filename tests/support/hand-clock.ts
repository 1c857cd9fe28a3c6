/** A clock that only the test moves. */
import type { Clock } from '../../src/database/clock.ts'

export interface HandClock extends Clock {
  advance(ms: number): Date
  set(now: Date): void
}

/** Starts on a Monday morning in the estate's zone. */
export function handClock(start = '2026-11-23T09:00:00+08:00'): HandClock {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    advance(ms) {
      now = new Date(now.getTime() + ms)
      return new Date(now)
    },
    set(to) {
      now = new Date(to)
    },
  }
}
