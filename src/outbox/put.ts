/** The only way a message leaves: first it is a row with a key of its own. */
import { type Address, conversationIdOf, type Outgoing } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import { setTimer } from '../timers/timers.ts'
import { laneOf, lanesOf } from './lane-of.ts'

export type Purpose = 'reply' | 'ask' | 'notice' | 'reminder' | 'alert'

export interface NewOutgoing {
  /** Unique per message ever sent; putting it again does nothing. */
  readonly key: string
  readonly to: Address
  readonly message: Outgoing
  readonly purpose: Purpose
  readonly projectId?: string | null
  /** What it tells the news of; it takes the place of a held notice about the same. */
  readonly topic?: string
  /** A single-use platform code: the message goes beside the budget (wecom.md 3.5). */
  readonly code?: string
  /** Not before this moment; until then it stands in nobody's way. */
  readonly notBefore?: Date
  /** Looked at again right before sending; see `prepare` in drain.ts. */
  readonly guard?: Readonly<Record<string, unknown>>
}

export interface Putting {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
  readonly seals: Pick<Seals, 'sealJson'>
}

/** Queues a message inside the work that causes it. */
export async function putOutgoing(at: Putting, outgoing: NewOutgoing): Promise<void> {
  const lane = laneOf(outgoing.to, outgoing.code)
  if (outgoing.topic !== undefined)
    await dropHeld(at.tx, conversationIdOf(outgoing.to), outgoing.topic)
  const { notBefore } = outgoing
  const isPlanned = notBefore !== undefined && notBefore > at.now
  const put = await at.tx
    .insertInto('outbox_item')
    .values({
      id: at.newId(),
      corpId: outgoing.to.corpId,
      key: outgoing.key,
      lane,
      address: JSON.stringify(outgoing.to),
      message: at.seals.sealJson(outgoing.message),
      purpose: outgoing.purpose,
      topic: outgoing.topic ?? null,
      code: outgoing.code ?? null,
      guard: outgoing.guard ? JSON.stringify(outgoing.guard) : null,
      state: isPlanned ? 'planned' : 'queued',
      nextAt: isPlanned ? notBefore : at.now,
      projectId: outgoing.projectId ?? null,
      createdAt: at.now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!put || !isPlanned) return
  await setTimer(at, { name: 'outbox.planned', key: put.id, dueAt: notBefore, payload: {} })
}

/** Their time has come (timer `outbox.planned`). */
export async function letGo(tx: Tx, itemIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('outbox_item')
    .set({ state: 'queued' })
    .where((where) => where('id', '=', where.fn.any(where.val([...itemIds]))))
    .where('state', '=', 'planned')
    .execute()
}

/** Drops a conversation's waiting notices whose news are no longer new. */
export async function dropHeld(tx: Tx, conversationId: string, topic: string): Promise<void> {
  await tx
    .updateTable('outbox_item')
    .set({ state: 'dropped', reason: 'superseded' })
    .where('lane', 'in', lanesOf(conversationId))
    .where('topic', '=', topic)
    .where('state', '=', 'held')
    .where('purpose', '=', 'notice')
    .execute()
}
