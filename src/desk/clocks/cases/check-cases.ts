/** Computes every row of a case file with the desk's own clocks and says which rows differ. */
import type { Calendar } from '../calendar.ts'
import { due } from '../due.ts'
import { elapsed } from '../elapsed.ts'
import type { CaseFile, DueRow, ElapsedRow } from './case-file.ts'
import { type Dispute, disputeOfDue, disputeOfElapsed } from './disputes.ts'

export interface DifferentRow {
  /** "deadline_cases[3]" */
  readonly place: string
  readonly row: DueRow | ElapsedRow
  /** An instant in UTC, minutes, or "never". */
  readonly expected: string
  readonly computed: string
  /** Which of the two known disputes explains it; null when none does. */
  readonly dispute: Dispute | null
}

export interface CheckedCases {
  readonly total: number
  readonly different: readonly DifferentRow[]
}

const MINUTE_MS = 60_000

export function checkCases({ calendars, dueRows, elapsedRows }: CaseFile): CheckedCases {
  const calendarOf = (row: DueRow | ElapsedRow) => calendars.get(row.calendar) as Calendar
  const different = [
    ...dueRows.map((row, at) => checkDue(`deadline_cases[${at}]`, row, calendarOf(row))),
    ...elapsedRows.map((row, at) => checkElapsed(`elapsed_cases[${at}]`, row, calendarOf(row))),
  ]
  return {
    total: dueRows.length + elapsedRows.length,
    different: different.filter((one) => one !== null),
  }
}

function checkDue(place: string, row: DueRow, calendar: Calendar): DifferentRow | null {
  const { start, minutes, pauses, expected } = row
  const computed = due(start, minutes * MINUTE_MS, calendar, pauses)
  if (computed?.getTime() === expected.getTime()) return null
  const dispute = disputeOfDue(row, calendar)
  return { place, row, expected: isoOf(expected), computed: isoOf(computed), dispute }
}

function checkElapsed(place: string, row: ElapsedRow, calendar: Calendar): DifferentRow | null {
  const { start, end, pauses, expected_minutes: expected } = row
  const computed = elapsed(start, end, calendar, pauses) / MINUTE_MS
  if (computed === expected) return null
  const dispute = disputeOfElapsed(row, calendar)
  return { place, row, expected: String(expected), computed: String(computed), dispute }
}

function isoOf(at: Date | null): string {
  return at === null ? 'never' : at.toISOString().replace('.000Z', 'Z')
}
