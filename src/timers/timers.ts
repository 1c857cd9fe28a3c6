/** Durable alarms: a row is the promise; whoever sweeps it first keeps it. */
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'

export interface NewTimer {
  /** Which handler: `clocks.due`, `tickets.accept-timeout` … Permanent: it is stored. */
  readonly name: string
  /** One alarm per name and key: setting it again moves it. */
  readonly key: string
  readonly dueAt: Date
  readonly payload: Readonly<Record<string, unknown>>
  readonly conversationId?: string | null
  /** Handed back to the handler, so that it can tell an overtaken alarm. */
  readonly generation?: number
}

interface Setting {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
}

/** Sets an alarm, or moves the one of the same name and key. */
export async function setTimer(at: Setting, timer: NewTimer): Promise<void> {
  await setTimers(at, [timer])
}

/** The same for several, with one statement; of one name and key the last counts. */
export async function setTimers(at: Setting, timers: readonly NewTimer[]): Promise<void> {
  if (timers.length === 0) return
  const last = new Map(timers.map((timer) => [JSON.stringify([timer.name, timer.key]), timer]))
  await at.tx
    .insertInto('timer')
    .values(
      [...last.values()].map((timer) => ({
        ...{ id: at.newId(), name: timer.name, key: timer.key, createdAt: at.now },
        dueAt: timer.dueAt,
        generation: timer.generation ?? 0,
        payload: JSON.stringify(timer.payload),
        conversationId: timer.conversationId ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['name', 'key']).doUpdateSet(({ ref }) => ({
        dueAt: ref('excluded.dueAt'),
        generation: ref('excluded.generation'),
        payload: ref('excluded.payload'),
        conversationId: ref('excluded.conversationId'),
        attempts: 0,
        lastError: null,
      })),
    )
    .execute()
}

/** Takes an alarm back; nothing happens when it rang already. */
export async function cancelTimer(tx: Tx, name: string, key: string): Promise<void> {
  await tx.deleteFrom('timer').where('name', '=', name).where('key', '=', key).execute()
}

export interface ManyTimers {
  readonly name: string
  readonly conversationId: string
  /** What their keys begin with. */
  readonly under: readonly string[]
  /** Keys of those that stay. */
  readonly except: readonly string[]
}

/** Takes back alarms of one conversation. */
export async function cancelTimersUnder(tx: Tx, those: ManyTimers): Promise<void> {
  const { name, conversationId, under, except } = those
  if (under.length === 0) return
  await tx
    .deleteFrom('timer')
    // By the conversation: among all keys of a name nothing finds a beginning.
    .where('conversationId', '=', conversationId)
    .where('name', '=', name)
    .where(sql<SqlBool>`key ^@ ANY (${under}::text[])`)
    .where(sql<SqlBool>`key <> ALL (${except}::text[])`)
    .execute()
}
