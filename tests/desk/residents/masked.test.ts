/** Phones in people's own words, however they were typed, and what only looks like one. */
import { expect, test } from 'vitest'
import { withoutPhones } from '../../../src/desk/residents/masked.ts'

test.each([
  ['打13800138000找我', '打138****8000找我'],
  ['电话138 0013 8000，家里漏水', '电话138****8000，家里漏水'],
  ['138-0013-8000', '138****8000'],
  ['1 3 8 0 0 1 3 8 0 0 0', '138****8000'],
  ['+86 13800138000', '138****8000'],
  ['１３８００１３８０００', '138****8000'],
  ['座机0571-88001234', '座机****1234'],
  ['(0571)88001234', '****1234'],
  ['打88001234', '打****1234'],
  ['138001380…', '****1380…'],
  ['一三八零零一三八零零零', '****八零零零'],
  ['两个号13800138000、13900001111', '两个号138****8000、139****1111'],
])('%s', (said, shown) => {
  expect(withoutPhones(said)).toBe(shown)
})

test.each([
  '3栋2单元501厨房漏水',
  '3-2-501 18楼',
  'BX20261123-0001 又坏了',
  '20261123报的',
  '2026-11-23 下午3点',
  '欠794.31元，第123456次',
  '',
])('%j stays as it is', (said) => {
  expect(withoutPhones(said)).toBe(said)
})

test('a text without end is looked through at once', () => {
  const begun = performance.now()
  withoutPhones('1 '.repeat(200_000))
  withoutPhones('13-'.repeat(200_000))
  expect(performance.now() - begun).toBeLessThan(2000)
})
