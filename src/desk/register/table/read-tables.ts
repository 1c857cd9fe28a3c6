/** Yields the rows of all tables in a workbook; notes beside and below them are left out. */
import { plainText } from '../../residents/plain-text.ts'
import type { Problems } from '../problems.ts'
import type { RegisterRules } from '../rules.ts'
import { TABLE_NAMES, type TableName } from '../tables.ts'
import { BadBook } from '../xlsx/bad-book.ts'
import type { Cell } from '../xlsx/cell-value.ts'
import type { Sheet } from '../xlsx/open-workbook.ts'
import type { Row } from '../xlsx/sheet-rows.ts'
import { type HeaderColumn, headerIndex } from './find-header.ts'
import { findTable, type Table } from './find-table.ts'

export interface TableRow {
  readonly table: TableName
  readonly sheet: string
  readonly row: number
  /** By field; empty cells are absent. */
  readonly cells: ReadonlyMap<string, Cell>
  readonly columns: ReadonlyMap<string, HeaderColumn>
}

/**
 * Rows of all tables, sheet by sheet. What cannot be recognised becomes a problem.
 * @throws BadBook when a sheet is damaged or there are more rows than `limits.rows`
 */
export async function* readTables(
  sheets: readonly Sheet[],
  rules: RegisterRules,
  problems: Problems,
): AsyncGenerator<TableRow> {
  const index = headerIndex(rules)
  let tables = 0
  let rows = 0
  for (const sheet of sheets.filter(
    ({ name }) => !rules.ignored_sheets.includes(plainText(name)),
  )) {
    const table = await findTable(sheet, { rules, problems, index })
    if (!table) continue
    tables++
    for await (const row of tableRows(sheet, table, rules)) {
      if (++rows > rules.limits.rows) throw new BadBook('too_many_rows', `${rows} rows`)
      yield row
    }
  }
  if (tables > 0 || problems.errorCount() > 0) return
  const known = TABLE_NAMES.map((table) => rules.tables[table].sheet).join('、')
  problems.error({}, 'no_table', { known })
}

/** Behind a note whatever fills only one cell is more of it. */
async function* tableRows(
  sheet: Sheet,
  { header, rows }: Table,
  rules: RegisterRules,
): AsyncGenerator<TableRow> {
  const { table, columns } = header
  let behindNote = false
  for await (const row of rows) {
    const cells = cellsOf(columns, row)
    if (isBlank(cells)) continue
    const isNote: boolean = startsNote(rules, cells) || (behindNote && cells.size === 1)
    behindNote ||= isNote
    if (!isNote) yield { table, sheet: sheet.name, row: row.number, cells, columns }
  }
}

function cellsOf(columns: ReadonlyMap<string, HeaderColumn>, row: Row): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const [field, { column }] of columns) {
    const cell = row.cells.get(column)
    if (cell) cells.set(field, cell)
  }
  return cells
}

/** How far into a cell a word is looked for. */
const LONGEST_NOTE_WORD = 20

/** A row that only lies beside a merge says nothing. */
function isBlank(cells: ReadonlyMap<string, Cell>): boolean {
  return [...cells.values()].every((cell) => cell.isMerged)
}

function startsNote(rules: RegisterRules, cells: ReadonlyMap<string, Cell>): boolean {
  const [first] = cells.values()
  const text = plainText(first?.text.slice(0, LONGEST_NOTE_WORD) ?? '')
  return rules.note_words.some((word) => text.startsWith(word))
}
