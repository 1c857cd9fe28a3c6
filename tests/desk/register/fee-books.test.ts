import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runBills } from '../../../src/desk/fees/run-bills.ts'
import { BILL_HEAD, ITEM_HEAD, ROOM_HEAD } from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

const bookOf = (name: string) => readFile(new URL(`../../fixtures/estate/${name}`, import.meta.url))
type Rows = readonly Record<string, unknown>[]

describe('the book of five sheets that refer to each other by code', () => {
  let desk: ImportDesk
  const rows = async (table: string) => (await desk.everything())[table] as Rows
  beforeAll(async () => {
    desk = await openImportDesk()
  })
  afterAll(() => desk.close())

  test('is imported as it is', async () => {
    const answer = await desk.take(await bookOf('hc.xlsx'))
    expect(problemsOf(answer.errors)).toEqual([])
    expect(answer).toMatchObject({
      outcome: 'imported',
      counts: {
        building: { added: 14 },
        unit: { added: 26 },
        room: { added: 9 },
        person: { added: 5 },
        occupancy: { added: 5 },
        fee_item: { added: 2 },
        room_fee: { added: 11 },
      },
    })
    expect(problemsOf(answer.warnings)).toEqual([
      '业主信息 1 A1 编号 column_unknown',
      '业主信息 1 D1 年龄 column_unknown',
      '车位信息 1 C1 停车场类型 column_unknown',
      '车位信息 1 F1 车牌号 column_unknown',
      '车位信息 1 G1 车品牌 column_unknown',
      '车位信息 1 H1 车类型（9901 家用小汽车 9902 客车 9903 货车） column_unknown',
      '车位信息 1 I1 颜色 column_unknown',
      '房屋信息 7 业主编号 owner_unknown 6',
      '房屋信息 8 业主编号 owner_unknown 7',
      '房屋信息 9 业主编号 owner_unknown 8',
    ])
  })

  test('has its fee items by name, with starts, ends and periods', async () => {
    expect(await rows('fee_item')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: '1',
          name: '测试收费1',
          category: '物业费',
          kind: 'periodic',
          rule: 'area_price',
          formula: '面积×单价+附加费',
          priceFen: '130.0000',
          fixedFen: 2000,
          billing: 'month',
          payWhen: 'prepaid',
          payMonths: 6,
          validFrom: '2020-06-10',
          validTo: '2037-01-01',
        }),
        expect.objectContaining({
          code: '2',
          name: '测试收费2',
          payMonths: 3,
          priceFen: '100.0000',
        }),
      ]),
    )
    const items = new Map((await rows('fee_item')).map((item) => [item['id'], item['code']]))
    const rooms = new Map((await rows('room')).map((room) => [room['id'], room['code']]))
    const fees = (await rows('room_fee')).map((fee) =>
      [rooms.get(fee['roomId']), items.get(fee['feeItemId']), fee['validFrom']].join(' '),
    )
    expect(fees.sort()).toEqual([
      '1-1-1011 1 2020-06-10',
      '1-1-1011 2 2020-07-10',
      '1-1-1012 1 2020-06-10',
      '1-1-1013 2 2020-06-10',
      '1-1-1014 1 2020-06-10',
      '1-1-1014 2 2020-07-10',
      '1-1-1021 2 2020-06-10',
      '1-1-1022 2 2020-06-10',
      '1-1-1023 2 2020-06-10',
      '1-1-1024 1 2020-06-10',
      '1-1-1024 2 2020-07-10',
    ])
  })

  test('changes nothing the second time', async () => {
    const before = await desk.everything()
    expect(await desk.take(await bookOf('hc.xlsx'))).toMatchObject({ outcome: 'unchanged' })
    expect(await desk.everything()).toEqual(before)
  })

  test('makes bills of exactly 142.93 a month for room 1-1-1011 and item 1', async () => {
    const [project] = await rows('project')
    const wish = { corpId: 'corp-1', projectId: String(project?.['id']), from: '2020-06' }
    const answer = await runBills(desk.deps, wish)
    expect(answer).toMatchObject({ outcome: 'done', skippedCount: 0 })
    const room = (await rows('room')).find((one) => one['code'] === '1-1-1011')
    const item = (await rows('fee_item')).find((one) => one['code'] === '1')
    const bills = (await rows('bill'))
      .filter((bill) => bill['roomId'] === room?.['id'] && bill['feeItemId'] === item?.['id'])
      .sort((a, b) => String(a['period']).localeCompare(String(b['period'])))
    expect(bills).toHaveLength(78)
    expect(bills[0]).toMatchObject({
      period: '2020-06',
      fromDay: '2020-06-10',
      toDay: '2020-07-01',
      amountFen: 10005,
      computed: '（94.56㎡×1.3元+20元）×21天/30天',
      state: 'UNPAID',
    })
    expect(new Set(bills.slice(1).map((bill) => bill['amountFen']))).toEqual(new Set([14293]))
    expect(bills.at(-1)).toMatchObject({
      period: '2026-11',
      computed: '94.56㎡×1.3元+20元',
      details: { rule: 'area_price', grossArea: '94.56', priceFen: '130.0000', fixedFen: 2000 },
    })
    const again = await runBills(desk.deps, wish)
    expect(again).toMatchObject({ outcome: 'done', made: 0, totalFen: 0, published: 0 })
  })
})

describe('past payments', () => {
  let desk: ImportDesk
  const rows = async (table: string) => (await desk.everything())[table] as Rows
  beforeEach(async () => {
    desk = await openImportDesk()
  })
  afterEach(() => desk.close())
  const PAYMENT_HEAD = [
    '房屋',
    '收费项目',
    '缴费周期',
    '开始时间',
    '结束时间',
    '缴费时间',
    '应缴金额',
    '实缴金额',
  ] as const

  async function reconciled() {
    const payments = await rows('fee_payment')
    const { db } = desk.database
    const given = await db.selectFrom('fee_allocation').selectAll().execute()
    const sum = (all: readonly (number | unknown)[]) =>
      all.reduce<number>((total, one) => total + Number(one), 0)
    const matched = sum(given.map((one) => one.amountFen))
    expect(sum(payments.map((one) => one['allocatedFen']))).toBe(matched)
    return {
      paid: sum(payments.map((one) => one['amountFen'])),
      matched,
      open: sum(payments.map((one) => Number(one['amountFen']) - Number(one['allocatedFen']))),
      ofBills: sum((await rows('bill')).map((one) => one['paidFen'])),
    }
  }

  test('the book of other people is kept whole, with the reason why nothing is matched', async () => {
    await desk.take(await bookOf('importRoom.xlsx'))
    const answer = await desk.take(await bookOf('importFeeDetail.xlsx'))
    expect(problemsOf(answer.errors)).toEqual([])
    expect(answer).toMatchObject({ outcome: 'imported', counts: { payment: { added: 3 } } })
    expect(answer.warnings.map(({ row, message }) => [row, message])).toEqual([
      [
        2,
        '1-1-1001 和HC费用项费用名称一致 2016-01-01至2016-12-31 有 1000.00 元没有冲抵账单，已保留：没有这个收费项目，或有同名的。',
      ],
      [
        3,
        '1-1-1001 和HC费用项费用名称一致 2017-01-01至2017-12-31 有 1000.00 元没有冲抵账单，已保留：没有这个收费项目，或有同名的。',
      ],
      [
        4,
        '1-1-1001 和HC费用项费用名称一致 2018-01-01至2018-12-31 有 1000.00 元没有冲抵账单，已保留：没有这个收费项目，或有同名的。',
      ],
    ])
    expect(await reconciled()).toEqual({ paid: 300000, matched: 0, open: 300000, ofBills: 0 })
    const before = await desk.everything()
    expect(await desk.take(await bookOf('importFeeDetail.xlsx'))).toMatchObject({
      outcome: 'unchanged',
    })
    expect(await desk.everything()).toEqual(before)
  })

  test('and is matched as soon as the fee item and its bills are there', async () => {
    await desk.take(await bookOf('importRoom.xlsx'))
    await desk.take(await bookOf('importFeeDetail.xlsx'))
    await desk.take({
      收费项目: [
        [...ITEM_HEAD, '计费开始日期'],
        ['WY', '和HC费用项费用名称一致', '周期', '2002', '', '80', '2016-01-01'],
      ],
      房屋收费: [
        ['房屋', '收费项目', '计费开始日期'],
        ['1-1-1001', 'WY', '2016-01-01'],
      ],
    })
    const [project] = await rows('project')
    const wish = { corpId: 'corp-1', projectId: String(project?.['id']), from: '2016-01' }
    expect(await runBills(desk.deps, wish)).toMatchObject({ made: 131, published: 131 })
    // 36 months at 80.00 are 2880.00 of the 3000.00; 40.00 of each year find their bills paid.
    expect(await reconciled()).toEqual({
      paid: 300000,
      matched: 288000,
      open: 12000,
      ofBills: 288000,
    })
    const states = (await rows('bill')).map((bill) => `${bill['period']} ${bill['state']}`).sort()
    expect(states.slice(34, 38)).toEqual([
      '2018-11 PAID',
      '2018-12 PAID',
      '2019-01 UNPAID',
      '2019-02 UNPAID',
    ])
    expect(new Set((await rows('fee_payment')).map((one) => one['reason']))).toEqual(
      new Set(['settled']),
    )
  })

  const BASE = {
    房屋: [ROOM_HEAD, ['3', '2', '501', 5, 90], ['3', '2', '502', 5, 80]],
    收费项目: [ITEM_HEAD, ['WY', '物业费', '周期', '', '', '']],
    账单: [
      BILL_HEAD,
      ['3-2-501', 'WY', '2026-01', '100', '', '', '', ''],
      ['3-2-501', 'WY', '2026-02', '100', '30', '', '', ''],
      ['3-2-501', 'WY', '2026-Q2', '300', '', '', '', ''],
    ],
  }

  test('pay the oldest bill first, then in part; the rest is kept with its reason', async () => {
    const answer = await desk.take({
      ...BASE,
      缴费记录: [
        PAYMENT_HEAD,
        ['3-2-501', '物业费', 2, '2026-01-01', '2026-02-28', '2026-01-05', 200, '150.50'],
        ['3-2-501', 'WY', '', '2026-02-01', '2026-03-01', '2026-03-05', '', '70'],
        ['3-2-501', 'WY', '', '2025-01-01', '2025-12-31', '', '', '9.99'],
        ['3-2-502', 'WY', '', '2026-01-01', '2026-01-31', '', '', '1'],
        ['3-2-999', 'WY', '', '2026-01-01', '2026-01-31', '', '', '2'],
        ['3-2-501', '停车费', '', '2026-01-01', '2026-01-31', '', '', '3'],
      ],
    })
    expect(problemsOf(answer.errors)).toEqual([])
    expect(answer.changes.filter((one) => one.kind === 'bill' && one.action === 'changed')).toEqual(
      [
        {
          kind: 'bill',
          action: 'changed',
          label: '3-2-501 2026-01 物业费',
          differences: [{ field: '已收金额', old: '0.00', new: '100.00' }],
        },
        {
          kind: 'bill',
          action: 'changed',
          label: '3-2-501 2026-02 物业费',
          differences: [{ field: '已收金额', old: '30.00', new: '100.00' }],
        },
      ],
    )
    expect(await reconciled()).toEqual({ paid: 23649, matched: 17000, open: 6649, ofBills: 20000 })
    const open = (await rows('fee_payment')).map((one) => [
      one['amountFen'],
      one['allocatedFen'],
      one['reason'],
    ])
    expect(open.sort((a, b) => Number(b[0]) - Number(a[0]))).toEqual([
      [15050, 15050, null],
      [7000, 1950, 'settled'],
      [999, 0, 'no_bill'],
      [300, 0, 'item_unknown'],
      [200, 0, 'room_unknown'],
      [100, 0, 'no_bill'],
    ])
  })

  test('an edited amount shows old and new and is given out afresh', async () => {
    const paid = (amount: string) => ({
      ...BASE,
      缴费记录: [
        PAYMENT_HEAD,
        ['3-2-501', 'WY', '', '2026-01-01', '2026-02-28', '2026-01-05', '', amount],
      ],
    })
    await desk.take(paid('150'))
    expect(await reconciled()).toMatchObject({ matched: 15000, ofBills: 18000 })
    const answer = await desk.take({ 缴费记录: paid('40').缴费记录 })
    expect(answer.changes.find((one) => one.kind === 'payment')).toMatchObject({
      action: 'changed',
      differences: [{ field: '实缴金额', old: '150.00', new: '40.00' }],
    })
    expect(await reconciled()).toEqual({ paid: 4000, matched: 4000, open: 0, ofBills: 7000 })
    const states = (await rows('bill')).map((bill) => `${bill['period']} ${bill['state']}`).sort()
    expect(states).toEqual(['2026-01 PART_PAID', '2026-02 PART_PAID', '2026-Q2 UNPAID'])
  })

  test('one payment written twice, days the wrong way round, and a bill said to be paid less are refused', async () => {
    const twice = await desk.take({
      ...BASE,
      缴费记录: [
        PAYMENT_HEAD,
        ['3-2-501', 'WY', '', '2026-01-01', '2026-01-31', '2026-01-05', '', '10'],
        ['3-2-501', 'WY', '', '2026-01-01', '2026-01-31', '2026-01-05', '', '20'],
        ['3-2-501', 'WY', '', '2026-02-01', '2026-01-01', '', '', '20'],
      ],
    })
    expect(twice.outcome).toBe('refused')
    expect(problemsOf(twice.errors)).toEqual(['缴费记录 4 E4 结束时间 days_order 2026-01-01'])
    const row = ['3-2-501', 'WY', '', '2026-01-01', '2026-01-31', '2026-01-05', '', '10']
    const again = await desk.take({ ...BASE, 缴费记录: [PAYMENT_HEAD, row, row] })
    expect(problemsOf(again.errors)).toEqual([
      '缴费记录 3 实缴金额 payment_twice 3-2-501 WY 2026-01-01至2026-01-31',
    ])
    await desk.take({ ...BASE, 缴费记录: [PAYMENT_HEAD, row] })
    const less = await desk.take({
      账单: [BILL_HEAD, ['3-2-501', 'WY', '2026-01', '100', '5', '', '', '']],
    })
    expect(less.errors.map((one) => one.message)).toEqual([
      '3-2-501 2026-01 物业费 的缴费记录已有 10.00 元，已收金额不能比它少。',
    ])
    expect(await reconciled()).toMatchObject({ matched: 1000, ofBills: 4000 })
  })
})

describe('books of fees', () => {
  let desk: ImportDesk
  beforeEach(async () => {
    desk = await openImportDesk()
  })
  afterEach(() => desk.close())

  test('an unknown formula code says what would be right; words of their own are kept with a warning', async () => {
    const refused = await desk.take({ 收费项目: [ITEM_HEAD, ['A', '甲', '周期', '1234', '', '']] })
    expect(refused.errors.map((one) => one.message)).toEqual([
      '没有编号为“1234”的计算公式。可以填：1001 面积×单价+附加费、2002 固定金额、3003 室内面积×单价+附加费、4004 动态费用、5005 读数差×单价、6006 用量×单价、7007 自定义公式、9009 动态单价、1101 租金、1102 递增租金',
    ])
    const kept = await desk.take({ 收费项目: [ITEM_HEAD, ['A', '甲', '周期', '看情况', '', '']] })
    expect(problemsOf(kept.warnings)).toEqual(['收费项目 2 D2 计算方式 formula_words 看情况'])
  })

  test('fees and first days that do not fit, unknown fees and twice the same are refused', async () => {
    const head = ['楼栋', '单元', '房号', '房屋费用', '费用开始时间']
    const items = [ITEM_HEAD, ['1', '甲', '周期', '2002', '', 5]]
    const ofCells = async (fees: string, starts: string) =>
      problemsOf(
        (await desk.take({ 收费项目: items, 房屋: [head, ['1', '1', '101', fees, starts]] }))
          .errors,
      )
    expect(await ofCells('1#1', '2020-01-01#2020-01-01#2020-01-01')).toEqual([
      '房屋 2 E2 费用开始时间 fee_starts 2020-01-01#2020-01-01#2020-01-01',
    ])
    expect(await ofCells('1', '去年')).toEqual(['房屋 2 E2 费用开始时间 day 去年'])
    expect(await ofCells('7', '')).toEqual(['房屋 2 收费项目 item_unknown 7'])
    expect(await ofCells('1#1', '2020-01-01')).toEqual(['房屋 2 收费项目 row_twice 1-1-101 甲'])
    expect(await ofCells('0', '2020-01-01')).toEqual([])
  })
})
