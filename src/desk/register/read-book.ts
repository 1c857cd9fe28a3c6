/** Reads a book from beginning to end into the stage; nothing of the register is touched. */
import type { Seals } from '../../database/sealed.ts'
import type { Rules } from '../rules.ts'
import { readRecords } from './forms/read-record.ts'
import { gatherBuildings } from './merge-buildings.ts'
import type { Problems } from './problems.ts'
import type { BuildingFacts } from './records.ts'
import type { Stage } from './stage.ts'
import { legendIndex } from './table/legend-index.ts'
import { readTables } from './table/read-tables.ts'
import type { ByteSource } from './xlsx/byte-source.ts'
import { openWorkbook } from './xlsx/open-workbook.ts'

export interface BookProgress {
  /** `waiting`: another import of the company is still at work. */
  readonly phase: 'waiting' | 'reading' | 'writing'
  /** Rows read, or records worked off. */
  readonly done: number
  /** Known while writing. */
  readonly total?: number
}

export interface ReadingBook {
  readonly source: ByteSource
  readonly rules: Rules
  readonly seals: Seals
  readonly stage: Stage
  readonly problems: Problems
  /** 'YYYY-MM-DD' in the estate. */
  readonly today: string
  onProgress(progress: BookProgress): void
}

const STEP = 1_000

/**
 * What the book says of its buildings; everything else is in the stage. After the first error rows are still
 * read, so that all errors are named at once, but no longer kept.
 * @throws BadBook when the file is no workbook or too large
 */
export async function readBook(book: ReadingBook): Promise<readonly BuildingFacts[]> {
  const { source, seals, stage, problems, today, onProgress } = book
  const rules = book.rules.register
  const { limits } = rules
  const inflatedBytes = limits.inflated_mb * 1024 * 1024
  const sheets = await openWorkbook(source, { inflatedBytes, entries: limits.entries })
  const reading = { rules, problems, legends: legendIndex(rules), today }
  const buildings = gatherBuildings(problems)
  let done = 0
  for await (const row of readTables(sheets, rules, problems)) {
    const { records, building } = readRecords(row, reading, seals)
    if (building) buildings.add(building, row.sheet, row.row)
    if (++done % STEP === 0) onProgress({ phase: 'reading', done })
    if (problems.errorCount() > 0) continue
    for (const record of records) await stage.add(record, row.sheet, row.row)
  }
  if (done === 0 && problems.errorCount() === 0) problems.warn({}, 'nothing_inside')
  if (problems.errorCount() === 0) await stage.flush()
  return [...buildings.all()]
}
