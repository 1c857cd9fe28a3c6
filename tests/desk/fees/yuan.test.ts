import { expect, test } from 'vitest'
import { periodWords } from '../../../src/desk/fees/fee-line.ts'
import { fenOfYuan, fenRateOfYuan, yuanText } from '../../../src/desk/fees/yuan.ts'

test.each([
  [14293, '142.93'],
  [0, '0.00'],
  [5, '0.05'],
  [100, '1.00'],
  [-2050, '-20.50'],
  [2_147_483_647, '21474836.47'],
  [9_007_199_254_740_991, '90071992547409.91'],
])('%d fen are %s yuan', (fen, yuan) => {
  expect(yuanText(fen)).toBe(yuan)
  expect(fenOfYuan(yuan)).toBe(fen)
})

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no amount of fen', (fen) => {
  expect(() => yuanText(fen)).toThrow(RangeError)
})

test.each([
  ['0.29', 29],
  ['1.1', 110],
  ['142', 14200],
  ['1,234,567.80', 123_456_780],
  ['0.100', 10],
  ['-0', 0],
  ['0.001', null],
  ['1,23', null],
  ['12 34', null],
  ['1e3', null],
  ['', null],
  ['.5', null],
  ['NaN', null],
  ['9'.repeat(400), null],
])('%j yuan are %j fen', (text, fen) => {
  expect(fenOfYuan(text)).toBe(fen)
})

test.each([
  ['1.35', '135'],
  ['1.3', '130'],
  ['0.5555', '55.55'],
  ['0.005', '0.5'],
  ['2', '200'],
  ['0', '0'],
  ['-1', null],
  ['一元', null],
])('a price of %j yuan is %j fen', (text, fen) => {
  expect(fenRateOfYuan(text)).toBe(fen)
})

test.each([
  ['2026-10', '2026年10月'],
  ['2026-01', '2026年1月'],
  ['2026-Q3', '2026年第3季度'],
  ['2026', '2026年'],
  ['去年', '去年'],
])('the period %s reads %s', (period, words) => {
  expect(periodWords(period)).toBe(words)
})
