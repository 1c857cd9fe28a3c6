import { describe, expect, test } from 'vitest'
import {
  moneyText,
  parseDay,
  parseDecimal,
  parseInteger,
  parsePeriod,
  parseTime,
} from '../../../src/desk/register/table/parse-cell.ts'
import type { Cell } from '../../../src/desk/register/xlsx/cell-value.ts'

const text = (value: string): Cell => ({ kind: 'text', text: value })
const number = (value: number): Cell => ({ kind: 'number', text: String(value) })
const date = (value: string): Cell => ({ kind: 'date', text: value })

describe('days', () => {
  test.each([
    [text('2026-11-21'), '2026-11-21'],
    [text(' 2026 年 1 月 2 日 '), '2026-01-02'],
    [text('2026/1/2'), '2026-01-02'],
    [text('2026.1.2'), '2026-01-02'],
    [text('２０２６－０１－０２'), '2026-01-02'],
    [text('20260102'), '2026-01-02'],
    [text('2026-01-02 08:30:00'), '2026-01-02'],
    [date('2026-01-02'), '2026-01-02'],
    [date('2026-01-02 08:30'), '2026-01-02'],
    [number(46024), '2026-01-02'],
    [number(46024.75), '2026-01-02'],
    [number(20260102), '2026-01-02'],
    [text('46024'), null],
    [number(12), null],
    [text('2026-02-30'), null],
    [text('2026-13-01'), null],
    [text('26-1-2'), null],
    [text('今天'), null],
    [date('08:30'), null],
  ])('%j is %s', (cell, day) => {
    expect(parseDay(cell)).toBe(day)
  })
})

describe('times', () => {
  test.each([
    [text('8:00'), '08:00'],
    [text('08：30'), '08:30'],
    [text('8点'), '08:00'],
    [text('8时30分'), '08:30'],
    [text('17:30:00'), '17:30'],
    [date('17:30'), '17:30'],
    [date('2026-01-02 17:30'), '17:30'],
    [text('24:00'), '24:00'],
    [number(0.375), '09:00'],
    [number(0), '00:00'],
    [number(1), '24:00'],
    [number(8), null],
    [text('24:01'), null],
    [text('12:60'), null],
    [text('早上'), null],
  ])('%j is %s', (cell, time) => {
    expect(parseTime(cell)).toBe(time)
  })
})

describe('periods', () => {
  test.each([
    [text('2026-10'), '2026-10'],
    [text('2026年1月'), '2026-01'],
    [text('2026/9'), '2026-09'],
    [number(202610), '2026-10'],
    [date('2026-10-01'), '2026-10'],
    [text('2026Q3'), '2026-Q3'],
    [text('2026-Q3'), '2026-Q3'],
    [text('2026年第三季度'), '2026-Q3'],
    [text('2026'), '2026'],
    [text('2026年度'), '2026'],
    [text('2026-13'), null],
    [text('2026-Q5'), null],
    [text('十月'), null],
  ])('%j is %s', (cell, period) => {
    expect(parsePeriod(cell)).toBe(period)
  })
})

test.each([
  [number(5), 5],
  [text('５'), 5],
  [text('-2'), -2],
  [text('33.0'), 33],
  [text('1.5'), null],
  [text('9999999999'), null],
  [text(''), null],
])('%j is the integer %s', (cell, value) => {
  expect(parseInteger(cell)).toBe(value)
})

test.each([
  [number(94.5), '94.50'],
  [text('094.560'), '94.56'],
  [text('94.56㎡'), '94.56'],
  [text('94.56 平方米'), '94.56'],
  [text('94.567'), null],
  [text('-1'), null],
  [text('1e3'), null],
])('%j is the area %s', (cell, value) => {
  expect(parseDecimal(cell)).toBe(value)
})

test.each([
  [text('￥1,234.50元'), '1234.50'],
  [text('¥ 20'), '20'],
  [text('RMB20'), '20'],
  [number(142.93), '142.93'],
])('%j is the amount %s', (cell, value) => {
  expect(moneyText(cell)).toBe(value)
})
