import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importBook } from '../../../src/desk/register/import-book.ts'
import { exportBook } from '../../../src/desk/register/write/export-book.ts'
import { aBook, PEOPLE_HEAD, ROOM_HEAD } from '../../support/a-book.ts'
import { aZip, sheetParts, type ZipPart } from '../../support/a-zip.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
let before: Awaited<ReturnType<ImportDesk['everything']>>
beforeAll(async () => {
  desk = await openImportDesk()
  await desk.take({ 房屋: [ROOM_HEAD, ['9', '1', '101']] })
  before = await desk.everything()
})
afterAll(() => desk.close())

/** What each refused book must leave as it was. */
const untouched = async () => expect(await desk.everything()).toEqual(before)

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const row = (...texts: string[]) => `<row>${texts.map(cell).join('')}</row>`
const HEAD = row('楼栋', '单元', '房号')
const zipOf = (rows: string, more: Partial<Record<string, string>> = {}) =>
  aZip(sheetParts(HEAD + rows, more))
const changed = (change: Partial<ZipPart>, rows = '') =>
  aZip(
    sheetParts(HEAD + rows).map((part) =>
      part.path.endsWith('sheet1.xml') ? { ...part, ...change } : part,
    ),
  )

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const NOT_XLSX = '这不是 Excel 的 .xlsx 文件。请在 Excel 或 WPS 里另存为 .xlsx 再导入。'
const DAMAGED = '文件不完整或已损坏。请用 Excel 或 WPS 打开，另存一份再导入。'
const TOO_BIG = '文件太大，请拆成几份再导入。'

test.each([
  ['an empty file', () => Buffer.alloc(0), NOT_XLSX],
  ['a list of commas', () => Buffer.from('楼栋,房号\n1,101\n'), NOT_XLSX],
  ['a web page', () => Buffer.from('<html><table><tr><td>楼栋</td></tr></table>'), NOT_XLSX],
  ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), NOT_XLSX],
  ['a zip of photos', () => aZip([{ path: 'a.jpg', text: 'x' }]), NOT_XLSX],
  [
    'an old book',
    () => Buffer.concat([OLE, Buffer.alloc(999)]),
    '这是旧版 .xls 文件。请在 Excel 或 WPS 里另存为 .xlsx 再导入。',
  ],
  [
    'a book with a password',
    () => Buffer.concat([OLE, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
    '文件设了密码。请去掉密码另存后再导入。',
  ],
  ['a zip with a password', () => changed({ flags: 1 }), '文件设了密码。请去掉密码另存后再导入。'],
  ['4 GB in a small zip', () => changed({ size: 0xfffffff0 }), TOO_BIG],
  ['64 TB in a small zip', () => changed({ size: 2 ** 46, zip64: true }), TOO_BIG],
  ['a bomb that says it is small', () => changed({ size: 1000 }, ' '.repeat(30_000_000)), DAMAGED],
  ['a book cut off', () => zipOf(row('1', '1', '101')).subarray(0, 400), DAMAGED],
  ['an entity bomb', () => changed({ text: entityBomb() }), DAMAGED],
  ['an outside entity', () => changed({ text: outsideEntity() }), DAMAGED],
  ['a NUL in a cell', () => zipOf(row('1', '1', '1\u000001')), DAMAGED],
  [
    'a NUL in the name of a sheet',
    () =>
      zipOf(row('1', '1', '101'), {
        'xl/workbook.xml':
          '<workbook xmlns:r="x"><sheets><sheet name="房\u0000屋" r:id="rId1"/></sheets></workbook>',
      }),
    DAMAGED,
  ],
  ['a sheet in GBK', () => changed({ text: Buffer.from('3c3fb7bfcede3e', 'hex') }), DAMAGED],
  [
    'a sheet in UTF-16',
    () => changed({ text: Buffer.from('\ufeff<worksheet/>', 'utf16le') }),
    DAMAGED,
  ],
  [
    'a cell of 10 MB',
    () => zipOf(row('1', '1', 'x'.repeat(10 * 1024 * 1024))),
    '有一格的内容超过10万字，无法导入。请改短后再导入。',
  ],
  ['a cell beyond all columns', () => zipOf('<row><c r="ZZZZ9"><v>1</v></c></row>'), DAMAGED],
] as [string, () => Buffer, string][])('%s is answered in words', async (_what, bytes, message) => {
  const answer = await desk.take(bytes())
  expect(answer).toMatchObject({ outcome: 'refused', project: null, changeCount: 0 })
  expect(answer.errors.map((error) => error.message)).toEqual([message])
  await untouched()
})

function entityBomb(): string {
  const levels = 'bcdefghij'.split('').map((name, index) => {
    const inner = `&${'abcdefghij'[index]};`.repeat(10)
    return `<!ENTITY ${name} "${inner}">`
  })
  return `<!DOCTYPE x [<!ENTITY a "哈">${levels.join('')}]><worksheet><sheetData>${HEAD}${row('1', '1', '&j;')}</sheetData></worksheet>`
}

function outsideEntity(): string {
  return `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>${row('&a;')}</sheetData></worksheet>`
}

test('a file that is not there', async () => {
  const answer = await desk.take({}, { file: '/nowhere/book.xlsx' })
  expect(problemsOf(answer.errors)).toEqual(['not_found'])
})

test('a folder is no book', async () => {
  const answer = await desk.take({}, { file: tmpdir() })
  expect(answer.errors.map((error) => error.message)).toEqual([NOT_XLSX])
})

test('a book damaged in its last sheet leaves nothing of the first', async () => {
  const good = await aBook({ 房屋: [ROOM_HEAD, ['1', '1', '101']], 业主: [PEOPLE_HEAD] })
  const torn = Buffer.from(good)
  const local = torn.indexOf('xl/worksheets/sheet2.xml')
  torn.fill(0x5a, local + 40, local + 60)
  const answer = await desk.take(torn)
  expect(problemsOf(answer.errors)).toEqual(['damaged'])
  await untouched()
})

test('too many rows are refused', async () => {
  const { register } = desk.deps.rules
  const small = { ...register, limits: { ...register.limits, rows: 3 } }
  const deps = { ...desk.deps, rules: { ...desk.deps.rules, register: small } }
  const rows = [1, 2, 3, 4].map((number) => ['1', '1', String(number)])
  const bytes = await aBook({ 房屋: [ROOM_HEAD, ...rows] })
  const answer = await importBook(deps, { corpId: 'corp-1', file: { name: 'x', bytes } })
  expect(answer.errors.map((error) => error.message)).toEqual(['行数太多，请拆成几份再导入。'])
  await untouched()
})

test('one code for two rooms is named with both rows', async () => {
  const answer = await desk.take({ 房屋: [ROOM_HEAD, ['3栋', '2', '501'], ['3', '二', '0501']] })
  expect(answer.errors.map((error) => `${error.sheet} ${error.row} ${error.message}`)).toEqual([
    '房屋 3 房屋 3-2-501 写了两次，第 2 行已有。请删掉一行。',
  ])
  await untouched()
})

test('formulas without a saved result stop the book, also those that lead to other files', async () => {
  const answer = await desk.take(
    zipOf(`<row>${cell('1')}${cell('1')}<c><f>[1]Sheet1!A1</f></c></row>`),
  )
  expect(answer.errors.map((error) => error.message)).toEqual([
    '公式没有计算结果。请在 Excel 里打开并保存后再导入。',
  ])
  await untouched()
})

/** These books are odd and yet clear: they are taken, each into a desk of its own. */
async function fresh(use: (other: ImportDesk) => Promise<void>): Promise<void> {
  const other = await openImportDesk()
  await use(other).finally(() => other.close())
}

const codesOf = async ({ everything }: ImportDesk) =>
  ((await everything())['room'] as readonly { code: string }[]).map((room) => room.code).sort()

test('a formula counts by its saved result, and no other file is opened for it', () =>
  fresh(async (other) => {
    const link =
      '<c t="str"><f>[1]Sheet1!A1</f><v>101</v></c><c><f>WEBSERVICE("http://127.0.0.1:1/")</f></c>'
    const answer = await other.take(
      zipOf(`<row>${cell('1')}${cell('1')}${link}</row>`, {
        'xl/externalLinks/externalLink1.xml': '<externalLink/>',
      }),
    )
    expect(answer.outcome).toBe('imported')
    expect(await codesOf(other)).toEqual(['1-1-101'])
  }))

test('paths that lead out of the zip are names like others and nothing is unpacked to disk', () =>
  fresh(async (other) => {
    const parts = [
      ...sheetParts(HEAD + row('1', '1', '101')),
      { path: '../../../../tmp/guanjia-evil', text: 'x' },
      { path: '/etc/guanjia-evil', text: 'x' },
    ]
    expect((await other.take(aZip(parts))).outcome).toBe('imported')
  }))

test('a million formatted empty rows are passed over', () =>
  fresh(async (other) => {
    const empty = '<row><c s="1"/><c s="1"/><c s="1"/></row>'.repeat(1_000_000)
    const answer = await other.take(zipOf(row('1', '1', '101') + empty + row('1', '1', '102')))
    expect(problemsOf([...answer.errors, ...answer.warnings])).toEqual([])
    expect(await codesOf(other)).toEqual(['1-1-101', '1-1-102'])
  }))

test('twenty thousand columns: those a register has are read', () =>
  fresh(async (other) => {
    const wide = Array.from({ length: 20_000 }, (_, index) => `x${index}`)
    const answer = await other.take(zipOf(row('1', '1', '101', ...wide)))
    expect(answer.outcome).toBe('imported')
    expect(await codesOf(other)).toEqual(['1-1-101'])
  }))

test('sheets of any name are known by their headers', () =>
  fresh(async (other) => {
    const answer = await other.take({
      Sheet1: [ROOM_HEAD, ['1', '1', '101']],
      值班: [PEOPLE_HEAD, ['1-1-101', '张三', '业主']],
    })
    expect(answer.counts).toMatchObject({ room: { added: 1 }, person: { added: 1 } })
  }))

test('full-width digits, traditional characters and 幢 栋 座 lead to the same room', () =>
  fresh(async (other) => {
    const answer = await other.take({
      房屋: [
        ['樓棟', '單元', '房號', '建築面積', '房屋狀態', '電梯'],
        ['３幢', '２單元', '５０１', '９４．５６', '未銷售', '無'],
        ['3棟', '2', '502', '94.56', '裝修中', '有'],
        ['三座', '二', '503', '', '空閒', ''],
      ],
      业主: [
        ['房屋', '姓名', '身份', '手機號', '遷出日期'],
        ['3幢2单元５０１', '陳大文', '業主', '１３８００００００００', ''],
        ['備註：以上由物業填寫', '', '', '', ''],
      ],
    })
    expect(problemsOf(answer.errors)).toEqual([])
    expect(await codesOf(other)).toEqual(['3-2-501', '3-2-502', '3-2-503'])
    const all = await other.everything()
    expect(all['building']).toHaveLength(1)
    expect(all['person']).toMatchObject([{ name: '陳大文', phoneLast4: '0000' }])
  }))

test('names that a spreadsheet would compute stay names, are exported guarded, and come back the same', () =>
  fresh(async (other) => {
    const folder = await mkdtemp(join(tmpdir(), 'guanjia-hostile-'))
    const names = ["=cmd|' /C calc'!A0", '+1+1', '-2+3', '@SUM(A1)']
    const people = names.map((name, index) => ['1-1-101', name, '家属', `1380000000${index}`])
    await other.take({
      房屋: [
        [...ROOM_HEAD, '户型'],
        ['1', '1', '101', '', '', '', '=HYPERLINK("http://x")'],
      ],
      业主: [PEOPLE_HEAD, ...people],
    })
    const stored = ((await other.everything())['person'] as readonly { name: string }[]).map(
      ({ name }) => name,
    )
    expect(stored.sort()).toEqual([...names].sort())
    const [project] = (await other.everything())['project'] as readonly { id: string }[]
    const path = join(folder, 'out.xlsx')
    await exportBook(
      { ...other.deps, now: other.clock.now(), actor: { kind: 'system', name: 'test' } },
      { corpId: 'corp-1', projectId: project?.id ?? '', path, withNumbers: true },
    )
    const cells: unknown[] = []
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    for (const sheet of book.worksheets) {
      sheet.eachRow((line) => line.eachCell(({ value }) => cells.push(value)))
    }
    for (const text of [...names, '=HYPERLINK("http://x")']) expect(cells).toContain(`'${text}`)
    expect(cells.filter((value) => /^[=+@-]/.test(String(value)))).toEqual([])
    expect((await other.take({}, { file: path })).outcome).toBe('unchanged')
    await rm(folder, { recursive: true })
  }))
