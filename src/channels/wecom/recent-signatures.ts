/** Remembers deliveries that were answered, so that a replay is answered again and not done again (wecom.md 1.7). */

export interface RecentSignatures {
  has(signature: string, now: Date): boolean
  /** Call it only when the delivery is safely kept: a remembered one is never looked at again. */
  add(signature: string, now: Date): void
}

/** A nonce is unique for two hours (path/101033). */
const REMEMBER_MS = 2 * 60 * 60 * 1000
const MOST = 20_000

/**
 * In memory, oldest forgotten first: it saves work. What makes a repeat harmless in every process and after a
 * restart is the unique key of each message.
 */
export function recentSignatures(most = MOST): RecentSignatures {
  const seen = new Map<string, number>()
  return {
    has(signature, now) {
      const at = seen.get(signature)
      return at !== undefined && now.getTime() - at < REMEMBER_MS
    },
    add(signature, now) {
      seen.delete(signature)
      seen.set(signature, now.getTime())
      const oldest = seen.keys().next()
      if (seen.size > most && !oldest.done) seen.delete(oldest.value)
    },
  }
}
