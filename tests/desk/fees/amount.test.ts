import { describe, expect, test } from 'vitest'
import {
  amountFen,
  computedWords,
  type Figures,
  monthlyAmount,
} from '../../../src/desk/fees/amount.ts'
import { monthParts } from '../../../src/desk/fees/periods.ts'
import { splitFen } from '../../../src/desk/fees/split-fen.ts'
import { readRules } from '../../../src/desk/rules.ts'

const { fees } = await readRules()
const NONE: Figures = {
  grossArea: null,
  innerArea: null,
  rentFen: null,
  priceFen: null,
  fixedFen: null,
}
const ROOM: Figures = {
  grossArea: '94.56',
  innerArea: '80.10',
  rentFen: 120050,
  priceFen: '130.0000',
  fixedFen: 2000,
}
const OCTOBER = monthParts({ from: '2026-10-01', to: '2026-11-01' })
const MOST = 2_147_483_647

function of(
  rule: Parameters<typeof monthlyAmount>[0],
  figures: Partial<Figures>,
  span?: { from: string; to: string },
) {
  const monthly = monthlyAmount(rule, { ...NONE, ...figures }, fees)
  if (typeof monthly === 'string') return monthly
  const parts = span ? monthParts(span) : OCTOBER
  return [amountFen(monthly, parts), computedWords(monthly, parts, fees)]
}

describe('a month by each formula', () => {
  test.each([
    ['area_price', ROOM, [14293, '94.56㎡×1.3元+20元']],
    ['area_price', { ...ROOM, fixedFen: null }, [12293, '94.56㎡×1.3元']],
    ['area_price', { ...ROOM, fixedFen: 0, priceFen: '55.5500' }, [5253, '94.56㎡×0.5555元']],
    ['area_price', { ...ROOM, grossArea: null }, 'no_area'],
    ['area_price', { ...ROOM, grossArea: '0.00' }, 'no_area'],
    ['area_price', { ...ROOM, priceFen: null }, 'no_price'],
    ['area_price', { ...ROOM, priceFen: '0.0000' }, 'no_price'],
    ['indoor_price', ROOM, [12413, '80.1㎡×1.3元+20元']],
    ['indoor_price', { ...ROOM, innerArea: null }, 'no_inner_area'],
    ['fixed', ROOM, [2000, '每月20元']],
    ['fixed', { ...ROOM, fixedFen: null }, 'no_amount'],
    ['fixed', { ...ROOM, fixedFen: 0 }, 'no_amount'],
    ['rent', ROOM, [120050, '月租1200.5元']],
    ['rent', { ...ROOM, rentFen: null }, 'no_rent'],
    ['meter', ROOM, 'no_reading'],
    ['usage', ROOM, 'no_reading'],
    ['dynamic', ROOM, 'by_hand'],
    ['expression', ROOM, 'by_hand'],
    ['dynamic_price', ROOM, 'by_hand'],
    ['rising_rent', ROOM, 'by_hand'],
  ] as const)('%s of %j is %j', (rule, figures, expected) => {
    expect(of(rule, figures)).toEqual(expected)
  })

  test.each([
    // Exactly half a fen goes up, less goes down.
    ['1.00', '0.5000', 1],
    ['1.00', '0.4999', 0],
    ['0.01', '50.0000', 1],
    ['0.01', '49.9900', 0],
    ['99999999.99', '0.0001', 10000],
    ['99999999.99', '100.0000', null],
    ['21474836.47', '100.0000', MOST],
    ['21474836.48', '100.0000', null],
  ])('%s square metres at %s fen are %s fen', (grossArea, priceFen, fen) => {
    const [amount] = of('area_price', { grossArea, priceFen }) as [number | null, string]
    expect(amount).toBe(fen)
  })
})

describe('parts of periods', () => {
  test.each([
    ['2020-06-10', '2020-07-01', 10005, '（94.56㎡×1.3元+20元）×21天/30天'],
    ['2020-07-01', '2020-08-01', 14293, '94.56㎡×1.3元+20元'],
    ['2026-02-01', '2026-02-15', 7146, '（94.56㎡×1.3元+20元）×14天/28天'],
    ['2024-02-01', '2024-02-30', 14293, '94.56㎡×1.3元+20元'],
    ['2024-02-01', '2024-02-29', 13800, '（94.56㎡×1.3元+20元）×28天/29天'],
    ['2026-01-31', '2026-02-01', 461, '（94.56㎡×1.3元+20元）×1天/31天'],
    ['2026-07-01', '2026-10-01', 42878, '（94.56㎡×1.3元+20元）×3个月'],
    ['2026-01-01', '2027-01-01', 171514, '（94.56㎡×1.3元+20元）×12个月'],
    ['2026-07-16', '2026-10-01', 35963, '（94.56㎡×1.3元+20元）×（2个月+16天/31天）'],
    ['2026-07-16', '2026-09-16', 28816, '（94.56㎡×1.3元+20元）×（1个月+16天/31天+15天/30天）'],
    ['2026-07-31', '2026-08-02', 922, '（94.56㎡×1.3元+20元）×（1天/31天+1天/31天）'],
  ])('from %s up to %s are %s fen', (from, to, fen, words) => {
    expect(of('area_price', ROOM, { from, to })).toEqual([fen, words])
  })
})

describe('an amount that is shared', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [1, [1, 1, 1], [1, 0, 0]],
    [2, [1, 1, 1], [1, 1, 0]],
    [100, [2, 3, 6], [18, 27, 55]],
    [10, [0, 1], [0, 10]],
    [0, [5, 5], [0, 0]],
    [7, [], []],
    [7, [0, 0], [0, 0]],
    [MOST, [1, 1], [1_073_741_824, 1_073_741_823]],
  ])('%s by %j is %j', (total, weights, shares) => {
    expect(splitFen(total, weights.map(BigInt))).toEqual(shares)
  })

  test('loses no fen, and nobody is a fen or more from their share', () => {
    let seed = 7
    const next = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % most
    }
    for (let round = 0; round < 500; round++) {
      const weights = Array.from({ length: 1 + next(40) }, () => BigInt(1 + next(20_000)))
      const total = next(1_000_000)
      const shares = splitFen(total, weights)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total)
      const all = weights.reduce((sum, weight) => sum + weight, 0n)
      for (const [index, share] of shares.entries()) {
        const off = BigInt(share) * all - BigInt(total) * (weights[index] ?? 0n)
        expect(off < all && off > -all).toBe(true)
      }
    }
  })
})
