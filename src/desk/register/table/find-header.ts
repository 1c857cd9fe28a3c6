/** Recognises the row of headers of a table, whatever the order of its columns and the spelling of its headers. */
import { plainText } from '../../residents/plain-text.ts'
import type { RegisterRules } from '../rules.ts'
import { REQUIRED_FIELDS, TABLE_NAMES, type TableName } from '../tables.ts'
import type { Row } from '../xlsx/sheet-rows.ts'

export interface HeaderColumn {
  readonly column: number
  /** As written in the book. */
  readonly header: string
}

export interface Header {
  readonly table: TableName
  readonly columns: ReadonlyMap<string, HeaderColumn>
  /** Required headers that are missing: empty when the table can be read. */
  readonly missing: readonly string[]
  /** Columns beside the known ones that say something we do not read. */
  readonly unknown: readonly HeaderColumn[]
  /** Columns whose header stands there twice; the first is read. */
  readonly twice: readonly HeaderColumn[]
}

/** Which field a header names, in each table. */
export type HeaderIndex = ReadonlyMap<TableName, ReadonlyMap<string, string>>

export function headerIndex(rules: RegisterRules): HeaderIndex {
  return new Map(
    TABLE_NAMES.map((table) => {
      const fields = Object.entries(rules.tables[table].columns).flatMap(([field, headers]) =>
        headers.map((header) => [bareHeader(header), field] as const),
      )
      return [table, new Map(fields)] as const
    }),
  )
}

/** The table whose headers fit the row best, complete ones before others; null when fewer than two fit. */
export function findHeader(rules: RegisterRules, index: HeaderIndex, row: Row): Header | null {
  const candidates = TABLE_NAMES.map((table) => readHeader(rules, index, table, row))
    .filter((header) => header.columns.size >= 2 && isOfItsOwn(index, header))
    .sort((a, b) => a.missing.length - b.missing.length || b.columns.size - a.columns.size)
  const [best] = candidates
  return best ? (candidates.find((other) => isPartOf(best, other)) ?? best) : null
}

/** A list of rooms whose column of numbers is misnamed is no list of buildings. */
function isPartOf(one: Header, other: Header): boolean {
  return (
    one.table === 'buildings' && other.table === 'rooms' && other.columns.size > one.columns.size
  )
}

/**
 * Buildings and units stand in every list of rooms too: only a table of nothing else is one of buildings. The name of
 * the estate stands in many: where a building does beside it, the days are not the estate's.
 */
function isOfItsOwn(index: HeaderIndex, { table, unknown, missing }: Header): boolean {
  if (table === 'projects') return !unknown.some((column) => namesBuilding(index, column))
  return table !== 'buildings' || (unknown.length === 0 && missing.length === 0)
}

function namesBuilding(index: HeaderIndex, { header }: HeaderColumn): boolean {
  return index.get('buildings')?.get(bareHeader(header)) === 'building'
}

function readHeader(rules: RegisterRules, index: HeaderIndex, table: TableName, row: Row): Header {
  const fields = index.get(table)
  const columns = new Map<string, HeaderColumn>()
  const others: HeaderColumn[] = []
  const twice: HeaderColumn[] = []
  for (const [column, cell] of row.cells) {
    const header = { column, header: cell.text.trim() }
    const field = fields?.get(bareHeader(cell.text))
    if (field === undefined) others.push(header)
    else if (columns.has(field)) twice.push(header)
    else columns.set(field, header)
  }
  const missing = REQUIRED_FIELDS[table]
    .filter((field) => !columns.has(field))
    .map((field) => rules.tables[table].columns[field]?.[0] ?? field)
  return { table, columns, missing, unknown: besideKnown(columns, others), twice }
}

/** Notes stand apart from a table; what touches it is part of it. */
function besideKnown(
  columns: ReadonlyMap<string, HeaderColumn>,
  others: readonly HeaderColumn[],
): HeaderColumn[] {
  const block = new Set([...columns.values()].map(({ column }) => column))
  const beside: HeaderColumn[] = []
  for (const other of [...others].sort((a, b) => a.column - b.column)) {
    if (!block.has(other.column - 1) && !block.has(other.column + 1)) continue
    block.add(other.column)
    beside.push(other)
  }
  return beside
}

/** 建筑面积（平方米）* → 建筑面积. */
function bareHeader(text: string): string {
  return plainText(text).replace(/\([^)]*\)|[*:]/g, '')
}
