/** Fetches what people sent before the platform forgets it: a row is waiting until its bytes are stored. */
import { sql } from 'kysely'
import type { Database } from '../database/open-database.ts'
import { removeForgotten } from './forget-file.ts'
import type { MediaRules } from './rules.ts'
import type { Storage } from './storage.ts'
import { storeBytes } from './store-bytes.ts'

export interface FetchDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly rules: MediaRules
  readonly storage: Storage
  /** The platform's bytes. Throws MediaGone when it will never give them. */
  readonly download: (corpId: string, platformId: string) => Promise<Uint8Array>
  readonly onFailure: (fileId: string, error: unknown) => void
}

/** The platform has forgotten the file, or what it holds is no file of ours. */
export class MediaGone extends Error {
  readonly code = 'media-gone'
}

/** Fetches everything that is due until it is told to stop, and removes what was taken back; answers how many were tried. */
export async function fetchWaiting(deps: FetchDeps, stopping?: AbortSignal): Promise<number> {
  await removeForgotten(deps)
  for (let tried = 0; ; tried++) {
    if (stopping?.aborted) return tried
    const file = await claim(deps)
    if (!file) return tried
    await fetchOne(deps, file).catch((error) => settleFailure(deps, file, error))
  }
}

/** When the next file is due to be fetched or removed; null when none waits. */
export async function nextFetchAt(db: Database): Promise<Date | null> {
  const found = await sql<{ at: Date | null }>`
    SELECT min("nextAt") AS at FROM media_file
     WHERE state = 'waiting' OR (state = 'forgotten' AND "storageKey" IS NOT NULL)`.execute(db)
  return found.rows[0]?.at ?? null
}

/** How many files are being fetched, or will be until then, or are to be removed. A try that failed has left its reason. */
export async function countFetches(db: Database, until: Date): Promise<number> {
  const found = await sql<{ count: string }>`
    SELECT count(*) AS count FROM media_file
     WHERE (state = 'waiting' AND ("nextAt" <= ${until} OR (attempts > 0 AND "failReason" IS NULL)))
        OR (state = 'forgotten' AND "storageKey" IS NOT NULL AND "nextAt" <= ${until})`.execute(db)
  return Number(found.rows[0]?.count ?? 0)
}

interface Waiting {
  readonly id: string
  readonly corpId: string
  readonly platformId: string
  readonly attempts: number
}

/** Another process tries again after this time when ours dies under way. */
const CLAIM_MS = 60_000

async function claim(deps: FetchDeps): Promise<Waiting | undefined> {
  const now = deps.clock.now()
  const until = new Date(now.getTime() + CLAIM_MS)
  const claimed = await sql<Waiting>`
    UPDATE media_file SET "nextAt" = ${until}, attempts = attempts + 1, "failReason" = NULL WHERE id = (
      SELECT id FROM media_file WHERE state = 'waiting' AND "nextAt" <= ${now}
       ORDER BY "nextAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, "corpId", "platformId", attempts`.execute(deps.db)
  return claimed.rows[0]
}

async function fetchOne(deps: FetchDeps, file: Waiting): Promise<void> {
  const { rules, storage } = deps
  const bytes = await deps.download(file.corpId, file.platformId)
  const kinds = [...rules.images, ...rules.others]
  const stored = await storeBytes({ storage, kinds, maxBytes: rules.max_bytes }, bytes)
  if ('refused' in stored) throw new MediaGone(stored.refused)
  const kept = await deps.db
    .updateTable('media_file')
    .set({ state: 'stored', ...stored, storedAt: deps.clock.now() })
    .where('id', '=', file.id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  // Taken back while it was on its way.
  if (!kept) await storage.remove(stored.storageKey)
}

async function settleFailure(deps: FetchDeps, file: Waiting, error: unknown): Promise<void> {
  deps.onFailure(file.id, error)
  const pause = deps.rules.retry_ms[file.attempts - 1]
  const isOver = error instanceof MediaGone || pause === undefined
  await deps.db
    .updateTable('media_file')
    .set({
      state: isOver ? 'failed' : 'waiting',
      failReason: String(error instanceof Error ? error.message : error).slice(0, 200),
      nextAt: new Date(deps.clock.now().getTime() + (pause ?? 0)),
    })
    .where('id', '=', file.id)
    .where('state', '=', 'waiting')
    .execute()
}
