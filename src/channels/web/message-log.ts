/** What visitor and desk said to each other, in rows: a page that comes back reads on where it stopped. */
import { sql } from 'kysely'
import type { Database, Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import type { Shown } from './shown.ts'

export interface LogDeps {
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Pick<Seals, 'sealJson' | 'openJson'>
}

export interface NewMessage {
  readonly corpId: string
  readonly conversationId: string
  readonly key: string
  readonly author: 'visitor' | 'desk'
  readonly content: Shown
}

export interface LoggedMessage {
  readonly conversationId: string
  readonly place: number
  readonly key: string
  readonly author: 'visitor' | 'desk'
  readonly content: Shown
  readonly at: Date
}

/**
 * Writes one message at the end. Whoever writes to a conversation waits for the other: places become visible in
 * their order, so that a reader who has seen place 7 never misses a 6 that came later.
 * @returns its place; null when the key was written before
 */
export async function writeMessage(
  deps: LogDeps,
  tx: Tx,
  message: NewMessage,
): Promise<number | null> {
  const { corpId, conversationId, key, author, content } = message
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`web/${conversationId}`}, 0))`.execute(
    tx,
  )
  const written = await sql<{ place: number }>`
    INSERT INTO web_message (id, "corpId", "conversationId", place, key, author, content, "fileId", "createdAt")
    SELECT ${deps.newId()}, ${corpId}, ${conversationId}, coalesce(max(place), 0) + 1, ${key}, ${author},
           ${deps.seals.sealJson(content)}, ${content.kind === 'image' ? content.fileId : null}, ${deps.clock.now()}
      FROM web_message WHERE "conversationId" = ${conversationId}
    ON CONFLICT (key) DO NOTHING
    RETURNING place`.execute(tx)
  return written.rows[0]?.place ?? null
}

/** Whether there is a message under the key. */
export async function isWritten(tx: Tx, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('web_message')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}

/** For each conversation what came after a place, in order; at most `limit` rows altogether. */
export async function readAfter(
  db: Database,
  seals: LogDeps['seals'],
  asked: ReadonlyMap<string, number>,
  limit: number,
): Promise<readonly LoggedMessage[]> {
  const after = [...asked].map(([conversationId, place]) => ({ conversationId, place }))
  const found = await sql<Omit<LoggedMessage, 'content'> & { readonly content: string }>`
    SELECT m."conversationId", m.place, m.key, m.author, m.content, m."createdAt" AS at
      FROM jsonb_to_recordset(${JSON.stringify(after)}::jsonb) AS asked("conversationId" text, place int)
      JOIN web_message m ON m."conversationId" = asked."conversationId" AND m.place > asked.place
     ORDER BY m."conversationId", m.place LIMIT ${limit}`.execute(db)
  return found.rows.map((row) => ({ ...row, content: seals.openJson(row.content) as Shown }))
}

/**
 * Behind which place a page reads on that has seen everything up to `seen` and shows `count` messages at most. A place
 * that does not exist is from before the talk was forgotten: everything is new to it.
 */
export async function placeToReadFrom(
  db: Database,
  conversationId: string,
  { seen, count }: { readonly seen: number; readonly count: number },
): Promise<number> {
  const last = await db
    .selectFrom('web_message')
    .select((select) => select.fn.max('place').as('place'))
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  const newest = last?.place ?? 0
  return Math.max(seen > newest ? 0 : seen, newest - count)
}

/** Whether a picture was shown in the conversation. */
export async function showsFile(
  db: Database,
  conversationId: string,
  fileId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('web_message')
    .select('id')
    .where('conversationId', '=', conversationId)
    .where('fileId', '=', fileId)
    .executeTakeFirst()
  return row !== undefined
}

/** How many messages the visitor sent since then. */
export async function countSince(tx: Tx, conversationId: string, since: Date): Promise<number> {
  const row = await tx
    .selectFrom('web_message')
    .select((select) => select.fn.countAll().as('count'))
    .where('conversationId', '=', conversationId)
    .where('author', '=', 'visitor')
    .where('createdAt', '>', since)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
