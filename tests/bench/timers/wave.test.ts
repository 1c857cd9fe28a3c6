import { expect, test } from 'vitest'
import { ourResult } from './timers-bench.ts'
import { waveOf } from './wave.ts'

test('late, early, lost and doubled alarms of a wave are told apart', () => {
  const rang = [[1_010], [1_999], [], [4_000, 4_500]]
  expect(waveOf([1_000, 2_000, 3_000, 4_000], (n) => rang[n] ?? [])).toEqual({
    late: [-1, 0, 10, 500],
    early: 1,
    lost: 1,
    doubled: 1,
  })
})

const late = Array.from({ length: 1_000 }, (_, n) => (n < 995 ? 10 : 900))
const whole = { late, early: 0, lost: 0, doubled: 0 }

test.each([
  ['late alarms within the aims', whole, 5, true],
  ['one that rang twice', { ...whole, doubled: 1 }, 5, false],
  ['one before its time', { ...whole, early: 1 }, 5, false],
  ['one that never rang', { ...whole, lost: 1 }, 5, false],
  [
    'twenty of a thousand too late',
    { ...whole, late: late.map((ms, n) => (n < 980 ? ms : 301)) },
    5,
    false,
  ],
  ['one much too late', { ...whole, late: [...late.slice(0, 999), 1_001] }, 5, false],
  ['too much CPU', whole, 13, false],
  ['a system that tells nothing of CPU', whole, null, true],
])('a wave with %s', (_, wave, cpuSeconds, isMet) => {
  expect(ourResult('ours', wave, cpuSeconds)).toMatchObject({ isOurs: true, isMet })
})
