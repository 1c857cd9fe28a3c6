/** The desk's time: the database's, which all its processes share. Everything asks here; in the sandbox it can be moved. */
import { sql } from 'kysely'
import type { Database } from './open-database.ts'

export interface Clock {
  now(): Date
}

/** The clock of a process, which goes by itself and is held against the database's now and then. */
export interface ProcessClock extends Clock {
  /** Reads what time it is for everybody. */
  refresh(): Promise<void>
}

/** Held against the database's no more often than this: in between it does not drift. */
const APART_MS = 1_000

/**
 * Goes by the process's steady clock from what the database said: a machine whose time is set anew, or is wrong,
 * makes no promise early, late or double. It is never ahead of the database's, and behind by no more than the
 * quickest answer took.
 */
export async function openDatabaseClock(
  db: Database,
  steadyNow: () => number = () => performance.now(),
): Promise<ProcessClock> {
  let aheadMs = Number.NEGATIVE_INFINITY
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const read = async () => {
    const askedAt = steadyNow()
    const answer = await sql<{ ms: number }>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`.execute(db)
    readAt = steadyNow()
    const { ms } = answer.rows[0] as { ms: number }
    const [least, most] = [ms - readAt, ms - askedAt]
    if (aheadMs < least || aheadMs > most) aheadMs = least
  }
  const clock: ProcessClock = {
    now: () => new Date(steadyNow() + aheadMs),
    refresh() {
      if (reading === undefined && steadyNow() - readAt < APART_MS) return Promise.resolve()
      reading ??= read().finally(() => {
        reading = undefined
      })
      return reading
    },
  }
  await clock.refresh()
  return clock
}

export interface MovableClock extends ProcessClock {
  /** Moves the time of every process that reads this database; others follow at their next refresh. */
  set(now: Date): Promise<void>
}

const ROW = 'sandbox'

/** The sandbox's clock: real time plus an offset kept in one row. */
export async function openMovableClock(db: Database, real: ProcessClock): Promise<MovableClock> {
  let offsetMs = 0
  // Counts beginnings and ends of moves: what was read while it changed may be the offset from before the move,
  // and taking that over would turn the time back.
  let moves = 0
  let moving = 0
  const clock: MovableClock = {
    now: () => new Date(real.now().getTime() + offsetMs),
    async set(now) {
      offsetMs = now.getTime() - real.now().getTime()
      moves++
      moving++
      try {
        const row = { id: ROW, offsetMs, updatedAt: real.now() }
        await db
          .insertInto('clock_offset')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute()
      } finally {
        moves++
        moving--
      }
    },
    async refresh() {
      await real.refresh()
      if (moving > 0) return
      const before = moves
      const row = await db
        .selectFrom('clock_offset')
        .select('offsetMs')
        .where('id', '=', ROW)
        .executeTakeFirst()
      if (moves === before) offsetMs = row?.offsetMs ?? 0
    },
  }
  await clock.refresh()
  return clock
}
