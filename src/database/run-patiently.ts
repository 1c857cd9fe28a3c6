/** Runs a script that needs tables for itself while people use them. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'

/** Behind whoever waits for a table everybody else waits too: no longer than a callback can (wecom.md 1.5). */
const LOCK_WAIT = '2s'
/** Then others have their turn, before it is tried again: a backup may hold a table for a while. */
const AGAIN_AFTER_MS = 3_000
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available, deadlock_detected. */
const LOCKED = new Set(['55P03', '40P01'])

/** The script is one transaction: what did not get its locks has done nothing, and is run again until it does. */
export async function runPatiently(pool: Pick<Pool, 'query'>, script: string): Promise<void> {
  for (;;) {
    try {
      await pool.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}';\n${script}`)
      return
    } catch (error) {
      if (!LOCKED.has((error as { code?: string }).code ?? '')) throw error
      await pause(AGAIN_AFTER_MS)
    }
  }
}
