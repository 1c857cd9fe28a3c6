/** Imports into a test database, as somebody at the command line would. */
import { randomUUID } from 'node:crypto'
import {
  type ImportAnswer,
  type ImportDeps,
  type ImportWish,
  importBook,
} from '../../src/desk/register/import-book.ts'
import { type Rules, readRules } from '../../src/desk/rules.ts'
import { aBook, type RowsOf } from './a-book.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { type HandClock, handClock } from './hand-clock.ts'
import { testSeals } from './seals.ts'

export interface ImportDesk {
  readonly database: TestDatabase
  readonly clock: HandClock
  readonly deps: ImportDeps & { readonly rules: Rules }
  /** A book given as sheets of rows, or as bytes. */
  take(
    book: Readonly<Record<string, RowsOf>> | Buffer,
    wish?: Partial<ImportWish>,
  ): Promise<ImportAnswer>
  /** Every row of the register's tables, without what every import makes anew. */
  everything(): Promise<Readonly<Record<string, readonly object[]>>>
  close(): Promise<void>
}

const TABLES = [
  'project',
  'building',
  'unit',
  'room',
  'person',
  'occupancy',
  'staff',
  'team',
  'contractor',
  'contractor_agreement',
  'certificate',
  'roster_pattern',
  'roster_shift',
  'fee_item',
  'room_fee',
  'bill',
  'fee_payment',
  'price_item',
  'import_job',
  'audit_log',
] as const

export async function openImportDesk(): Promise<ImportDesk> {
  const database = await openTestDatabase()
  const clock = handClock('2026-11-21T10:00:00+08:00')
  const seals = testSeals
  const deps = { db: database.db, clock, newId: randomUUID, seals, rules: await readRules() }
  return {
    database,
    clock,
    deps,
    async take(book, wish = {}) {
      const bytes = Buffer.isBuffer(book) ? book : await aBook(book)
      return await importBook(deps, {
        corpId: 'corp-1',
        file: { name: 'book.xlsx', bytes },
        ...wish,
      })
    },
    async everything() {
      const entries = TABLES.map(async (table) => {
        const rows = await database.db.selectFrom(table).selectAll().orderBy('id').execute()
        return [table, rows] as const
      })
      return Object.fromEntries(await Promise.all(entries))
    },
    close: () => database.close(),
  }
}

/** "房屋 第2行 O2 手机号: phone 138" for each problem: what a test compares. */
export function problemsOf(problems: ImportAnswer['errors']): string[] {
  return problems.map(({ sheet, row, cell, column, reason, value }) =>
    [sheet, row, cell, column, reason, value].filter((part) => part !== null).join(' '),
  )
}
