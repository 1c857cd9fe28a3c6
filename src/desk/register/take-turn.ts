/** One import of a company at a time: the next compares with what this one leaves. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import type { BookProgress } from './read-book.ts'

/** Waits for its turn, which lasts until the transaction ends; says so when it has to wait. */
export async function takeTurn(
  tx: Tx,
  corpId: string,
  onProgress: (progress: BookProgress) => void,
): Promise<void> {
  const lock = sql`hashtextextended(${`import/${corpId}`}, 0)`
  const { rows } = await sql<{ mine: SqlBool }>`
    SELECT pg_try_advisory_xact_lock(${lock}) AS mine`.execute(tx)
  if (rows[0]?.mine) return
  onProgress({ phase: 'waiting', done: 0 })
  await sql`SELECT pg_advisory_xact_lock(${lock})`.execute(tx)
}
