import { expect, test } from 'vitest'
import { judge, type TurnsMeasured } from './turn-bench.ts'

const target = { subject: 'ours', by: 'raw', least: 0.5 }

const rest = { cpu: null, p50Ms: 1, p99Ms: 2 }
const at32 = (name: string, perSecond: number[]): TurnsMeasured => ({
  ...{ ...rest, name, atOnce: 32 },
  perSecond,
})

test.each([
  ['is met by the median of the rounds', [100, 60, 10], 0.6, true],
  ['is missed below it', [100, 40, 10], 0.4, false],
])('an aim %s', (_, ours, ratio, isMet) => {
  const rounds = [
    { ...at32('ours', [900]), atOnce: 8 },
    at32('ours', ours),
    at32('raw', [100, 100, 100]),
  ]
  expect(judge(target, rounds)).toEqual({ ...target, ratio, isMet })
})

test('an aim beside what was not measured is skipped, and not missed', () => {
  const judged = judge(target, [at32('ours', [1])])
  expect(judged).toEqual({ ...target, ratio: null, isMet: true })
})
