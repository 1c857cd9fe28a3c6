/** Texts in the platform's limits: nothing lost, nothing torn. */
import { describe, expect, test } from 'vitest'
import { bytesOf, cutBytes, cutChars, splitBytes } from '../../../src/channels/wecom/split.ts'

const FAMILY = '👨‍👩‍👧‍👦'

describe('splitting', () => {
  test.each([
    ['Latin letters', 'abcdefghij'.repeat(700)],
    ['Chinese', '水管漏水了请尽快来人'.repeat(300)],
    ['emoji', '😀'.repeat(2000)],
    ['families of emoji', FAMILY.repeat(400)],
    ['flags', '🇨🇳'.repeat(900)],
    ['one letter under a heap of accents', `a${'\u0301'.repeat(5000)}`],
    ['lines', '一行文字，说明情况。\n'.repeat(300)],
    ['one long line between short ones', `短\n${'长'.repeat(3000)}\n短`],
  ])('%s: every piece fits, no pair is torn, together they are the text', (_what, text) => {
    const pieces = splitBytes(text, 2048)
    expect(pieces.join('')).toBe(text)
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces) {
      expect(bytesOf(piece)).toBeLessThanOrEqual(2048)
      expect(piece).not.toMatch(/\p{Cs}/u)
    }
  })

  test('emoji families and flags stay whole', () => {
    for (const whole of [FAMILY, '🇨🇳', '👍🏽', 'é']) {
      const pieces = splitBytes(whole.repeat(500), 100)
      expect(pieces.every((piece) => piece.replaceAll(whole, '') === '')).toBe(true)
    }
  })

  test.each([
    ['at a line end', `${'一'.repeat(500)}\n${'二'.repeat(300)}`, `${'一'.repeat(500)}\n`],
    ['at a sentence end', `${'一'.repeat(500)}。${'二'.repeat(300)}`, `${'一'.repeat(500)}。`],
    ['not at one far from the end', `一。${'二'.repeat(900)}`, `一。${'二'.repeat(680)}`],
  ])('parts %s', (_what, text, first) => {
    expect(splitBytes(text, 2048)[0]).toBe(first)
  })

  test.each([
    ['exactly the limit', `${'水'.repeat(682)}ab`, 1],
    ['one byte more', `${'水'.repeat(682)}abc`, 2],
    ['nothing', '', 1],
  ])('%s', (_what, text, count) => {
    expect(splitBytes(text, 2048)).toHaveLength(count)
  })

  test('lone halves of pairs and control characters are dropped', () => {
    expect(splitBytes('a\ud83db\u0000c\u0007\n', 2048)).toEqual(['abc\n'])
  })

  test('a megabyte is split in seconds, not minutes', () => {
    const before = performance.now()
    expect(splitBytes('水管漏水。'.repeat(70_000), 2048).join('')).toHaveLength(350_000)
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})

describe('cutting', () => {
  test.each([
    ['a text that fits', '报修', 128, '报修'],
    ['a text that does not', '水'.repeat(50), 128, `${'水'.repeat(41)}…`],
    ['an emoji at the edge', `${'a'.repeat(10)}${FAMILY}`, 30, `${'a'.repeat(10)}…`],
    ['a heap of accents', `a${'\u0301'.repeat(100)}`, 20, '…'],
  ])('bytes: %s', (_what, text, most, cut) => {
    expect(cutBytes(text, most)).toBe(cut)
    expect(bytesOf(cutBytes(text, most))).toBeLessThanOrEqual(most)
  })

  test.each([
    ['ten characters', '一二三四五六七八九十', 10, '一二三四五六七八九十'],
    ['eleven', '一二三四五六七八九十一', 10, '一二三四五六七八九…'],
    ['emoji', '😀'.repeat(11), 10, `${'😀'.repeat(9)}…`],
    ['families', FAMILY.repeat(3), 10, `${FAMILY}…`],
  ])('characters: %s', (_what, text, most, cut) => {
    expect(cutChars(text, most)).toBe(cut)
    expect([...cutChars(text, most)].length).toBeLessThanOrEqual(most)
  })
})
