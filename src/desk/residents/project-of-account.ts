/** Which project an account of the channel serves. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'

/**
 * The project the account was given to, else the company's only one; null when there are several (or none)
 * and nobody said which.
 */
export async function projectOfAccount(
  tx: Tx,
  account: { readonly corpId: string; readonly account: string },
): Promise<string | null> {
  const found = await sql<{ id: string | null }>`
    SELECT coalesce(
      (SELECT "projectId" FROM kf_account
        WHERE "corpId" = ${account.corpId} AND "openKfId" = ${account.account}),
      (SELECT min(id) FROM project WHERE "corpId" = ${account.corpId} HAVING count(*) = 1)
    ) AS id`.execute(tx)
  return found.rows[0]?.id ?? null
}
