/** Writes a book of our own form: notes, then one sheet a table, row by row as they come. */
import ExcelJS from 'exceljs'
import { guarded } from '../guarded.ts'
import type { RegisterRules } from '../rules.ts'
import { OUR_TABLES, type OurTable } from '../tables.ts'
import { type BookColumn, bookColumns } from './columns.ts'

/** By field; absent and null stay empty. Texts are written as they are, guarded against being computed. */
export type BookRow = Readonly<Record<string, string | number | null | undefined>>

export type RowsOf = (table: OurTable) => AsyncIterable<BookRow>

type Writer = InstanceType<typeof ExcelJS.stream.xlsx.WorkbookWriter>
type Sheet = ExcelJS.Worksheet

/** How far down the lists of words reach. */
const LISTED_ROWS = 5_000
const RED = { argb: 'FFC00000' }
const GREY: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF2F2F2' } }

/** Overwrites `path`; memory does not grow with the number of rows. */
export async function writeBook(path: string, rules: RegisterRules, rowsOf: RowsOf): Promise<void> {
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path,
    useStyles: true,
    useSharedStrings: false,
  })
  writeNotes(writer, rules)
  for (const table of OUR_TABLES) {
    const columns = bookColumns(rules, table)
    const sheet = openSheet(writer, rules.tables[table].sheet, columns)
    for await (const row of rowsOf(table)) {
      sheet.addRow(columns.map((column) => cellOf(column, row[column.field]))).commit()
    }
    sheet.commit()
  }
  await writer.commit()
}

function writeNotes(writer: Writer, rules: RegisterRules): void {
  const [name = 'notes'] = rules.ignored_sheets
  const sheet = writer.addWorksheet(name)
  sheet.columns = [{ width: 16 }, { width: 100 }]
  const lines = [...rules.template_notes, ...listNotes(rules)]
  for (const [title, text] of lines) {
    const row = sheet.addRow([title, text])
    row.getCell(1).font = { bold: true }
    row.getCell(2).alignment = { wrapText: true, vertical: 'top' }
    row.commit()
  }
  sheet.commit()
}

/** What may be written where only certain words are understood. */
function listNotes(rules: RegisterRules): [string, string][] {
  return OUR_TABLES.flatMap((table) =>
    bookColumns(rules, table)
      .filter((column) => column.words)
      .map((column): [string, string] => [
        `${rules.tables[table].sheet} · ${column.header}`,
        (column.words ?? []).join('、'),
      ]),
  )
}

function openSheet(writer: Writer, name: string, columns: readonly BookColumn[]): Sheet {
  const sheet = writer.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => ({
    width: Math.max(10, column.header.length * 2 + 4),
    style: { numFmt: column.isNumber ? 'General' : '@' },
  }))
  const head = sheet.addRow(columns.map((column) => column.header))
  for (const [index, column] of columns.entries()) {
    const cell = head.getCell(index + 1)
    cell.fill = GREY
    cell.font = column.isRequired ? { bold: true, color: RED } : { bold: true }
    if (column.words) offerWords(sheet, cell.address.replace(/\d+$/, ''), column)
  }
  head.commit()
  return sheet
}

/** Where several words may stand, the list only offers. */
function offerWords(sheet: Sheet, letter: string, { words = [], isList }: BookColumn): void {
  const { dataValidations } = sheet as Sheet & {
    readonly dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void }
  }
  dataValidations.add(`${letter}2:${letter}${LISTED_ROWS}`, {
    type: 'list',
    allowBlank: true,
    formulae: [`"${words.join(',')}"`],
    showErrorMessage: !isList,
  })
}

function cellOf(column: BookColumn, value: string | number | null | undefined) {
  if (value === null || value === undefined || value === '') return null
  if (column.isNumber) return Number(value)
  return guarded(String(value))
}
