import { describe, expect, test } from 'vitest'
import { ALWAYS, type Calendar } from '../../../src/desk/clocks/calendar.ts'
import { due } from '../../../src/desk/clocks/due.ts'
import { elapsed } from '../../../src/desk/clocks/elapsed.ts'
import type { Pause } from '../../../src/desk/clocks/open-pieces.ts'
import { aCalendar, everyWorkday, OFF, WORK } from './calendars.ts'

const HOUR = 3_600_000
const office = aCalendar(everyWorkday('08:30-17:30'), { '2026-02-14': WORK, '2026-02-16': OFF })
const at = (text: string) => new Date(text)
const pause = (from: string, to: string | null): Pause => ({
  fromAt: at(from),
  toAt: to === null ? null : at(to),
})

describe('a due time', () => {
  test.each<[string, string, number, Calendar, Pause[], string | null]>([
    ['inside a day', '2026-11-23T10:00+08:00', 2, office, [], '2026-11-23T12:00+08:00'],
    [
      'at closing time stays there',
      '2026-11-23T16:30+08:00',
      1,
      office,
      [],
      '2026-11-23T17:30+08:00',
    ],
    ['over the night', '2026-11-23T17:00+08:00', 1, office, [], '2026-11-24T09:00+08:00'],
    ['over a weekend', '2026-11-27T17:00+08:00', 1, office, [], '2026-11-30T09:00+08:00'],
    ['on a make-up Saturday', '2026-02-13T17:00+08:00', 1, office, [], '2026-02-14T09:00+08:00'],
    ['over a holiday', '2026-02-14T17:00+08:00', 1, office, [], '2026-02-17T09:00+08:00'],
    ['from before opening', '2026-11-23T06:00+08:00', 1, office, [], '2026-11-23T09:30+08:00'],
    ['round the clock', '2026-10-01T23:30+08:00', 1, ALWAYS, [], '2026-10-02T00:30+08:00'],
    ['of nothing, at opening', '2026-11-22T10:00+08:00', 0, office, [], '2026-11-23T08:30+08:00'],
    [
      'of nothing, when open, at once',
      '2026-11-23T10:00+08:00',
      0,
      office,
      [],
      '2026-11-23T10:00+08:00',
    ],
    [
      'after a pause',
      '2026-11-23T10:00+08:00',
      2,
      office,
      [pause('2026-11-23T11:00+08:00', '2026-11-23T11:45+08:00')],
      '2026-11-23T12:45+08:00',
    ],
    [
      'after a pause in the night, which moves nothing',
      '2026-11-23T17:00+08:00',
      1,
      office,
      [pause('2026-11-23T18:00+08:00', '2026-11-24T08:00+08:00')],
      '2026-11-24T09:00+08:00',
    ],
    [
      'after pauses that overlap, given in any order',
      '2026-11-23T10:00+08:00',
      2,
      office,
      [
        pause('2026-11-23T11:30+08:00', '2026-11-23T12:30+08:00'),
        pause('2026-11-23T11:00+08:00', '2026-11-23T12:00+08:00'),
        pause('2026-11-23T11:10+08:00', '2026-11-23T11:20+08:00'),
      ],
      '2026-11-23T13:30+08:00',
    ],
    [
      'after a pause before the start, which is none',
      '2026-11-23T10:00+08:00',
      1,
      office,
      [pause('2026-11-23T08:00+08:00', '2026-11-23T10:00+08:00')],
      '2026-11-23T11:00+08:00',
    ],
    [
      'after a pause that ends before it begins, which is none',
      '2026-11-23T10:00+08:00',
      1,
      office,
      [pause('2026-11-23T11:00+08:00', '2026-11-23T10:30+08:00')],
      '2026-11-23T11:00+08:00',
    ],
    [
      'during a pause without an end, never',
      '2026-11-23T10:00+08:00',
      2,
      office,
      [pause('2026-11-23T11:00+08:00', null)],
      null,
    ],
    ['without hours, never', '2026-11-23T10:00+08:00', 1, aCalendar({}), [], null],
  ])('%s', (...row) => {
    const [, start, hours, calendar, pauses, expected] = row
    const answer = due(at(start), hours * HOUR, calendar, pauses)
    expect(answer).toEqual(expected === null ? null : at(expected))
  })

  test('that is more than two years away is given up, and quickly', () => {
    const oneHourAYear = aCalendar({}, { '2027-03-01': WORK })
    expect(due(at('2026-11-23T00:00Z'), HOUR, oneHourAYear)).toBeNull()
    expect(due(at('2026-11-23T00:00Z'), 800 * 24 * HOUR, ALWAYS)).toBeNull()
    expect(due(at('2026-11-23T00:00Z'), 730 * 24 * HOUR, ALWAYS)).toEqual(at('2028-11-22T00:00Z'))
  })

  test.each([-1, Number.NaN])('of a target of %s is refused', (targetMs) => {
    expect(() => due(at('2026-11-23T00:00Z'), targetMs, ALWAYS)).toThrow(RangeError)
  })
})

test.each<[string, string, string, number]>([
  ['a day and a half', '2026-11-23T08:30+08:00', '2026-11-24T13:00+08:00', 13.5],
  ['a weekend is nothing', '2026-11-27T17:30+08:00', '2026-11-30T08:30+08:00', 0],
  ['backwards is nothing', '2026-11-24T10:00+08:00', '2026-11-23T10:00+08:00', 0],
  ['a moment is nothing', '2026-11-24T10:00+08:00', '2026-11-24T10:00+08:00', 0],
])('elapsed: %s', (_name, from, to, hours) => {
  expect(elapsed(at(from), at(to), office)).toBe(hours * HOUR)
})
