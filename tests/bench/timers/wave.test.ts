import { expect, test } from 'vitest'
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
