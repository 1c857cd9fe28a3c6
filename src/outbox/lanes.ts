/**
 * The lanes of the outbox, each by its first open message: what stands behind that one waits, however due it is. Of a
 * paused account none is due before its next probe.
 */
import { type RawBuilder, sql } from 'kysely'
import { CHANNEL_NAMES, type ChannelName } from '../channels/channel.ts'
import type { Database } from '../database/open-database.ts'
import { FAST_LANE } from './lane-of.ts'
import { lineOfLane } from './pause.ts'

/** Which lanes are meant; `codes`: only those of codes, or only the others; absent: both. */
export interface Among {
  readonly channels: readonly ChannelName[]
  readonly codes?: boolean
}

/** Lanes that can be sent from now, longest waiting first; not those whose first message is under way. */
export async function dueLanes(
  db: Database,
  now: Date,
  limit: number,
  among: Among,
): Promise<readonly string[]> {
  const found = await sql<{ lane: string }>`
    SELECT lane FROM (${firsts()}) first WHERE "nextAt" <= ${now} AND ${isOf(among)}
     ORDER BY seq LIMIT ${limit}`.execute(db)
  return found.rows.map((row) => row.lane)
}

/** How many lanes have something under way, or to send until then: behind what is under way more may wait. */
export async function countBusyLanes(db: Database, at: Date): Promise<number> {
  const found = await sql<{ count: string }>`
    SELECT count(*) AS count FROM (${firsts()}) first
     WHERE state = 'sending' OR "nextAt" <= ${at}`.execute(db)
  return Number(found.rows[0]?.count ?? 0)
}

/** When the next message of these lanes will be due; null when none waits. */
export async function nextSendAt(
  db: Database,
  among: Among = { channels: CHANNEL_NAMES },
): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    SELECT min("nextAt") AS at FROM (${firsts()}) first WHERE ${isOf(among)}`.execute(db)
  return found.rows[0]?.at ?? null
}

/** The lanes in which messages of keys that begin so wait to be sent. */
export async function lanesUnder(db: Database, keyPrefix: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox_item')
    .select('lane')
    .distinct()
    .where((where) => where.fn('starts_with', ['key', where.val(keyPrefix)]), '=', true)
    .where('state', '=', 'queued')
    .execute()
  return rows.map(({ lane }) => lane)
}

/** A lane's name begins with its channel's (channel.ts, `conversationIdOf`). */
function isOf({ channels, codes }: Among): RawBuilder<unknown> {
  const ofChannels = sql`split_part(lane, '/', 1) = ANY (${[...channels]}::text[])`
  if (codes === undefined) return ofChannels
  return sql`${ofChannels} AND (right(lane, ${FAST_LANE.length}) = ${FAST_LANE}) = ${codes}`
}

function firsts(): RawBuilder<unknown> {
  return sql`SELECT one.lane, seq, state, greatest("nextAt", pause."probeAt") AS "nextAt"
               FROM (SELECT DISTINCT ON (lane) lane, seq, state, "nextAt" FROM outbox_item
                      WHERE state IN ('queued', 'sending') ORDER BY lane, seq) one
               LEFT JOIN send_pause pause
                 ON pause."endedAt" IS NULL AND pause.line = ${lineOfLane()}`
}
