/** Durable alarms: a row is the promise; whoever sweeps it first keeps it. */
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

/** Sets an alarm, or moves the one of the same name and key. */
export async function setTimer(
  at: { readonly tx: Tx; readonly now: Date; readonly newId: () => string },
  timer: NewTimer,
): Promise<void> {
  const changing = {
    dueAt: timer.dueAt,
    generation: timer.generation ?? 0,
    payload: JSON.stringify(timer.payload),
    conversationId: timer.conversationId ?? null,
    attempts: 0,
    lastError: null,
  }
  await at.tx
    .insertInto('timer')
    .values({ id: at.newId(), name: timer.name, key: timer.key, createdAt: at.now, ...changing })
    .onConflict((conflict) => conflict.columns(['name', 'key']).doUpdateSet(changing))
    .execute()
}

/** Takes an alarm back; nothing happens when it rang already. */
export async function cancelTimer(tx: Tx, name: string, key: string): Promise<void> {
  await tx.deleteFrom('timer').where('name', '=', name).where('key', '=', key).execute()
}

/** Takes back every alarm of a name whose key begins with the given text. */
export async function cancelTimersUnder(tx: Tx, name: string, keyPrefix: string): Promise<void> {
  await tx
    .deleteFrom('timer')
    .where('name', '=', name)
    .where((where) => where.fn('starts_with', ['key', where.val(keyPrefix)]), '=', true)
    .execute()
}
