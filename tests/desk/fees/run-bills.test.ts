import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { feeActions } from '../../../src/desk/fees/actions.ts'
import { draftBills, publishBills, runBills } from '../../../src/desk/fees/run-bills.ts'
import { BILL_HEAD, PEOPLE_HEAD, type RowsOf } from '../../support/a-book.ts'
import { aBinding } from '../../support/desk/people.ts'
import { workOn } from '../../support/desk/work.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const ROOMS = ['楼栋', '单元', '房号', '建筑面积', '套内面积', '租金', '计费开始日期'] as const
const ITEMS = [
  ...['编号', '名称', '类型', '计算方式', '单价', '固定金额'],
  ...['出账周期', '付费方式', '付款人', '开始日期', '结束日期'],
] as const
const FEES = ['房屋', '收费项目', '计费开始日期', '计费结束日期'] as const
/** The 21st of November 2026 is today. */
const WY = ['WY', '物业费', '周期', '1001', '1.3', '20'] as const

async function importing(sheets: Readonly<Record<string, RowsOf>>): Promise<void> {
  const answer = await desk.take(sheets)
  expect(problemsOf(answer.errors)).toEqual([])
}

async function wish(from: string) {
  const { id } = await desk.database.db.selectFrom('project').select('id').executeTakeFirstOrThrow()
  return { corpId: 'corp-1', projectId: id, from }
}

const run = async (from: string) => await runBills(desk.deps, await wish(from))

/** "1-1-101 WY 2026-10 142.93 UNPAID" */
async function bills(): Promise<string[]> {
  const rows = await desk.database.db
    .selectFrom('bill')
    .innerJoin('room', 'room.id', 'bill.roomId')
    .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
    .select(['room.code as room', 'fee_item.code as item', 'period', 'amountFen', 'state'])
    .execute()
  return rows
    .map(({ room, item, period, amountFen, state }) =>
      [room, item, period, amountFen, state].join(' '),
    )
    .sort()
}

async function skips(from: string): Promise<string[]> {
  const answer = await run(from)
  if (answer.outcome !== 'done') throw new Error(answer.message)
  return answer.skipped.map(({ room, item, periods, reason }) =>
    [room ?? '-', item, periods.join(','), reason].join(' '),
  )
}

test('bills are made once for each room, item and period up to this month', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 94.56], ['1', '1', '102', 80]],
    收费项目: [ITEMS, [...WY]],
    房屋收费: [FEES, ['1-1-101', 'WY'], ['1-1-102', 'WY', '2026-11-16', '2026-11-21']],
  })
  expect(await run('2026-10')).toEqual({
    outcome: 'done',
    made: 3,
    totalFen: 14293 * 2 + 2067,
    published: 3,
    skipped: [],
    skippedCount: 0,
  })
  const made = [
    '1-1-101 WY 2026-10 14293 UNPAID',
    '1-1-101 WY 2026-11 14293 UNPAID',
    '1-1-102 WY 2026-11 2067 UNPAID',
  ]
  expect(await bills()).toEqual(made)
  expect(await run('2026-10')).toMatchObject({ made: 0, published: 0, totalFen: 0 })
  expect(await bills()).toEqual(made)
  desk.clock.set(new Date('2026-12-01T00:00:00+08:00'))
  expect(await run('2026-10')).toMatchObject({ made: 1, totalFen: 14293 })
})

test('two runs at once: one waits, and every bill is there once', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 94.56], ['1', '1', '102', 80]],
    收费项目: [ITEMS, [...WY]],
    房屋收费: [FEES, ['1-1-101', 'WY'], ['1-1-102', 'WY']],
  })
  const answers = await Promise.all([run('2026-01'), run('2026-01'), run('2026-01')])
  const made = answers.map((answer) => (answer.outcome === 'done' ? answer.made : -1))
  expect(made.sort()).toEqual([0, 0, 22])
  expect(await bills()).toHaveLength(22)
})

test('the database refuses a second bill of one room, item and period', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 94.56]],
    收费项目: [ITEMS, [...WY]],
    房屋收费: [FEES, ['1-1-101', 'WY']],
  })
  await run('2026-11')
  const { db } = desk.database
  const bill = await db.selectFrom('bill').selectAll().executeTakeFirstOrThrow()
  const { details, ...twin } = bill
  await expect(
    db
      .insertInto('bill')
      .values({ ...twin, id: 'twin' })
      .execute(),
  ).rejects.toMatchObject({ code: '23505' })
  expect(details).toMatchObject({ rule: 'area_price' })
})

test('drafts are nobody’s debt until they are published; a run that was cut off is finished by the next', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 94.56]],
    收费项目: [ITEMS, [...WY]],
    房屋收费: [FEES, ['1-1-101', 'WY']],
    缴费记录: [
      ['房屋', '收费项目', '费用开始日期', '费用结束日期', '实缴金额'],
      ['1-1-101', 'WY', '2026-11-01', '2026-11-30', '100'],
    ],
  })
  await draftBills(desk.deps, await wish('2026-10'))
  expect(await bills()).toEqual([
    '1-1-101 WY 2026-10 14293 DRAFT',
    '1-1-101 WY 2026-11 14293 DRAFT',
  ])
  expect(await run('2026-11')).toMatchObject({ made: 0, published: 2 })
  expect(await bills()).toEqual([
    '1-1-101 WY 2026-10 14293 UNPAID',
    '1-1-101 WY 2026-11 14293 PART_PAID',
  ])
  expect(await publishBills(desk.deps, await wish('2026-11'))).toBe(0)
})

test('each kind of period and of payment has its own moment', async () => {
  const item = (code: string, billing: string, pay: string) => [
    ...[code, code, '周期', '固定金额', '', '10', billing, pay],
  ]
  await importing({
    房屋: [ROOMS, ['1', '1', '101']],
    收费项目: [
      ITEMS,
      item('M1', '每月', '预付费'),
      item('M2', '每月', '后付费'),
      item('Q1', '每季度', '预付费'),
      item('Q2', '每季度', '后付费'),
      item('H1', '每半年', ''),
      item('Y1', '每年1月1日', ''),
      item('R1', '实时', ''),
    ],
    房屋收费: [
      FEES,
      ...['M1', 'M2', 'Q1', 'Q2', 'H1', 'Y1', 'R1'].map((code) => ['1-1-101', code]),
    ],
  })
  expect(await skips('2026-07')).toEqual(['- R1  on_demand', '- Y1 2026 began_before'])
  expect((await bills()).map((bill) => bill.slice(8))).toEqual([
    'H1 2026-H2 6000 UNPAID',
    'M1 2026-07 1000 UNPAID',
    'M1 2026-08 1000 UNPAID',
    'M1 2026-09 1000 UNPAID',
    'M1 2026-10 1000 UNPAID',
    'M1 2026-11 1000 UNPAID',
    'M2 2026-07 1000 UNPAID',
    'M2 2026-08 1000 UNPAID',
    'M2 2026-09 1000 UNPAID',
    'M2 2026-10 1000 UNPAID',
    'Q1 2026-Q3 3000 UNPAID',
    'Q1 2026-Q4 3000 UNPAID',
    'Q2 2026-Q3 3000 UNPAID',
  ])
})

test('what is missing is said for each room and item, and nothing is guessed', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101'], ['1', '1', '102', 80], ['1', '1', '103', '', 50, 100.5]],
    收费项目: [
      ITEMS,
      ['A', '甲', '周期', '1001', '1', ''],
      ['B', '乙', '周期', '1001', '0', '5'],
      ['C', '丙', '抄表', '5005', '3', ''],
      ['D', '丁', '周期', '看情况', '', ''],
      ['E', '戊', '周期', '7007', '', ''],
      ['F', '己', '周期', '2002', '', '0'],
      ['G', '庚', '周期', '1101', '', ''],
      ['H', '辛', '周期', '3003', '2', ''],
      ['I', '壬', '周期', '2002', '', '9'],
    ],
    房屋收费: [
      FEES,
      ...['1-1-101', '1-1-102'].map((room) => [room, 'A']),
      ...['B', 'C', 'D', 'E', 'F', 'G', 'H'].map((item) => ['1-1-102', item]),
      ...['G', 'H'].map((item) => ['1-1-103', item]),
    ],
  })
  expect(await skips('2026-10')).toEqual([
    '1-1-101 甲 2026-10,2026-11 no_area',
    '1-1-102 乙 2026-10,2026-11 no_price',
    '1-1-102 丙 2026-10 no_reading',
    '- 丁  no_formula',
    '1-1-102 戊 2026-10,2026-11 by_hand',
    '1-1-102 己 2026-10,2026-11 no_amount',
    '1-1-102 庚 2026-10,2026-11 no_rent',
    '1-1-102 辛 2026-10,2026-11 no_inner_area',
    '- 壬  no_rooms',
  ])
  expect(await bills()).toEqual([
    '1-1-102 A 2026-10 8000 UNPAID',
    '1-1-102 A 2026-11 8000 UNPAID',
    '1-1-103 G 2026-10 10050 UNPAID',
    '1-1-103 G 2026-11 10050 UNPAID',
    '1-1-103 H 2026-10 10000 UNPAID',
    '1-1-103 H 2026-11 10000 UNPAID',
  ])
})

test('days of the item, of the room and of both decide; what is owed once is owed in its month', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', '', '', '', '2026-10-16'], ['1', '1', '102']],
    收费项目: [
      ITEMS,
      ['A', '甲', '周期', '2002', '', '31', '', '', '', '2026-10-11', '2026-11-11'],
      ['Z', '押金', '一次性', '2002', '', '2000'],
    ],
    房屋收费: [
      FEES,
      ['1-1-101', 'A'],
      ['1-1-102', 'A', '2026-09-01', '2026-11-01'],
      ['1-1-101', 'Z', '2026-09-20'],
      ['1-1-102', 'Z'],
    ],
  })
  expect(await skips('2026-08')).toEqual(['1-1-102 押金  no_start'])
  expect(await bills()).toEqual([
    '1-1-101 A 2026-10 1600 UNPAID',
    '1-1-101 A 2026-11 1033 UNPAID',
    '1-1-101 Z 2026-09 200000 UNPAID',
    '1-1-102 A 2026-10 2100 UNPAID',
  ])
  expect(await run('2026-08')).toMatchObject({ made: 0 })
})

test('bills of a book are not made again, of another length neither; a cancelled one stays cancelled', async () => {
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 100]],
    收费项目: [ITEMS, [...WY]],
    房屋收费: [FEES, ['1-1-101', 'WY']],
    账单: [BILL_HEAD, ['1-1-101', 'WY', '2026-Q3', '1'], ['1-1-101', 'WY', '2026-10', '2']],
  })
  const { db } = desk.database
  await db.updateTable('bill').set({ state: 'CANCELLED' }).where('period', '=', '2026-10').execute()
  expect(await skips('2026-09')).toEqual(['1-1-101 物业费 2026-09 billed_otherwise'])
  expect(await bills()).toEqual([
    '1-1-101 WY 2026-10 200 CANCELLED',
    '1-1-101 WY 2026-11 15000 UNPAID',
    '1-1-101 WY 2026-Q3 100 UNPAID',
  ])
})

describe('an amount all rooms share', () => {
  const shared = (area: number | '') => ({
    房屋: [ROOMS, ['1', '1', '101', 100], ['1', '1', '102', 100], ['1', '1', '103', area]],
    收费项目: [
      ITEMS,
      ['A', '公摊电费', '公摊', '按面积分摊', '', '100.01', '', '后付费'],
      ['H', '公摊水费', '公摊', '按户分摊', '', '10', '', '后付费'],
    ],
    房屋收费: [
      FEES,
      ...['A', 'H'].flatMap((item) => [101, 102, 103].map((room) => [`1-1-${room}`, item])),
    ],
  })

  test('is split to the last fen', async () => {
    await importing(shared(100))
    expect(await skips('2026-10')).toEqual([])
    expect(await bills()).toEqual([
      '1-1-101 A 2026-10 3334 UNPAID',
      '1-1-101 H 2026-10 334 UNPAID',
      '1-1-102 A 2026-10 3334 UNPAID',
      '1-1-102 H 2026-10 333 UNPAID',
      '1-1-103 A 2026-10 3333 UNPAID',
      '1-1-103 H 2026-10 333 UNPAID',
    ])
    const { db } = desk.database
    const words = await db.selectFrom('bill').select('computed').distinct().execute()
    expect(words.map((one) => one.computed).sort()).toEqual([
      '100.01元按面积分摊，本户100㎡，共300㎡',
      '10元按户分摊，共3户',
    ])
  })

  test('waits for the last area, and is not shared twice', async () => {
    await importing(shared(''))
    expect(await skips('2026-09')).toEqual([
      '1-1-103 公摊电费 2026-09,2026-10 no_area',
      '- 公摊电费 2026-09,2026-10 share_waits',
    ])
    await importing({
      房屋: [ROOMS, ['1', '1', '104', 50]],
      房屋收费: [FEES, ['1-1-104', 'H']],
    })
    expect(await skips('2026-10')).toContain('1-1-104 公摊水费 2026-10 shared_already')
    expect((await bills()).filter((bill) => bill.includes('104'))).toEqual([])
  })
})

test('who holds the room on the first day charged pays; who comes after does not see it', async () => {
  desk.clock.set(new Date('2026-10-01T10:00:00+08:00'))
  await importing({
    房屋: [ROOMS, ['1', '1', '101', 94.56]],
    业主: [
      PEOPLE_HEAD,
      ['1-1-101', '旧主', '业主', '13800000001', '2020-01-01', '2026-10-20'],
      ['1-1-101', '新主', '业主', '13800000002', '2026-10-20', ''],
      ['1-1-101', '租客', '租户', '13800000003', '2026-10-15', ''],
    ],
    收费项目: [ITEMS, [...WY], ['SF', '垃圾费', '周期', '2002', '', '5', '', '', '租户']],
    房屋收费: [FEES, ['1-1-101', 'WY'], ['1-1-101', 'SF']],
  })
  desk.clock.set(new Date('2026-11-21T10:00:00+08:00'))
  const { projectId } = await wish('2026-10')
  await run('2026-10')
  const { db } = desk.database
  const made = await db
    .selectFrom('bill')
    .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
    .leftJoin('person', 'person.id', 'bill.payerPersonId')
    .select(['period', 'fee_item.code', 'bill.payer', 'person.name', 'person.id as personId'])
    .orderBy('period')
    .orderBy('fee_item.code')
    .execute()
  expect(
    made.map(({ period, code, payer, name }) => [period, code, payer, name].join(' ')),
  ).toEqual([
    '2026-10 SF owner 旧主',
    '2026-10 WY owner 旧主',
    '2026-11 SF tenant 租客',
    '2026-11 WY owner 新主',
  ])
  const doWork = await workOn(db, recordingNotifier())
  const seenBy = async (name: string) => {
    const { id } = await db
      .selectFrom('person')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const actor = await aBinding(db, { user: name, personId: id, room: '1-1-101', projectId })
    const room = await db.selectFrom('room').select('id').executeTakeFirstOrThrow()
    await db
      .updateTable('binding')
      .set({ roomId: room.id })
      .where('externalUserId', '=', name)
      .execute()
    const list = feeActions.find((one) => one.name === 'fees.list')
    const answer = await doWork(
      '2026-11-21T10:00:00+08:00',
      async (work) => await list?.run(work, {}),
      actor,
    )
    const items = (answer?.result?.['items'] ?? []) as readonly { title: string }[]
    return items.map((item) => item.title)
  }
  expect(await seenBy('旧主')).toEqual([])
  expect(await seenBy('新主')).toEqual(['2026年11月 垃圾费 5.00元', '2026年11月 物业费 142.93元'])
  expect(await seenBy('租客')).toEqual(['2026年11月 垃圾费 5.00元'])
})

test.each([
  ['2026-12', '--bills-from 不能晚于本月（2026-11）。'],
  ['1999-12', '--bills-from 不能早于 2000-01。'],
  ['2026-13', '“2026-13”不是月份。--bills-from 应如 2026-01。'],
  ['去年', '“去年”不是月份。--bills-from 应如 2026-01。'],
])('from %s nothing is made, and why is said', async (from, message) => {
  await importing({ 房屋: [ROOMS, ['1', '1', '101', 94.56]] })
  expect(await run(from)).toEqual({ outcome: 'refused', message })
})
