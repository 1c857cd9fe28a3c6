/** The real API client against a stand-in server, with the secrets every test looks for. */
import { type WecomApi, wecomApi } from '../../src/channels/wecom/api/client.ts'
import type { TokenStore } from '../../src/channels/wecom/api/token.ts'
import { memoryTokens } from './memory-tokens.ts'
import { type ApiHandler, type StandInApi, startStandInApi } from './stand-in-api.ts'

export const CORP = 'ww0123456789abcdef'
export const SECRET = 'app-secret-that-nobody-may-see/+='

/** Longer than a busy machine needs for an answer that comes. */
export const PATIENT_MS = 20_000
/** For answers that do not come. */
export const IMPATIENT_MS = 300

export interface ApiOnStandIn {
  readonly api: WecomApi
  readonly server: StandInApi
}

export interface ApiOptions {
  readonly now?: () => Date
  readonly store?: TokenStore
  readonly timeoutMs?: number
}

export async function openApi(handler: ApiHandler, options?: ApiOptions): Promise<ApiOnStandIn> {
  const server = await startStandInApi(handler)
  return { server, api: apiOn(server.baseUrl, options) }
}

export function apiOn(baseUrl: string, options: ApiOptions = {}): WecomApi {
  return wecomApi({
    baseUrl,
    timeoutMs: options.timeoutMs ?? PATIENT_MS,
    corpId: CORP,
    secret: SECRET,
    store: options.store ?? memoryTokens(),
    now: options.now ?? (() => new Date()),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5))),
  })
}
