/** What the answer to a tap says at once: the words that stand in place of the tapped card's buttons. */
import { conversationIdOf, type Incoming } from '../channels/channel.ts'
import type { Database } from '../database/open-database.ts'

export interface GreyedDeps {
  readonly db: Database
  readonly pause: (ms: number) => Promise<unknown>
}

/**
 * Looks after the turn that deals with the tap: 2.3 seconds in all, within the five the platform waits for its
 * answer (wecom.md 1.5).
 */
const PAUSES_MS = [20, 30, 50, 100, 200, 300, 400, 600, 600]

/**
 * Waits for the turn of a tap that was kept and answers the words its card was closed with; undefined when the card
 * stays open, is not the tapper's, or the turn takes too long. The answer may get lost on its way and nobody would
 * know, so the card is greyed by a call of its own as well (`closeCard`).
 */
export async function greyedAtOnce(
  { db, pause }: GreyedDeps,
  { key, from, content }: Incoming,
): Promise<string | undefined> {
  if (content.kind !== 'click') return undefined
  for (const ms of PAUSES_MS) {
    if (await isDone(db, key)) return closedWords(db, content.taskId, conversationIdOf(from))
    await pause(ms)
  }
  return undefined
}

async function isDone(db: Database, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('inbox_item')
    .select('doneAt')
    .where('key', '=', key)
    .executeTakeFirst()
  return Boolean(row?.doneAt)
}

async function closedWords(
  db: Database,
  taskId: string,
  conversationId: string,
): Promise<string | undefined> {
  const card = await db
    .selectFrom('staff_card')
    .select('closedText')
    .where('taskId', '=', taskId)
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'closed')
    .executeTakeFirst()
  return card?.closedText ?? undefined
}
