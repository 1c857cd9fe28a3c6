/** Merged cells: a sheet keeps the value only in the first, people mean it in all. */
import { BadBook } from './bad-book.ts'
import type { ByteSource } from './byte-source.ts'
import type { Cell } from './cell-value.ts'
import { entryText } from './inflate-entry.ts'
import { columnOf, LAST_COLUMN, type Row } from './sheet-rows.ts'
import { attribute, xmlReader } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

export interface Merge {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const DATA_END = /<\/(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*\/>/
const LONGEST_END_TAG = 64
/** Every room of a large estate in a merge of its own; more is an attack. */
const MOST_MERGES = 500_000

/** The merges stand behind the rows, so the sheet is run through once for them alone. Ordered by first row. */
export async function readMerges(source: ByteSource, entry: ZipEntry): Promise<readonly Merge[]> {
  const merges: Merge[] = []
  const reader = xmlReader({
    open(name, attributes) {
      const merge = name === 'mergeCell' ? mergeOf(attribute(attributes, 'ref') ?? '') : null
      if (merge) merges.push(merge)
      if (merges.length > MOST_MERGES) throw new BadBook('too_big', 'merged cells')
    },
    text: () => undefined,
    close: () => undefined,
  })
  let isBehind = false
  let seen = ''
  for await (const text of entryText(source, entry)) {
    if (isBehind) {
      reader.write(text)
      continue
    }
    seen = seen.slice(-LONGEST_END_TAG) + text
    const end = DATA_END.exec(seen)
    isBehind = end !== null
    if (end) reader.write(seen.slice(end.index + end[0].length))
  }
  return merges.sort((a, b) => a.top - b.top)
}

/** What is to be filled into a column, down to which row. */
type Filling = Map<number, { readonly bottom: number; readonly value: Cell }>

/**
 * Rows with the value of a merge in all its cells, marked as not their own. A row that has nothing of its own
 * is not made: the blank lines a merge reaches over are still blank.
 */
export async function* withMerges(
  rows: AsyncIterable<Row>,
  merges: readonly Merge[],
): AsyncGenerator<Row> {
  let next = 0
  const filling: Filling = new Map()
  for await (const row of rows) {
    for (let merge = merges[next]; merge && merge.top <= row.number; merge = merges[++next]) {
      if (merge.top === row.number) begin(filling, merge, row.cells.get(merge.left))
    }
    yield filling.size === 0 ? row : filled(row, filling)
  }
}

function begin(filling: Filling, merge: Merge, value: Cell | undefined): void {
  if (!value) return
  const right = Math.min(merge.right, LAST_COLUMN)
  for (let column = merge.left; column <= right; column++) {
    filling.set(column, { bottom: merge.bottom, value: { ...value, isMerged: true } })
  }
}

function filled(row: Row, filling: Filling): Row {
  const cells = new Map(row.cells)
  for (const [column, { bottom, value }] of filling) {
    if (bottom < row.number) filling.delete(column)
    else if (!cells.has(column)) cells.set(column, value)
  }
  return { number: row.number, cells }
}

/** "A2:A21" */
function mergeOf(ref: string): Merge | null {
  const [from = '', to = from] = ref.split(':')
  const [left, right] = [columnOf(from), columnOf(to)]
  const [top, bottom] = [rowOf(from), rowOf(to)]
  if (left === null || right === null || top === null || bottom === null) return null
  return { top, bottom, left, right }
}

function rowOf(address: string): number | null {
  const digits = /\d+$/.exec(address)?.[0]
  return digits ? Number(digits) : null
}
