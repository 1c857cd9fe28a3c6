import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../../src/desk/clocks/calendar.ts'
import { due } from '../../../src/desk/clocks/due.ts'
import { elapsed } from '../../../src/desk/clocks/elapsed.ts'
import { aCalendar, OFF, type Week } from './calendars.ts'

interface CaseFile {
  readonly calendars: Readonly<
    Record<
      string,
      {
        readonly tz: string
        readonly hours: Readonly<Record<string, readonly (readonly [string, string])[]>>
        readonly holidays: readonly string[]
      }
    >
  >
  readonly deadline_cases: readonly (Case & {
    readonly minutes: number
    readonly expected: string
  })[]
  readonly elapsed_cases: readonly (Case & {
    readonly end: string
    readonly expected_minutes: number
  })[]
}

interface Case {
  readonly source: string
  readonly calendar: string
  readonly start: string
  readonly pauses: readonly (readonly [string, string])[]
  readonly note: string
}

const file = new URL('../../fixtures/sla/sla-cases.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as CaseFile
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function calendarOf(name: string): Calendar {
  const written = cases.calendars[name]
  if (!written) throw new Error(`no calendar ${name}`)
  const week: Week = Object.fromEntries(
    Object.entries(written.hours).map(([day, hours]) => [
      WEEKDAYS.indexOf(day) + 1,
      hours.map(([from, to]) => `${from}-${to}`),
    ]),
  )
  const days = Object.fromEntries(written.holidays.map((day) => [day, OFF]))
  return aCalendar(week, days, written.tz)
}

const pausesOf = ({ pauses }: Case) =>
  pauses.map(([from, to]) => ({ fromAt: new Date(from), toAt: new Date(to) }))

test('the file is whole: 31 due times, 10 elapsed times, 15 calendars', () => {
  expect(cases.deadline_cases).toHaveLength(31)
  expect(cases.elapsed_cases).toHaveLength(10)
  expect(Object.keys(cases.calendars)).toHaveLength(15)
})

describe('times other systems expect', () => {
  test.each(cases.deadline_cases)(
    '$calendar: $start and $minutes minutes are due $expected ($note)',
    (row) => {
      const answer = due(
        new Date(row.start),
        row.minutes * 60_000,
        calendarOf(row.calendar),
        pausesOf(row),
      )
      expect(answer).toEqual(new Date(row.expected))
    },
  )

  test.each(cases.elapsed_cases)(
    '$calendar: $start to $end are $expected_minutes minutes ($note)',
    (row) => {
      const answer = elapsed(
        new Date(row.start),
        new Date(row.end),
        calendarOf(row.calendar),
        pausesOf(row),
      )
      expect(answer).toBe(row.expected_minutes * 60_000)
    },
  )
})

describe('where other systems dispute, servicedesk.md B8 decides', () => {
  test('landing on closing time stays there: newer Zammad rolls to the next opening', () => {
    const start = new Date('2013-06-04T14:00:00Z')
    const answer = due(start, 120 * 60_000, calendarOf('z_0918_all'))
    expect(answer).toEqual(new Date('2013-06-04T16:00:00Z'))
    expect(answer).not.toEqual(new Date('2013-06-05T07:00:00Z'))
  })

  test('seconds are kept: Zammad drops them', () => {
    const start = new Date('2013-03-21T09:16:36Z')
    const answer = due(start, 10 * 60_000, calendarOf('z_0818_wd'))
    expect(answer).toEqual(new Date('2013-03-21T09:26:36Z'))
  })

  test('a hold of 3,601 seconds moves the due time by 3,601 seconds', () => {
    const held = {
      fromAt: new Date('2024-01-18T15:00:00Z'),
      toAt: new Date('2024-01-18T16:00:01Z'),
    }
    const answer = due(new Date('2024-01-18T15:00:00Z'), 120 * 60_000, calendarOf('frappe'), [held])
    expect(answer).toEqual(new Date('2024-01-19T10:00:01Z'))
  })
})
