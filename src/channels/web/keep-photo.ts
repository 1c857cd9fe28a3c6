/** A photo from a visitor's phone becomes a file of ours at once: there is no platform to fetch it from. */
import type { Database } from '../../database/open-database.ts'
import type { Storage } from '../../media/storage.ts'
import { storeBytes } from '../../media/store-bytes.ts'
import { type Address, conversationIdOf } from '../channel.ts'
import type { WebChatRules } from './rules.ts'

export interface PhotoDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly storage: Storage
  readonly rules: WebChatRules
}

/** Stores the photo without its metadata; says why when it is none that we take. */
export async function keepPhoto(
  deps: PhotoDeps,
  from: Address,
  given: Uint8Array,
): Promise<{ readonly fileId: string } | { readonly refused: string }> {
  const { storage, rules } = deps
  const limits = { storage, kinds: rules.photo_kinds, maxBytes: rules.photo_bytes }
  const stored = await storeBytes(limits, given)
  if ('refused' in stored) return stored
  const fileId = deps.newId()
  const now = deps.clock.now()
  const { corpId } = from
  const conversationId = conversationIdOf(from)
  const file = { id: fileId, corpId, conversationId, media: 'image', state: 'stored' }
  const times = { createdAt: now, storedAt: now, nextAt: now }
  await deps.db
    .insertInto('media_file')
    .values({ ...file, ...stored, ...times })
    .execute()
  return { fileId }
}

/** Takes a kept photo away again: no message shows it. */
export async function dropPhoto({ db, storage }: PhotoDeps, fileId: string): Promise<void> {
  const row = await db
    .deleteFrom('media_file')
    .where('id', '=', fileId)
    .returning('storageKey')
    .executeTakeFirst()
  if (row?.storageKey) await storage.remove(row.storageKey)
}
