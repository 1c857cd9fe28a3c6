/** Everything is dated by one clock, the database's, whatever the time of the process that wrote it. */
import { misdatedRows } from '../../support/app/date-trace.ts'
import type { Evidence, Find } from './evidence.ts'

export async function judgeDates({ db }: Evidence, find: Find) {
  const rows = await misdatedRows(db)
  for (const { table, offMs } of rows)
    find(`a row of ${table} is dated ${Math.round(offMs / 1000)} s off`)
  return { misdated: rows.length }
}
