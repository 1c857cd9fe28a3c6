/** The files of this desk: what is fetched, and what is opened again. */
import type { Database } from '../database/open-database.ts'
import { type FetchDeps, MediaGone } from './fetch-waiting.ts'
import type { Storage } from './storage.ts'

export interface OpenFile {
  readonly bytes: Buffer
  readonly contentType: string
}

/** A stored file; undefined when it is not there (yet). */
export async function readMediaFile(
  db: Database,
  storage: Storage,
  fileId: string,
): Promise<OpenFile | undefined> {
  const row = await db
    .selectFrom('media_file')
    .select(['storageKey', 'mime'])
    .where('id', '=', fileId)
    .where('state', '=', 'stored')
    .executeTakeFirst()
  if (!row?.storageKey) return undefined
  const contentType = row.mime ?? 'application/octet-stream'
  return { bytes: await storage.read(row.storageKey), contentType }
}

/** A download of the kind fetching asks for, from one that says 'gone'. */
export function downloadOrGone(
  download: (corpId: string, platformId: string) => Promise<Uint8Array | 'gone'>,
): FetchDeps['download'] {
  return async (corpId, platformId) => {
    const bytes = await download(corpId, platformId)
    if (bytes === 'gone') throw new MediaGone('the platform no longer has it')
    return bytes
  }
}
