/** Finds the table of a sheet: its headers among the first rows, and the rows that follow. */
import type { Problems } from '../problems.ts'
import type { RegisterRules } from '../rules.ts'
import { TABLE_NAMES } from '../tables.ts'
import type { Sheet } from '../xlsx/open-workbook.ts'
import type { Row } from '../xlsx/sheet-rows.ts'
import { findHeader, type Header, type HeaderColumn, type HeaderIndex } from './find-header.ts'

export interface Reading {
  readonly rules: RegisterRules
  readonly problems: Problems
  readonly index: HeaderIndex
}

export interface Table {
  readonly header: Header
  /** What follows the headers. */
  readonly rows: AsyncIterable<Row>
}

/** Null when the sheet holds no table we know; a sheet that nearly does is an error, another one a warning. */
export async function findTable(sheet: Sheet, reading: Reading): Promise<Table | null> {
  const rows = sheet.rows()[Symbol.asyncIterator]()
  let nearest: Header | null = null
  let isEmpty = true
  for (let looked = 0; looked < reading.rules.limits.header_rows; looked++) {
    const { value: row, done } = await rows.next()
    if (done) break
    isEmpty = false
    const header = findHeader(reading.rules, reading.index, row)
    if (header?.missing.length === 0) {
      warnOfColumns(sheet, row, header, reading.problems)
      return { header, rows: { [Symbol.asyncIterator]: () => rows } }
    }
    nearest ??= header
  }
  await rows.return?.()
  if (!isEmpty) reportUnread(sheet, nearest, reading)
  return null
}

function warnOfColumns(sheet: Sheet, row: Row, header: Header, problems: Problems): void {
  const at = ({ column, header: text }: HeaderColumn) => ({
    sheet: sheet.name,
    row: row.number,
    column,
    header: text,
  })
  for (const column of header.unknown) problems.warn(at(column), 'column_unknown')
  for (const column of header.twice) problems.warn(at(column), 'header_twice')
}

/** A sheet that nearly was a table is a mistake to mend; any other one is somebody's own notes. */
function reportUnread(sheet: Sheet, nearest: Header | null, { rules, problems }: Reading): void {
  const named = TABLE_NAMES.find((table) => rules.tables[table].sheet === sheet.name.trim())
  const isNear = nearest !== null && (named || nearest.columns.size > nearest.missing.length)
  if (isNear) {
    const table = rules.tables[nearest.table].sheet
    const missing = nearest.missing.join('、')
    problems.error({ sheet: sheet.name }, 'missing_headers', { missing, table })
  } else if (!sheet.isHidden) {
    problems.warn({ sheet: sheet.name }, 'sheet_skipped')
  }
}
