/** The report as a book: a sheet for each section, its tables one below the other, numbers as numbers. */
import ExcelJS from 'exceljs'
import { guarded } from '../../desk/register/guarded.ts'
import {
  type Block,
  type Cell,
  type Column,
  isMissed,
  isRate,
  percentOf,
  type Report,
  type Table,
} from '../document.ts'
import type { Say } from '../say.ts'

const BRAND = { argb: 'FF1F6F78' }
const BAD = { argb: 'FFB4481A' }
const SOFT = { argb: 'FF64737E' }
const PALE: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF1F5F6' } }
const FIRST_WIDTH = 30
const WIDTH = 14

/** What `kind` looks like; a rate is a fraction of 1. */
const FORMATS: Readonly<Record<Column['kind'], string>> = {
  text: '@',
  count: '#,##0',
  fen: '#,##0.00',
  score: '0.0',
  rate: '0.0%',
  share: '0.0%',
  percent: '+0.0%;-0.0%;0.0%',
}

export async function reportBook(report: Report, say: Say): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.title = guarded(`${report.project} ${report.title}`)
  for (const { title, blocks } of report.sections) {
    const sheet = book.addWorksheet(title, {
      pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    })
    sheet.addRow([guarded(`${report.project} ${report.title} · ${title}`)]).font = {
      bold: true,
      size: 14,
      color: BRAND,
    }
    sheet.addRow([guarded(report.head.join('；'))]).font = { color: SOFT }
    for (const block of blocks) addBlock(sheet, block, say)
    sheet.addRow([])
    sheet.addRow([guarded(report.foot)]).font = { color: SOFT }
    sheet.getColumn(1).width = FIRST_WIDTH
    for (let at = 2; at <= sheet.columnCount; at++) sheet.getColumn(at).width = WIDTH
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** A chart is not repeated: the tables have its numbers, and bars in their cells. */
function addBlock(sheet: ExcelJS.Worksheet, block: Block, say: Say): void {
  if (block.kind === 'chart') return
  sheet.addRow([])
  if (block.kind === 'note') sheet.addRow([guarded(block.text)])
  if (block.kind === 'table') addTable(sheet, block, say)
  if (block.kind !== 'cards') return
  for (const { label, value, sub, tone } of block.cards) {
    const row = sheet.addRow([guarded(label), guarded(value), guarded(sub)])
    row.getCell(2).font = { bold: true, ...(tone === 'bad' && { color: BAD }) }
    row.getCell(2).alignment = { horizontal: 'right' }
  }
}

function addTable(sheet: ExcelJS.Worksheet, table: Table, say: Say): void {
  const { title, columns, rows, note } = table
  sheet.addRow([guarded(title)]).font = { bold: true, size: 12 }
  const head = sheet.addRow(columns.flatMap((column) => headOf(column, say)))
  head.font = { bold: true, color: SOFT }
  head.fill = PALE
  const first = sheet.rowCount + 1
  for (const row of rows) addLine(sheet, columns, row, say)
  const last = sheet.rowCount
  if (last >= first) barsUnder(sheet, columns, { first, last })
  if (note) sheet.addRow([guarded(note)]).font = { color: SOFT }
}

/** A rate has three columns: what it is, of how many, and so many. */
function headOf({ title, kind }: Column, say: Say): string[] {
  if (kind !== 'rate') return [guarded(title)]
  return [guarded(title), say('book.numerator'), say('book.denominator')]
}

function addLine(
  sheet: ExcelJS.Worksheet,
  columns: readonly Column[],
  row: readonly Cell[],
  say: Say,
): void {
  const line = sheet.addRow(columns.flatMap((column, at) => valuesOf(column, row[at] ?? null)))
  let place = 0
  for (const [at, column] of columns.entries()) {
    const cell = line.getCell(++place)
    const value = row[at] ?? null
    cell.numFmt = FORMATS[column.kind]
    if (isRate(value)) {
      if (isMissed(value)) cell.font = { bold: true, color: BAD }
      if (value.isSmall) cell.note = say('small')
    }
    if (column.kind === 'rate') place += 2
  }
}

function valuesOf({ kind }: Column, cell: Cell): (string | number | null)[] {
  if (isRate(cell)) {
    const percent = percentOf(cell)
    const share = percent === null ? null : percent / 100
    return kind === 'rate' ? [share, cell.numerator, cell.denominator] : [share]
  }
  const padding = kind === 'rate' ? [null, null] : []
  if (cell === null) return [null, ...padding]
  if (typeof cell === 'string') return [guarded(cell), ...padding]
  const divided = kind === 'fen' || kind === 'percent' ? cell / 100 : cell
  return [divided, ...padding]
}

/** Bars in the cells of rates, from nothing to all. */
function barsUnder(
  sheet: ExcelJS.Worksheet,
  columns: readonly Column[],
  { first, last }: { readonly first: number; readonly last: number },
): void {
  let place = 0
  for (const { kind } of columns) {
    place += 1
    if (kind === 'rate' || kind === 'share') {
      const letter = sheet.getColumn(place).letter
      sheet.addConditionalFormatting({ ref: `${letter}${first}:${letter}${last}`, rules: [BARS] })
    }
    if (kind === 'rate') place += 2
  }
}

const BARS = {
  type: 'dataBar',
  priority: 1,
  gradient: false,
  cfvo: [
    { type: 'num', value: 0 },
    { type: 'num', value: 1 },
  ],
  color: { argb: 'FFB7D3D6' },
} as unknown as ExcelJS.ConditionalFormattingRule
