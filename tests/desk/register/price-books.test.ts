import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportBook } from '../../../src/desk/register/write/export-book.ts'
import { PRICE_HEAD, type RowsOf } from '../../support/a-book.ts'
import { SYSTEM } from '../../support/desk/work.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const TAP = ['C01', '水龙头', '材料', '个', '45', '90'] as const
const HOUR = ['R01', '水电安装人工', '人工', '小时', '60.5', ''] as const
const take = (...rows: RowsOf) => desk.take({ 维修价目: [[...PRICE_HEAD], ...rows] })
const prices = async () => (await desk.everything())['price_item'] ?? []

test('a price list is imported to the fen, and a second time changes nothing', async () => {
  const answer = await take([...TAP], [...HOUR], ['S01', '上门费', '上门费', '次', '20', '无'])
  expect(problemsOf(answer.errors)).toEqual([])
  expect(answer.counts).toMatchObject({ price_item: { added: 3 } })
  const stored = await prices()
  expect(stored).toHaveLength(3)
  expect(stored).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        code: 'C01',
        kind: 'material',
        unit: '个',
        priceFen: 4500,
        warrantyDays: 90,
      }),
      expect.objectContaining({
        code: 'R01',
        kind: 'labour',
        unit: '小时',
        priceFen: 6050,
        warrantyDays: null,
      }),
      expect.objectContaining({ code: 'S01', kind: 'visit', priceFen: 2000, warrantyDays: null }),
    ]),
  )
  expect(await take([...TAP], [...HOUR])).toMatchObject({ outcome: 'unchanged' })
  expect(await prices()).toEqual(stored)
})

test('what the book states otherwise is changed, with old and new in its own words', async () => {
  await take([...TAP], [...HOUR])
  const answer = await desk.take({
    维修价目: [
      [...PRICE_HEAD, '结束日期'],
      ['C01', '水龙头', '材料', '个', '48.5', '无', '2026-12-31'],
    ],
  })
  expect(answer.changes).toEqual([
    {
      kind: 'price_item',
      action: 'changed',
      label: '水龙头',
      differences: [
        { field: '单价', old: '45.00', new: '48.50' },
        { field: '质保天数', old: '90', new: null },
        { field: '结束日期', old: null, new: '2026-12-31' },
      ],
    },
  ])
  expect(await prices()).toHaveLength(2)
})

const WRONG: readonly (readonly [string, RowsOf, readonly string[]])[] = [
  ['no code', [['', ...TAP.slice(1)]], ['维修价目 2 A2 编号 required']],
  ['no unit', [['C01', '水龙头', '材料', '', '45', '']], ['维修价目 2 D2 单位 required']],
  [
    'a kind nobody knows',
    [['C01', '水龙头', '五金', '个', '45', '']],
    ['维修价目 2 C2 类别 legend 五金'],
  ],
  [
    'less than nothing',
    [['C01', '水龙头', '材料', '个', '-1', '']],
    ['维修价目 2 E2 单价 money -1'],
  ],
  [
    'parts of a fen',
    [['C01', '水龙头', '材料', '个', '1.005', '']],
    ['维修价目 2 E2 单价 money 1.005'],
  ],
  [
    'more than the desk can hold',
    [['C01', '水龙头', '材料', '个', '99999999999', '']],
    ['维修价目 2 E2 单价 money 99999999999'],
  ],
  [
    'a price in words',
    [['C01', '水龙头', '材料', '个', '面议', '']],
    ['维修价目 2 E2 单价 money 面议'],
  ],
  [
    'a warranty without end',
    [['C01', '水龙头', '材料', '个', '45', '99999']],
    ['维修价目 2 F2 质保天数 integer 99999'],
  ],
  [
    'a unit like a sentence',
    [['C01', '水龙头', '材料', '每一个都要另外再算的', '45', '']],
    ['维修价目 2 D2 单位 too_long 每一个都要另外再算的'],
  ],
  [
    'a name of forty-one letters',
    [['C01', '长'.repeat(41), '材料', '个', '45', '']],
    [`维修价目 2 B2 名称 too_long ${'长'.repeat(41)}`],
  ],
  ['twice the same code', [[...TAP], [...TAP]], ['维修价目 3 编号 row_twice C01']],
]

test.each(WRONG)('%s: the cell is named and nothing is kept', async (_, rows, problems) => {
  const answer = await take(...rows)
  expect(problemsOf(answer.errors)).toEqual(problems)
  expect(answer.outcome).toBe('refused')
  expect(answer.errors.every(({ message }) => message.length > 4)).toBe(true)
  expect(await prices()).toEqual([])
})

test('an end before the beginning is refused', async () => {
  const answer = await desk.take({
    维修价目: [
      [...PRICE_HEAD, '开始日期', '结束日期'],
      [...TAP, '2026-12-01', '2026-11-01'],
    ],
  })
  expect(problemsOf(answer.errors)).toEqual(['维修价目 2 H2 结束日期 days_order 2026-11-01'])
})

test('a book of fee items stays one, and the export comes back as it went', async () => {
  await take([...TAP], [...HOUR])
  const before = await prices()
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-prices-'))
  try {
    const [project] = (await desk.everything())['project'] as readonly { id: string }[]
    const path = join(folder, 'export.xlsx')
    await exportBook(
      { ...desk.deps, now: desk.clock.now(), actor: SYSTEM },
      { corpId: 'corp-1', projectId: project?.id ?? '', path, withNumbers: false },
    )
    const answer = await desk.take(await readFile(path))
    expect(answer).toMatchObject({ outcome: 'unchanged', errors: [] })
    expect(await prices()).toEqual(before)
  } finally {
    await rm(folder, { recursive: true })
  }
})
