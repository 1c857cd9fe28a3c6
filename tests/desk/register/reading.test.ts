import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  aBookWith,
  BILL_HEAD,
  ITEM_HEAD,
  PEOPLE_HEAD,
  ROOM_HEAD,
  SHIFT_HEAD,
  STAFF_HEAD,
} from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const rooms = async () => (await desk.everything())['room'] as readonly Record<string, unknown>[]

test('headers are found in any order, below a title, in other words and spellings', async () => {
  await desk.take({
    一期房源: [
      ['幸福里小区房屋清单（2026年）'],
      [],
      ['序号', '建築面積（㎡）', ' 房 号* ', '單元', '楼　号', '楼层:', '备用'],
      [1, '94.56', '0501', '二单元', '三号楼', '5层', 'x'],
      [2, 88, 502, 2, 3, 5, null],
    ],
  })
  expect(await rooms()).toEqual([])
  const answer = await desk.take({
    一期房源: [
      ['幸福里小区房屋清单（2026年）'],
      [],
      ['序号', '建築面積（㎡）', ' 房 号* ', '單元', '楼　号', '楼层:', '备用'],
      [1, '94.56', '0501', '二单元', '三号楼', '5', 'x'],
      [2, 88, 502, 2, 3, 5, null],
    ],
  })
  expect(answer.outcome).toBe('imported')
  expect(problemsOf(answer.warnings)).toEqual([
    '一期房源 3 A3 序号 column_unknown',
    '一期房源 3 G3 备用 column_unknown',
  ])
  expect(
    (await rooms()).map((room) => [room['code'], room['number'], room['grossArea']]).sort(),
  ).toEqual([
    ['3-2-501', '0501', '94.56'],
    ['3-2-502', '502', '88.00'],
  ])
  expect((await desk.everything())['building']).toMatchObject([{ code: '3', name: '3号楼' }])
})

test('notes beside and below, blank lines and totals are no data', async () => {
  const answer = await desk.take({
    房屋: [
      [...ROOM_HEAD, null, null, '说明', '楼栋填数字'],
      ['1', '1', '101', '1', '50', '', null, null, '单元', '没有单元填0'],
      [],
      ['1', '1', '102', '1', '50'],
      [null, null, null, null, null, null, null, null, '房号', '门牌上的号码'],
      ['合计', null, null, null, '100'],
      ['说明：楼栋必填'],
      ['单元没有就空着'],
    ],
  })
  expect(answer).toMatchObject({ outcome: 'imported', errors: [], warnings: [] })
  expect((await rooms()).map((room) => room['code']).sort()).toEqual(['1-1-101', '1-1-102'])
})

test('numbers as texts, texts as numbers, full-width digits, dates in many forms', async () => {
  const bytes = await aBookWith((book) => {
    const sheet = book.addWorksheet('房屋')
    sheet.addRow([...ROOM_HEAD, '交付日期', '租金', '电梯'])
    sheet.addRow(['１', 1, '１０１', '１', ' 94.5 ', '自住', 45292, '1,200.50元', '有'])
    sheet.addRow([1, '1', 102, 1.0, 94.560000000000002, 2008, '2024年1月1日', 0, '无'])
    sheet.addRow([1, '01', '103', '', '', '', '2024/1/1', '￥900', ''])
    sheet.addRow(['1栋', '1单元', '104室', '', '', '', new Date('2024-01-01T00:00:00Z'), '无', ''])
    sheet.getCell('G5').numFmt = 'yyyy-mm-dd'
    sheet.addRow(['1#', 1, 105, '', '', '', '20240101'])
    sheet.addRow(['1', 1, 106, '', '', '', '2024.1.1'])
  })
  const answer = await desk.take(bytes)
  expect(problemsOf(answer.errors)).toEqual([])
  const all = await rooms()
  expect(all.map((room) => room['handoverDate'])).toEqual(Array(6).fill('2024-01-01'))
  const byCode = new Map(all.map((room) => [room['code'], room]))
  expect(byCode.get('1-1-101')).toMatchObject({
    grossArea: '94.50',
    rentFen: 120050,
    status: 'occupied',
  })
  expect(byCode.get('1-1-102')).toMatchObject({
    grossArea: '94.56',
    rentFen: null,
    status: 'vacant',
  })
  expect(byCode.get('1-1-103')).toMatchObject({ rentFen: 90000, floor: null })
  expect(byCode.get('1-1-104')).toMatchObject({ number: '104', rentFen: null })
})

test('a merged building counts for all rooms beside it', async () => {
  const bytes = await aBookWith((book) => {
    const sheet = book.addWorksheet('房屋')
    sheet.addRow(['楼栋', '单元', '房号'])
    sheet.addRow(['7栋', 1, 101])
    sheet.addRow([null, 1, 102])
    sheet.addRow([null, null, null, '备注写在旁边'])
    sheet.addRow([null, 2, 101])
    sheet.mergeCells('A2:A5')
  })
  expect((await desk.take(bytes)).errors).toEqual([])
  expect((await rooms()).map((room) => room['code']).sort()).toEqual([
    '7-1-101',
    '7-1-102',
    '7-2-101',
  ])
})

test('shops have no unit, and 栋 幢 座 mixed are one building with a warning', async () => {
  const answer = await desk.take({
    房屋: [
      ['楼栋', '单元', '房号', '房屋类型'],
      ['5栋', 0, 'S01', '商铺'],
      ['5幢', '', 's02', '商铺'],
      ['5号楼', '无', 'S03', '底商'],
      ['五座', null, 'S04', '商铺'],
    ],
  })
  expect(problemsOf(answer.warnings)).toEqual(['房屋 4 building_names 5号楼'])
  expect((await rooms()).map((room) => room['code']).sort()).toEqual([
    '5-0-S01',
    '5-0-S02',
    '5-0-S03',
    '5-0-S04',
  ])
  expect((await desk.everything())['building']).toHaveLength(1)
})

test('people of a room: several owners in a cell, members in their own rows, codes and words', async () => {
  const head = [
    '楼号',
    '单元',
    '房间',
    '房屋状态',
    '业主名称',
    '性别',
    '手机号',
    '身份证号',
    '业主类型',
  ]
  const answer = await desk.take({
    资产信息: [
      head,
      [1, 1, 101, 2001, '张一，张二', '男', 13800000001, '110101199001010011', 1001],
      [1, 1, 101, 2001, '张小一', '女', 18999999999, '111111111111111111', 1002],
      [1, 1, 101, 2001, '王租', '男', '13800000002/13800000003', '', '房屋租客'],
      [1, 1, 102, 2002],
      [1, 1, 103, 2001],
      [1, 1, 104, 2002, '早到', '', '', '', ''],
      [1, 1, 105, '', '孤租', '', '', '', 1003],
    ],
  })
  expect(problemsOf(answer.errors)).toEqual([])
  expect(problemsOf(answer.warnings)).toEqual([
    '资产信息 4 G4 手机号 phone_several 13800000002/13800000003',
    '资产信息 6 E6 业主名称 no_occupant',
    '资产信息 7 D7 房屋状态 unsold_occupied 2002',
    '资产信息 8 身份 no_owner 孤租',
  ])
  const { db } = desk.database
  const stays = await db
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .select(['room.code', 'person.name', 'relation', 'phoneLast4', 'gender', 'canVote'])
    .orderBy('room.code')
    .orderBy('person.name')
    .execute()
  expect(stays.map((row) => Object.values(row))).toEqual([
    ['1-1-101', '张一', 'owner', '0001', 'male', true],
    ['1-1-101', '张二', 'owner', null, null, true],
    ['1-1-101', '张小一', 'family', null, 'female', false],
    ['1-1-101', '王租', 'tenant', '0002', 'male', false],
    ['1-1-104', '早到', 'owner', null, null, true],
    ['1-1-105', '孤租', 'tenant', null, null, false],
  ])
})

test('values that mean none never make two people one', async () => {
  const head = ['楼号', '单元', '房间', '业主名称', '手机号', '身份证号']
  await desk.take({
    资产信息: [
      head,
      [1, 1, 101, '张三', 18999999999, '111111111111111111'],
      [1, 1, 102, '张三', 18999999999, '111111111111111111'],
    ],
  })
  expect((await desk.everything())['person']).toHaveLength(2)
})

test('one person with several homes is one person', async () => {
  await desk.take({
    房屋: [ROOM_HEAD, ['1', '1', '101'], ['1', '1', '102'], ['2', '1', '201']],
    业主: [
      PEOPLE_HEAD,
      ['1-1-101', '李多', '业主', '13800000005'],
      ['1栋1单元102', '李 多', '业主', '138-0000-0005'],
      ['2-1-201', '李多', '租户', '13800000005'],
    ],
  })
  expect((await desk.everything())['person']).toHaveLength(1)
  expect((await desk.everything())['occupancy']).toHaveLength(3)
})

describe('the other tables', () => {
  const HOMES = [ROOM_HEAD, ['3', '2', '501'], ['4', '1', '101']]

  test('staff with roles, trades and buildings in words', async () => {
    const answer = await desk.take({
      房屋: HOMES,
      员工: [
        STAFF_HEAD,
        ['zhangwei', '张伟', '13800000011', '维修工', '水电、弱电', '3栋,4幢'],
        ['LiNa', '李娜', '', '管家/客服', '', '无'],
      ],
    })
    expect(problemsOf(answer.errors)).toEqual([])
    const staff = await desk.database.db.selectFrom('staff').selectAll().orderBy('userId').execute()
    expect(staff).toMatchObject([
      { userId: 'LiNa', roles: ['steward', 'agent'], skills: [], areas: [], phoneLast4: null },
      {
        userId: 'zhangwei',
        roles: ['technician'],
        skills: ['plumbing_power', 'low_voltage'],
        areas: ['3', '4'],
        phoneLast4: '0011',
      },
    ])
  })

  test('shifts by day, over midnight, and repeated', async () => {
    const answer = await desk.take({
      员工: [STAFF_HEAD, ['zw', '张伟', '', '维修工', '水电', '']],
      值班: [
        SHIFT_HEAD,
        ['ZW', '2026-11-21', '', '08:00', '17:30', '值班'],
        ['zw', '2026-11-22', '2026-11-24', 0.8333333333333334, '8点', '备班'],
        ['zw', '2026-11-25', '', '00:00', '24:00', ''],
      ],
    })
    expect(problemsOf(answer.errors)).toEqual([])
    const shifts = await desk.database.db
      .selectFrom('roster_shift')
      .selectAll()
      .orderBy('startAt')
      .execute()
    expect(
      shifts.map((shift) => [shift.kind, shift.startAt.toISOString(), shift.endAt.toISOString()]),
    ).toEqual([
      ['duty', '2026-11-21T00:00:00.000Z', '2026-11-21T09:30:00.000Z'],
      ['standby', '2026-11-22T12:00:00.000Z', '2026-11-23T00:00:00.000Z'],
      ['standby', '2026-11-23T12:00:00.000Z', '2026-11-24T00:00:00.000Z'],
      ['standby', '2026-11-24T12:00:00.000Z', '2026-11-25T00:00:00.000Z'],
      ['duty', '2026-11-24T16:00:00.000Z', '2026-11-25T16:00:00.000Z'],
    ])
  })

  test('fee items and bills, by code or by name, in exact fen', async () => {
    const answer = await desk.take({
      账单: [
        BILL_HEAD,
        ['3-2-501', '物业费', '2026-10', 142.93, '', '业主', '2026-10-31', ''],
        ['3栋2单元501', 'WY', '2026年9月', '142.93', 142.93, '', '', '94.56㎡×1.3元+20元'],
        ['4-1-101', '水费', '2026年第3季度', '0.29', '', '租户', 46326, ''],
        ['4-1-101', 'SF', new Date('2026-10-01T00:00:00Z'), 1000, 300.5, '', '', ''],
      ],
      收费项目: [
        ITEM_HEAD,
        ['WY', '物业费', '周期', '建筑面积×单价', 1.3, 20],
        ['SF', '水费', '抄表', '', '4.5050', ''],
      ],
      房屋: HOMES,
    })
    expect(problemsOf(answer.errors)).toEqual([])
    const { db } = desk.database
    const items = await db.selectFrom('fee_item').selectAll().orderBy('code').execute()
    expect(items).toMatchObject([
      { code: 'SF', kind: 'metered', priceFen: '450.5000', fixedFen: null, formula: '' },
      { code: 'WY', kind: 'periodic', priceFen: '130.0000', fixedFen: 2000 },
    ])
    const bills = await db
      .selectFrom('bill')
      .innerJoin('room', 'room.id', 'bill.roomId')
      .select([
        'room.code',
        'period',
        'amountFen',
        'paidFen',
        'state',
        'payer',
        'dueAt',
        'computed',
      ])
      .orderBy('room.code')
      .orderBy('period')
      .execute()
    expect(bills.map((bill) => Object.values(bill))).toEqual([
      ['3-2-501', '2026-09', 14293, 14293, 'PAID', 'owner', null, '94.56㎡×1.3元+20元'],
      ['3-2-501', '2026-10', 14293, 0, 'UNPAID', 'owner', '2026-10-31', '建筑面积×单价'],
      ['4-1-101', '2026-10', 100000, 30050, 'PART_PAID', 'owner', null, ''],
      ['4-1-101', '2026-Q3', 29, 0, 'UNPAID', 'tenant', '2026-10-31', ''],
    ])
  })
})

test('formulas count by their saved value; names that look like formulas stay names', async () => {
  const answer = await desk.take({
    房屋: [
      ['楼栋', '单元', '房号', '业主姓名'],
      [{ formula: '1+1', result: 2 }, 1, 101, '=HYPERLINK("http://x")'],
      [2, 1, 102, '+1 @cmd'],
      [2, 1, 103, '-2+3 {{ 7*7 }} <script>'],
    ],
  })
  expect(problemsOf(answer.errors)).toEqual([])
  const people = (await desk.everything())['person'] as readonly { name: string }[]
  expect(people.map((person) => person.name).sort()).toEqual([
    '+1 @cmd',
    '-2+3 {{ 7*7 }} <script>',
    '=HYPERLINK("http://x")',
  ])
})
