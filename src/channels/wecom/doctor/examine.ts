/** Looks at one app from the outside, step by step, as an administrator would. */
import { setTimeout as pause } from 'node:timers/promises'
import { type WecomApi, wecomApi } from '../api/client.ts'
import type { HttpDeps } from '../api/http.ts'
import type { TokenStore } from '../api/token.ts'
import type { AppSettings } from '../open-apps.ts'
import { checkAccounts } from './check-accounts.ts'
import { checkCallback } from './check-callback.ts'
import { checkContacts } from './check-contacts.ts'
import { checkDirectory } from './check-directory.ts'
import { checkRobot } from './check-robot.ts'
import { checkToken } from './check-token.ts'
import { type Finding, skipped, warn } from './finding.ts'

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
  const api = apiWith(deps, app, token ?? '')
  return [
    ...findings,
    ...(token ? await checkAccounts(api) : [skipped('企业可信IP', '企业ID和Secret没有通过')]),
    ...(await checkCallback(app, publicUrl)),
    ...(token ? [await contactsOf(app, deps, api), await checkDirectory(api)] : []),
    await checkRobot(http, app, mayWrite),
  ]
}

/** With the secret of 客户联系 where it has one of its own. */
async function contactsOf(app: AppSettings, deps: ExamineDeps, api: WecomApi): Promise<Finding> {
  const { contactSecret: secret } = app
  if (!secret) return checkContacts(api)
  const own = { ...app, secret }
  const { findings, token } = await checkToken(deps.http, own, deps.now)
  if (token) return checkContacts(apiWith(deps, own, token))
  const { found, mend } = findings.find(({ state }) => state === 'bad') ?? { found: '没有通过' }
  return warn('客户联系', found, mend ?? '核对 WECOM_CONTACT_SECRET')
}

function apiWith({ http, now }: ExamineDeps, app: AppSettings, token: string): WecomApi {
  const { corpId, secret } = app
  const store = heldToken(token, now)
  return wecomApi({ ...http, corpId, secret, store, now, pause: (ms) => pause(ms) })
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
