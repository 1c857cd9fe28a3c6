/** Every tap the platform took is a row, once. */
import { sql } from 'kysely'
import type { Evidence, Find } from './evidence.ts'

export async function judgeTaps({ db, ledger }: Evidence, find: Find) {
  const rows = await sql<{ user: string; clicks: number }>`
    SELECT c."userId" AS "user", count(*)::int AS clicks FROM inbox_item i
      JOIN conversation c ON c.id = i."conversationId" WHERE i.kind = 'click' GROUP BY 1`.execute(
    db,
  )
  const clicksOf = new Map(rows.rows.map(({ user, clicks }) => [user, clicks]))
  let [tapsLost, tapsTwice, taps] = [0, 0, 0]
  for (const [member, tapped] of ledger.taps) {
    const clicks = clicksOf.get(member) ?? 0
    taps += tapped
    tapsLost += Math.max(0, tapped - clicks)
    tapsTwice += Math.max(0, clicks - tapped)
    if (clicks !== tapped) find(`${member} tapped ${tapped} times, ${clicks} are stored`)
  }
  return { verdict: { tapsLost, tapsTwice }, counts: { taps } }
}
