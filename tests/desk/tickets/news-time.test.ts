/** When an owner hears of a promise before its time passes. */
import { expect, test } from 'vitest'
import { nextNewsAt } from '../../../src/desk/tickets/news-time.ts'

const at = (text: string) => new Date(`${text}:00+08:00`)
const NIGHT = { hours: { from: '22:00', to: '08:00' }, zone: 'Asia/Shanghai' }
const rules = { beforeMinutes: 30, beforePercent: 20, quiet: NIGHT }

test.each([
  ['half an hour before', '2026-11-23T10:00', '2026-11-23T15:00', '2026-11-23T14:30'],
  [
    'of a quarter of an hour the last three minutes',
    '2026-11-23T10:00',
    '2026-11-23T10:15',
    '2026-11-23T10:12',
  ],
  [
    'in the morning when that is soon enough',
    '2026-11-23T10:00',
    '2026-11-24T08:10',
    '2026-11-24T08:00',
  ],
  [
    'on the evening before what passes in the night',
    '2026-11-23T10:00',
    '2026-11-24T03:00',
    '2026-11-23T21:59',
  ],
  [
    'on the evening before what passes at the end of the night',
    '2026-11-23T10:00',
    '2026-11-24T08:00',
    '2026-11-23T21:59',
  ],
  [
    'before the night what passes just after it began',
    '2026-11-23T10:00',
    '2026-11-23T22:10',
    '2026-11-23T21:40',
  ],
  [
    'in the night itself what was promised and passes in it',
    '2026-11-23T22:30',
    '2026-11-24T02:00',
    '2026-11-24T01:30',
  ],
  [
    'in the morning what was promised in the night for after it',
    '2026-11-24T03:00',
    '2026-11-24T08:20',
    '2026-11-24T08:00',
  ],
  ['over the end of a year', '2026-12-31T10:00', '2027-01-01T05:00', '2026-12-31T21:59'],
])('%s', (_name, toldAt, by, expected) => {
  const told = { toldAt: at(toldAt), by: at(by), updateBy: null }
  expect(nextNewsAt(told, rules)).toEqual(at(expected))
})

test('what is urgent is told in the night too', () => {
  const told = { toldAt: at('2026-11-23T23:00'), by: at('2026-11-24T01:00'), updateBy: null }
  expect(nextNewsAt(told, { ...rules, beforeMinutes: 5, quiet: null })).toEqual(
    at('2026-11-24T00:55'),
  )
})

test('news that are owed anyway come first when they are due first', () => {
  const told = {
    toldAt: at('2026-11-23T10:00'),
    by: at('2026-11-25T10:00'),
    updateBy: at('2026-11-24T10:00'),
  }
  expect(nextNewsAt(told, rules)).toEqual(at('2026-11-24T09:30'))
  expect(nextNewsAt({ ...told, by: null, updateBy: null }, rules)).toBeNull()
})

test('news that are owed anyway wait for the morning, also when they are owed in the night', () => {
  const told = { toldAt: at('2026-11-23T22:30'), by: null, updateBy: at('2026-11-24T02:00') }
  expect(nextNewsAt(told, rules)).toEqual(at('2026-11-24T08:00'))
  expect(nextNewsAt({ ...told, toldAt: at('2026-11-23T10:00') }, rules)).toEqual(
    at('2026-11-23T21:59'),
  )
})

test('a time that has passed already is due at once', () => {
  const told = { toldAt: at('2026-11-23T10:00'), by: at('2026-11-23T09:00'), updateBy: null }
  expect(nextNewsAt(told, rules)).toEqual(at('2026-11-23T09:00'))
})
