/** Which prices a sentence asks for. */
import { expect, test } from 'vitest'
import { type PriceRow, pricesAskedFor } from '../../../src/desk/quotes/price-list.ts'
import { readRules } from '../../../src/desk/rules.ts'

const { asking } = (await readRules()).quotes.prices

const LIST = ['C01 水龙头', 'C02 角阀', 'C03 不锈钢软管', 'R01 水电安装人工', 'S01 上门费'].map(
  (text): PriceRow => {
    const [code = '', name = ''] = text.split(' ')
    const rest = { id: code, projectId: 'p', unit: '个', kind: 'material', priceFen: 100 }
    return { ...rest, code, name, warrantyDays: null, validFrom: null, validTo: null }
  },
)
const asked = (sentence: string) => pricesAskedFor(LIST, sentence, asking).map(({ code }) => code)

test.each([
  ['报价单', ['C01', 'C02', 'C03', 'R01', 'S01']],
  ['查一下价目表', ['C01', 'C02', 'C03', 'R01', 'S01']],
  ['', ['C01', 'C02', 'C03', 'R01', 'S01']],
  ['报价单 水龙头', ['C01']],
  ['水龙头多少钱', ['C01']],
  ['软管多少钱', ['C03']],
  ['报价单 角阀、软管', ['C02', 'C03']],
  ['报价单 ｃ０２', ['C02']],
  ['换一个水龙头的价格', ['C01']],
  ['人工多少钱？', ['R01']],
  ['报价单 火箭发动机', []],
  ["报价单'; DROP TABLE price_item; --", []],
])('%s', (sentence, codes) => {
  expect(asked(sentence)).toEqual(codes)
})
