/** Keeps below the platform's rates, beyond which it drops messages without a word (wecom.md 4.4). */
import { sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'

export interface PaceLimit {
  readonly count: number
  readonly seconds: number
}

/**
 * Takes a place in the pace of one receiver, or answers when to try again.
 * The caller holds the lane's lock, so that two senders cannot take the same place.
 */
export async function takePlace(
  at: { readonly tx: Tx; readonly now: Date; readonly newId: () => string },
  lane: string,
  limits: readonly PaceLimit[],
): Promise<Date | null> {
  for (const { count, seconds } of limits) {
    const since = new Date(at.now.getTime() - seconds * 1000)
    const taken = await sql<{ sentAt: Date }>`
      SELECT "sentAt" FROM send_pace WHERE pace = ${lane} AND "sentAt" > ${since}
       ORDER BY "sentAt" DESC LIMIT ${count}`.execute(at.tx)
    const oldest = taken.rows[count - 1]
    if (oldest) return new Date(oldest.sentAt.getTime() + seconds * 1000)
  }
  if (limits.length > 0) {
    await at.tx
      .insertInto('send_pace')
      .values({ id: at.newId(), pace: lane, sentAt: at.now })
      .execute()
  }
  return null
}

/** Forgets sends that no limit looks at any more. */
export async function sweepPace(tx: Tx, now: Date): Promise<void> {
  const longestMs = 2 * 3_600_000
  await tx
    .deleteFrom('send_pace')
    .where('sentAt', '<', new Date(now.getTime() - longestMs))
    .execute()
}
