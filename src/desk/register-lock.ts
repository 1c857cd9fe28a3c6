/** One import or bill run of a company at a time: the second waits, then sees what the first left. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'

/** Held until the transaction ends. `onWait` is called when somebody else has it. */
export async function lockRegister(
  tx: Tx,
  corpId: string,
  onWait: () => void = () => undefined,
): Promise<void> {
  const lock = sql`hashtextextended(${`import/${corpId}`}, 0)`
  const { rows } = await sql<{ mine: SqlBool }>`
    SELECT pg_try_advisory_xact_lock(${lock}) AS mine`.execute(tx)
  if (rows[0]?.mine) return
  onWait()
  await sql`SELECT pg_advisory_xact_lock(${lock})`.execute(tx)
}
