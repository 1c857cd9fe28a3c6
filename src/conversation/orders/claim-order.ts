/** Takes the next due order: one process at a time, and whether an earlier try may have been done already. */
import { sql } from 'kysely'
import type { Clock } from '../../database/clock.ts'
import type { Database } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'

export interface ClaimedOrder {
  /** The idempotency key. */
  readonly id: string
  readonly key: string
  readonly corpId: string
  readonly projectId: string
  readonly action: string
  /** What is sent. */
  readonly payload: unknown
  /** An earlier try may have been done: its process died, or its answer never came. */
  readonly wasMaybeDone: boolean
  /** With this one. */
  readonly attempts: number
  readonly timeoutMs: number
  readonly retryMax: number
  readonly backoffMs: number
  readonly retryFor: readonly string[]
}

/** Beyond the time a try may take: to write down what came of it. */
const SETTLE_MS = 5_000

export async function claimOrder({
  db,
  clock,
  seals,
}: {
  readonly db: Database
  readonly clock: Clock
  readonly seals: Seals
}): Promise<ClaimedOrder | undefined> {
  const now = clock.now()
  const claimed = await sql<Omit<ClaimedOrder, 'payload'> & { payload: string }>`
    WITH due AS (
      SELECT id AS "dueId", "maybeDone" AS "wasMaybeDone" FROM remote_order
       WHERE state IN ('queued', 'running') AND "nextAt" <= ${now}
       ORDER BY "nextAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE remote_order SET state = 'running', "maybeDone" = true, attempts = attempts + 1,
           "nextAt" = ${now}::timestamptz + (2 * "timeoutMs" + ${SETTLE_MS}) * interval '1 millisecond'
      FROM due WHERE id = due."dueId"
    RETURNING id, key, "corpId", "projectId", action, payload, "wasMaybeDone", attempts, "timeoutMs",
              "retryMax", "backoffMs", "retryFor"`.execute(db)
  const row = claimed.rows[0]
  return row && { ...row, payload: seals.openJson(row.payload) }
}
