import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  BILL_HEAD,
  ITEM_HEAD,
  PEOPLE_HEAD,
  ROOM_HEAD,
  type RowsOf,
  SHIFT_HEAD,
  STAFF_HEAD,
} from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
let before: Awaited<ReturnType<ImportDesk['everything']>>

beforeAll(async () => {
  desk = await openImportDesk()
  const answer = await desk.take({
    房屋: [ROOM_HEAD, ['9', '1', '101']],
    员工: [STAFF_HEAD, ['old', '旧人', '', '维修工', '', '']],
    收费项目: [ITEM_HEAD, ['WY', '物业费', '周期'], ['A1', '同名', '周期'], ['A2', '同名', '周期']],
  })
  expect(answer.outcome).toBe('imported')
  before = await desk.everything()
})
afterAll(() => desk.close())
afterEach(async () => {
  expect(await desk.everything()).toEqual(before)
})

type Sheets = Readonly<Record<string, RowsOf>>

const HOME_HEAD = [...ROOM_HEAD, '业主姓名', '手机号', '身份证号', '业主类型']

test.each([
  [
    'an empty required cell',
    { 房屋: [ROOM_HEAD, ['', '1', '101'], ['1', '1', '']] },
    ['房屋 2 A2 楼栋 required', '房屋 3 C3 房号 required'],
  ],
  [
    'a room number with signs',
    { 房屋: [ROOM_HEAD, ['1', '1', '1-01'], ['?', '1', '101']] },
    ['房屋 2 C2 房号 room_part 1-01', '房屋 3 A3 楼栋 room_part ?'],
  ],
  [
    'numbers that are none',
    { 房屋: [ROOM_HEAD, ['1', '1', '101', '三层半', '九十', '住着']] },
    [
      '房屋 2 D2 楼层 integer 三层半',
      '房屋 2 E2 建筑面积 decimal 九十',
      '房屋 2 F2 房屋状态 legend 住着',
    ],
  ],
  [
    'areas of three places or below zero',
    { 房屋: [ROOM_HEAD, ['1', '1', '101', '', 94.567], ['1', '1', '102', '', -1]] },
    ['房屋 2 E2 建筑面积 decimal 94.567', '房屋 3 E3 建筑面积 decimal -1'],
  ],
  [
    'a wrong phone',
    { 房屋: [HOME_HEAD, ['1', '1', '101', '', '', '', '甲', '1380009144']] },
    ['房屋 2 H2 手机号 phone 1380009144'],
  ],
  [
    'identity numbers that lost digits or are none',
    {
      房屋: [
        HOME_HEAD,
        ['1', '1', '101', '', '', '', '甲', '', Number('110101199001011008'), '业主'],
        ['1', '1', '102', '', '', '', '乙', '', '身份证', '租'],
      ],
    },
    [
      '房屋 2 I2 身份证号 id_number_digits 110101199001011000',
      '房屋 3 J3 业主类型 legend 租',
      '房屋 3 I3 身份证号 id_number 身份证',
    ],
  ],
  [
    'formulas without results and errors',
    {
      房屋: [
        ROOM_HEAD,
        ['1', '1', { formula: 'A2', result: undefined }],
        ['1', '1', { error: '#REF!' }],
      ],
    },
    ['房屋 2 C2 房号 formula', '房屋 3 C3 房号 cell_error #REF!'],
  ],
  [
    'one room twice',
    { 房屋: [ROOM_HEAD, ['1', '1', '101'], ['1', '2', '101'], ['1', '01', '0101']] },
    ['房屋 4 房号 room_twice 1-1-101'],
  ],
  [
    'one room with two areas',
    {
      房屋: [
        HOME_HEAD,
        ['1', '1', '101', '', 90, '', '甲'],
        ['1', '1', '101', '', 91, '', '乙', '', '', '家属'],
      ],
    },
    ['房屋 3 建筑面积 room_differs 91.00'],
  ],
  [
    'a person twice in a room',
    {
      房屋: [
        HOME_HEAD,
        ['1', '1', '101', '', 90, '', '甲', '13800000001'],
        ['1', '1', '101', '', 90, '', '甲 ', '13800000001'],
      ],
    },
    ['房屋 3 姓名 occupant_twice 甲'],
  ],
  [
    'one person with two identity numbers',
    {
      房屋: [
        HOME_HEAD,
        ['1', '1', '101', '', 90, '', '甲', '13800000001', 'A1234567'],
        ['1', '1', '102', '', 90, '', '甲', '13800000001', 'B1234567'],
      ],
    },
    ['房屋 3 姓名 person_differs 甲'],
  ],
  [
    'a room nobody knows',
    { 业主: [PEOPLE_HEAD, ['8-1-101', '甲', '业主'], ['八零一', '乙', '业主']] },
    ['业主 3 A3 房屋 room_format 八零一'],
  ],
  [
    'a person of an unknown room',
    { 业主: [PEOPLE_HEAD, ['8-1-101', '甲', '业主']] },
    ['业主 2 房屋 room_unknown 8-1-101'],
  ],
  [
    'days that are none, or in the wrong order',
    {
      业主: [
        PEOPLE_HEAD,
        ['9-1-101', '甲', '业主', '', '2026-02-30', ''],
        ['9-1-101', '乙', '业主', '', '2026-05-02', '2026-05-01'],
        ['9-1-101', '丙', '业主', '', '昨天', 12],
      ],
    },
    [
      '业主 2 E2 入住日期 day 2026-02-30',
      '业主 3 F3 迁出日期 days_order 2026-05-01',
      '业主 4 E4 入住日期 day 昨天',
      '业主 4 F4 迁出日期 day 12',
    ],
  ],
  [
    'somebody who left and never came',
    { 业主: [PEOPLE_HEAD, ['9-1-101', '甲', '业主', '', '', '2026-01-01']] },
    ['业主 2 入住日期 from_needed 甲'],
  ],
  [
    'staff without account, role or building',
    {
      员工: [
        STAFF_HEAD,
        ['', '甲', '', '维修工'],
        ['张伟', '乙', '', '维修工'],
        ['c', '丙', '', '老板'],
        ['d', '丁', '', '维修工', '水电、修脚'],
        ['e', '', '', ''],
      ],
    },
    [
      '员工 2 A2 账号 required',
      '员工 3 A3 账号 account 张伟',
      '员工 4 D4 角色 legend 老板',
      '员工 5 E5 工种 legend 水电、修脚',
      '员工 6 B6 姓名 required',
      '员工 6 D6 角色 required',
    ],
  ],
  [
    'an account twice and a building nobody knows',
    {
      员工: [
        STAFF_HEAD,
        ['zw', '甲', '', '维修工', '', '9栋'],
        ['ZW', '乙', '', '管家', '', ''],
        ['x', '丙', '', '管家', '', '8栋、9栋'],
      ],
    },
    ['员工 4 负责楼栋 area_unknown 8', '员工 3 账号 row_twice ZW'],
  ],
  [
    'shifts of nobody, twice, without end, too long',
    {
      值班: [
        SHIFT_HEAD,
        ['new', '2026-11-21', '', '08:00', '12:00'],
        ['old', '2026-11-21', '', '08:00', ''],
        ['old', '2026-11-21', '2026-11-20', '08:00', '12:00'],
        ['old', '2026-11-21', '2036-11-20', '08:00', '12:00'],
        ['old', '2026-11-21', '', '25:00', '12:61'],
      ],
    },
    [
      '值班 3 E3 结束时间 required',
      '值班 4 C4 截止日期 days_order 2026-11-20',
      '值班 5 C5 截止日期 too_many_days 2036-11-20',
      '值班 6 D6 开始时间 time 25:00',
      '值班 6 E6 结束时间 time 12:61',
    ],
  ],
  [
    'shifts of nobody and twice',
    {
      值班: [
        SHIFT_HEAD,
        ['new', '2026-11-21', '', '08:00', '12:00'],
        ['old', '2026-11-21', '', '08:00', '12:00'],
        ['OLD', '2026-11-21', '', '8:00', '12:00', '备班'],
      ],
    },
    ['值班 2 账号 staff_unknown new', '值班 4 开始时间 row_twice OLD'],
  ],
  [
    'fee items twice or of no kind',
    { 收费项目: [ITEM_HEAD, ['X', '甲', '按年'], ['X', '甲', '周期', '', '1.23456', '0.001']] },
    [
      '收费项目 2 C2 类型 legend 按年',
      '收费项目 3 E3 单价 rate 1.23456',
      '收费项目 3 F3 固定金额 money 0.001',
    ],
  ],
  [
    'a fee item twice',
    { 收费项目: [ITEM_HEAD, ['X', '甲', '周期'], ['X', '乙', '周期']] },
    ['收费项目 3 编号 row_twice X'],
  ],
  [
    'bills that cannot be',
    {
      账单: [
        BILL_HEAD,
        ['9-1-101', 'WY', '2026-13', 10],
        ['9-1-101', 'WY', '2026-10', 10.005],
        ['9-1-101', 'WY', '2026-10', -10],
        ['9-1-101', 'WY', '2026-10', 99999999999],
        ['9-1-101', 'WY', '2026-10', 10, 11],
        ['9-1-101', 'WY', '2026-10', '约十元'],
      ],
    },
    [
      '账单 2 C2 账期 period 2026-13',
      '账单 3 D3 应收金额 money 10.005',
      '账单 4 D4 应收金额 money -10',
      '账单 5 D5 应收金额 money 99999999999',
      '账单 6 E6 已收金额 paid_too_much 11',
      '账单 7 D7 应收金额 money 约十元',
    ],
  ],
  [
    'bills of nothing known, and twice',
    {
      账单: [
        BILL_HEAD,
        ['8-1-101', 'WY', '2026-10', 10],
        ['9-1-101', '卫生费', '2026-10', 10],
        ['9-1-101', '同名', '2026-10', 10],
        ['9-1-101', 'WY', '2026-10', 10],
        ['9-1-101', '物业费', '2026年10月', 10],
      ],
    },
    [
      '账单 2 房屋 room_unknown 8-1-101',
      '账单 3 收费项目 item_unknown 卫生费',
      '账单 4 收费项目 item_unknown 同名',
      '账单 6 账期 row_twice 9-1-101 2026-10 物业费',
    ],
  ],
] as [string, Sheets, string[]][])('%s', async (_what, sheets, errors) => {
  const answer = await desk.take(sheets)
  expect(answer.outcome).toBe('refused')
  expect(problemsOf(answer.errors)).toEqual(errors)
})

test('every error says in Chinese what is wrong and what would be right', async () => {
  const answer = await desk.take({
    房屋: [HOME_HEAD, ['1', '1', '101', '', 'x', '', '甲', '1380009144']],
  })
  expect(answer.errors.map((error) => error.message)).toEqual([
    '“x”应为数字，最多两位小数，如 94.56。',
    '“1380009144”不是电话号码。应为11位手机号，如 13800138000，或带区号的座机，如 010-12345678。',
  ])
})

test('a good sheet is not taken when another has an error', async () => {
  const answer = await desk.take({
    房屋: [ROOM_HEAD, ['1', '1', '101']],
    员工: [STAFF_HEAD, ['zw', '张伟', '12', '维修工']],
  })
  expect(answer).toMatchObject({ outcome: 'refused', changeCount: 0 })
})

test('a new project of a refused book is not made', async () => {
  const sheets = { 房屋: [ROOM_HEAD, ['1', '1', '']] }
  expect(await desk.take(sheets, { projectName: '新小区' })).toMatchObject({ outcome: 'refused' })
})

describe('books that hold no table', () => {
  test.each([
    [
      'wrong headers',
      {
        房屋: [
          ['楼栋', '房型', '面积'],
          ['1', '2', '3'],
        ],
      },
      ['房屋 missing_headers'],
    ],
    [
      'a list of something else',
      {
        菜单: [
          ['菜名', '价格'],
          ['鱼', 3],
        ],
      },
      ['no_table'],
    ],
    ['nothing at all', { Sheet1: [] }, ['no_table']],
    [
      'headers too far down',
      { Sheet1: [...Array(40).fill(['x']), ROOM_HEAD, ['1', '1', '101']] },
      ['no_table'],
    ],
  ] as [string, Sheets, string[]][])('%s', async (_what, sheets, errors) => {
    const answer = await desk.take(sheets)
    expect(problemsOf(answer.errors)).toEqual(errors)
  })

  test('an empty template changes nothing and says so', async () => {
    const answer = await desk.take({
      房屋: [ROOM_HEAD],
      说明: [
        ['楼栋', '房号'],
        ['随便', '写'],
      ],
    })
    expect(answer.outcome).toBe('unchanged')
    expect(problemsOf(answer.warnings)).toEqual(['nothing_inside'])
  })
})

test('very many errors are counted and not all listed', async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => ['', '1', String(index + 1)])
  const answer = await desk.take({ 房屋: [ROOM_HEAD, ...rows] })
  expect(answer.errorCount).toBe(3000)
  expect(answer.errors).toHaveLength(200)
})

test('very long and strange values are named in short', async () => {
  const strange = `x\u0007${'长'.repeat(5000)}`
  const answer = await desk.take({ 房屋: [ROOM_HEAD, ['1', '1', strange]] })
  expect(answer.errors[0]?.reason).toBe('too_long')
  expect(answer.errors[0]?.value?.length).toBeLessThan(70)
})
