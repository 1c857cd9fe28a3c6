/** Photos that come with a form of ours: all of them become files, or none. */
import { createHash } from 'node:crypto'
import type { Tx } from '../database/open-database.ts'
import type { MediaRules } from './rules.ts'
import type { Storage } from './storage.ts'
import { type StoredBytes, storeBytes } from './store-bytes.ts'

export interface PhotoStore {
  readonly storage: Storage
  readonly rules: MediaRules
}

/** What tells two photos apart. */
export function printOf(photo: Uint8Array): string {
  return createHash('sha256').update(photo).digest('hex')
}

/** `photo_size` and `photo_kind`: one of them is too large, or no photo by what its bytes say. */
export type PhotoProblem = 'photo_size' | 'photo_kind'

/** Stores each once, although it was chosen twice. When one is refused or cannot be stored, none stays. */
export async function storePhotos(
  { storage, rules }: PhotoStore,
  photos: readonly Uint8Array[],
): Promise<readonly StoredBytes[] | PhotoProblem> {
  if (photos.some(({ length }) => length > rules.max_bytes)) return 'photo_size'
  const limits = { storage, kinds: rules.images, maxBytes: rules.max_bytes }
  const kept: StoredBytes[] = []
  try {
    for (const photo of new Map(photos.map((one) => [printOf(one), one])).values()) {
      const stored = await storeBytes(limits, photo)
      if ('refused' in stored) {
        await dropPhotos(storage, kept)
        return 'photo_kind'
      }
      kept.push(stored)
    }
  } catch (error) {
    await dropPhotos(storage, kept)
    throw error
  }
  return kept
}

/** Takes the bytes away again: nothing came of the form. */
export async function dropPhotos(storage: Storage, kept: readonly StoredBytes[]): Promise<void> {
  await Promise.all(kept.map(({ storageKey }) => storage.remove(storageKey)))
}

export interface NamedPhoto extends StoredBytes {
  readonly id: string
}

/** The rows of stored photos that belong to no chat. */
export async function keepPhotoRows(
  tx: Tx,
  photos: readonly NamedPhoto[],
  { corpId, now }: { readonly corpId: string; readonly now: Date },
): Promise<void> {
  if (photos.length === 0) return
  const times = { createdAt: now, storedAt: now, nextAt: now }
  await tx
    .insertInto('media_file')
    .values(
      photos.map((photo) => ({ ...photo, corpId, media: 'image', state: 'stored', ...times })),
    )
    .execute()
}
