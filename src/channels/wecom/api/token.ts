/** The access token of one secret, shared by all processes: fetched once, replaced once (wecom.md 4.1; path/91039). */
import { hash } from 'node:crypto'
import { z } from 'zod'
import type { HttpDeps } from './http.ts'
import { callJson } from './read-answer.ts'
import { WecomRefused } from './wecom-refused.ts'

export interface StoredToken {
  readonly token: string
  readonly expiresAt: Date
  readonly fetchedAt: Date | null
}

/** The cache all processes share. One row a secret. */
export interface TokenStore {
  read(key: string): Promise<StoredToken | undefined>
  /** Gives the right to fetch to one caller until `until`; false while somebody else has it. */
  claim(key: string, now: Date, until: Date): Promise<boolean>
  /**
   * Stores a fetched token and gives back the right that was claimed until `until`. Does nothing when the right has
   * passed to somebody else meanwhile: what they store is newer.
   */
  write(key: string, token: StoredToken, until: Date): Promise<void>
  /** Gives that right back without a token, when it is still ours. */
  release(key: string, until: Date): Promise<void>
}

export interface TokenDeps extends HttpDeps {
  readonly corpId: string
  readonly secret: string
  readonly store: TokenStore
  now(): Date
  /** Waits between two looks while another process fetches. */
  pause(ms: number): Promise<void>
}

export interface TokenSource {
  /** A token that should still be good. */
  current(): Promise<string>
  /** A token other than the one the platform just refused. */
  instead(refused: string): Promise<string>
}

const EARLY_MS = 300_000
const LOOK_EVERY_MS = 100
/**
 * After a refusal, or when the platform gives back the very token it refused, nothing is fetched for a while: too
 * many such calls block our address for an hour (wecom.md 4.1).
 */
const LULL_MS = 10_000

// https://developer.work.weixin.qq.com/document/path/91039
const PATH = '/cgi-bin/gettoken'
const SHAPE = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/** Where the token of a secret is kept: a changed secret is another row; the secret itself is in none. */
export function tokenKey({ corpId, secret }: Pick<TokenDeps, 'corpId' | 'secret'>): string {
  return `${corpId}/${hash('sha256', secret).slice(0, 16)}`
}

export function tokenSource(deps: TokenDeps): TokenSource {
  const key = tokenKey(deps)
  let known: StoredToken | undefined
  let underWay: Promise<string> | undefined
  let lull: { readonly untilMs: number; readonly error?: WecomRefused } | undefined

  const isGood = (token: StoredToken | undefined, refused?: string): token is StoredToken =>
    token !== undefined && token.token !== refused && token.expiresAt > deps.now()

  const renew = async (refused?: string): Promise<string> => {
    const got = await storedOrClaimed(deps, key, (stored) => isGood(stored, refused))
    if ('token' in got) {
      known = got
      return got.token
    }
    try {
      known = await fetchClaimed(deps, { key, ...got }, (stored) => isGood(stored, refused))
    } catch (error) {
      if (error instanceof WecomRefused) lull = { untilMs: lullEnd(deps), error }
      throw error
    }
    if (known.token === refused) lull = { untilMs: lullEnd(deps) }
    return known.token
  }

  const renewOnce = (refused?: string): Promise<string> => {
    const isLull = lull !== undefined && deps.now().getTime() < lull.untilMs
    if (isLull && lull?.error) return Promise.reject(lull.error)
    if (isLull && known) return Promise.resolve(known.token)
    underWay ??= renew(refused).finally(() => {
      underWay = undefined
    })
    return underWay
  }

  return {
    current: () => (isGood(known) ? Promise.resolve(known.token) : renewOnce()),
    async instead(refused) {
      if (isGood(known, refused)) return known.token
      const token = await renewOnce(refused)
      // The renewal under way may have been somebody's who did not know of the refusal.
      return token === refused ? renewOnce(refused) : token
    },
  }
}

interface Claim {
  readonly until: Date
}

/** Waits for whoever is fetching, and answers what they stored, or until when the right to fetch is ours. */
async function storedOrClaimed(
  deps: TokenDeps,
  key: string,
  isGood: (token: StoredToken | undefined) => token is StoredToken,
): Promise<StoredToken | Claim> {
  for (;;) {
    const stored = await deps.store.read(key)
    if (isGood(stored)) return stored
    // Twice the longest fetch: a process that died with the right delays the others by no more.
    const until = new Date(deps.now().getTime() + 2 * deps.timeoutMs)
    if (await deps.store.claim(key, deps.now(), until)) return { until }
    await deps.pause(LOOK_EVERY_MS)
  }
}

async function fetchClaimed(
  deps: TokenDeps,
  { key, until }: Claim & { readonly key: string },
  isGood: (token: StoredToken | undefined) => token is StoredToken,
): Promise<StoredToken> {
  try {
    // Somebody may have finished between our look and our claim.
    const stored = await deps.store.read(key)
    if (isGood(stored)) {
      await deps.store.release(key, until)
      return stored
    }
    const token = await fetchToken(deps)
    await deps.store.write(key, token, until)
    return token
  } catch (error) {
    await deps.store.release(key, until)
    throw error
  }
}

async function fetchToken(deps: TokenDeps): Promise<StoredToken> {
  const query = { corpid: deps.corpId, corpsecret: deps.secret }
  const call = { method: 'GET', path: PATH, query } as const
  const answer = await callJson(deps, call, SHAPE, [deps.secret])
  const lifeMs = answer.expires_in * 1000
  const goodMs = lifeMs - Math.min(EARLY_MS, lifeMs / 2)
  const fetchedAt = deps.now()
  const expiresAt = new Date(fetchedAt.getTime() + goodMs)
  return { token: answer.access_token, expiresAt, fetchedAt }
}

function lullEnd(deps: TokenDeps): number {
  return deps.now().getTime() + LULL_MS
}
