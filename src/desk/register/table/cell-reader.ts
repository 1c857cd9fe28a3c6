/** Reaches the cells of one row by field; what does not fit becomes a problem with its place. */
import { plainText } from '../../residents/plain-text.ts'
import type { ErrorName, MessageValues, WarningName } from '../messages.ts'
import type { Place, Problems } from '../problems.ts'
import type { RegisterRules } from '../rules.ts'
import type { Cell } from '../xlsx/cell-value.ts'
import type { TableRow } from './read-tables.ts'

/**
 * `undefined` is no statement: the cell is empty or the book has no such column, and what is known stays.
 * `null` is a stated nothing: 无 and the like.
 */
export type Given<Value> = Value | null | undefined

export interface CellReader {
  readonly sheet: string
  readonly row: number
  /** True when the book has such a column. */
  has(field: string): boolean
  error(field: string, reason: ErrorName, values?: MessageValues): void
  warn(field: string, reason: WarningName, values?: MessageValues): void
  /** The cell, unless it holds an error or a formula without a result: those are problems. */
  cell(field: string): Cell | undefined
  /** The same, with the words for nothing understood. */
  given(field: string): Given<Cell>
  /** `parse` gives null for what does not fit; then `reason` is noted and nothing is stated. */
  parsed<Value>(field: string, parse: (cell: Cell) => Value | null, misfit: Misfit): Given<Value>
  /** Says that a field without a value is one too few. */
  required<Value>(field: string, value: Given<Value>): Value | undefined
}

interface Misfit {
  readonly reason: ErrorName
  readonly values?: MessageValues
}

export function cellReader(row: TableRow, rules: RegisterRules, problems: Problems): CellReader {
  const reader: CellReader = {
    sheet: row.sheet,
    row: row.row,
    has: (field) => row.columns.has(field),
    error: (field, reason, values) => problems.error(placeOf(row, field), reason, values),
    warn: (field, reason, values) => problems.warn(placeOf(row, field), reason, values),
    cell(field) {
      const cell = row.cells.get(field)
      if (cell?.kind === 'formula') reader.error(field, 'formula')
      else if (cell?.kind === 'error') reader.error(field, 'cell_error')
      else return cell
      return undefined
    },
    given(field) {
      const cell = reader.cell(field)
      return cell && rules.none.any.includes(plainText(cell.text)) ? null : cell
    },
    parsed(field, parse, { reason, values }) {
      const cell = reader.given(field)
      if (!cell) return cell
      const value = parse(cell)
      if (value === null) reader.error(field, reason, values)
      return value ?? undefined
    },
    required(field, value) {
      if (value !== null && value !== undefined) return value
      // A cell that could not be read has its own problem already.
      if (value === null || !row.cells.has(field)) reader.error(field, 'required')
      return undefined
    },
  }
  return reader
}

function placeOf(row: TableRow, field: string): Place {
  const column = row.columns.get(field)
  const cell = row.cells.get(field)
  return {
    sheet: row.sheet,
    row: row.row,
    ...(column ? { column: column.column, header: column.header } : {}),
    ...(cell ? { value: cell.text } : {}),
  }
}
