/** Keeps what has time away from the full and the half hour, when everybody's messages go out (wecom.md 4.4, 13.16). */
import { createHash } from 'node:crypto'
import type { OutboxRules } from './rules.ts'

const HOUR_MS = 3_600_000

/**
 * The moment itself, or a later one when it is close to a mark of the hour. The same key always gets the same place
 * behind a mark; different keys are spread.
 */
export function awayFromMarks(at: Date, key: string, jitter: OutboxRules['jitter']): Date {
  const before = jitter.before_seconds * 1000
  const after = jitter.after_seconds * 1000
  for (const minute of jitter.marks) {
    // China's clock is whole hours from UTC: its marks are UTC's.
    const since = (at.getTime() - minute * 60_000) % HOUR_MS
    const isClose = since < after || since >= HOUR_MS - before
    if (!isClose) continue
    const mark = at.getTime() - since + (since < after ? 0 : HOUR_MS)
    return new Date(mark + after + placeOf(key, jitter.spread_seconds * 1000))
  }
  return at
}

function placeOf(key: string, spreadMs: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % spreadMs
}
