/** The keys that make a repeated delivery recognisable (wecom.md 1.6): the corp stands in every one. */
import { hash } from 'node:crypto'

/** Unique columns are indexed; a longer key is replaced by its digest. */
const LONGEST = 200

/** Parts are escaped, so that no two lists of parts give the same key. */
export function incomingKey(kind: string, ...parts: readonly string[]): string {
  const key = [kind, ...parts].map(encodeURIComponent).join('/')
  if (key.length <= LONGEST) return key
  return `${kind}/${digestOf(Buffer.from(key))}`
}

export function digestOf(bytes: Buffer): string {
  return hash('sha256', bytes)
}
