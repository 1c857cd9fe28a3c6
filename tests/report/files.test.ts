/** The two files of a report: read back as whoever opens them would. */
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Chart, Report } from '../../src/report/document.ts'
import { fileNamePart } from '../../src/report/file-name.ts'
import { reportBook } from '../../src/report/write/book.ts'
import { drawChart } from '../../src/report/write/chart.ts'
import { renderReport } from '../../src/report/write/page.tsx'
import { type LivelyMonth, livelyMonth } from './a-month.ts'

let month: LivelyMonth
let report: Report
let page: string
const book = new ExcelJS.Workbook()

beforeAll(async () => {
  month = await livelyMonth()
  report = await month.report()
  page = renderReport(report, month.say)
  const bytes = await reportBook(report, month.say)
  await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0])
}, 120_000)
afterAll(() => month.close())

describe('the page', () => {
  test('is whole in itself: it fetches nothing and runs nothing', () => {
    expect(page).toMatch(/^<!doctype html><html lang="zh-CN">/)
    expect(page).not.toMatch(/<script|<link|<iframe|\son\w+=|src=|url\(|@import/i)
    const addresses = page.match(/https?:\/\/[\w.]+/g) ?? []
    // Names of XML, and what somebody has for a name.
    expect([...new Set(addresses)].sort()).toEqual(['http://bad.test', 'http://www.w3.org'])
    expect(page).toContain("default-src 'none'")
  })

  test('has a picture for every chart, and the words of people as words', () => {
    const charts = report.sections.flatMap(({ blocks }) =>
      blocks.filter(({ kind }) => kind === 'chart'),
    )
    expect(charts.length).toBeGreaterThan(4)
    expect(page.match(/<svg /g)).toHaveLength(charts.length)
    expect(page).toContain('&lt;script>alert(1)')
  })

  test('says what a rate is made of, and marks what says little', () => {
    expect(page).toMatch(/100\.0%<\/span><small>1\/1<\/small><span class="few">样本少/)
  })
})

describe('the book', () => {
  const cells = () => {
    const all: ExcelJS.Cell[] = []
    book.eachSheet((sheet) => {
      sheet.eachRow((line) => {
        line.eachCell((cell) => void all.push(cell))
      })
    })
    return all
  }

  test('has a sheet for each section', () => {
    expect(book.worksheets.map(({ name }) => name)).toEqual(
      report.sections.map(({ title }) => title),
    )
  })

  test('computes nothing: what begins like a formula is guarded', () => {
    const texts = cells().map(({ value }) => value)
    expect(cells().filter(({ type }) => type === ExcelJS.ValueType.Formula)).toEqual([])
    expect(texts.filter((one) => typeof one === 'string' && /^[=+\-@\t\r]/.test(one))).toEqual([])
    expect(texts).toContain("'+一班")
    expect(texts).toContain("'@水箱清洗")
  })

  test('has numbers as numbers: a rate with its parts, money in yuan', () => {
    const fees = book.getWorksheet('收费')
    const line = fees?.getRow(findRow(fees, '物业费')).values as unknown[]
    expect(line.slice(1)).toEqual(['物业费', 2, 500, 200, 0.4, 0.5, 1, 2, 100, 0])
  })

  function findRow(sheet: ExcelJS.Worksheet, first: string): number {
    let found = 0
    sheet.eachRow((line, at) => {
      if (line.getCell(1).value === first) found = at
    })
    return found
  }
})

describe('a chart', () => {
  const chart = (more: Partial<Chart>): Chart => ({
    kind: 'chart',
    title: '',
    isSideways: true,
    labels: ['甲'],
    series: [{ name: '本月', values: [3] }],
    unit: 'count',
    ...more,
  })

  test('escapes what people wrote', () => {
    const svg = drawChart(chart({ labels: ['<script>alert(1)</script>&"'], isSideways: false }))
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;')
  })

  test('shows the target, a missing value as none, and is the same each time but for ids', () => {
    const wish = chart({
      isSideways: false,
      unit: 'percent',
      target: 95,
      labels: ['接单', '到场'],
      series: [{ name: '本月', values: [96.3, null] }],
    })
    const bare = () => drawChart(wish).replaceAll(/zr[\w-]*\d+/g, 'zr')
    expect(bare()).toContain('>95<')
    expect(bare()).toContain('>96.3<')
    expect(bare()).toBe(bare())
  })

  test('of nothing is drawn all the same', () => {
    expect(drawChart(chart({ labels: [], series: [{ name: '本月', values: [] }] }))).toContain(
      '<svg',
    )
  })
})

test.each([
  ['幸福里', '幸福里'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['A/B:C*?"<>|\u0000', 'A_B_C_______'],
  ['...', '_'],
  ['长'.repeat(300), '长'.repeat(60)],
  ['', '_'],
])('the name %j makes a file called %j', (name, part) => {
  expect(fileNamePart(name)).toBe(part)
})
