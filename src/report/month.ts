/** The month a report is about, and those it is compared with. */
import { addMonths, daysOf, type Span } from '../desk/fees/periods.ts'
import { estateDay, estateInstant } from '../desk/residents/estate-day.ts'

export interface ReportMonth extends Span {
  /** '2026-10' */
  readonly month: string
  readonly previous: string
  readonly lastYear: string
  readonly next: string
  /** The first instant of the month and the first after it, in the zone of the estate. */
  readonly startAt: Date
  readonly endAt: Date
  readonly isOver: boolean
}

/** The month a text names as 'YYYY-MM'; null when it names none, `future` when it has not begun. */
export function reportMonth(text: string, now: Date): ReportMonth | 'future' | null {
  const span = /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? daysOf(text) : null
  if (!span || text < '2000-01') return null
  if (text > estateDay(now).slice(0, 7)) return 'future'
  const endAt = estateInstant(span.to, '00:00')
  return {
    ...span,
    month: text,
    previous: addMonths(text, -1),
    lastYear: addMonths(text, -12),
    next: addMonths(text, 1),
    startAt: estateInstant(span.from, '00:00'),
    endAt,
    isOver: now >= endAt,
  }
}

export interface ReportWeek {
  /** '2026-W44', as ISO counts weeks. */
  readonly week: string
  readonly from: string
  /** The Sunday. */
  readonly to: string
}

const DAY_MS = 86_400_000

/** The weeks that have a day in the month, whole: the first and last may reach beyond it. */
export function weeksOf({ from, to }: Span): ReportWeek[] {
  const weeks: ReportWeek[] = []
  for (let monday = mondayOf(Date.parse(from)); monday < Date.parse(to); monday += 7 * DAY_MS) {
    weeks.push({ week: isoWeek(monday), from: dayText(monday), to: dayText(monday + 6 * DAY_MS) })
  }
  return weeks
}

function mondayOf(day: number): number {
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS
}

/** A week belongs to the year its Thursday is in. */
function isoWeek(monday: number): string {
  const thursday = new Date(monday + 3 * DAY_MS)
  const year = thursday.getUTCFullYear()
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1
  return `${year}-W${String(number).padStart(2, '0')}`
}

function dayText(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}
