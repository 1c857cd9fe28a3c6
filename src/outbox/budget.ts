/** What the platform still lets us send to an owner (wecom.md 3.4, 3.6 and 13.5). */
import type { Tx } from '../database/open-database.ts'
import { lanesOf } from './lane-of.ts'
import type { Purpose } from './put.ts'
import type { OutboxRules } from './rules.ts'

/** Why a message may not go now. */
export type Obstacle = 'window' | 'budget' | 'human'

interface Budget {
  readonly lastInboundAt: Date | null
  readonly used: number
  readonly serviceState: number
}

/** States in which a human servicer, or the queue for one, has the chat. */
const WITH_HUMANS = [2, 3]
/** The session has ended: nothing can be sent before the owner writes again. */
const ENDED = 4

/** The rule itself. `sends` is how many platform messages it takes. */
function obstacleTo(
  sends: number,
  purpose: Purpose,
  budget: Budget | null,
  at: { readonly now: Date; readonly rules: OutboxRules['kf'] },
): Obstacle | null {
  const { now, rules } = at
  if (!budget?.lastInboundAt || budget.serviceState === ENDED) return 'window'
  const openMs = rules.window_hours * 3_600_000 - rules.margin_minutes * 60_000
  if (now.getTime() - budget.lastInboundAt.getTime() >= openMs) return 'window'
  if (WITH_HUMANS.includes(budget.serviceState)) return 'human'
  const kept = purpose === 'notice' ? rules.reserve : 0
  return budget.used + sends > rules.budget - kept ? 'budget' : null
}

/** Takes the sends from the budget, or says why not. The row stays locked until the transaction ends. */
export async function spend(
  tx: Tx,
  conversationId: string,
  sends: number,
  ask: { readonly purpose: Purpose; readonly now: Date; readonly rules: OutboxRules['kf'] },
): Promise<Obstacle | null> {
  const budget = await tx
    .selectFrom('send_budget')
    .selectAll()
    .where('conversationId', '=', conversationId)
    .forUpdate()
    .executeTakeFirst()
  const obstacle = obstacleTo(sends, ask.purpose, budget ?? null, ask)
  if (obstacle === null) {
    await tx
      .updateTable('send_budget')
      .set((set) => ({ used: set('used', '+', sends), updatedAt: ask.now }))
      .where('conversationId', '=', conversationId)
      .execute()
  }
  return obstacle
}

/** The platform says no although we counted yes: its word holds, until the owner writes again. */
export async function exhaust(
  tx: Tx,
  conversationId: string,
  rules: OutboxRules['kf'],
): Promise<void> {
  await tx
    .updateTable('send_budget')
    .set({ used: rules.budget })
    .where('conversationId', '=', conversationId)
    .execute()
}

/** Whether an owner can be asked something now. Only 微信客服 has a budget: a web page keeps what it is given. */
export async function canWriteTo(
  tx: Tx,
  conversationId: string,
  at: { readonly now: Date; readonly rules: OutboxRules },
): Promise<boolean> {
  if (!conversationId.startsWith('wecom-kf/')) return true
  const budget = await tx
    .selectFrom('send_budget')
    .selectAll()
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  const obstacle = obstacleTo(1, 'ask', budget ?? null, { now: at.now, rules: at.rules.kf })
  return obstacle === null
}

/** Mirrors who has the chat (wecom.md 3.6) and lets go what waited for people to hand it back. */
export async function setServiceState(
  at: { readonly tx: Tx; readonly now: Date },
  conversationId: string,
  serviceState: number,
): Promise<void> {
  const row = { conversationId, serviceState, updatedAt: at.now }
  await at.tx
    .insertInto('send_budget')
    .values({ ...row, used: 0 })
    .onConflict((conflict) =>
      conflict.column('conversationId').doUpdateSet({ serviceState, updatedAt: at.now }),
    )
    .execute()
  if (WITH_HUMANS.includes(serviceState)) return
  await at.tx
    .updateTable('outbox_item')
    .set({ state: 'queued', reason: null, nextAt: at.now })
    .where('lane', 'in', lanesOf(conversationId))
    .where('state', '=', 'held')
    .where('reason', '=', 'human')
    .execute()
}
