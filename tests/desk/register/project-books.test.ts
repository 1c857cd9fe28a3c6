/** The sheet of the estate as a whole: its days, what is wrong with them, and whose they are. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ROOM_HEAD, type RowsOf } from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

/** It is Saturday, 21 November 2026. */
const HEAD = ['项目名称', '竣工验收日期', '交付日期'] as const
const NAME = '云锦花园'
const take = (...rows: RowsOf) => desk.take({ 项目: [[...HEAD], ...rows] }, { projectName: NAME })
const days = async () =>
  ((await desk.everything())['project'] as readonly Record<string, unknown>[]).map(
    ({ name, completionDate, deliveryDate }) => [name, completionDate, deliveryDate],
  )

test.each([
  ['as text', ['2022-05-20', '2022年6月30日']],
  ['as dates of the spreadsheet', [new Date('2022-05-20'), new Date('2022-06-30')]],
])('the days are kept, written %s, and a second time nothing changes', async (_name, said) => {
  expect(await take([NAME, ...said])).toMatchObject({ outcome: 'imported', warnings: [] })
  expect(await days()).toEqual([[NAME, '2022-05-20', '2022-06-30']])
  expect(await take([NAME, ...said])).toMatchObject({ outcome: 'unchanged' })
})

test.each([
  ['小区名称', '竣工日期', '集中交付日期'],
  ['楼盘', '竣工验收时间', '交付时间'],
  ['项目', '地址', '竣工验收日期', '建筑面积', '联系电话'],
])('the headers %s, %s and %s are understood', async (...head) => {
  const cellUnder = (header: string) => (/日期|时间/.test(header) ? '2022-05-20' : NAME)
  const sheet = [head, head.map(cellUnder)]
  const answer = await desk.take({ Sheet1: sheet }, { projectName: NAME, dryRun: true })
  const day = { field: '竣工验收日期', old: null, new: '2022-05-20' }
  expect(answer.changes[0]?.differences).toContainEqual(day)
})

describe('what is wrong is named, and nothing is taken', () => {
  test.each<[string, RowsOf, readonly string[]]>([
    [
      'a day that does not exist',
      [[NAME, '2024-02-30']],
      ['项目 2 B2 竣工验收日期 day 2024-02-30'],
    ],
    ['words', [[NAME, '', '去年夏天']], ['项目 2 C2 交付日期 day 去年夏天']],
    ['long ago', [[NAME, '1024-06-30']], ['项目 2 B2 竣工验收日期 day 1024-06-30']],
    ['a slip of a century', [[NAME, '2122-06-30']], ['项目 2 B2 竣工验收日期 day 2122-06-30']],
    ['a year only', [[NAME, '2022']], ['项目 2 B2 竣工验收日期 day 2022']],
    ['no name', [['', '2022-05-20']], ['项目 2 A2 项目名称 required']],
    ['a name that says none', [['无', '2022-05-20']], ['项目 2 A2 项目名称 required 无']],
    [
      'the same row twice',
      [
        [NAME, '2022-05-20'],
        [NAME, '2022-05-20'],
      ],
      [`项目 3 项目名称 row_twice ${NAME}`],
    ],
    [
      'two projects',
      [
        [NAME, '2022-05-20'],
        ['幸福里', '2018-05-20'],
      ],
      ['项目 3 项目名称 other_project 幸福里'],
    ],
    [
      'a hostile name',
      [["'; DROP TABLE project;--", '2022-05-20']],
      ["项目 2 项目名称 other_project '; DROP TABLE project;--"],
    ],
  ])('%s', async (_name, rows, problems) => {
    const answer = await take(...rows)
    expect(answer.outcome).toBe('refused')
    expect(problemsOf(answer.errors)).toEqual(problems)
    expect(await days()).toEqual([])
  })

  test.each([
    ['a formula', { formula: 'TODAY()' }, 'formula'],
    ['an error of the spreadsheet', { error: '#REF!' } as const, 'cell_error'],
    ['without end', '2'.repeat(5000), 'day'],
    ['hostile', "'; DROP TABLE project;--", 'day'],
  ])('a cell that is %s', async (_name, cell, reason) => {
    const answer = await take([NAME, cell as string])
    expect(answer.errors.map((one) => one.reason)).toEqual([reason])
    expect(await days()).toEqual([])
  })

  test('the message says which project the book is for, and how to name another', async () => {
    const answer = await take(['幸福里', '2018-05-20'])
    expect(answer.errors[0]?.message).toBe(
      `“幸福里”不是这次导入的项目“${NAME}”。请删掉这一行，或用 --project 写明项目名称再导入。`,
    )
  })
})

test('a name written with spaces or in other widths is the same project', async () => {
  expect(await take([' 云锦　花园 ', '2022-05-20'])).toMatchObject({
    outcome: 'imported',
  })
})

test('days that contradict each other or are ahead are worth a look, a delivery ahead is not', async () => {
  const early = await take([NAME, '2022-07-01', '2022-06-30'])
  expect(early.warnings.map(({ message }) => message)).toEqual([
    '交付日期 2022-06-30 早于竣工验收日期 2022-07-01，请核对。',
  ])
  const ahead = await take([NAME, '2026-11-22', '2027-03-01'])
  expect(ahead.warnings.map(({ message }) => message)).toEqual([
    '竣工验收日期 2026-11-22 还没到，请核对。',
  ])
  expect(await take([NAME, '2026-11-21', '2027-03-01'])).toMatchObject({ warnings: [] })
  expect(await days()).toEqual([[NAME, '2026-11-21', '2027-03-01']])
})

test('each project keeps its own days, and an empty book learns none', async () => {
  await take([NAME, '2022-05-20', ''])
  await desk.take({ 项目: [[...HEAD], ['幸福里', '', '2018-06-30']] }, { projectName: '幸福里' })
  await desk.take({ 房屋: [[...ROOM_HEAD], ['1', '1', '101']] }, { projectName: '西溪' })
  expect((await days()).toSorted()).toEqual(
    [
      [NAME, '2022-05-20', null],
      ['幸福里', null, '2018-06-30'],
      ['西溪', null, null],
    ].toSorted(),
  )
})

describe('the name of the estate in other lists says nothing about its days', () => {
  test('a list of rooms', async () => {
    const head = ['小区', '楼栋', '单元', '房号', '交付日期']
    const rooms = [head, ['别的小区', '1', '1', '101', '2022-06-30']]
    expect(await desk.take({ Sheet1: rooms }, { projectName: NAME })).toMatchObject({
      outcome: 'imported',
    })
    expect(await days()).toEqual([[NAME, null, null]])
  })

  test.each([
    [['小区', '楼栋', '单元', '房子', '交付日期']],
    [['项目名称', '楼栋', '竣工日期', '交付日期']],
  ])('one whose columns are misnamed: %j', async (head) => {
    const answer = await desk.take({ 项目: [head, [NAME, '1', '1', '101', '2022-06-30']] })
    expect(answer.outcome).toBe('refused')
    expect(answer.changes).toEqual([])
  })
})
