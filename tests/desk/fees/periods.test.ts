import { expect, test } from 'vitest'
import { periodWords } from '../../../src/desk/fees/fee-line.ts'
import {
  addMonths,
  daysOf,
  monthParts,
  overlap,
  periodOf,
  periodsBetween,
} from '../../../src/desk/fees/periods.ts'

test.each([
  ['2026-10', '2026-10-01', '2026-11-01', '2026年10月'],
  ['2026-12', '2026-12-01', '2027-01-01', '2026年12月'],
  ['2026-Q1', '2026-01-01', '2026-04-01', '2026年第1季度'],
  ['2026-Q4', '2026-10-01', '2027-01-01', '2026年第4季度'],
  ['2026-H1', '2026-01-01', '2026-07-01', '2026年上半年'],
  ['2026-H2', '2026-07-01', '2027-01-01', '2026年下半年'],
  ['2026', '2026-01-01', '2027-01-01', '2026年'],
])('%s is from %s up to %s and reads %s', (period, from, to, words) => {
  expect(daysOf(period)).toEqual({ from, to })
  expect(periodWords(period)).toBe(words)
})

test.each(['2026-Q5', '2026-H3', '上月', '', '2026-1'])('%j is no period', (period) => {
  expect(daysOf(period)).toBeNull()
})

test.each([
  ['month', '2026-08'],
  ['quarter', '2026-Q3'],
  ['half_year', '2026-H2'],
  ['year', '2026'],
] as const)('August by the %s is %s', (billing, period) => {
  expect(periodOf('2026-08', billing)).toBe(period)
})

test.each([
  ['2026-09', '2026-11-21', 'month', ['2026-09', '2026-10', '2026-11']],
  ['2026-11', '2026-11-01', 'month', ['2026-11']],
  ['2026-12', '2026-11-30', 'month', []],
  ['2026-02', '2026-11-21', 'quarter', ['2026-Q2', '2026-Q3', '2026-Q4']],
  ['2025-07', '2026-07-01', 'half_year', ['2025-H2', '2026-H1', '2026-H2']],
  ['2025-01', '2026-11-21', 'year', ['2025', '2026']],
  ['2025-02', '2025-12-31', 'year', []],
] as const)('from %s until %s by the %s: %j', (from, day, billing, periods) => {
  expect(periodsBetween(from, day, billing)).toEqual(periods)
})

test('days that only touch have nothing in common', () => {
  const october = { from: '2026-10-01', to: '2026-11-01' }
  expect(overlap(october, { from: '2026-11-01', to: '2026-12-01' })).toBeNull()
  expect(overlap(october, { from: '2026-10-31', to: '2026-12-01' })).toEqual({
    from: '2026-10-31',
    to: '2026-11-01',
  })
})

test('the parts of a span are by calendar month, leap years too', () => {
  expect(monthParts({ from: '2024-02-10', to: '2024-04-01' })).toEqual([
    { month: '2024-02', days: 20, of: 29 },
    { month: '2024-03', days: 31, of: 31 },
  ])
})

test.each([
  ['2026-11', 2, '2027-01'],
  ['2026-01', -1, '2025-12'],
  ['2026-01', 24, '2028-01'],
])('%s and %s months are %s', (month, months, expected) => {
  expect(addMonths(month, months)).toBe(expected)
})
