/** Talks of years: conversations that rest, and what was said in them. */
import type { Pool } from 'pg'
import { testSeals } from '../../support/seals.ts'
import { ACCOUNT, CORP } from '../bench-desk.ts'

export interface Stored {
  readonly conversations: number
  /** Half of them written by people, half by the desk. */
  readonly messages: number
}

/** Every conversation has as many messages as the others, the newest of them an hour old. */
export async function seedStored(pool: Pool, { conversations, messages }: Stored): Promise<void> {
  const session = testSeals.sealJson({ runs: [], note: 'x'.repeat(900) })
  const said = testSeals.sealJson({ kind: 'text', text: '厨房水管漏水，麻烦尽快安排师傅来看一下' })
  const client = await pool.connect()
  try {
    await client.query('SET synchronous_commit = off')
    await client.query(
      `INSERT INTO conversation (id, "corpId", channel, account, "userId", session, "versionPins", turns, "createdAt")
       SELECT concat_ws('/', 'wecom-kf', $2::text, $3::text, 'r' || n), $2, 'wecom-kf', $3, 'r' || n, $4, '{}', 5, now() - interval '1 year'
         FROM generate_series(1, $1::int) AS n`,
      [conversations, CORP, ACCOUNT, session],
    )
    await client.query(
      `INSERT INTO inbox_item (id, "corpId", "conversationId", key, kind, content, "sentAt", "receivedAt", "readyAt", "capAt", "doneAt", outcome, "turnId")
       SELECT 'seeded-' || n, $2, concat_ws('/', 'wecom-kf', $2::text, $3::text, 'r' || 1 + n % $4::int), 'seeded-' || n, 'text', $5,
              at, at, at, at, at, 'done', 'seeded-' || n
         FROM generate_series(1, $1::int) AS n, LATERAL (SELECT now() - interval '1 hour' - n * interval '1 second' AS at) AS t`,
      [Math.ceil(messages / 2), CORP, ACCOUNT, conversations, said],
    )
    await client.query(
      `INSERT INTO outbox_item (id, "corpId", key, lane, address, message, purpose, state, "nextAt", "createdAt", "sentAt")
       SELECT 'seeded-' || n, $2, 'seeded-' || n, concat_ws('/', 'wecom-kf', $2::text, $3::text, 'r' || 1 + n % $4::int), '{}', $5, 'ask', 'sent', at, at, at
         FROM generate_series(1, $1::int) AS n, LATERAL (SELECT now() - interval '1 hour' - n * interval '1 second' AS at) AS t`,
      [Math.floor(messages / 2), CORP, ACCOUNT, conversations, said],
    )
    await client.query('VACUUM ANALYZE')
  } finally {
    client.release()
  }
}
