/** Every callback that was answered with 200 is a row, once; how long the answers took. */
import { sql } from 'kysely'
import type { Evidence, Find } from './evidence.ts'

export async function judgePosts({ db, ledger }: Evidence, find: Find) {
  const rows = await sql<{ id: string }>`
    SELECT split_part(key, '/', 5) AS id FROM inbox_item WHERE key LIKE 'app/%'`.execute(db)
  const stored = new Set(rows.rows.map(({ id }) => id))
  const answered = ledger.posts.filter(({ status }) => status === 200)
  const lost = answered.filter(({ messageId }) => !stored.has(messageId))
  for (const { messageId } of lost) find(`message ${messageId} was answered with 200, not stored`)
  const took = answered.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
  const p99 = took[Math.floor(took.length * 0.99)] ?? 0
  return {
    verdict: { answeredNotStored: lost.length },
    counts: {
      posts: ledger.posts.length,
      refused: ledger.posts.length - answered.length,
      answerP99Ms: Math.round(p99),
    },
  }
}
