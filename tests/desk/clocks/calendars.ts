/** Calendars for tests, written short: weekday numbers and "08:30-17:30". */
import {
  type Calendar,
  type DayException,
  openCalendar,
} from '../../../src/desk/clocks/calendar.ts'

export type Week = Readonly<Record<number, readonly string[]>>

export function aCalendar(
  week: Week,
  days: Readonly<Record<string, DayException>> = {},
  zone = 'Asia/Shanghai',
): Calendar {
  return openCalendar({
    zone,
    week: Object.entries(week).flatMap(([weekday, intervals]) =>
      intervals.map((text) => {
        const [from = '', to = ''] = text.split('-')
        return { weekday: Number(weekday), from, to }
      }),
    ),
    days: new Map(Object.entries(days)),
  })
}

export const OFF: DayException = { kind: 'off', asWeekday: null }
export const WORK: DayException = { kind: 'work', asWeekday: null }

export const everyWorkday = (...hours: string[]): Week => ({
  1: hours,
  2: hours,
  3: hours,
  4: hours,
  5: hours,
})

/** Open stretches as "from/to" in UTC. */
export function stretches(calendar: Calendar, from: string, until: string): string[] {
  return [...calendar.openSegments(Date.parse(from), Date.parse(until))].map(
    (segment) => `${iso(segment.from)}/${iso(segment.to)}`,
  )
}

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
