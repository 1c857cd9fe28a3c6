/** Questions to the bot and what was answered so far, in rows: any process may answer the platform's next poll. */
import { sql } from 'kysely'
import type { Database, Tx } from '../../../database/open-database.ts'
import type { Seals } from '../../../database/sealed.ts'
import { conversationIdOf } from '../../channel.ts'
import type { AibotDraft } from './aibot-drafts.ts'
import type { Asked } from './parse-aibot.ts'

export interface ExchangeDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Pick<Seals, 'seal' | 'open' | 'sealJson' | 'openJson'>
}

/** A piece of the answer under the key of the outbox message it came from. */
export type Said = AibotDraft & { readonly key: string }

export interface Exchange {
  readonly id: string
  readonly conversationId: string
  /** Of the inbox item that asked. */
  readonly key: string
  readonly reqId: string | null
  readonly responseUrl: string | null
  readonly said: readonly Said[]
  readonly shown: number
  readonly isOpen: boolean
  readonly createdAt: Date
  readonly urlUsedAt: Date | null
}

/** Begins an exchange; a question delivered again keeps the one it has. Answers the stream's id. */
export async function beginExchange(
  deps: ExchangeDeps,
  asked: Asked,
  reqId: string | null,
): Promise<string> {
  const { clock, newId, seals } = deps
  const row = await deps.db
    .insertInto('aibot_exchange')
    .values({
      id: newId(),
      corpId: asked.from.corpId,
      conversationId: conversationIdOf(asked.from),
      key: asked.key,
      reqId,
      responseUrl: asked.responseUrl && seals.seal(asked.responseUrl),
      said: seals.sealJson([]),
      state: 'open',
      createdAt: clock.now(),
    })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ key: asked.key }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The newest exchange of a conversation, locked. */
export async function latestExchange(
  deps: ExchangeDeps,
  tx: Tx,
  conversationId: string,
): Promise<Exchange | undefined> {
  const row = await tx
    .selectFrom('aibot_exchange')
    .selectAll()
    .where('conversationId', '=', conversationId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return row && exchangeOf(deps, row)
}

/** With `lock` nobody else changes it before the transaction ends. */
export async function exchangeById(
  deps: ExchangeDeps,
  tx: Tx | Database,
  id: string,
  lock = false,
): Promise<Exchange | undefined> {
  const query = tx.selectFrom('aibot_exchange').selectAll().where('id', '=', id)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  return row && exchangeOf(deps, row)
}

function exchangeOf(
  { seals }: ExchangeDeps,
  row: {
    readonly responseUrl: string | null
    readonly said: string
    readonly state: string
  } & Omit<Exchange, 'responseUrl' | 'said' | 'isOpen'>,
): Exchange {
  return {
    ...row,
    responseUrl: row.responseUrl && seals.open(row.responseUrl),
    said: seals.openJson(row.said) as Said[],
    isOpen: row.state === 'open',
  }
}

/** Writes what is said, how much of it was shown, and whether more may come. */
export async function updateExchange(
  { seals }: ExchangeDeps,
  tx: Tx | Database,
  id: string,
  to: { readonly said?: readonly Said[]; readonly shown?: number; readonly isOpen?: boolean },
): Promise<void> {
  await tx
    .updateTable('aibot_exchange')
    .set({
      ...(to.said && { said: seals.sealJson(to.said) }),
      ...(to.shown !== undefined && { shown: to.shown }),
      ...(to.isOpen !== undefined && { state: to.isOpen ? 'open' : 'finished' }),
    })
    .where('id', '=', id)
    .execute()
}

/** The one use of the address for a later message; false when it was taken before. */
export async function takeResponseUrl(deps: ExchangeDeps, id: string): Promise<boolean> {
  const taken = await deps.db
    .updateTable('aibot_exchange')
    .set({ urlUsedAt: deps.clock.now() })
    .where('id', '=', id)
    .where('urlUsedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** Nothing came of the try: the address can be used yet. */
export async function giveResponseUrlBack(deps: ExchangeDeps, id: string): Promise<void> {
  await deps.db
    .updateTable('aibot_exchange')
    .set({ urlUsedAt: null })
    .where('id', '=', id)
    .execute()
}

/** Whether the question still waits for its turn, or an answer other than `keys` for being sent. */
export async function isAnswering(
  db: Database | Tx,
  exchange: Pick<Exchange, 'conversationId' | 'key'>,
  keys: readonly string[],
): Promise<boolean> {
  const found = await sql<{ is: boolean }>`
    SELECT EXISTS (SELECT FROM inbox_item WHERE key = ${exchange.key} AND "doneAt" IS NULL)
        OR EXISTS (SELECT FROM outbox_item WHERE lane = ${exchange.conversationId}
                      AND state IN ('queued', 'sending') AND NOT key = ANY (${keys}::text[])) AS is`.execute(
    db,
  )
  return found.rows[0]?.is ?? false
}

/** Forgets exchanges that began before a moment: the platform asks for them no more. */
export async function sweepExchanges(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('aibot_exchange').where('createdAt', '<', before).execute()
}
