/** When a promise is due: working time counted forward from its start. */
import type { Calendar } from './calendar.ts'
import { openPieces, type Pause } from './open-pieces.ts'
import { DAY_MS } from './time-of-day.ts'

/** A calendar without hours would be walked for ever (servicedesk.md B7). */
const GIVE_UP_AFTER_MS = 2 * 366 * DAY_MS

/**
 * The instant at which `targetMs` of open, unpaused time have passed since `start`; null when that is more than
 * two years away. Exactly at closing time stays there, seconds are kept (servicedesk.md B7, B8). A target of
 * nothing is due at the first open instant.
 */
export function due(
  start: Date,
  targetMs: number,
  calendar: Calendar,
  pauses: readonly Pause[] = [],
): Date | null {
  if (!(targetMs >= 0)) throw new RangeError(`a target of ${targetMs} ms`)
  const from = start.getTime()
  let left = targetMs
  for (const piece of openPieces(calendar, { from, to: from + GIVE_UP_AFTER_MS }, pauses)) {
    const length = piece.to - piece.from
    if (left <= length) return new Date(piece.from + left)
    left -= length
  }
  return null
}
