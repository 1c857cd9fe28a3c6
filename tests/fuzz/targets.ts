/** The two doors of a desk that a stranger can reach: the app's, which speaks XML, and the AI bot's, which speaks JSON. */
import type { SenderKeys } from '../support/callback-sender.ts'

export interface Door {
  readonly speaks: 'xml' | 'json'
  readonly keys: SenderKeys
  /** What stands behind the message: a bot has none (wecom.md 1.3). */
  readonly receiveId: string
}

/** Keys that anybody may know, for a desk that lives as long as one run. */
const BOT = { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }

/** Opens the bot's door beside the app's. */
export const BOT_ENVIRONMENT = {
  WECOM_AIBOT_ID: 'aib0123456789',
  WECOM_AIBOT_TOKEN: BOT.token,
  WECOM_AIBOT_AES_KEY: BOT.aesKey,
}

export function doorsOf(app: SenderKeys): readonly [Door, Door] {
  const bot = { ...BOT, path: '/wecom/aibot/callback', corpId: '' }
  return [
    { speaks: 'xml', keys: app, receiveId: app.corpId },
    { speaks: 'json', keys: bot, receiveId: '' },
  ]
}
