/** Takes bytes from a stranger into storage: kind by what they say themselves, metadata off, under a random key. */
import { createHash, randomBytes } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import type { Storage } from './storage.ts'
import { withoutMetadata } from './without-metadata.ts'

/** The columns of `media_file` that tell of stored bytes. */
export interface StoredBytes {
  readonly storageKey: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
}

export interface StoreRules {
  readonly storage: Storage
  /** Kinds that are taken, such as `image/jpeg`. */
  readonly kinds: readonly string[]
  readonly maxBytes: number
}

/** Stores what may be stored; else says why not: `too large` or `kind …`. */
export async function storeBytes(
  { storage, kinds, maxBytes }: StoreRules,
  given: Uint8Array,
): Promise<StoredBytes | { readonly refused: string }> {
  if (given.length > maxBytes) return { refused: 'too large' }
  const type = await fileTypeFromBuffer(given)
  const mime = type?.mime ?? 'application/octet-stream'
  if (!kinds.includes(mime)) return { refused: `kind ${mime}` }
  const clean = withoutMetadata(given, mime)
  const storageKey = randomBytes(24).toString('hex')
  await storage.write(storageKey, clean)
  const sha256 = createHash('sha256').update(clean).digest('hex')
  return { storageKey, mime, bytes: clean.length, sha256 }
}
