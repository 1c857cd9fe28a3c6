/** Every callback that was answered with 200 is a row, once; none that is long past is answered; how long the answers took. */
import { sql } from 'kysely'
import type { Evidence, Find } from './evidence.ts'

export async function judgePosts({ db, ledger }: Evidence, find: Find) {
  const rows = await sql<{ id: string }>`
    SELECT split_part(key, '/', 5) AS id FROM inbox_item WHERE key LIKE 'app/%'`.execute(db)
  const stored = new Set(rows.rows.map(({ id }) => id))
  const answered = ledger.posts.filter(({ status }) => status === 200)
  const lost = answered.filter(({ messageId }) => !stored.has(messageId))
  for (const { messageId } of lost) find(`message ${messageId} was answered with 200, not stored`)
  const late = await sql<{ key: string }>`
    SELECT key FROM inbox_item WHERE "turnId" IS NOT NULL
       AND "receivedAt" - "sentAt" > interval '30 minutes'`.execute(db)
  for (const { key } of late.rows) find(`${key} came long after it was sent and was answered`)
  const took = answered.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
  const p99 = took[Math.floor(took.length * 0.99)] ?? 0
  return {
    verdict: { answeredNotStored: lost.length, answeredLate: late.rows.length },
    counts: {
      posts: ledger.posts.length,
      refused: ledger.posts.length - answered.length,
      answerP99Ms: Math.round(p99),
    },
  }
}
