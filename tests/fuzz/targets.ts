/** The two doors of a desk that a stranger can reach: the app's, which speaks XML, and the AI bot's, which speaks JSON. */
import { randomBytes } from 'node:crypto'
import type { SenderKeys } from '../support/callback-sender.ts'

export interface Door {
  readonly speaks: 'xml' | 'json'
  readonly keys: SenderKeys
  /** What stands behind the message: a bot has none (wecom.md 1.3). */
  readonly receiveId: string
}

/** Keys that anybody may know, for a desk that lives as long as one run. */
const KEYS = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }
/** Those before the last change of keys: deliveries under way still carry them. */
const KEYS_BEFORE = {
  token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
  aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
}
const CORP = 'ww0123456789abcdef'

/** A desk as a company runs it, which has both doors; the platform it would call is not there. */
export const COMPANY_ENVIRONMENT = {
  SANDBOX: 'off',
  SANDBOX_NOW: '',
  DATA_KEY: randomBytes(32).toString('hex'),
  PUBLIC_URL: 'https://desk.example.com',
  WECOM_API_BASE: 'http://127.0.0.1:9',
  WECOM_CORP_ID: CORP,
  WECOM_APP_AGENT_ID: '1000002',
  WECOM_APP_SECRET: 'none',
  WECOM_APP_TOKEN: KEYS.token,
  WECOM_APP_AES_KEY: KEYS.aesKey,
  WECOM_APP_TOKEN_PREVIOUS: KEYS_BEFORE.token,
  WECOM_APP_AES_KEY_PREVIOUS: KEYS_BEFORE.aesKey,
  WECOM_AIBOT_ID: 'aib0123456789',
  WECOM_AIBOT_TOKEN: KEYS.token,
  WECOM_AIBOT_AES_KEY: KEYS.aesKey,
}

export function doors(): readonly [Door, Door] {
  const app = { ...KEYS, path: '/wecom/app/callback', corpId: CORP }
  const bot = { ...KEYS, path: '/wecom/aibot/callback', corpId: '' }
  return [
    { speaks: 'xml', keys: app, receiveId: CORP },
    { speaks: 'json', keys: bot, receiveId: '' },
  ]
}

/** The app's door as it was before its keys were changed. */
export function previousDoor(door: Door): Door {
  return { ...door, keys: { ...door.keys, ...KEYS_BEFORE } }
}
