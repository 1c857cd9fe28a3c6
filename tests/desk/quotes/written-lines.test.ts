/** What a technician writes, as lines of a quote; and what of it cannot stand. */
import { describe, expect, test } from 'vitest'
import { lineAmount, quantityText, totalOf } from '../../../src/desk/quotes/line-amount.ts'
import type { PriceRow } from '../../../src/desk/quotes/price-list.ts'
import { quoteLines } from '../../../src/desk/quotes/quote-lines.ts'
import { writtenLines } from '../../../src/desk/quotes/written-lines.ts'
import { readRules } from '../../../src/desk/rules.ts'

const rules = (await readRules()).quotes
const PRICES: readonly PriceRow[] = [
  ['C01', '水龙头', '个', 4500],
  ['C02', '角阀', '个', 2800],
  ['C03', '不锈钢软管', '根', 1850],
  ['C04', '塑料软管', '根', 900],
  ['C05', 'LED灯管', '根', 2600],
  ['C06', '1.5平方电线', '米', 333],
  ['R01', '水电安装人工', '小时', 6000],
].map(([code, name, unit, priceFen]) => ({
  ...{ id: String(code), projectId: 'p', code: String(code), name: String(name) },
  ...{ unit: String(unit), kind: 'material', priceFen: Number(priceFen), warrantyDays: null },
  ...{ validFrom: null, validTo: null },
}))

const read = (text: string, supervises = false) =>
  quoteLines(writtenLines(text, rules), { prices: PRICES, rules, supervises })

function said(text: string, supervises = false): string {
  const lines = read(text, supervises)
  if ('problem' in lines) return `${lines.problem} ${lines.line} ${lines.hint}`.trim()
  return lines
    .map((one) => `${one.name} ${quantityText(one.quantity)}${one.unit} ${one.amountFen}`)
    .join('|')
}

test.each([
  ['水龙头', '水龙头 1个 4500'],
  ['报价 0007 水龙头×1，角阀×2', '水龙头 1个 4500|角阀 2个 5600'],
  ['报价：BX20261123-0007 角阀 x 3', '角阀 3个 8400'],
  ['角阀2个、水电安装人工1.5小时', '角阀 2个 5600|水电安装人工 1.5小时 9000'],
  ['角阀＊２；人工 半小时', 'unknown 人工 半小时'],
  ['人工 0.5小时', '水电安装人工 0.5小时 3000'],
  ['LED灯管 2根', 'LED灯管 2根 5200'],
  ['led灯管*2', 'LED灯管 2根 5200'],
  ['1.5平方电线 3米', '1.5平方电线 3米 999'],
  ['1.5平方电线 0.1米', '1.5平方电线 0.1米 33'],
  ['1.5平方电线 0.15米', '1.5平方电线 0.15米 50'],
  ['C02×2', '角阀 2个 5600'],
  ['不锈钢', '不锈钢软管 1根 1850'],
  ['软管×1', 'several 软管×1 不锈钢软管、塑料软管'],
  ['定制软管 2根 45元（厂家专供，现货）', '定制软管 2件 9000'],
  ['胶布 0元（赠送）', '胶布 1件 0'],
  ['定制软管 45元', 'reason_wanted 定制软管 45元'],
  ['角阀 28元', '角阀 1个 2800'],
  ['角阀 1元', 'other_price 角阀 1元 28.00'],
  ['火箭发动机', 'unknown 火箭发动机'],
  ['角阀×0', 'quantity 角阀×0 999'],
  ['角阀×-1', 'quantity 角阀×-1 999'],
  ['角阀 -2个', 'quantity 角阀 -2个 999'],
  ['角阀×1000000000', 'quantity 角阀×1000000000 999'],
  ['角阀×1e9', 'unknown 角阀×1e9'],
  ['角阀×0.001', 'quantity 角阀×0.001 999'],
  ['角阀×1000', 'quantity 角阀×1000 999'],
  ['角阀×999', 'too_dear 角阀×999 20000.00'],
  ['水泵 -5元（旧的）', 'price 水泵 -5元(旧的)'],
  ['水泵 1.005元（旧的）', 'price 水泵 1.005元(旧的)'],
  ['水泵 201元（旧的坏了）', 'own_too_dear 水泵 201元(旧的坏了) 200.00'],
  ['水泵 200元（旧的坏了）', '水泵 1件 20000'],
  ["角阀'; DROP TABLE quote; --", "unknown 角阀'"],
  ['{{ slots.words }}', 'unknown {{ slots.words }}'],
  ['', ''],
  ['报价 0007', ''],
  ['，，；；', ''],
])('%s → %s', (text, wanted) => {
  expect(said(text)).toBe(wanted)
})

test('whoever supervises may write a dear line of their own, never one without a reason', () => {
  expect(said('水泵 201元（旧的坏了）', true)).toBe('水泵 1件 20100')
  expect(said('水泵 201元', true)).toBe('reason_wanted 水泵 201元')
})

test('twenty lines are a quote, twenty-one are none', () => {
  const many = (count: number) => Array.from({ length: count }, () => '角阀').join('，')
  expect(said(many(20)).split('|')).toHaveLength(20)
  expect(said(many(21))).toBe('too_many 21 20')
})

test('a message without end is read for its beginning only, and soon', () => {
  const before = performance.now()
  expect(said('角'.repeat(1_000_000))).toContain('unknown')
  expect(said('('.repeat(1_000_000))).toContain('unknown')
  expect(said('角阀×1，'.repeat(100_000))).toContain('too_many')
  expect(said(`${'1'.repeat(100_000)}元`)).toContain('unknown')
  expect(performance.now() - before).toBeLessThan(3000)
})

describe('money', () => {
  let seed = 20261123
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }

  test('every amount is whole fen, within half a fen of price times quantity, and the total is their sum', () => {
    for (let round = 0; round < 2_000; round++) {
      const lines = Array.from({ length: 1 + random(20) }, () => {
        const [price, quantity] = [random(2_000_000), 1 + random(99_900)]
        return { price, quantity, amountFen: lineAmount(price, quantity) }
      })
      for (const { price, quantity, amountFen } of lines) {
        expect(Number.isSafeInteger(amountFen)).toBe(true)
        const off = BigInt(amountFen) * 100n - BigInt(price) * BigInt(quantity)
        expect(off > -50n && off <= 50n).toBe(true)
      }
      const sum = lines.reduce((all, { amountFen }) => all + BigInt(amountFen), 0n)
      expect(BigInt(totalOf(lines))).toBe(sum)
    }
  })

  test('quantities read as they were written', () => {
    expect([1, 10, 50, 100, 150, 2000, 99_900].map(quantityText)).toEqual([
      '0.01',
      '0.1',
      '0.5',
      '1',
      '1.5',
      '20',
      '999',
    ])
  })
})
