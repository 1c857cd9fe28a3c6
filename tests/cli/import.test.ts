import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { aBook, PEOPLE_HEAD, ROOM_HEAD } from '../support/a-book.ts'
import { type ImportDesk, openImportDesk } from '../support/import-desk.ts'

const ROOM_BOOK = fileURLToPath(new URL('../fixtures/estate/importRoom.xlsx', import.meta.url))
let desk: ImportDesk
let folder: string
beforeEach(async () => {
  desk = await openImportDesk()
  folder = await mkdtemp(join(tmpdir(), 'guanjia-import-'))
})
afterEach(async () => {
  await desk.close()
  await rm(folder, { recursive: true })
})

async function run(...argv: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const code = await importCommand({
    argv,
    print,
    rules: desk.deps.rules,
    open: async () => ({ ...desk.deps, corpId: 'corp-1', close: async () => undefined }),
  })
  return { code, lines }
}

async function saved(name: string, sheets: Parameters<typeof aBook>[0]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, await aBook(sheets))
  return path
}

test('a book is imported, counted, and the second time found unchanged', async () => {
  expect(await run(ROOM_BOOK)).toEqual({
    code: 0,
    lines: [
      '项目：我的小区（新建）',
      '              新增    修改    迁出    删除',
      '楼栋             1       -       -       -',
      '单元             1       -       -       -',
      '房屋             1       -       -       -',
      '住户             1       -       -       -',
      '居住关系         1       -       -       -',
      '导入完成。',
    ],
  })
  expect(await run(ROOM_BOOK)).toEqual({
    code: 0,
    lines: ['项目：我的小区', '和系统里的一致，没有变化。'],
  })
})

test('a dry run lists every change and makes none', async () => {
  const first = await saved('a.xlsx', { 房屋: [ROOM_HEAD, ['3', '2', '501', 5, 90]] })
  await run(first, '--project', '幸福里')
  const second = await saved('b.xlsx', {
    房屋: [ROOM_HEAD, ['3', '2', '501', 5, 91], ['3', '2', '502']],
    业主: [PEOPLE_HEAD, ['3-2-501', '张三', '业主', '13800000001']],
  })
  const before = await desk.everything()
  const { code, lines } = await run(second, '--dry-run')
  expect(code).toBe(0)
  expect(lines).toEqual([
    '项目：幸福里',
    '              新增    修改    迁出    删除',
    '房屋             1       1       -       -',
    '住户             1       -       -       -',
    '居住关系         1       -       -       -',
    '  修改房屋 3栋2单元501：建筑面积 90.00 → 91.00',
    '  新增房屋 3栋2单元502',
    '  新增住户 3栋2单元501 张三',
    '  新增居住关系 3栋2单元501 张三（业主）',
    '以上是导入后会有的变化，现在什么都没有改。',
  ])
  expect(await desk.everything()).toEqual(before)
})

test('errors and warnings name their place, and a refused book ends with 1', async () => {
  const path = await saved('bad.xlsx', {
    房屋: [
      [...ROOM_HEAD, '手机号', '序号'],
      ['3', '2', '501', '', '', '', '12', 1],
    ],
  })
  expect(await run(path)).toEqual({
    code: 1,
    lines: [
      '错误 1 处：',
      '  房屋 第2行 G2 手机号：“12”不是电话号码。应为11位手机号，如 13800138000，或带区号的座机，如 010-12345678。',
      '提醒 1 处：',
      '  房屋 第1行 H1 序号：“序号”这一列不认识，没有导入。',
      '没有导入，什么都没有改。请改好上面的问题再导入。',
    ],
  })
})

test('very many errors are counted', async () => {
  const rows = Array.from({ length: 300 }, () => ['', '1', '1'])
  const { lines } = await run(await saved('many.xlsx', { 房屋: [ROOM_HEAD, ...rows] }))
  expect(lines[0]).toBe('错误 300 处：')
  expect(lines).toContain('  ……还有 100 处没有列出。')
})

test('a large book tells how far it is', async () => {
  const rows = Array.from({ length: 21_000 }, (_, index) => ['1', '1', String(index + 1)])
  const path = await saved('large.xlsx', { 房屋: [ROOM_HEAD, ...rows] })
  const { code, lines } = await run(path)
  expect(code).toBe(0)
  expect(lines).toContain('已读 20000 行')
  expect(lines.some((line) => /^已处理 \d+ \/ 21000 条$/.test(line))).toBe(true)
})

test('where somebody watches, a bar moves and is wiped before the report', async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => ['1', '1', String(index + 1)])
  const path = await saved('watched.xlsx', { 房屋: [ROOM_HEAD, ...rows] })
  const drawn: string[] = []
  const lines: string[] = []
  await importCommand({
    argv: [path],
    print: (line) => void lines.push(line),
    redraw: (line) => void drawn.push(line),
    rules: desk.deps.rules,
    open: async () => ({ ...desk.deps, corpId: 'corp-1', close: async () => undefined }),
  })
  expect(drawn).toEqual([
    '已读 1000 行',
    '已读 2000 行',
    '已读 3000 行',
    '████████░░░░░░░░░░░░░░░░ 33%  已处理 1000 / 3000 条',
    '████████████████░░░░░░░░ 66%  已处理 2000 / 3000 条',
    '████████████████████████ 100%  已处理 3000 / 3000 条',
    '',
  ])
  expect(lines[0]).toBe('项目：我的小区（新建）')
})

test('the template and the export are written once and never over another file', async () => {
  const template = join(folder, 'template.xlsx')
  expect(await run('--template', template)).toEqual({
    code: 0,
    lines: [`模板已生成：${template}`],
  })
  const bytes = await readFile(template)
  expect(await run('--template', template)).toEqual({
    code: 1,
    lines: [`已有同名文件，没有覆盖：${template}`],
  })
  expect(await readFile(template)).toEqual(bytes)
  await run(ROOM_BOOK)
  const out = join(folder, 'out.xlsx')
  expect(await run('--export', out)).toEqual({ code: 0, lines: [`“我的小区”已导出：${out}`] })
  expect(await run(out)).toMatchObject({
    code: 0,
    lines: ['项目：我的小区', '和系统里的一致，没有变化。'],
  })
  expect(await run('--export', join(folder, 'x.xlsx'), '--project', '没有')).toEqual({
    code: 1,
    lines: ['没有这个项目，或有不止一个项目，请用 --project 指明。现有项目：我的小区'],
  })
})

test.each([
  [[], '请写上要导入的文件。'],
  [['a.xlsx', 'b.xlsx'], '一次只能做一件事，只写一个文件。'],
  [['a.xlsx', '--template', 'b.xlsx'], '一次只能做一件事，只写一个文件。'],
  [['a.xlsx', '--dry'], '看不懂这样的写法：a.xlsx --dry'],
  [['a.xlsx', '--project'], '看不懂这样的写法：a.xlsx --project'],
])('called as %j it explains itself and ends with 2', async (argv, reason) => {
  const { code, lines } = await run(...argv)
  expect(code).toBe(2)
  expect(lines[0]).toContain(reason)
  expect(lines[0]).toContain('npm run import -- 文件.xlsx')
})

test('help is no mistake, a missing file is one of the person', async () => {
  expect((await run('--help')).code).toBe(0)
  expect(await run(join(folder, 'none.xlsx'))).toEqual({
    code: 1,
    lines: [
      '错误 1 处：',
      '  找不到这个文件，请检查路径。',
      '没有导入，什么都没有改。请改好上面的问题再导入。',
    ],
  })
})

test('bills are made from a month on, and what is missing is said', async () => {
  const items = ['编号', '名称', '类型', '计算方式', '单价', '固定金额']
  const path = await saved('fees.xlsx', {
    房屋: [ROOM_HEAD, ['3', '2', '501', 5, 94.56], ['3', '2', '502', 5, '']],
    收费项目: [items, ['WY', '物业费', '周期', '1001', '1.3', '20']],
    房屋收费: [
      ['房屋', '收费项目', '计费开始日期'],
      ['3-2-501', 'WY', '2026-10-01'],
      ['3-2-502', 'WY', '2026-10-01'],
    ],
  })
  const first = await run(path, '--bills-from', '2026-10')
  expect(first.code).toBe(0)
  expect(first.lines.slice(-4)).toEqual([
    '导入完成。',
    '账单：新出 2 笔，共 285.86 元。',
    '没有出账 1 处：',
    '  3-2-502 物业费 2026-10至2026-11：没有建筑面积，请在“房屋”表补上。',
  ])
  const second = await run(path, '--bills-from', '2026-10')
  expect(second).toMatchObject({ code: 0 })
  expect(second.lines.slice(1, 3)).toEqual(['和系统里的一致，没有变化。', '账单：没有新的账单。'])
  expect(await run(path, '--bills-from', '2027-01')).toMatchObject({
    code: 1,
    lines: expect.arrayContaining(['--bills-from 不能晚于本月（2026-11）。']),
  })
  const both = await run(path, '--bills-from', '2026-10', '--dry-run')
  expect(both.code).toBe(2)
  expect(both.lines[0]).toMatch(/^--dry-run 只看不改，不能同时出账。/)
})
