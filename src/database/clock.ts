/** The desk's time. Everything asks here; in the sandbox it can be moved, for all processes at once. */
import type { Database } from './open-database.ts'

export interface Clock {
  now(): Date
}

/** The clock of a process, which another process may have moved. */
export interface ProcessClock extends Clock {
  /** Reads what another process may have written. */
  refresh(): Promise<void>
}

/** Production: the machine's own time. */
export const systemClock: ProcessClock = {
  now: () => new Date(),
  refresh: () => Promise.resolve(),
}

export interface MovableClock extends ProcessClock {
  /** Moves the time of every process that reads this database; others follow at their next refresh. */
  set(now: Date): Promise<void>
}

const ROW = 'sandbox'

/** The sandbox's clock: real time plus an offset kept in one row. */
export async function openMovableClock(db: Database): Promise<MovableClock> {
  let offsetMs = 0
  // Counts beginnings and ends of moves: what was read while it changed may be the offset from before the move,
  // and taking that over would turn the time back.
  let moves = 0
  let moving = 0
  const clock: MovableClock = {
    now: () => new Date(Date.now() + offsetMs),
    async set(now) {
      offsetMs = now.getTime() - Date.now()
      moves++
      moving++
      try {
        const row = { id: ROW, offsetMs, updatedAt: new Date() }
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
