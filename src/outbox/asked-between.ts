/** Tells whether a question went out while messages were coming in. */
import type { Tx } from '../database/open-database.ts'
import { lanesOf } from './lane-of.ts'

/** When the first question was sent to a conversation after `from` and before `to`; null when none was. */
export async function askedBetween(
  tx: Tx,
  conversationId: string,
  from: Date,
  to: Date,
): Promise<Date | null> {
  const row = await tx
    .selectFrom('outbox_item')
    .select('sentAt')
    .where('lane', 'in', lanesOf(conversationId))
    .where('purpose', '=', 'ask')
    .where('sentAt', '>', from)
    .where('sentAt', '<', to)
    .orderBy('sentAt')
    .executeTakeFirst()
  return row?.sentAt ?? null
}
