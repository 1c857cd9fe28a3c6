/** Takes the next message of a lane for sending: one process at a time, in order, within what is allowed. */
import { sql } from 'kysely'
import type { Outgoing } from '../channels/channel.ts'
import type { Database, Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import { type Obstacle, spend } from './budget.ts'
import type { OutboxHooks } from './hooks.ts'
import { type OutboxItem, outboxItem } from './item.ts'
import { limitHold } from './limit-hold.ts'
import { mergeTexts, type Waiting } from './merge-texts.ts'
import { takePlace } from './pace.ts'
import { mayPass } from './pause.ts'
import type { OutboxRules } from './rules.ts'

export interface OutboxDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Seals
  readonly rules: OutboxRules
  readonly hooks: OutboxHooks
}

/** Read ahead in a lane, for merging and for passing over what is held. */
const READ_AHEAD = 20

/** The message to send now, already marked as under way; null when the lane has nothing to send. */
export function claimNext(deps: OutboxDeps, lane: string): Promise<OutboxItem | null> {
  return deps.db.transaction().execute(async (tx) => {
    const locked = await sql<{ mine: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${lane}, 0)) AS mine`.execute(tx)
    if (!locked.rows[0]?.mine) return null
    const at = { ...deps, tx, now: deps.clock.now() }
    return (await mayPass(at, lane)) ? firstAdmitted(at, lane) : null
  })
}

async function firstAdmitted(at: Claiming, lane: string): Promise<OutboxItem | null> {
  const rows = await openRows(at, lane)
  for (const [position, row] of rows.entries()) {
    const isUnderWay = row.state === 'sending' && row.claimedUntil && row.claimedUntil > at.now
    if (isUnderWay || row.nextAt > at.now) return null
    // A message found under way although its time is over: its process died, and it may have arrived.
    const item = outboxItem(row, row.state === 'sending' || row.reason === 'ambiguous', at.seals)
    const verdict = await admit(at, item, rows.slice(position + 1))
    if (verdict !== 'passed-over') return verdict
  }
  return null
}

interface Claiming extends OutboxDeps {
  readonly tx: Tx
  readonly now: Date
}

type Row = Awaited<ReturnType<typeof openRows>>[number]

function openRows(at: Claiming, lane: string) {
  return at.tx
    .selectFrom('outbox_item')
    .selectAll()
    .where('lane', '=', lane)
    .where('state', 'in', ['queued', 'sending'])
    .orderBy('seq')
    .limit(READ_AHEAD)
    .execute()
}

/** Sends are counted when they are claimed: a crash afterwards costs budget, never a sixth message. */
async function admit(
  at: Claiming,
  item: OutboxItem,
  following: readonly Row[],
): Promise<OutboxItem | null | 'passed-over'> {
  const prepared = await at.hooks.prepare(at.tx, item)
  if ('drop' in prepared) {
    await end(at, item.id, 'dropped', prepared.drop)
    return 'passed-over'
  }
  const merged = mergeTexts(
    item,
    prepared.send,
    following.map((row) => waitingOf(at, row)),
  )
  const obstacle = await obstacleFor(at, item, merged.message)
  if (obstacle) {
    await holdOrGiveUp(at, item, obstacle)
    return 'passed-over'
  }
  const later = await takePlace(at, item.lane, at.rules.pace[item.to.channel])
  if (later) {
    await at.tx
      .updateTable('outbox_item')
      .set({ nextAt: later })
      .where('id', '=', item.id)
      .execute()
    return null
  }
  await markUnderWay(at, item, merged)
  return { ...item, message: merged.message, attempts: item.attempts + 1 }
}

function waitingOf({ seals }: Claiming, row: Row): Waiting {
  return { ...row, message: seals.openJson(row.message) as Outgoing }
}

async function obstacleFor(
  at: Claiming,
  item: OutboxItem,
  message: Outgoing,
): Promise<Obstacle | null> {
  const isFree = item.code !== null || message.kind === 'hand-over' || item.repeated
  if (item.to.channel !== 'wecom-kf' || isFree) return null
  const sends = at.hooks.sendsNeeded(message)
  return spend(at.tx, item.conversationId, sends, {
    purpose: item.purpose,
    now: at.now,
    rules: at.rules.kf,
  })
}

async function holdOrGiveUp(at: Claiming, item: OutboxItem, obstacle: Obstacle): Promise<void> {
  // Later it would come after the answer; whoever set it knows what follows silence.
  if (item.purpose === 'reminder') return end(at, item.id, 'dropped', obstacle)
  const isPressing = item.purpose === 'ask' || item.purpose === 'reply' || item.purpose === 'alert'
  if (obstacle === 'window' && isPressing) {
    await end(at, item.id, 'tasked', 'window')
    return at.hooks.undeliverable(at.tx, item, 'window')
  }
  await end(at, item.id, 'held', obstacle)
  await limitHold(at, item.id)
}

async function markUnderWay(
  at: Claiming,
  item: OutboxItem,
  merged: { readonly message: Outgoing; readonly ids: readonly string[] },
): Promise<void> {
  const claimedUntil = new Date(at.now.getTime() + at.rules.claim_ms)
  await at.tx
    .updateTable('outbox_item')
    .set((set) => ({
      state: 'sending',
      reason: null,
      claimedUntil,
      nextAt: claimedUntil,
      attempts: set('attempts', '+', 1),
      message: at.seals.sealJson(merged.message),
    }))
    .where('id', '=', item.id)
    .execute()
  if (merged.ids.length === 0) return
  await at.tx
    .updateTable('outbox_item')
    .set({ state: 'merged', mergedIntoId: item.id })
    .where('id', 'in', [...merged.ids])
    .execute()
}

async function end(at: Claiming, id: string, state: string, reason: string): Promise<void> {
  await at.tx.updateTable('outbox_item').set({ state, reason }).where('id', '=', id).execute()
}
