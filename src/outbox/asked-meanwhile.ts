/** Tells whether a question went out while messages were coming in. */
import { sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'
import { lanesOf } from './lane-of.ts'

/** When the first question was sent to a conversation after its oldest open message came and before `to`; null when none was. */
export async function askedMeanwhile(
  tx: Tx,
  conversationId: string,
  to: Date,
): Promise<Date | null> {
  const oldest = sql<Date>`(SELECT "receivedAt" FROM inbox_item
    WHERE "conversationId" = ${conversationId} AND "doneAt" IS NULL ORDER BY "sentAt", seq LIMIT 1)`
  const row = await tx
    .selectFrom('outbox_item')
    .select('sentAt')
    .where('lane', 'in', lanesOf(conversationId))
    .where('purpose', '=', 'ask')
    .where('sentAt', '>', oldest)
    .where('sentAt', '<', to)
    .orderBy('sentAt')
    .executeTakeFirst()
  return row?.sentAt ?? null
}
