/** No matter becomes two work orders, and every number an owner was told is there. */
import { sql } from 'kysely'
import type { Evidence, Find } from './evidence.ts'
import { grouped } from './grouped.ts'

export async function judgeTickets({ db, platform, ledger }: Evidence, find: Find) {
  const rows = await sql<{ number: string; user: string }>`
    SELECT t.number, c."userId" AS "user" FROM ticket t
      JOIN conversation c ON c.id = t."conversationId"`.execute(db)
  const { owners } = await platform.control.state()
  const idOf = new Map(owners.map(({ id, externalUserId }) => [externalUserId, id]))
  let [ticketsDoubled, ticketsLost] = [0, 0]
  for (const [user, tickets] of grouped(rows.rows, (row) => row.user)) {
    const matters = ledger.matters.get(idOf.get(user) ?? '') ?? 0
    if (tickets.length <= matters) continue
    ticketsDoubled += tickets.length - matters
    find(`${idOf.get(user)} reported ${matters}, has ${tickets.map(({ number }) => number)}`)
  }
  const known = new Set(rows.rows.map(({ number }) => number))
  for (const [number, owner] of ledger.told) {
    if (known.has(number)) continue
    ticketsLost += 1
    find(`${owner} was told of ${number}, which is not there`)
  }
  return { verdict: { ticketsDoubled, ticketsLost }, counts: { tickets: rows.rows.length } }
}
