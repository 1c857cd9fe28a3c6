/** How much of a promise's time is used up: working time between two instants. */
import type { Calendar } from './calendar.ts'
import { openPieces, type Pause } from './open-pieces.ts'

/** Milliseconds of open, unpaused time from `start` to `end`; 0 when the end is not after the start. */
export function elapsed(
  start: Date,
  end: Date,
  calendar: Calendar,
  pauses: readonly Pause[] = [],
): number {
  let sum = 0
  const between = { from: start.getTime(), to: end.getTime() }
  for (const piece of openPieces(calendar, between, pauses)) sum += piece.to - piece.from
  return sum
}
