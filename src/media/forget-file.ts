/** A file whose sender took it back: nobody sees it from now on, and its bytes are removed soon after. */
import type { Database, Tx } from '../database/open-database.ts'
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

/** Removes the bytes of what was taken back; a process that dies between removing and noting it is no harm. */
export async function removeForgotten(db: Database, storage: Storage): Promise<number> {
  const found = await db
    .selectFrom('media_file')
    .select(['id', 'storageKey'])
    .where('state', '=', 'forgotten')
    .where('storageKey', 'is not', null)
    .execute()
  for (const { id, storageKey } of found) {
    if (storageKey !== null) await storage.remove(storageKey)
    await db
      .updateTable('media_file')
      .set({ storageKey: null, sha256: null, bytes: null })
      .where('id', '=', id)
      .execute()
  }
  return found.length
}
