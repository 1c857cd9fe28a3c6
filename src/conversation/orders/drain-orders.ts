/** Does what was ordered, one order at a time and never twice: a send whose end nobody heard is looked up first. */
import { sql } from 'kysely'
import type { Clock } from '../../database/clock.ts'
import type { Database } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import { type ActionAnswer, RemoteFailed } from '../../desk/action.ts'
import { type ClaimedOrder, claimOrder } from './claim-order.ts'
import { type Doable, type SettleDeps, settleOrder, tryLater } from './settle-order.ts'

export interface DrainOrdersDeps extends SettleDeps {
  readonly db: Database
  readonly clock: Clock
  readonly seals: Seals
  /** Orders this process works on at the same time. */
  readonly width: number
  readonly onFailure: (order: ClaimedOrder, error: unknown) => void
}

/** Works until nothing is due; answers how many orders were tried. */
export async function drainOrders(deps: DrainOrdersDeps, stopping?: AbortSignal): Promise<number> {
  const tried = await Promise.all(
    Array.from({ length: deps.width }, () => oneByOne(deps, stopping)),
  )
  return tried.reduce((sum, count) => sum + count, 0)
}

/** When the next order is due; null when none waits. */
export async function nextOrderAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    SELECT min("nextAt") AS at FROM remote_order WHERE state IN ('queued', 'running')`.execute(db)
  return found.rows[0]?.at ?? null
}

async function oneByOne(deps: DrainOrdersDeps, stopping?: AbortSignal): Promise<number> {
  for (let tried = 0; ; tried++) {
    if (stopping?.aborted) return tried
    const order = await claimOrder(deps)
    if (!order) return tried
    await work(deps, order)
  }
}

async function work(deps: DrainOrdersDeps, order: ClaimedOrder): Promise<void> {
  const action = deps.actions.get(order.action)
  try {
    if (!action) throw new RemoteFailed(`nobody does ${order.action} any more`, true)
    const answer = await answerOf(action, order)
    if (answer) await settleOrder(deps, order, { state: 'ok', ...answer })
    else await settleOrder(deps, order, { state: 'unknown', outcome: 'unavailable' })
  } catch (error) {
    deps.onFailure(order, error)
    await afterFailure(deps, order, error)
  }
}

/** Undefined when it may have been done and nobody can say. */
async function answerOf(action: Doable, order: ClaimedOrder): Promise<ActionAnswer | undefined> {
  const { id: key, corpId } = order
  const errand = { key, corpId, signal: AbortSignal.timeout(order.timeoutMs) }
  if (order.wasMaybeDone) {
    if (!action.lookup) return undefined
    const found = await inTime(action.lookup(order.payload, errand), errand.signal)
    if (found !== 'absent') return found
  }
  return inTime(action.send(order.payload, errand), errand.signal)
}

/** An adapter that does not listen to its signal is not waited for. */
function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    promise.then(resolve, reject)
  })
}

/** Looking up is tried more often than sending: it does no harm, and without it nobody knows. */
const MORE_LOOKUPS = 5
const LOOKUP_PAUSE_MS = 2_000

async function afterFailure(
  deps: DrainOrdersDeps,
  order: ClaimedOrder,
  error: unknown,
): Promise<void> {
  const code = isTimeout(error) ? 'timeout' : 'unavailable'
  const isUndone = error instanceof RemoteFailed && error.isUndone && !order.wasMaybeDone
  const mayLookUp = deps.actions.get(order.action)?.lookup !== undefined
  const mayRetry = order.retryFor.includes(code) && order.attempts <= order.retryMax
  const again = { error: String(error).slice(0, 300), maybeDone: !isUndone }
  if (mayRetry && (isUndone || mayLookUp)) {
    const pauseMs = order.backoffMs * 2 ** (order.attempts - 1)
    return tryLater(deps, order, { ...again, pauseMs })
  }
  if (isUndone) return settleOrder(deps, order, { state: 'failed', outcome: code })
  if (mayLookUp && order.attempts <= order.retryMax + MORE_LOOKUPS)
    return tryLater(deps, order, { ...again, pauseMs: LOOKUP_PAUSE_MS })
  return settleOrder(deps, order, { state: 'unknown', outcome: 'unavailable' })
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}
