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

export type RingTogether = ReadonlyMap<
  string,
  (tx: Tx, now: Date, timers: readonly DueTimer[]) => Promise<void>
>

export interface SweepDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  /** Does the work in the transaction that deletes the row: either both happen or neither. */
  readonly ring: (tx: Tx, now: Date, timer: DueTimer) => Promise<void>
  /** By the names of alarms that may be kept many at once, in the transaction that deletes their rows. */
  readonly ringTogether?: RingTogether
  readonly onFailure: (timer: DueTimer, error: unknown) => void
  /** Alarms rung at the same time by this process. */
  readonly width: number
}

/** A handler that fails is tried again after 1, 2, 4 … s, five minutes at most: a promise is never given up. */
const LONGEST_PAUSE_MS = 300_000
/** Alarms kept together at most. */
const TOGETHER = 100

/** Rings everything that is due until it is told to stop; answers how many alarms were tried. */
export async function sweepTimers(deps: SweepDeps, stopping?: AbortSignal): Promise<number> {
  const [, ...others] = Array.from({ length: deps.width }, () => ringNext)
  const counts = await Promise.all(
    [firstTogether(), ...others].map((next) => sweepWith(next, deps, stopping)),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** When the next alarm is due; null when none is set. */
export async function nextTimerAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`SELECT min("dueAt") AS at FROM timer`.execute(db)
  return found.rows[0]?.at ?? null
}

/** Rings what is due next; answers how many that were. */
type Next = (deps: SweepDeps) => Promise<number>

async function sweepWith(next: Next, deps: SweepDeps, stopping?: AbortSignal): Promise<number> {
  for (let sum = 0; ; ) {
    const rung = stopping?.aborted ? 0 : await next(deps)
    if (rung === 0) return sum
    sum += rung
  }
}

/** Those that may be kept together are, as long as none of them fails; which one it was shows when each is tried alone. */
function firstTogether(): Next {
  let isWhole = true
  return async (deps) => {
    if (isWhole) {
      const rung = await ringMany(deps).catch(() => null)
      if (rung) return rung
      isWhole = rung !== null
    }
    return ringNext(deps)
  }
}

async function ringMany({ db, clock, ringTogether }: SweepDeps): Promise<number> {
  if (!ringTogether) return 0
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const due = await takeDue(tx, now, [...ringTogether.keys()])
    for (const [name, ring] of ringTogether) {
      const timers = due.filter((timer) => timer.name === name)
      if (timers.length > 0) await ring(tx, now, timers)
    }
    return due.length
  })
}

/** Gone before they ring, as those that ring alone; none of them overtakes one of those. */
async function takeDue(tx: Tx, now: Date, names: readonly string[]): Promise<readonly DueTimer[]> {
  const found = await sql<DueTimer>`
    WITH alone AS MATERIALIZED (
      SELECT min("dueAt") AS "dueAt" FROM timer
       WHERE "dueAt" <= ${now} AND (attempts > 0 OR name <> ALL (${names}::text[])))
    DELETE FROM timer WHERE id = ANY (ARRAY (
      SELECT id FROM timer
       WHERE "dueAt" <= coalesce((SELECT "dueAt" FROM alone), ${now}) AND attempts = 0 AND name = ANY (${names}::text[])
       ORDER BY "dueAt" LIMIT ${TOGETHER} FOR UPDATE SKIP LOCKED))
    RETURNING name, key, "dueAt", generation, payload, "conversationId"`.execute(tx)
  return found.rows
}

/** The row stays locked from the look to the end, so that nobody rings it again while a failure is being noted. */
async function ringNext(deps: SweepDeps): Promise<number> {
  const now = deps.clock.now()
  return deps.db.transaction().execute(async (tx) => {
    const timer = await lockDue(tx, now)
    if (!timer) return 0
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
    return 1
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
