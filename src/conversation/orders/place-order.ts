/** Orders what is done over a network: a row of the turn that asked for it, done by a worker after the commit. */
import { createHash } from 'node:crypto'
import type { RemoteAction } from '../../desk/action.ts'
import type { OwnerActor, StaffActor, Work } from '../../desk/work.ts'
import type { Act, ActAnswer } from '../../dialogue/run/world.ts'

/** For steps that do not say: a person waits, and a service that needs longer is as good as gone. */
const TIMEOUT_MS = 10_000

/** Answers at once when nothing has to be sent, or when the same act was done before. */
export async function placeOrder(
  work: Work,
  action: RemoteAction,
  act: Act,
): Promise<ActAnswer | 'ordered'> {
  const { actor } = work
  const conversationId = actor.kind === 'system' ? null : actor.conversationId
  if (actor.kind === 'system' || conversationId === null)
    throw new Error(`${action.name} is ordered by nobody who could hear its result`)
  const undoes = act.undoes === undefined ? undefined : orderId(actor.corpId, act.undoes)
  const prepared = await action.prepare(work, act.input, undoes)
  if (!('order' in prepared)) return prepared
  const id = orderId(actor.corpId, act.key)
  const isNew = await insert(work, {
    id,
    actor,
    action,
    act,
    order: prepared.order,
    conversationId,
  })
  return isNew ? 'ordered' : await joinOrder(work, id, conversationId)
}

/** Hash of tenant, run, step, visit and once scope: the last four are the talk's key (dialogue.md D12). */
function orderId(corpId: string, key: string): string {
  return createHash('sha256').update(`${corpId}\n${key}`).digest('hex')
}

interface Placing {
  readonly id: string
  readonly actor: OwnerActor | StaffActor
  readonly action: RemoteAction
  readonly act: Act
  readonly order: unknown
  readonly conversationId: string
}

async function insert(
  work: Work,
  { id, actor, action, act, order, conversationId }: Placing,
): Promise<boolean> {
  const { timeoutMs = TIMEOUT_MS, retry } = act.patience ?? {}
  const inserted = await work.tx
    .insertInto('remote_order')
    .values({
      id,
      corpId: actor.corpId,
      projectId: actor.projectId,
      key: act.key,
      action: action.name,
      payload: work.seals.sealJson(order),
      waiters: [conversationId],
      state: 'queued',
      timeoutMs,
      retryMax: retry?.max ?? 0,
      backoffMs: retry?.backoff ?? 0,
      retryFor: [...(retry?.for ?? [])],
      nextAt: work.now,
      createdAt: work.now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The same act again: what came of it is told at once, or to this conversation too when it is known. */
async function joinOrder(
  work: Work,
  id: string,
  conversationId: string,
): Promise<ActAnswer | 'ordered'> {
  const row = await work.tx
    .selectFrom('remote_order')
    .select(['state', 'outcome', 'result', 'waiters'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (row.outcome !== null) {
    const result = row.result === null ? {} : (work.seals.openJson(row.result) as object)
    return { outcome: row.outcome, result: { ...result } }
  }
  const waiters = [...new Set([...row.waiters, conversationId])]
  await work.tx.updateTable('remote_order').set({ waiters }).where('id', '=', id).execute()
  return 'ordered'
}
