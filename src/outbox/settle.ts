/** What becomes of a message after the platform answered, refused, or kept silent. */
import { type Receipt, SendRefused } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import { exhaust } from './budget.ts'
import type { OutboxDeps } from './claim.ts'
import { type OutboxItem, outboxItem } from './item.ts'
import { lanesOf } from './lane-of.ts'
import { limitHold } from './limit-hold.ts'
import { pauseLine, resumeLine } from './pause.ts'

/** The platform took it. Receivers it could not reach are somebody's task. */
export function settleSent(deps: OutboxDeps, item: OutboxItem, receipt: Receipt): Promise<void> {
  return deps.db.transaction().execute(async (tx) => {
    const isUnreached = (receipt.unreached ?? []).length > 0
    await tx
      .updateTable('outbox_item')
      .set({
        state: isUnreached ? 'failed' : 'sent',
        reason: isUnreached ? 'unreached' : null,
        sentAt: deps.clock.now(),
        claimedUntil: null,
        platformId: receipt.platformId ?? null,
        responseCode: receipt.responseCode ?? null,
      })
      .where('id', '=', item.id)
      .execute()
    await goOn(deps, tx, item)
    await deps.hooks.sent(tx, item, receipt)
    if (isUnreached) await deps.hooks.undeliverable(tx, item, 'unreached')
  })
}

/** The platform refused, or nobody knows. A retry may repeat a send only where the platform cannot tell us. */
export function settleFailed(deps: OutboxDeps, item: OutboxItem, error: unknown): Promise<void> {
  return deps.db.transaction().execute(async (tx) => {
    const next = nextOf(deps, item, error)
    await tx
      .updateTable('outbox_item')
      .set({ ...next.set, claimedUntil: null, platformCode: platformCodeOf(error) })
      .where('id', '=', item.id)
      .execute()
    if (isRefused(error, 'window')) await shutWindow(deps, tx, item)
    if (isRefused(error, 'transient', 'rate', 'config', 'data')) await refund(deps, tx, item)
    if (isRefused(error, 'config')) await stop(deps, tx, item, error.platformCode)
    else if (isRefused(error, 'window', 'data', 'expired')) await goOn(deps, tx, item)
    if (next.isLost) await deps.hooks.undeliverable(tx, item, next.set.reason ?? 'failed')
  })
}

interface Next {
  readonly set: { readonly state: string; readonly reason: string | null; readonly nextAt: Date }
  readonly isLost: boolean
}

function nextOf(deps: OutboxDeps, item: OutboxItem, error: unknown): Next {
  const { retry_ms, give_up_after } = deps.rules
  const now = deps.clock.now().getTime()
  const pause = retry_ms[Math.min(item.attempts, retry_ms.length) - 1] ?? retry_ms[0] ?? 1000
  const again = (ms: number, reason: string | null): Next => ({
    set: { state: 'queued', reason, nextAt: new Date(now + ms) },
    isLost: false,
  })
  const over = (state: string, reason: string, isLost: boolean): Next => ({
    set: { state, reason, nextAt: new Date(now) },
    isLost,
  })
  if (!(error instanceof SendRefused)) {
    return item.attempts >= give_up_after
      ? over('failed', 'unknown', true)
      : again(pause, 'ambiguous')
  }
  switch (error.refusal) {
    case 'transient':
      return item.attempts >= give_up_after ? over('failed', 'busy', true) : again(pause, null)
    case 'rate':
      return again(error.retryAfterMs ?? 60_000, null)
    case 'config':
      return again(deps.rules.pause.probe_minutes * 60_000, 'config')
    case 'window':
      return over('held', 'budget', false)
    case 'data':
      return over('failed', 'refused', true)
    case 'expired':
      return over('dropped', 'expired', false)
  }
}

/** The platform counts otherwise than we do: nothing of the conversation goes out before the owner writes. */
async function shutWindow(deps: OutboxDeps, tx: Tx, item: OutboxItem): Promise<void> {
  await exhaust(tx, item.conversationId, deps.rules.kf)
  await limitHold({ ...deps, tx, now: deps.clock.now() }, item.id)
}

async function refund(deps: OutboxDeps, tx: Tx, item: OutboxItem): Promise<void> {
  if (item.to.channel !== 'wecom-kf' || item.code !== null || item.repeated) return
  const sends = deps.hooks.sendsNeeded(item.message)
  await tx
    .updateTable('send_budget')
    .set((set) => ({ used: set.fn('greatest', [set('used', '-', sends), set.val(0)]) }))
    .where('conversationId', '=', item.conversationId)
    .execute()
}

/** The platform takes this account's calls, or refuses the message itself: the settings are right. */
async function goOn(deps: OutboxDeps, tx: Tx, item: OutboxItem): Promise<void> {
  const ended = await resumeLine({ tx, now: deps.clock.now() }, item.lane)
  if (ended) await deps.hooks.resumed(tx, ended)
}

async function stop(deps: OutboxDeps, tx: Tx, item: OutboxItem, code: string): Promise<void> {
  const at = { tx, now: deps.clock.now(), rules: deps.rules }
  const pause = await pauseLine(at, item, code)
  if (pause) await deps.hooks.paused(tx, pause)
}

function isRefused(error: unknown, ...classes: SendRefused['refusal'][]): error is SendRefused {
  return error instanceof SendRefused && classes.includes(error.refusal)
}

function platformCodeOf(error: unknown): string | null {
  return error instanceof SendRefused ? error.platformCode : null
}

/** The platform tells afterwards that an accepted message did not arrive (wecom.md 3.3, msg_send_fail). */
export async function settleLost(
  deps: Pick<OutboxDeps, 'hooks' | 'seals'>,
  tx: Tx,
  conversationId: string,
  lost: { readonly platformId: string; readonly reason: string },
): Promise<void> {
  const row = await tx
    .updateTable('outbox_item')
    .set({ state: 'failed', reason: lost.reason })
    .where('lane', 'in', lanesOf(conversationId))
    .where('platformId', '=', lost.platformId)
    .where('state', '=', 'sent')
    .returningAll()
    .executeTakeFirst()
  if (row) await deps.hooks.undeliverable(tx, outboxItem(row, false, deps.seals), lost.reason)
}

/** What still waits for the owner after the hours of the rules becomes a task (timer `outbox.held`). */
export async function settleHeldTooLong(
  deps: Pick<OutboxDeps, 'hooks' | 'seals'>,
  tx: Tx,
  itemId: string,
): Promise<void> {
  const row = await tx
    .updateTable('outbox_item')
    .set({ state: 'tasked' })
    .where('id', '=', itemId)
    .where('state', '=', 'held')
    .returningAll()
    .executeTakeFirst()
  if (row)
    await deps.hooks.undeliverable(tx, outboxItem(row, false, deps.seals), row.reason ?? 'held')
}
