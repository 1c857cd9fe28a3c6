/** What the answer to a tap says at once: the words that stand in place of the tapped card's buttons. */
import type { Form } from '../channels/card.ts'
import { conversationIdOf, type Incoming } from '../channels/channel.ts'
import type { Database } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'

export interface GreyedDeps {
  readonly db: Database
  readonly seals: Pick<Seals, 'openJson'>
  readonly pause: (ms: number) => Promise<unknown>
}

/** What stands on a closed card; with the form it was, where it was one. */
export interface GreyedCard {
  readonly text: string
  readonly form?: Form
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
  deps: GreyedDeps,
  { key, from, content }: Incoming,
): Promise<GreyedCard | undefined> {
  if (content.kind !== 'click') return undefined
  for (const ms of PAUSES_MS) {
    if (await isDone(deps.db, key)) return closedCard(deps, content.taskId, conversationIdOf(from))
    await deps.pause(ms)
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

async function closedCard(
  { db, seals }: GreyedDeps,
  taskId: string,
  conversationId: string,
): Promise<GreyedCard | undefined> {
  const card = await db
    .selectFrom('staff_card')
    .select(['closedText', 'form'])
    .where('taskId', '=', taskId)
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'closed')
    .executeTakeFirst()
  if (!card?.closedText) return undefined
  const form = card.form === null ? {} : { form: seals.openJson(card.form) as Form }
  return { text: card.closedText, ...form }
}
