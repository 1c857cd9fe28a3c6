/** Somebody is known by another id now: what waits for them goes there. */
import { sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'
import { lanesOf } from './lane-of.ts'

/** The lane stays: order holds inside it. */
export async function readdress(tx: Tx, conversationId: string, user: string): Promise<void> {
  await sql`
    UPDATE outbox_item SET address = jsonb_set(address, '{user}', to_jsonb(${user}::text))
     WHERE lane = ANY (${[...lanesOf(conversationId)]}::text[]) AND state IN ('queued', 'held')`.execute(
    tx,
  )
}
