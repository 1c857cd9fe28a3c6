/** Planned messages near the full and the half hour move behind it, each to its own place; all others stay. */
import { expect, test } from 'vitest'
import { awayFromMarks } from '../../src/outbox/away-from-marks.ts'
import { outboxRules } from '../support/rules.ts'

const { jitter } = outboxRules
const away = (time: string, key = 'k') =>
  awayFromMarks(new Date(`2026-11-23T${time}Z`), key, jitter).getTime()
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`)

test.each([
  ['00:30:00', '00:31:00'],
  ['00:30:59.999', '00:31:00'],
  ['00:29:30', '00:31:00'],
  ['00:00:00', '00:01:00'],
  ['23:59:30', '24:01:00'],
])('%s moves to the five minutes after %s', (time, from) => {
  const first = from.startsWith('24') ? Date.parse('2026-11-24T00:01:00Z') : at(from)
  for (const key of ['a', 'b', 'c', '键']) {
    const moved = away(time, key)
    expect(moved).toBeGreaterThanOrEqual(first)
    expect(moved).toBeLessThan(first + 300_000)
    expect(moved).toBeGreaterThan(at(time))
  }
})

test.each(['00:31:00', '00:29:29.999', '00:15:00', '00:59:29.999', '00:01:00'])(
  '%s is away already',
  (time) => {
    expect(away(time)).toBe(at(time))
  },
)

test('a message keeps its place, and many are spread over the whole time', () => {
  expect(away('00:30:00', 'k1')).toBe(away('00:30:20', 'k1'))
  const places = Array.from({ length: 200 }, (_, n) => away('00:30:00', `k${n}`) - at('00:31:00'))
  const minutes = new Set(places.map((place) => Math.floor(place / 60_000)))
  expect([...minutes].sort()).toEqual([0, 1, 2, 3, 4])
})
