/** `npm run report` as somebody at a terminal has it: what it answers, and what lies in the folder afterwards. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { readWords } from '../../src/conversation/words.ts'
import { readRules } from '../../src/desk/rules.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { aBill } from '../support/desk/bills.ts'

const NOW = new Date('2026-11-02T10:00:00+08:00')
const rules = await readRules()
const words = await readWords('flows')
let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await openTestDatabase()
  const made = { corpId: 'corp-1', createdAt: new Date('2026-01-01T00:00:00Z') }
  await database.db
    .insertInto('project')
    .values([
      { ...made, id: 'p1', code: 'P1', name: '幸福里' },
      { ...made, id: 'p2', code: 'P2', name: 'A/B 苑' },
      { ...made, id: 'p3', code: 'P3', name: '空的' },
      { ...made, id: 'p4', code: 'P1', name: '别家的', corpId: 'corp-2' },
    ])
    .execute()
  for (const projectId of ['p1', 'p2', 'p4']) {
    await aBill(database.db, { projectId, room: '1-1-101', period: '2026-10', amountFen: 10_000 })
    await aBill(database.db, { projectId, room: '1-1-101', period: '2026-11', amountFen: 10_000 })
  }
})
afterAll(() => database.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanjia-report-'))
  return async () => {
    // Whatever was opened is closed, however it ended.
    expect(closed).toBe(opened)
    await rm(folder, { recursive: true, force: true })
  }
})

let opened = 0
let closed = 0

async function run(...argv: string[]) {
  const lines: string[] = []
  const code = await reportCommand({
    argv,
    rules,
    words,
    print: (line) => void lines.push(line),
    async open() {
      opened += 1
      return {
        db: database.db,
        now: NOW,
        newId: () => crypto.randomUUID(),
        corpId: 'corp-1',
        async close() {
          closed += 1
        },
      }
    },
  })
  return { code, lines, text: lines.join('\n') }
}
const october = (...more: string[]) => run('--month', '2026-10', '--out', folder, ...more)
const found = async () => (await readdir(folder)).sort()

describe('what is written', () => {
  test('two files for each project with anything to tell; the empty one is named', async () => {
    const { code, lines } = await october()
    expect(code).toBe(0)
    expect(await found()).toEqual([
      '月报-A_B 苑-2026-10.html',
      '月报-A_B 苑-2026-10.xlsx',
      '月报-幸福里-2026-10.html',
      '月报-幸福里-2026-10.xlsx',
    ])
    expect(lines).toContain('“幸福里”2026-10月报已写好：')
    expect(lines).toContain(`  ${join(folder, '月报-幸福里-2026-10.xlsx')}`)
    expect(lines).toContain('“空的”2026-10没有任何工单、账单和收款，没有写月报。')
    expect(await readFile(join(folder, '月报-幸福里-2026-10.html'), 'utf8')).toContain(
      '2026年10月物业服务月报',
    )
  })

  test('one project only, into a folder that is made', async () => {
    const { code } = await run(
      '--month',
      '2026-10',
      '--project',
      '幸福里',
      '--out',
      join(folder, 'new'),
    )
    expect(code).toBe(0)
    expect((await readdir(join(folder, 'new'))).length).toBe(2)
  })

  test('that it was written is in the audit log', async () => {
    await october('--project', 'A/B 苑')
    const rows = await database.db
      .selectFrom('audit_log')
      .selectAll()
      .where('projectId', '=', 'p2')
      .where('action', '=', 'report.write')
      .execute()
    expect(rows.at(-1)).toMatchObject({ actorId: 'report', detail: { month: '2026-10' } })
  })

  test('a month that goes on is written, and said to go on', async () => {
    const { code, text } = await run('--month', '2026-11', '--project', '幸福里', '--out', folder)
    expect(code).toBe(0)
    expect(text).toContain('（本月尚未结束）')
  })
})

describe('what is refused', () => {
  test.each([
    [['--month', '2026-13']],
    [['--month', '十月']],
    [['--month', '']],
    [['--month', '2026-10-01']],
  ])('no month: %j', async (argv) => {
    const before = opened
    const { code, text } = await run(...argv)
    expect([code, opened]).toEqual([2, before])
    expect(text).toContain('不是月份。--month 应如 2026-10。')
  })

  test('no month at all, unknown words, and help', async () => {
    expect(await run()).toMatchObject({ code: 2, text: expect.stringContaining('请写明是哪个月') })
    expect(await run('2026-10')).toMatchObject({ code: 2, text: expect.stringContaining('看不懂') })
    expect(await run('--moth', '2026-10')).toMatchObject({ code: 2 })
    expect(await run('--help')).toMatchObject({ code: 0, text: expect.stringContaining('用法') })
  })

  test('a month that has not begun', async () => {
    const answer = await run('--month', '2026-12', '--out', folder)
    expect(answer).toMatchObject({ code: 1, text: '2026-12还没有到，没有可写的。' })
    expect(await found()).toEqual([])
  })

  test('a project there is not, and one of another company: the known ones are named', async () => {
    for (const name of ['幸福', '别家的', "' OR 1=1 --"]) {
      const { code, text } = await october('--project', name)
      expect([code, text]).toEqual([1, `没有这个小区“${name}”。现有小区：幸福里、A/B 苑、空的`])
    }
  })

  test('a month in which nothing happened: nothing is written', async () => {
    const { code, lines } = await run('--month', '2025-03', '--out', folder)
    expect(code).toBe(1)
    expect(lines).toHaveLength(3)
    expect(await found()).toEqual([])
  })

  test('a place that is no folder', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const out of [file, join(file, 'below'), '/proc/nothing/here', '/proc/here']) {
      const { code, text } = await run('--month', '2026-10', '--project', '幸福里', '--out', out)
      expect([code, text]).toEqual([1, expect.stringContaining('写不进这个文件夹')])
    }
  })
})

describe('what is there already', () => {
  const html = () => join(folder, '月报-幸福里-2026-10.html')

  test('is not written over, nothing beside it either, and the way out is named', async () => {
    await writeFile(html(), '改过的')
    const { code, lines } = await october('--project', '幸福里')
    expect(code).toBe(1)
    expect(lines).toEqual([`已有同名文件，没有覆盖：${html()}`, '确实要重写，请加上 --force。'])
    expect(await readFile(html(), 'utf8')).toBe('改过的')
    expect(await found()).toEqual(['月报-幸福里-2026-10.html'])
  })

  test('is written over when told so', async () => {
    await writeFile(html(), '改过的')
    expect((await october('--project', '幸福里', '--force')).code).toBe(0)
    expect(await readFile(html(), 'utf8')).toContain('<!doctype html>')
    expect((await found()).length).toBe(2)
  })

  test('two at once: one writes, the other says why it does not; no half file is left', async () => {
    const answers = await Promise.all([
      october('--project', '幸福里'),
      october('--project', '幸福里'),
    ])
    const codes = answers.map(({ code }) => code).sort()
    expect(codes).toEqual([0, 1])
    const refused = answers.find(({ code }) => code === 1)
    expect(refused?.text).toMatch(/另一份月报正在生成|已有同名文件/)
    expect(await found()).toEqual(['月报-幸福里-2026-10.html', '月报-幸福里-2026-10.xlsx'])
  })

  test('while another one is at work the second is told so', async () => {
    await database.db.connection().execute(async (connection) => {
      await sql`SELECT pg_advisory_lock(7301157)`.execute(connection)
      const answer = await october('--project', '幸福里')
      await sql`SELECT pg_advisory_unlock(7301157)`.execute(connection)
      expect(answer).toMatchObject({ code: 1, text: '另一份月报正在生成，请等它完成后再试。' })
    })
    expect(await found()).toEqual([])
  })
})
