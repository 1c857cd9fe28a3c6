import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RowsOf } from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const HOMES_HEAD = ['房屋编号', '楼栋编号', '单元编号', '业主编号']
const OWNERS_HEAD = ['业主名称', '手机号', '业主类型', '业主编号']
const PARKING_HEAD = [
  ...['停车场编号', '车位编码', '面积', '业主编号'],
  ...['出租还是出售（H出租S出售）', '开始时间', '结束时间'],
]

const book = (homes: RowsOf, owners: RowsOf, parking: RowsOf = []) => ({
  房屋信息: [HOMES_HEAD, ...homes],
  车位信息: [PARKING_HEAD, ...parking],
  业主信息: [OWNERS_HEAD, ...owners],
})

async function staysIn(): Promise<string[]> {
  const rows = await desk.database.db
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .select(['room.code', 'person.name', 'relation', 'validFrom', 'validTo'])
    .orderBy('room.code')
    .orderBy('person.name')
    .execute()
  return rows.map((row) => Object.values(row).join(' '))
}

test('rooms may stand before their owners; family goes with its owner into every home', async () => {
  const answer = await desk.take(
    book(
      [
        [101, 1, 1, 1],
        [102, 1, 1, 1],
        [103, 1, 1, '０２'],
      ],
      [
        ['张三', 13800000001, 1001, '1'],
        ['张妻', 18999999999, 1002, 1],
        ['李四', 13800000002, 1001, '02'],
      ],
    ),
  )
  expect(problemsOf([...answer.errors, ...answer.warnings])).toEqual([])
  expect(await staysIn()).toEqual([
    '1-1-101 张三 owner 2026-11-21 ',
    '1-1-101 张妻 family 2026-11-21 ',
    '1-1-102 张三 owner 2026-11-21 ',
    '1-1-102 张妻 family 2026-11-21 ',
    '1-1-103 李四 owner 2026-11-21 ',
  ])
})

test('a code nobody holds leaves the room empty; a person no room names is not imported; both are said', async () => {
  const answer = await desk.take(book([[101, 1, 1, 7]], [['张三', '', 1001, 8]]))
  expect(answer.outcome).toBe('imported')
  expect(problemsOf(answer.warnings)).toEqual([
    '房屋信息 2 业主编号 owner_unknown 7',
    '业主信息 2 业主编号 owner_roomless 8',
  ])
  const all = await desk.everything()
  expect([all['room']?.length, all['person']?.length]).toEqual([1, 0])
})

test('one code for two owners stops the book; words for nothing are no code', async () => {
  const twice = await desk.take(
    book(
      [[101, 1, 1, 1]],
      [
        ['张三', '', 1001, 1],
        ['李四', '', 1001, 1],
      ],
    ),
  )
  expect(twice.outcome).toBe('refused')
  expect(problemsOf(twice.errors)).toEqual(['业主信息 3 业主编号 row_twice 1'])
  expect((await desk.everything())['room']).toEqual([])
  const none = await desk.take(book([[101, 1, 1, '无']], []))
  expect(problemsOf(none.warnings)).toEqual([])
})

test('a space in a car park is let from day to day to its holder alone, or sold without an end', async () => {
  const answer = await desk.take(
    book(
      [[101, 1, 1, 1]],
      [
        ['张三', 13800000001, 1001, 1],
        ['张妻', '', 1002, 1],
      ],
      [
        [1, 'C001', 1, 1, 'H', '2026-01-01', '2027-01-01'],
        [1, 'C002', 12.5, 1, 'S', '2020-05-01', '2037-1-1'],
        [2, 'C001', '', '', '', '', ''],
      ],
    ),
  )
  expect(problemsOf([...answer.errors, ...answer.warnings])).toEqual([])
  expect(await staysIn()).toEqual([
    '1-1-101 张三 owner 2026-11-21 ',
    '1-1-101 张妻 family 2026-11-21 ',
    '停车场1-0-C001 张三 tenant 2026-01-01 2027-01-01',
    '停车场1-0-C002 张三 owner 2020-05-01 ',
  ])
  const rooms = (await desk.everything())['room'] as readonly Record<string, unknown>[]
  expect(rooms.map((room) => `${room['code']} ${room['grossArea']}`).sort()).toEqual([
    '1-1-101 null',
    '停车场1-0-C001 null',
    '停车场1-0-C002 12.50',
    '停车场2-0-C001 null',
  ])
})

test('a new holder of a code is the new owner: the old one leaves today', async () => {
  await desk.take(book([[101, 1, 1, 1]], [['旧主', 13800000001, 1001, 1]]))
  desk.clock.set(new Date('2026-12-05T09:00:00+08:00'))
  await desk.take(book([[101, 1, 1, 1]], [['新主', 13800000002, 1001, 1]]))
  expect(await staysIn()).toEqual([
    '1-1-101 新主 owner 2026-12-05 ',
    '1-1-101 旧主 owner 2026-11-21 2026-12-05',
  ])
})

test('a list of rooms whose numbers are misnamed is not taken for a list of buildings', async () => {
  const answer = await desk.take({
    房源: [
      ['楼栋', '单元', '房子', '总层数', '建筑面积'],
      ['1', '1', '101', 18, 90],
    ],
  })
  expect(problemsOf(answer.errors)).toEqual(['房源 missing_headers'])
  expect(answer.errors[0]?.message).toBe('像是“房屋”表，但缺少这些列：房号')
})
