/**
 * When a weekly pattern of duty holds: weekdays, a start and an end (servicedesk.md B6). An end that equals the start
 * means 24 hours; one before it is the next morning's, and the whole night belongs to the day it starts on.
 */
import type { DayException } from '../clocks/calendar.ts'
import { DAY_MS, instantOf, localOf, parseTimeOfDay } from '../clocks/time-of-day.ts'
import type { Span } from './span.ts'

/** What of the calendar a pattern cares about. */
type PatternDays = 'any' | 'workdays' | 'holidays'

export interface PatternHours {
  /** 1 Monday … 7 Sunday */
  readonly weekdays: readonly number[]
  /** "HH:MM" */
  readonly startTime: string
  readonly endTime: string
  readonly days: PatternDays
  /** 'YYYY-MM-DD'; the night that starts on the last day is worked to its end. */
  readonly validFrom: string
  /** The first day on which it no longer holds. */
  readonly validTo: string | null
}

/** The zone days are read in, and the dates that differ from their weekday. */
export interface DayBook {
  readonly zone: string
  readonly days: ReadonlyMap<string, DayException>
}

/** A make-up day that names no weekday is worked like a Monday (clocks/calendar.ts). */
const DEFAULT_WORKDAY = 1

/** Its stretches that touch [from, until), uncut and in order. */
export function windowsOf(
  pattern: PatternHours,
  book: DayBook,
  { startAt: from, endAt: until }: Span,
): Span[] {
  const start = parseTimeOfDay(pattern.startTime)
  const end = parseTimeOfDay(pattern.endTime)
  const endsAfter = end > start ? end : end + DAY_MS
  const first = Math.floor(localOf(from, book.zone) / DAY_MS) - 2
  const last = Math.floor(localOf(until, book.zone) / DAY_MS) + 1
  const windows: Span[] = []
  for (let day = first; day <= last; day++) {
    if (!holdsOn(pattern, book, day)) continue
    const window = {
      startAt: instantOf(day * DAY_MS + start, book.zone),
      endAt: instantOf(day * DAY_MS + endsAfter, book.zone),
    }
    if (window.endAt > from && window.startAt < until) windows.push(window)
  }
  return windows
}

function holdsOn(pattern: PatternHours, book: DayBook, day: number): boolean {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (date < pattern.validFrom || (pattern.validTo !== null && date >= pattern.validTo))
    return false
  const exception = book.days.get(date)
  const isOff = exception?.kind === 'off'
  const weekday = weekdayOf(day)
  switch (pattern.days) {
    case 'any':
      return pattern.weekdays.includes(weekday)
    case 'holidays':
      return isOff && pattern.weekdays.includes(weekday)
    case 'workdays': {
      const worked = exception ? (exception.asWeekday ?? DEFAULT_WORKDAY) : weekday
      return !isOff && pattern.weekdays.includes(worked)
    }
  }
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}
