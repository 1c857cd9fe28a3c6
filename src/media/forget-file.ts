/** A file whose sender took it back: nobody sees it from now on, and its bytes are removed soon after. */
import type { Database, Tx } from '../database/open-database.ts'
import type { MediaRules } from './rules.ts'
import type { Storage } from './storage.ts'

/** Inside the work that heard of it. The row stays, empty: whoever still names the file finds that it is gone. */
export async function forgetFile(tx: Tx, fileId: string, now: Date): Promise<void> {
  await tx
    .updateTable('media_file')
    .set({ state: 'forgotten', platformId: null, uploadedId: null, nextAt: now, attempts: 0 })
    .where('id', '=', fileId)
    .execute()
}

/** The same ids without those that were taken back. */
export async function withoutForgotten(
  tx: Tx,
  fileIds: readonly string[],
): Promise<readonly string[]> {
  if (fileIds.length === 0) return []
  const gone = await tx
    .selectFrom('media_file')
    .select('id')
    .where('id', 'in', [...fileIds])
    .where('state', '=', 'forgotten')
    .execute()
  const ids = new Set(gone.map(({ id }) => id))
  return fileIds.filter((id) => !ids.has(id))
}

export interface RemovalDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly rules: Pick<MediaRules, 'retry_ms'>
  readonly storage: Pick<Storage, 'remove'>
  readonly onFailure: (fileId: string, error: unknown) => void
}

/**
 * Removes the bytes of what was taken back; a process that dies between removing and noting it is no harm. Bytes the
 * storage does not let go of are tried again at the distances of `retry_ms`, the last of them for as long as it takes:
 * whoever took a photo back was told that it is gone. They keep nothing else waiting.
 */
export async function removeForgotten(deps: RemovalDeps): Promise<void> {
  const due = await deps.db
    .selectFrom('media_file')
    .select(['id', 'storageKey', 'attempts'])
    .where('state', '=', 'forgotten')
    .where('storageKey', 'is not', null)
    .where('nextAt', '<=', deps.clock.now())
    .execute()
  for (const file of due) await removeOne(deps, file).catch((error) => putOff(deps, file, error))
}

interface Forgotten {
  readonly id: string
  readonly storageKey: string | null
  readonly attempts: number
}

async function removeOne({ db, storage }: RemovalDeps, file: Forgotten): Promise<void> {
  if (file.storageKey !== null) await storage.remove(file.storageKey)
  await db
    .updateTable('media_file')
    .set({ storageKey: null, sha256: null, bytes: null })
    .where('id', '=', file.id)
    .execute()
}

async function putOff(deps: RemovalDeps, file: Forgotten, error: unknown): Promise<void> {
  deps.onFailure(file.id, error)
  const { retry_ms } = deps.rules
  const pause = retry_ms[Math.min(file.attempts, retry_ms.length - 1)] ?? 0
  await deps.db
    .updateTable('media_file')
    .set({
      attempts: file.attempts + 1,
      nextAt: new Date(deps.clock.now().getTime() + pause),
    })
    .where('id', '=', file.id)
    .execute()
}
