/** The memory of answered deliveries: two hours, bounded, oldest forgotten first. */
import { expect, test } from 'vitest'
import { recentSignatures } from '../../../src/channels/wecom/recent-signatures.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

test('a signature is known for two hours', () => {
  const recent = recentSignatures()
  expect(recent.has('a', NOW)).toBe(false)
  recent.add('a', NOW)
  expect([119, 120].map((minutes) => recent.has('a', later(minutes)))).toEqual([true, false])
  recent.add('a', later(120))
  expect(recent.has('a', later(121))).toBe(true)
})

test('however many come, only the newest are held', () => {
  const recent = recentSignatures(3)
  for (const signature of ['a', 'b', 'c', 'a', 'd']) recent.add(signature, NOW)
  expect(['a', 'b', 'c', 'd'].map((signature) => recent.has(signature, NOW))).toEqual([
    true,
    false,
    true,
    true,
  ])
})
