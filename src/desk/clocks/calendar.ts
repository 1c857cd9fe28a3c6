/** Open hours: weekly intervals and dates that differ from their weekday, read as instants in UTC. */
import { tzOffset } from '@date-fns/tz/tzOffset'
import { BadCalendar } from './bad-calendar.ts'
import { DAY_MS, instantOf, parseTimeOfDay } from './time-of-day.ts'

export interface OpenHours {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  /** "HH:MM" */
  readonly from: string
  /** "HH:MM" or "24:00". Not after `from`: it ends on the next day and belongs to the day it starts on. */
  readonly to: string
}

/** A date that differs from its weekday. A worked day has the hours of `asWeekday`, or of Monday. */
export interface DayException {
  readonly kind: 'off' | 'work'
  readonly asWeekday: number | null
}

export interface CalendarPlan {
  /** IANA name. */
  readonly zone: string
  readonly week: readonly OpenHours[]
  /** By date, "YYYY-MM-DD". */
  readonly days: ReadonlyMap<string, DayException>
}

/** A half-open stretch of time, [from, to), in milliseconds since 1970 UTC. */
export interface Segment {
  readonly from: number
  readonly to: number
}

export interface Calendar {
  readonly zone: string
  /** Whether anything is open on a date, "YYYY-MM-DD". */
  isWorkday(day: string): boolean
  /** What is open between two instants: in order, without overlap, cut to the two. */
  openSegments(from: number, until: number): Iterable<Segment>
}

/** Make-up workdays have no hours of their own in the notices: they take those of a Monday. */
const DEFAULT_WORKDAY = 1

/**
 * Each day is worked out once and remembered, so that a million questions cost no more than a few years of days.
 * @throws BadCalendar for a zone, a weekday or a time that does not exist
 */
export function openCalendar(plan: CalendarPlan): Calendar {
  const hoursOf = checkedHours(plan)
  const known = new Map<number, readonly Segment[]>()
  const segmentsOf = (day: number) => {
    const remembered = known.get(day)
    if (remembered) return remembered
    const fresh = daySegments(day, hoursOn(day, plan, hoursOf), plan.zone)
    known.set(day, fresh)
    return fresh
  }
  return {
    zone: plan.zone,
    isWorkday: (day) => hoursOn(dayNumber(day), plan, hoursOf).length > 0,
    *openSegments(from, until) {
      // An interval of the day before yesterday may reach into the day that `from` is in, in any zone.
      const first = Math.floor(from / DAY_MS) - 2
      const last = Math.floor(until / DAY_MS) + 1
      let free = from
      for (let day = first; day <= last; day++) {
        for (const segment of segmentsOf(day)) {
          const piece = { from: Math.max(segment.from, free), to: Math.min(segment.to, until) }
          if (piece.to <= piece.from) continue
          free = piece.to
          yield piece
        }
      }
    },
  }
}

/** Round the clock, holidays or not: for what cannot wait (servicedesk.md B7, `always`). */
export const ALWAYS: Calendar = {
  zone: 'UTC',
  isWorkday: () => true,
  *openSegments(from, until) {
    if (from < until) yield { from, to: until }
  },
}

interface DayHours {
  /** Milliseconds since the day's midnight; `to` may lie in the next day. */
  readonly from: number
  readonly to: number
}

type HoursOfWeekday = (weekday: number) => readonly DayHours[]

function checkedHours(plan: CalendarPlan): HoursOfWeekday {
  if (Number.isNaN(tzOffset(plan.zone, new Date(0)))) {
    throw new BadCalendar(`"${plan.zone}" is not a time zone`)
  }
  const week = new Map<number, DayHours[]>()
  for (const { weekday, from, to } of plan.week) {
    if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7) {
      throw new BadCalendar(`${weekday} is not a weekday`)
    }
    const start = parseTimeOfDay(from)
    const end = parseTimeOfDay(to)
    if (start === DAY_MS) throw new BadCalendar('nothing opens at 24:00')
    const hours = week.get(weekday) ?? []
    hours.push({ from: start, to: end > start ? end : end + DAY_MS })
    week.set(weekday, hours)
  }
  for (const hours of week.values()) hours.sort((a, b) => a.from - b.from)
  return (weekday) => week.get(weekday) ?? []
}

/** Days are counted from 1970-01-01 of the calendar's own zone. */
function hoursOn(day: number, plan: CalendarPlan, hoursOf: HoursOfWeekday): readonly DayHours[] {
  const exception = plan.days.get(new Date(day * DAY_MS).toISOString().slice(0, 10))
  if (exception?.kind === 'off') return []
  if (exception) return hoursOf(exception.asWeekday ?? DEFAULT_WORKDAY)
  return hoursOf(weekdayOf(day))
}

function daySegments(day: number, hours: readonly DayHours[], zone: string): readonly Segment[] {
  const midnight = day * DAY_MS
  return hours.map(({ from, to }) => ({
    from: instantOf(midnight + from, zone),
    to: instantOf(midnight + to, zone),
  }))
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function dayNumber(day: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight)) throw new BadCalendar(`"${day}" is not a date`)
  return midnight / DAY_MS
}
