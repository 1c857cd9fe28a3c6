/** The two questions on which help desks differ; ours are decided in servicedesk.md B8: closing time stays, seconds count. */
import type { Calendar } from '../calendar.ts'
import { due } from '../due.ts'
import { elapsed } from '../elapsed.ts'
import type { Pause } from '../open-pieces.ts'
import type { DueRow, ElapsedRow } from './case-file.ts'

/** `closing-time`: who expects rolls to the next opening. `seconds`: who expects drops them. */
export type Dispute = 'closing-time' | 'seconds'

const MINUTE_MS = 60_000
const YEAR_MS = 366 * 86_400_000

/** Why somebody who counts like us in all else expects another due time; null when that does not explain it. */
export function disputeOfDue(row: DueRow, calendar: Calendar): Dispute | null {
  const { start, minutes, expected } = row
  const target = minutes * MINUTE_MS
  const ours = due(start, target, calendar, row.pauses)
  if (!ours) return null
  if (openingAfterClosing(ours, calendar) === expected.getTime()) return 'closing-time'
  const coarse = due(wholeMinute(start), target, calendar, row.pauses.map(inWholeMinutes))
  const theirs = [wholeMinute(ours), ...(coarse ? [wholeMinute(coarse)] : [])]
  return theirs.some((one) => one.getTime() === expected.getTime()) ? 'seconds' : null
}

export function disputeOfElapsed(row: ElapsedRow, calendar: Calendar): Dispute | null {
  const { start, end, pauses, expected_minutes: expected } = row
  const ours = elapsed(start, end, calendar, pauses)
  const coarse = elapsed(wholeMinute(start), wholeMinute(end), calendar, pauses.map(inWholeMinutes))
  const theirs = [Math.floor(ours / MINUTE_MS), coarse / MINUTE_MS]
  return theirs.includes(expected) ? 'seconds' : null
}

/** The next opening when an instant is exactly a closing time, in milliseconds; null when it is not one. */
function openingAfterClosing(at: Date, calendar: Calendar): number | null {
  const instant = at.getTime()
  const [before] = calendar.openSegments(instant - 1, instant)
  const [next] = calendar.openSegments(instant, instant + YEAR_MS)
  return before && next && next.from > instant ? next.from : null
}

function wholeMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS)
}

function inWholeMinutes({ fromAt, toAt }: Pause): Pause {
  return { fromAt: wholeMinute(fromAt), toAt: toAt && wholeMinute(toAt) }
}
