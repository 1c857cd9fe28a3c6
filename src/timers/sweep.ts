/** Keeps promises in time: takes due rows, one at a time and only once, and lets their handlers do the work. */
import { sql } from 'kysely'
import type { Database, Tx } from '../database/open-database.ts'

export interface DueTimer {
  readonly name: string
  readonly key: string
  readonly dueAt: Date
  readonly generation: number
  readonly payload: Readonly<Record<string, unknown>>
  readonly conversationId: string | null
}

export interface SweepDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  /** Does the work in the transaction that deletes the row: either both happen or neither. */
  readonly ring: (tx: Tx, now: Date, timer: DueTimer) => Promise<void>
  readonly onFailure: (timer: DueTimer, error: unknown) => void
  /** Alarms rung at the same time by this process. */
  readonly width: number
}

/** A handler that fails is tried again after 1, 2, 4 … s, five minutes at most: a promise is never given up. */
const LONGEST_PAUSE_MS = 300_000

/** Rings everything that is due until it is told to stop; answers how many alarms were tried. */
export async function sweepTimers(deps: SweepDeps, stopping?: AbortSignal): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: deps.width }, () => sweepOneByOne(deps, stopping)),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** When the next alarm is due; null when none is set. */
export async function nextTimerAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`SELECT min("dueAt") AS at FROM timer`.execute(db)
  return found.rows[0]?.at ?? null
}

async function sweepOneByOne(deps: SweepDeps, stopping?: AbortSignal): Promise<number> {
  for (let rung = 0; ; rung++) {
    if (stopping?.aborted || !(await ringNext(deps))) return rung
  }
}

/** The row stays locked from the look to the end, so that nobody rings it again while a failure is being noted. */
async function ringNext(deps: SweepDeps): Promise<boolean> {
  const now = deps.clock.now()
  return deps.db.transaction().execute(async (tx) => {
    const timer = await lockDue(tx, now)
    if (!timer) return false
    try {
      await Promise.all([
        sql`SAVEPOINT ringing`.execute(tx),
        // Gone before the handler runs: it may set the same alarm anew.
        tx.deleteFrom('timer').where('id', '=', timer.id).execute(),
      ])
      await deps.ring(tx, now, timer)
    } catch (error) {
      deps.onFailure(timer, error)
      await sql`ROLLBACK TO SAVEPOINT ringing`.execute(tx)
      await putOff(tx, timer, now, error)
    }
    return true
  })
}

type LockedTimer = DueTimer & { readonly id: string; readonly attempts: number }

async function lockDue(tx: Tx, now: Date): Promise<LockedTimer | undefined> {
  const found = await sql<LockedTimer>`
    SELECT id, name, key, "dueAt", generation, payload, "conversationId", attempts FROM timer
     WHERE "dueAt" <= ${now} ORDER BY "dueAt" LIMIT 1 FOR UPDATE SKIP LOCKED`.execute(tx)
  return found.rows[0]
}

async function putOff(tx: Tx, timer: LockedTimer, now: Date, error: unknown): Promise<void> {
  const pauseMs = Math.min(1000 * 2 ** timer.attempts, LONGEST_PAUSE_MS)
  await tx
    .updateTable('timer')
    .set({
      dueAt: new Date(now.getTime() + pauseMs),
      attempts: timer.attempts + 1,
      lastError: String(error).slice(0, 500),
    })
    .where('id', '=', timer.id)
    .execute()
}
