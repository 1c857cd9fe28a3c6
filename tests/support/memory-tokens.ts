/** A token cache in memory with the promises of the real one; two sources over one of these are two processes. */
import type { StoredToken, TokenStore } from '../../src/channels/wecom/api/token.ts'

/** A cache in which the token has long been: no call for it is made. */
export function knownToken(token = 'token-1'): TokenStore {
  const expiresAt = new Date('2100-01-01T00:00:00Z')
  return { ...memoryTokens(), read: async () => ({ token, expiresAt, fetchedAt: null }) }
}

export function memoryTokens(): TokenStore & { readonly rows: Map<string, StoredToken> } {
  const rows = new Map<string, StoredToken>()
  const claims = new Map<string, Date>()
  const isHolder = (key: string, until: Date) => claims.get(key)?.getTime() === until.getTime()
  return {
    rows,
    read: async (key) => rows.get(key),
    async claim(key, now, until) {
      const held = claims.get(key)
      if (held && held > now) return false
      claims.set(key, until)
      return true
    },
    async write(key, token, until) {
      if (!isHolder(key, until)) return
      rows.set(key, token)
      claims.delete(key)
    },
    async release(key, until) {
      if (isHolder(key, until)) claims.delete(key)
    },
  }
}
