/** Keeps promises in time: takes due rows, one at a time and only once, and lets their handlers do the work. */
import { sql } from 'kysely'
import { eachAtOnce } from '../database/each-at-once.ts'
import type { Database, Tx } from '../database/open-database.ts'
import { lookedAt, someOf } from '../database/some-of.ts'

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
  // Due but held by another process: passed over, so that those behind them do not wait for us.
  const held = new Set<string>()
  let ofMany = [...(deps.ringTogether?.keys() ?? [])]
  for (let tried = 0; ; ) {
    if (stopping?.aborted) return tried
    const together = await ringMany(deps, ofMany).catch(() => null)
    // One of them fails: which it is shows when each is tried alone.
    if (together === null) ofMany = []
    const alone = await dueAlone(deps, ofMany, held)
    if (!together && alone.length === 0) return tried
    tried += together ?? 0
    const ring = async (id: string) => {
      if (await ringOne(deps, id)) tried += 1
      else held.add(id)
    }
    await eachAtOnce(alone, deps.width, ring, stopping)
  }
}

/** When the next alarm is due; null when none is set. */
export async function nextTimerAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`SELECT min("dueAt") AS at FROM timer`.execute(db)
  return found.rows[0]?.at ?? null
}

async function ringMany(
  { db, clock, ringTogether }: SweepDeps,
  names: readonly string[],
): Promise<number> {
  if (!ringTogether || names.length === 0) return 0
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const due = await takeDue(tx, now, names)
    for (const [name, ring] of ringTogether) {
      const timers = due.filter((timer) => timer.name === name)
      if (timers.length > 0) await ring(tx, now, timers)
    }
    return due.length
  })
}

/** Gone before they ring, as those that ring alone. */
async function takeDue(tx: Tx, now: Date, names: readonly string[]): Promise<readonly DueTimer[]> {
  const found = await sql<DueTimer>`
    DELETE FROM timer WHERE id = ANY (ARRAY (
      SELECT id FROM timer WHERE "dueAt" <= ${now} AND name = ANY (${names}::text[]) AND attempts = 0
       ORDER BY "dueAt" LIMIT ${TOGETHER} FOR UPDATE SKIP LOCKED))
    RETURNING name, key, "dueAt", generation, payload, "conversationId"`.execute(tx)
  return found.rows
}

async function dueAlone(
  { db, clock, width }: SweepDeps,
  ofMany: readonly string[],
  held: ReadonlySet<string>,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    SELECT id FROM timer
     WHERE "dueAt" <= ${clock.now()} AND (attempts > 0 OR name <> ALL (${ofMany}::text[]))
       AND id <> ALL (${[...held]}::text[])
     ORDER BY "dueAt" LIMIT ${lookedAt(width)}`.execute(db)
  return someOf(found.rows, width).map(({ id }) => id)
}

/** The row stays locked from the look to the end, so that nobody rings it again while a failure is being noted. */
async function ringOne(deps: SweepDeps, id: string): Promise<boolean> {
  const now = deps.clock.now()
  return deps.db.transaction().execute(async (tx) => {
    const timer = await lockDue(tx, id, now)
    if (!timer) return false
    try {
      await Promise.all([
        sql`SAVEPOINT ringing`.execute(tx),
        // Gone before the handler runs: it may set the same alarm anew.
        tx.deleteFrom('timer').where('id', '=', id).execute(),
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

async function lockDue(tx: Tx, id: string, now: Date): Promise<LockedTimer | undefined> {
  const found = await sql<LockedTimer>`
    SELECT id, name, key, "dueAt", generation, payload, "conversationId", attempts FROM timer
     WHERE id = ${id} AND "dueAt" <= ${now} FOR UPDATE SKIP LOCKED`.execute(tx)
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
