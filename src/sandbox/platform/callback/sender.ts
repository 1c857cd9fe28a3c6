/** Posts the queued callbacks to the desk: in order within a lane, three attempts each, then given up. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DeliveryRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { callbackUrl } from './callback-url.ts'
import { type Answer, postCallback } from './post-callback.ts'
import { settle } from './settle.ts'

export interface SenderOptions {
  /** An answer later than this does not count (wecom.md 1.5). */
  readonly timeoutMs: number
  /** Waits before the second and the third attempt. */
  readonly pausesMs: readonly number[]
  /** How many posts may be under way at once. */
  readonly atOnce: number
}

export const USUAL_SENDER: SenderOptions = { timeoutMs: 5000, pausesMs: [1000, 5000], atOnce: 16 }

export interface Sender {
  /** Looks for something to send once the running transaction is over. */
  wake(): void
  /** Sends nothing more, breaks off what is under way, and ends when all is at rest. */
  close(): Promise<void>
}

/** `world` is asked for when needed: the world itself holds the sender's `wake`. */
export function callbackSender(world: () => World, options: SenderOptions): Sender {
  const underWay = new Map<string, Promise<void>>()
  const resting = new Set<string>()
  const closing = new AbortController()
  let isWoken = false

  function wake(): void {
    if (isWoken || closing.signal.aborted) return
    isWoken = true
    setImmediate(() => {
      isWoken = false
      if (closing.signal.aborted) return
      for (const row of due(world(), underWay, resting)) {
        if (underWay.size >= options.atOnce) return
        underWay.set(row.lane, deliver(row))
      }
    })
  }

  async function deliver(row: DeliveryRow): Promise<void> {
    const { store, tables } = world()
    // Counted before it leaves: a ping under way no longer stands for messages that come now.
    store.transaction(() => tables.deliveries.put(row.id, { ...row, attempts: row.attempts + 1 }))
    const answer = await post(world(), row, options.timeoutMs, closing.signal)
    if (!closing.signal.aborted) {
      const mostAttempts = options.pausesMs.length + 1
      store.transaction(() => settle(world(), row.id, answer, mostAttempts))
      const waitMs = options.pausesMs[row.attempts]
      if (!answer.ok && waitMs !== undefined) void rest(row.id, waitMs)
    }
    underWay.delete(row.lane)
    wake()
  }

  async function rest(id: string, waitMs: number): Promise<void> {
    resting.add(id)
    await pause(waitMs, undefined, { ref: false })
    resting.delete(id)
    wake()
  }

  async function close(): Promise<void> {
    closing.abort()
    await Promise.all(underWay.values())
  }

  return { wake, close }
}

/** The first waiting delivery of every lane that is free. */
function* due(
  world: World,
  busyLanes: ReadonlyMap<string, unknown>,
  resting: ReadonlySet<string>,
): Generator<DeliveryRow> {
  for (const row of world.tables.deliveries.all()) {
    if (row.status !== 'waiting' || resting.has(row.id) || busyLanes.has(row.lane)) continue
    if (callbackUrl(world, row.agentId) !== undefined) yield row
  }
}

/** Every copy a fault asks for; one answer of 200 is enough. */
async function post(
  world: World,
  row: DeliveryRow,
  timeoutMs: number,
  closing: AbortSignal,
): Promise<Answer> {
  if (row.attempts === 0 && row.delayMs > 0) await pause(row.delayMs)
  let best: Answer = { ok: false }
  for (let copy = 0; copy < row.copies && !closing.aborted; copy += 1) {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing])
    const answer = await postCallback(world, row, row.attempts * row.copies + copy, signal)
    if (!best.ok) best = answer
  }
  return row.attempts < row.unheard ? { ok: false } : best
}
