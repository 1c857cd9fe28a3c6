import { describe, expect, test } from 'vitest'
import { ALWAYS } from '../../../src/desk/clocks/calendar.ts'
import { aCalendar, everyWorkday, OFF, stretches, type Week, WORK } from './calendars.ts'

describe('open hours of a week', () => {
  test.each<[string, Week, string, string, string[]]>([
    [
      'a day is open once',
      { 1: ['08:30-17:30'] },
      '2026-11-23T00:00:00Z',
      '2026-11-25T00:00:00Z',
      ['2026-11-23T00:30/2026-11-23T09:30'],
    ],
    [
      'a lunch break splits it',
      { 1: ['13:30-17:30', '08:30-12:00'] },
      '2026-11-23T00:00:00Z',
      '2026-11-25T00:00:00Z',
      ['2026-11-23T00:30/2026-11-23T04:00', '2026-11-23T05:30/2026-11-23T09:30'],
    ],
    [
      '24:00 is the end of the day',
      { 1: ['00:00-24:00'] },
      '2026-11-22T00:00:00Z',
      '2026-11-25T00:00:00Z',
      ['2026-11-22T16:00/2026-11-23T16:00'],
    ],
    [
      'a night belongs to the day it starts on',
      { 1: ['22:00-06:00'] },
      '2026-11-22T00:00:00Z',
      '2026-11-26T00:00:00Z',
      ['2026-11-23T14:00/2026-11-23T22:00'],
    ],
    [
      'equal times are a whole day',
      { 1: ['09:00-09:00'] },
      '2026-11-22T00:00:00Z',
      '2026-11-26T00:00:00Z',
      ['2026-11-23T01:00/2026-11-24T01:00'],
    ],
    [
      'a question in the night still sees its end',
      { 1: ['22:00-06:00'] },
      '2026-11-23T20:00:00Z',
      '2026-11-26T00:00:00Z',
      ['2026-11-23T20:00/2026-11-23T22:00'],
    ],
    [
      'hours that overlap count once',
      { 1: ['08:00-12:00', '11:00-14:00', '22:00-09:00'], 2: ['08:00-10:00'] },
      '2026-11-22T00:00:00Z',
      '2026-11-26T00:00:00Z',
      [
        '2026-11-23T00:00/2026-11-23T04:00',
        '2026-11-23T04:00/2026-11-23T06:00',
        '2026-11-23T14:00/2026-11-24T01:00',
        '2026-11-24T01:00/2026-11-24T02:00',
      ],
    ],
    ['no hours, nothing open', {}, '2026-11-22T00:00:00Z', '2027-11-22T00:00:00Z', []],
    [
      'an empty question',
      { 1: ['08:00-12:00'] },
      '2026-11-23T02:00:00Z',
      '2026-11-23T02:00:00Z',
      [],
    ],
    [
      'a question backwards',
      { 1: ['08:00-12:00'] },
      '2026-11-23T03:00:00Z',
      '2026-11-23T02:00:00Z',
      [],
    ],
  ])('%s', (...row) => {
    const [, week, from, until, expected] = row
    expect(stretches(aCalendar(week), from, until)).toEqual(expected)
  })

  test('a week without a break is one stretch after the other', () => {
    const week = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, ['00:00-24:00']]))
    const pieces = [...aCalendar(week).openSegments(0, 30 * 86_400_000)]
    const sum = pieces.reduce((all, piece) => all + piece.to - piece.from, 0)
    expect(sum).toBe(30 * 86_400_000)
  })
})

describe('dates that differ from their weekday', () => {
  const week = { ...everyWorkday('08:30-17:30'), 6: ['10:00-11:00'] }

  test('a holiday is closed, and a holiday worked is open', () => {
    const calendar = aCalendar(week, { '2026-02-16': OFF, '2026-02-15': WORK })
    expect(stretches(calendar, '2026-02-14T16:00:00Z', '2026-02-16T16:00:00Z')).toEqual([
      '2026-02-15T00:30/2026-02-15T09:30',
    ])
    expect(calendar.isWorkday('2026-02-16')).toBe(false)
    expect(calendar.isWorkday('2026-02-15')).toBe(true)
  })

  test('a worked day has the hours of the weekday it stands for, or of Monday', () => {
    const calendar = aCalendar(
      { 1: ['08:00-09:00'], 4: ['12:00-13:00'], 6: ['10:00-11:00'] },
      { '2026-02-14': WORK, '2026-02-28': { kind: 'work', asWeekday: 4 } },
    )
    expect(stretches(calendar, '2026-02-13T16:00:00Z', '2026-02-14T16:00:00Z')).toEqual([
      '2026-02-14T00:00/2026-02-14T01:00',
    ])
    expect(stretches(calendar, '2026-02-27T16:00:00Z', '2026-02-28T16:00:00Z')).toEqual([
      '2026-02-28T04:00/2026-02-28T05:00',
    ])
  })

  test('the night before a holiday is worked to its end, the night after it begins anew', () => {
    const calendar = aCalendar(
      { 1: ['22:00-06:00'], 2: ['22:00-06:00'], 3: ['22:00-06:00'] },
      { '2026-11-24': OFF },
    )
    expect(stretches(calendar, '2026-11-22T16:00:00Z', '2026-11-26T16:00:00Z')).toEqual([
      '2026-11-23T14:00/2026-11-23T22:00',
      '2026-11-25T14:00/2026-11-25T22:00',
    ])
  })
})

describe('zones', () => {
  test.each<[string, string, string, string, string[]]>([
    [
      'summer time leaves an hour out',
      'Europe/Berlin',
      '2026-03-29T00:00:00Z',
      '2026-03-29T12:00:00Z',
      ['2026-03-29T00:00/2026-03-29T06:00'],
    ],
    [
      'winter time has an hour twice',
      'Europe/Berlin',
      '2026-10-25T00:00:00Z',
      '2026-10-25T12:00:00Z',
      ['2026-10-25T00:00/2026-10-25T07:00'],
    ],
    [
      'west of Greenwich the day ends in the next of UTC',
      'America/Los_Angeles',
      '2026-11-22T00:00:00Z',
      '2026-11-23T00:00:00Z',
      ['2026-11-22T08:00/2026-11-22T16:00'],
    ],
    [
      'half an hour from everybody else',
      'Asia/Kolkata',
      '2026-11-22T00:00:00Z',
      '2026-11-23T00:00:00Z',
      ['2026-11-22T00:00/2026-11-22T02:30'],
    ],
    [
      'the first zone of the day',
      'Pacific/Kiritimati',
      '2026-11-21T00:00:00Z',
      '2026-11-22T00:00:00Z',
      ['2026-11-21T10:00/2026-11-21T18:00'],
    ],
  ])('%s', (...row) => {
    const [, zone, from, until, expected] = row
    expect(stretches(aCalendar({ 7: ['00:00-08:00'] }, {}, zone), from, until)).toEqual(expected)
  })

  test('a whole day west of the date line reaches two days far in UTC', () => {
    const calendar = aCalendar({ 1: ['23:00-23:00'] }, {}, 'Pacific/Pago_Pago')
    expect(stretches(calendar, '2026-11-25T05:00:00Z', '2026-11-25T12:00:00Z')).toEqual([
      '2026-11-25T05:00/2026-11-25T10:00',
    ])
  })

  test('hours that begin in the hour left out begin an hour later', () => {
    const calendar = aCalendar({ 7: ['02:30-04:00'] }, {}, 'Europe/Berlin')
    expect(stretches(calendar, '2026-03-29T00:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T01:30/2026-03-29T02:00',
    ])
  })
})

describe('a calendar nobody can count in is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['an unknown zone', () => aCalendar({}, {}, 'Asia/Nowhere'), 'not a time zone'],
    ['a ninth weekday', () => aCalendar({ 9: ['08:00-09:00'] }), 'not a weekday'],
    ['a weekday 0', () => aCalendar({ 0: ['08:00-09:00'] }), 'not a weekday'],
    ['an hour 25', () => aCalendar({ 1: ['08:00-25:00'] }), 'not a time of day'],
    ['a minute 60', () => aCalendar({ 1: ['08:60-09:00'] }), 'not a time of day'],
    ['a short hour', () => aCalendar({ 1: ['8:00-09:00'] }), 'not a time of day'],
    ['opening at 24:00', () => aCalendar({ 1: ['24:00-09:00'] }), 'nothing opens'],
    ['a day that is none', () => aCalendar({}).isWorkday('2026-13-01'), 'not a date'],
  ])('%s', (_name, act, reason) => {
    expect(act).toThrow(expect.objectContaining({ code: 'bad-calendar' }))
    expect(act).toThrow(reason)
  })
})

test('round the clock is always open, holidays or not', () => {
  expect(stretches(ALWAYS, '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')).toEqual([
    '2026-10-01T00:00/2026-10-02T00:00',
  ])
  expect(ALWAYS.isWorkday('2026-10-01')).toBe(true)
  expect(stretches(ALWAYS, '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z')).toEqual([])
})
