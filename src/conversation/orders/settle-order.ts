/** Writes down what came of an order and lets the talks that wait for it hear: both or neither. */
import type { Database } from '../../database/open-database.ts'
import type { RemoteAction } from '../../desk/action.ts'
import type { DeskErrand, ErrandEnding } from '../../desk/errands/errand.ts'
import { openTask } from '../../desk/tasks/open-task.ts'
import type { Work } from '../../desk/work.ts'
import { keepOwn } from '../../inbox/keep.ts'
import { ownerInWords } from '../owner-in-words.ts'
import type { Words } from '../words.ts'
import type { WorkMaker } from '../work-maker.ts'
import type { ClaimedOrder } from './claim-order.ts'

export interface SettleDeps {
  readonly db: Database
  readonly makeWork: WorkMaker
  readonly words: Words
  /** Remote actions of flows, and errands of the desk, by name. */
  readonly actions: ReadonlyMap<string, Doable>
}

export type Doable = Pick<RemoteAction, 'send' | 'lookup'> & Partial<Pick<DeskErrand, 'settled'>>

/** Does nothing when another process has taken the order over since. */
export async function settleOrder(
  { db, makeWork, words, actions }: SettleDeps,
  order: ClaimedOrder,
  ending: ErrandEnding,
): Promise<void> {
  const { state, outcome, result } = ending
  await db.transaction().execute(async (tx) => {
    const work = makeWork(tx, { kind: 'system', name: 'orders' })
    const ended = await tx
      .updateTable('remote_order')
      .set({
        state,
        outcome,
        result: result === undefined ? null : work.seals.sealJson(result),
        endedAt: work.now,
      })
      .where('id', '=', order.id)
      .where('state', '=', 'running')
      .where('attempts', '=', order.attempts)
      .returning('waiters')
      .executeTakeFirst()
    for (const conversationId of ended?.waiters ?? [])
      await keepOwn(work, {
        conversationId,
        corpId: order.corpId,
        key: `result/${order.id}/${conversationId}`,
        kind: 'result',
        content: { order: order.key, outcome, ...(result !== undefined && { result }) },
      })
    if (ended) await actions.get(order.action)?.settled?.(work, order.payload, ending)
    const [first] = ended?.waiters ?? []
    if (state === 'unknown' && first) await askPerson(work, words, order, first)
  })
}

/** A later try; a lookup comes before it when this one may have been done. */
export async function tryLater(
  { db, makeWork }: SettleDeps,
  order: ClaimedOrder,
  why: { readonly pauseMs: number; readonly error: string; readonly maybeDone: boolean },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { now } = makeWork(tx, { kind: 'system', name: 'orders' })
    await tx
      .updateTable('remote_order')
      .set({
        state: 'queued',
        maybeDone: why.maybeDone,
        lastError: why.error,
        nextAt: new Date(now.getTime() + why.pauseMs),
      })
      .where('id', '=', order.id)
      .where('state', '=', 'running')
      .where('attempts', '=', order.attempts)
      .execute()
  })
}

/** Whether it was done only the other side's books can say: somebody looks, and nothing is repeated. */
async function askPerson(
  work: Work,
  words: Words,
  order: ClaimedOrder,
  conversationId: string,
): Promise<void> {
  const person = await ownerInWords(work, words, conversationId)
  await openTask(work, {
    kind: 'unsure',
    key: `unsure-${order.id}`,
    corpId: order.corpId,
    projectId: order.projectId,
    role: 'agent',
    values: {
      ...person,
      what: words.has(`tasks.unsure.${order.action}`)
        ? words.text(`tasks.unsure.${order.action}`, {})
        : order.action,
      reference: order.id.slice(0, 12),
    },
    conversationId,
  })
}
