/** Tells whether a question went out while messages were coming in. */
import type { Tx } from '../database/open-database.ts'

/** When the first question was sent to the lane after `from` and before `to`; null when none was. */
export async function askedBetween(
  tx: Tx,
  lane: string,
  from: Date,
  to: Date,
): Promise<Date | null> {
  const row = await tx
    .selectFrom('outbox_item')
    .select('sentAt')
    .where('lane', '=', lane)
    .where('purpose', '=', 'ask')
    .where('sentAt', '>', from)
    .where('sentAt', '<', to)
    .orderBy('sentAt')
    .executeTakeFirst()
  return row?.sentAt ?? null
}
