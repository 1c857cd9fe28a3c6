/** Times, windows and words as people say, type and read them. */
import { describe, expect, test } from 'vitest'
import { parseAppointment } from '../../../src/desk/tickets/appointment.ts'
import { cleanText, excerpt, phrase } from '../../../src/desk/tickets/clean-text.ts'
import { sayDay, sayTime } from '../../../src/desk/tickets/say-time.ts'

const NOW = new Date('2026-11-23T10:00:00+08:00')

test.each([
  ['2026-11-23T00:00:00+08:00', '今天00:00'],
  ['2026-11-23T23:59:59+08:00', '今天23:59'],
  ['2026-11-24T09:05:00+08:00', '明天09:05'],
  ['2026-11-22T09:05:00+08:00', '昨天09:05'],
  ['2026-11-25T09:05:00+08:00', '11月25日09:05'],
  ['2027-01-02T09:05:00+08:00', '2027年1月2日09:05'],
  ['2025-12-31T23:30:00+08:00', '2025年12月31日23:30'],
])('%s is said %s', (at, words) => {
  expect(sayTime(new Date(at), NOW)).toBe(words)
})

test('the estate’s day is meant, not the server’s', () => {
  expect(sayDay('2026-11-24', new Date('2026-11-23T16:30:00Z'))).toBe('今天')
})

describe('a window', () => {
  test.each([
    ['2026-11-24T09:00/11:00', '2026-11-24T01:00:00.000Z', '2026-11-24T03:00:00.000Z'],
    ['2026-11-24T22:00/2026-11-25T01:00', '2026-11-24T14:00:00.000Z', '2026-11-24T17:00:00.000Z'],
    ['2026-11-24T22:00/24:00', '2026-11-24T14:00:00.000Z', '2026-11-24T16:00:00.000Z'],
  ])('%s', (text, start, end) => {
    expect(parseAppointment(text)).toEqual({ text, start: new Date(start), end: new Date(end) })
  })

  test.each(['', 'asap'])('%j is any time', (text) => {
    expect(parseAppointment(text)).toBeNull()
  })

  test.each([
    '2026-11-24T11:00/09:00',
    '2026-11-24T11:00/11:00',
    'soon',
    '2026-11-24',
    'x'.repeat(9999),
  ])('%s is none', (text) => {
    expect(() => parseAppointment(text)).toThrow(RangeError)
  })
})

describe('people’s words', () => {
  test.each([
    ['  漏水  ', '漏水'],
    ['一行\n二行\t三', '一行\n二行\t三'],
    ['a\u0000b\u0007c\u007Fd', 'abcd'],
    ['\uD800漏\uDC00', '漏'],
    ['👨‍👩‍👧 一家', '👨‍👩‍👧 一家'],
    ['\u200b\ufeff', ''],
  ])('%j is kept as %j', (text, kept) => {
    expect(cleanText(text, 100)).toBe(kept)
  })

  test('are cut by characters, not inside of one', () => {
    expect(cleanText('😀'.repeat(10), 3)).toBe('😀😀😀')
    expect(cleanText('一'.repeat(1_000_000), 2000)).toHaveLength(2000)
  })

  test.each([
    ['厨房水管漏水', 14, '厨房水管漏水'],
    ['厨房\n水管   漏水', 14, '厨房 水管 漏水'],
    ['一二三四五六', 4, '一二三…'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['', 3, ''],
  ])('%j in %i characters is %j', (text, max, short) => {
    expect(excerpt(text, max)).toBe(short)
  })

  test.each([
    ['有人被困在电梯里了！', 14, '有人被困在电梯里了'],
    ['灯不亮。。。', 14, '灯不亮'],
    ['怎么没人来？！ ', 14, '怎么没人来'],
    ['灯不亮，插座也没电。', 14, '灯不亮，插座也没电'],
    ['一二三四五六。', 4, '一二三…'],
    ['！', 4, ''],
  ])('%j in %i characters goes on as %j', (text, max, short) => {
    expect(phrase(text, max)).toBe(short)
  })
})
