/** The durable way in: everything that arrives is a row, once, before anybody is told that it arrived. */
import { sql } from 'kysely'
import { type ChannelName, conversationIdOf, type Incoming } from '../channels/channel.ts'
import type { Clock } from '../database/clock.ts'
import type { Database, Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import { burstOf } from './burst.ts'
import type { InboxRules } from './rules.ts'

export interface KeepDeps {
  readonly clock: Clock
  readonly newId: () => string
  readonly rules: InboxRules
  readonly seals: Pick<Seals, 'sealJson'>
  /** Texts that are answered without waiting for more. */
  readonly isUrgent: (text: string) => boolean
}

/** What the person's own words do to what may be sent back: they open the window and refill the budget. */
const COUNTS_AS_WRITING = new Set(['text', 'media', 'location', 'unreadable'])
/** Channels on which something may wait for the person's next message. */
const WAITS_FOR_WRITING = new Set<ChannelName>(['wecom-kf', 'wecom-aibot'])

/**
 * Keeps messages in one statement; what was kept before under the same key is left alone.
 * Also, in the same statement: conversations are made, media of a platform become files to fetch, an owner's message refills
 * the send budget (wecom.md 3.4), begins a new session when the last had ended (3.6), and lets go what was held, in both
 * lanes of the conversation (outbox/lane-of.ts).
 * @returns how many were new
 */
export async function keepIncoming(
  db: Database | Tx,
  incoming: readonly Incoming[],
  deps: KeepDeps,
): Promise<number> {
  if (incoming.length === 0) return 0
  const receivedAt = deps.clock.now()
  const rows = incoming.map((item, place) => ({ ...rowOf(item, receivedAt, deps), place }))
  const kept = await sql<{ id: string }>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
        id text, key text, "corpId" text, "conversationId" text, channel text, account text, "userId" text,
        kind text, content text, "sentAt" timestamptz, "readyAt" timestamptz, "capAt" timestamptz,
        outcome text, "fileId" text, media text, "mediaId" text, writing boolean, place int)
    ), people AS (
      INSERT INTO conversation (id, "corpId", channel, account, "userId", "createdAt")
      SELECT DISTINCT ON ("conversationId") "conversationId", "corpId", channel, account, "userId", ${receivedAt}
        FROM given ORDER BY "conversationId"
      ON CONFLICT DO NOTHING
    ), kept AS (
      INSERT INTO inbox_item (id, key, "corpId", "conversationId", kind, content, "sentAt", "receivedAt",
                              "readyAt", "capAt", "doneAt", outcome)
      SELECT id, key, "corpId", "conversationId", kind, content, "sentAt", ${receivedAt}, "readyAt", "capAt",
             CASE WHEN outcome IS NULL THEN NULL ELSE ${receivedAt}::timestamptz END, outcome
        FROM given ORDER BY place
      ON CONFLICT (key) DO NOTHING
      RETURNING id
    ), files AS (
      INSERT INTO media_file (id, "corpId", "conversationId", media, "platformId", state, "nextAt", "createdAt")
      SELECT g."fileId", g."corpId", g."conversationId", g.media, g."mediaId", 'waiting', ${receivedAt}, ${receivedAt}
        FROM given g JOIN kept USING (id) WHERE g."fileId" IS NOT NULL
    ), wrote AS (
      SELECT g."conversationId", max(g."sentAt") AS at FROM given g JOIN kept USING (id)
       WHERE g.writing GROUP BY 1
    ), refilled AS (
      INSERT INTO send_budget ("conversationId", "lastInboundAt", used, "updatedAt")
      SELECT "conversationId", at, 0, ${receivedAt} FROM wrote
      ON CONFLICT ("conversationId") DO UPDATE SET "lastInboundAt" = excluded."lastInboundAt",
             used = 0, "updatedAt" = excluded."updatedAt",
             "serviceState" = CASE WHEN send_budget."serviceState" = 4 THEN 0 ELSE send_budget."serviceState" END
       WHERE send_budget."lastInboundAt" IS NULL OR send_budget."lastInboundAt" <= excluded."lastInboundAt"
    ), released AS (
      UPDATE outbox_item SET state = 'queued', reason = NULL, "nextAt" = ${receivedAt}
       WHERE state = 'held' AND reason IN ('window', 'budget')
         AND lane IN (SELECT "conversationId" || fast FROM wrote, (VALUES (''), ('#code')) AS lanes(fast))
    )
    SELECT id FROM kept`.execute(db)
  return kept.rows.length
}

function rowOf(item: Incoming, receivedAt: Date, deps: KeepDeps) {
  const { from } = item
  const toFetch =
    item.content.kind === 'media' && item.content.fileId === undefined
      ? { ...item.content, fileId: deps.newId() }
      : null
  const content = toFetch ?? item.content
  const burst = burstOf(content, receivedAt, deps.rules, deps.isUrgent)
  const ageMs = receivedAt.getTime() - item.sentAt.getTime()
  const isStale = ageMs > deps.rules.fresh_minutes * 60_000
  return {
    id: deps.newId(),
    key: item.key,
    corpId: from.corpId,
    conversationId: conversationIdOf(from),
    channel: from.channel,
    account: from.account,
    userId: from.user,
    kind: content.kind,
    content: deps.seals.sealJson(content),
    sentAt: item.sentAt,
    ...burst,
    outcome: isStale ? 'stale' : null,
    fileId: toFetch?.fileId ?? null,
    media: toFetch?.media ?? null,
    mediaId: toFetch?.mediaId ?? null,
    writing: WAITS_FOR_WRITING.has(from.channel) && COUNTS_AS_WRITING.has(content.kind),
  }
}

/** Something of our own that a conversation must hear about: a due timer, a desk event, a handing back. */
export interface OwnItem {
  readonly conversationId: string
  readonly corpId: string
  /** Unique: the same thing is heard once. */
  readonly key: string
  readonly kind: 'event' | 'timer' | 'handed-back' | 'result'
  readonly content: Readonly<Record<string, unknown>>
}

interface Keeping {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
  readonly seals: Pick<Seals, 'sealJson'>
}

/** Keeps items of our own inside the work that caused them. */
export async function keepOwn(at: Keeping, ...items: readonly OwnItem[]): Promise<void> {
  await at.tx
    .insertInto('inbox_item')
    .values(
      items.map((item) => ({
        id: at.newId(),
        key: item.key,
        corpId: item.corpId,
        conversationId: item.conversationId,
        kind: item.kind,
        content: at.seals.sealJson(item.content),
        sentAt: at.now,
        receivedAt: at.now,
        readyAt: at.now,
        capAt: at.now,
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}
