/** The rows of one sheet as they stream in, as cells by column. */
import { BadBook } from './bad-book.ts'
import type { ByteSource } from './byte-source.ts'
import { type Cell, dateText, numberText } from './cell-value.ts'
import { entryText } from './inflate-entry.ts'
import { longer, textCollector, withoutEscapes } from './shared-strings.ts'
import { attribute, xmlReader } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

export interface Row {
  /** As the spreadsheet shows it: 1 is the first. */
  readonly number: number
  /** By column, 1 is A. Empty cells are absent. */
  readonly cells: ReadonlyMap<number, Cell>
}

/** What the cells of a workbook share. */
export interface BookContext {
  readonly strings: readonly string[]
  readonly dateStyles: readonly boolean[]
  readonly from1904: boolean
}

/** Columns beyond hold nothing a register has; a hostile address must not cost memory. */
export const LAST_COLUMN = 256
const LAST_ROW = 1_048_576

/** Rows in the file's order; rows without a value are left out. */
export async function* sheetRows(
  source: ByteSource,
  entry: ZipEntry,
  context: BookContext,
): AsyncGenerator<Row> {
  const rows = rowCollector(context)
  const reader = xmlReader(rows)
  for await (const text of entryText(source, entry)) {
    reader.write(text)
    yield* rows.take()
  }
  reader.end()
  yield* rows.take()
}

interface RawCell {
  readonly column: number
  readonly type: string
  readonly style: number
  hasFormula: boolean
  value: string
}

/** Elements come as events; what belongs to the cell being read is kept until it closes. */
function rowCollector(context: BookContext) {
  const inline = textCollector()
  let done: Row[] = []
  let rowNumber = 0
  let column = 0
  let cells = new Map<number, Cell>()
  let cell: RawCell | null = null
  let isValue = false
  return {
    open(name: string, attributes: string) {
      inline.open(name)
      if (name === 'row') {
        rowNumber = rowNumberOf(attribute(attributes, 'r'), rowNumber)
        column = 0
        cells = new Map()
      }
      if (name === 'c') {
        cell = rawCell(attributes, column)
        column = cell.column
      }
      if (name === 'f' && cell) cell.hasFormula = true
      isValue = name === 'v'
    },
    text(text: string) {
      inline.text(text)
      if (isValue && cell) cell.value = longer(cell.value, text)
    },
    close(name: string) {
      inline.close(name)
      if (name === 'v') isValue = false
      if (name === 'c' && cell) {
        const shown = readCell(cell, inline.take(), context)
        if (shown && cell.column <= LAST_COLUMN) cells.set(cell.column, shown)
        cell = null
      }
      if (name === 'row' && cells.size > 0) done.push({ number: rowNumber, cells })
    },
    take(): Row[] {
      const taken = done
      done = []
      return taken
    },
  }
}

function rawCell(attributes: string, before: number): RawCell {
  const address = attribute(attributes, 'r')
  const column = address === undefined ? before + 1 : columnOf(address)
  if (column === null) throw new BadBook('damaged', `cell ${address}`)
  const style = Number(attribute(attributes, 's') ?? 0)
  return { column, type: attribute(attributes, 't') ?? 'n', style, hasFormula: false, value: '' }
}

/** Null for a cell that shows nothing. */
function readCell(cell: RawCell, inline: string, context: BookContext): Cell | null {
  const { type, value } = cell
  const hasValue = value !== '' || inline !== ''
  if (!hasValue) return cell.hasFormula && type !== 'str' ? { kind: 'formula', text: '' } : null
  switch (type) {
    case 's':
      return textCell(context.strings[Number(value)] ?? '')
    case 'inlineStr':
      return textCell(withoutEscapes(inline))
    case 'str':
      return textCell(withoutEscapes(value))
    case 'b':
      return { kind: 'boolean', text: value === '1' ? '是' : '否' }
    case 'e':
      return { kind: 'error', text: value }
    case 'd':
      return {
        kind: 'date',
        text: value
          .slice(0, 16)
          .replace('T', ' ')
          .replace(/ 00:00$/, ''),
      }
    default:
      return numberCell(cell, context)
  }
}

function numberCell(cell: RawCell, context: BookContext): Cell {
  const isDate = context.dateStyles[cell.style] === true
  const date = isDate ? dateText(Number(cell.value), context.from1904) : null
  return date === null
    ? { kind: 'number', text: numberText(cell.value) }
    : { kind: 'date', text: date }
}

function textCell(text: string): Cell | null {
  return text.trim() === '' ? null : { kind: 'text', text }
}

function rowNumberOf(written: string | undefined, before: number): number {
  const number = written === undefined ? before + 1 : Number(written)
  if (Number.isInteger(number) && number > 0 && number <= LAST_ROW) return number
  throw new BadBook('damaged', `row ${written}`)
}

/** "AB12" → 28; null when it is no address. */
export function columnOf(address: string): number | null {
  const [, letters] = /^([A-Z]{1,3})\d*$/.exec(address) ?? []
  if (!letters) return null
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

/** 28 → "AB". */
export function columnName(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  const letter = String.fromCharCode(65 + ((column - 1) % 26))
  return rest > 0 ? columnName(rest) + letter : letter
}
