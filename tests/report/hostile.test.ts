/** Every hostile text in every place of a monthly report where words stand: both files open, compute nothing and show text. */
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, test } from 'vitest'
import { readWords } from '../../src/conversation/words.ts'
import { guarded, unguarded } from '../../src/desk/register/guarded.ts'
import type { Block, Report } from '../../src/report/document.ts'
import { type Say, sayOf } from '../../src/report/say.ts'
import { reportBook } from '../../src/report/write/book.ts'
import { renderReport } from '../../src/report/write/page.tsx'
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts'
import { tagsOf } from '../support/only-text.ts'

/** A cell holds 32,767 characters: what is longer no spreadsheet opens. */
const TEXTS = HOSTILE_TEXTS.filter(({ kind }) => kind !== 'long').map(({ text }) => text)
const COMPUTED = /^[=+\-@＝＋－＠\t\r\n]/

let say: Say
beforeAll(async () => {
  say = sayOf(await readWords('flows'))
})

function reportAbout(text: string): Report {
  const blocks: readonly Block[] = [
    { kind: 'cards', cards: [{ label: text, value: text, sub: text, tone: 'bad' }] },
    { kind: 'note', text },
    {
      ...{ kind: 'table', title: text, note: text, rows: [[text, 1]] },
      columns: [
        { title: text, kind: 'text' },
        { title: text, kind: 'count' },
      ],
    },
    {
      ...{ kind: 'chart', title: text, isSideways: true, labels: [text], unit: 'count' },
      series: [{ name: text, values: [1] }],
    },
  ]
  const sections = [{ id: 's', title: '工单', blocks }]
  return { title: text, project: text, head: [text], sections, foot: text }
}

async function cellsOf(report: Report): Promise<readonly ExcelJS.Cell[]> {
  const book = new ExcelJS.Workbook()
  const bytes = await reportBook(report, say)
  await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0])
  const cells: ExcelJS.Cell[] = []
  book.eachSheet((sheet) => {
    sheet.eachRow((row) => {
      row.eachCell((cell) => void cells.push(cell))
    })
  })
  return cells
}

/** What XML can carry: a spreadsheet shows no other character. */
const legal = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]|\p{Cs}/gu, '')
/** Readers of XML know one kind of line end. */
const written = (text: string) => legal(text).replaceAll(/\r\n?/g, '\n')

describe('the book', () => {
  test.each(TEXTS)('%j', async (text) => {
    const cells = await cellsOf(reportAbout(text))
    for (const { type, value } of cells) {
      expect(type).not.toBe(ExcelJS.ValueType.Formula)
      expect(type).not.toBe(ExcelJS.ValueType.Hyperlink)
      if (typeof value === 'string') expect(value).not.toMatch(COMPUTED)
    }
    const read = cells.map(({ value }) => unguarded(written(String(value ?? ''))))
    if (written(text).trim() !== '') expect(read).toContain(written(text))
  })
})

describe('the page', () => {
  let harmless: readonly string[]
  beforeAll(() => {
    harmless = tagsOf(renderReport(reportAbout('水管漏水'), say))
  })

  test.each(TEXTS)('%j', (text) => {
    const html = renderReport(reportAbout(text), say)
    // Drawings have numbers of their own in their tags.
    const drawn = /^<\/?(?:svg|g|path|text|rect|defs|clipPath|style|tspan|title)[ >/]/
    for (const tag of tagsOf(html).filter((one) => !harmless.includes(one))) {
      expect(tag).toMatch(drawn)
      expect(tag).not.toMatch(/\son\w+=|href|src=/i)
    }
  })
})

test.each(TEXTS)('a cell of %j is taken back as it was', (text) => {
  expect(guarded(text)).not.toMatch(COMPUTED)
  expect(unguarded(guarded(text))).toBe(legal(text))
})
