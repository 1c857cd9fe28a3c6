/** Each loop of a worker leaves a sign that it goes round, so that others notice when none does. */
import type { Database } from '../../database/open-database.ts'
import type { LoopName } from '../job-table.ts'

/** A sign this often is enough to notice silence within a minute. */
const APART_MS = 10_000

/** `realClock`: the time nobody moves. Called after every round; writes now and then. */
export function openBeats(
  db: Database,
  realClock: { now(): Date },
): (loop: LoopName) => Promise<void> {
  const last = new Map<LoopName, number>()
  return async (loop) => {
    const beatAt = realClock.now()
    if (beatAt.getTime() - (last.get(loop) ?? 0) < APART_MS) return
    await db
      .insertInto('loop_beat')
      .values({ loop, beatAt })
      .onConflict((conflict) => conflict.column('loop').doUpdateSet({ beatAt }))
      .execute()
    last.set(loop, beatAt.getTime())
  }
}
