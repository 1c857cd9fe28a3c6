/** Tokens that are good once: whoever comes second, even at the same moment, finds them used. */
import type { Tx } from '../../database/open-database.ts'
import type { AccessWork } from './sessions.ts'

type At = Pick<AccessWork, 'tx' | 'seals'>

/** False when the token was used before. `keepUntil`: from then on it is refused as late anyway. */
export async function spendToken(
  { tx, seals }: At,
  token: string,
  { keepUntil }: { readonly keepUntil: Date },
): Promise<boolean> {
  const row = { hash: seals.hash(token), keepUntil }
  const inserted = await tx
    .insertInto('spent_token')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('hash')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function isSpent({ tx, seals }: At, token: string): Promise<boolean> {
  const row = await tx
    .selectFrom('spent_token')
    .select('hash')
    .where('hash', '=', seals.hash(token))
    .executeTakeFirst()
  return row !== undefined
}

/** Forgets sessions that are over and used tokens that nobody could use again. */
export async function sweepAccess(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('web_session').where('expiresAt', '<=', now).execute()
  await tx.deleteFrom('spent_token').where('keepUntil', '<=', now).execute()
}
