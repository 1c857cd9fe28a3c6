/** Every turn a conversation counts is one that took something up: a turn taken twice would count and own nothing. */
import { sql } from 'kysely'
import type { Evidence, Find } from './evidence.ts'

export async function judgeTurns({ db }: Evidence, find: Find) {
  const amiss = await sql<{ id: string; turns: number; own: number }>`
    SELECT c.id, c.turns, count(DISTINCT i."turnId")::int AS own FROM conversation c
      JOIN inbox_item i ON i."conversationId" = c.id
     GROUP BY c.id, c.turns HAVING c.turns <> count(DISTINCT i."turnId")`.execute(db)
  for (const { id, turns, own } of amiss.rows) find(`${id} counts ${turns} turns, has ${own}`)
  return { turnsAmiss: amiss.rows.length }
}
