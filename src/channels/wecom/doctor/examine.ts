/** Looks at one app from the outside, step by step, as an administrator would. */
import { setTimeout as pause } from 'node:timers/promises'
import { wecomApi } from '../api/client.ts'
import type { HttpDeps } from '../api/http.ts'
import type { TokenStore } from '../api/token.ts'
import type { AppSettings } from '../open-apps.ts'
import { checkAccounts } from './check-accounts.ts'
import { checkCallback } from './check-callback.ts'
import { checkContacts } from './check-contacts.ts'
import { checkDirectory } from './check-directory.ts'
import { checkRobot } from './check-robot.ts'
import { checkToken } from './check-token.ts'
import { type Finding, skipped } from './finding.ts'

export interface ExamineDeps {
  readonly http: HttpDeps
  /** The desk's address as seen from outside; null when none is set. */
  readonly publicUrl: string | null
  /** Whether a message may be written into the robot's group. */
  readonly mayWrite: boolean
  readonly now: () => Date
}

/** What was found, in the order in which it should be mended; changes nothing but, when allowed, a group's chat. */
export async function examine(app: AppSettings, deps: ExamineDeps): Promise<readonly Finding[]> {
  const { http, publicUrl, mayWrite, now } = deps
  const { findings, token } = await checkToken(http, app, now)
  const { corpId, secret } = app
  const store = heldToken(token ?? '', now)
  const api = wecomApi({ ...http, corpId, secret, store, now, pause: (ms) => pause(ms) })
  return [
    ...findings,
    ...(token ? await checkAccounts(api) : [skipped('企业可信IP', '企业ID和Secret没有通过')]),
    ...(await checkCallback(app, publicUrl)),
    ...(token ? [await checkContacts(api), await checkDirectory(api)] : []),
    await checkRobot(http, app, mayWrite),
  ]
}

const HOUR_MS = 3_600_000

/** The token that was just fetched: a check neither fetches a second one nor touches the desk's. */
function heldToken(token: string, now: () => Date): TokenStore {
  const fetchedAt = now()
  const held = { token, fetchedAt, expiresAt: new Date(fetchedAt.getTime() + HOUR_MS) }
  return {
    read: async () => held,
    claim: async () => true,
    write: async () => undefined,
    release: async () => undefined,
  }
}
