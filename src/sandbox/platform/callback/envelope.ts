/** The encrypted envelope of a callback and of the answer to it, sealed with the official package. */
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import type { Corp, CorpApp } from '../corp.ts'
import type { Random } from '../world.ts'
import { parseXml, xmlDocument } from './xml.ts'

export interface Sealed {
  readonly query: string
  readonly body: string
}

/** One attempt: timestamp, nonce and random bytes are fresh each time, the plaintext is not (wecom.md 1.5). */
export interface Attempt {
  readonly corp: Corp
  readonly app: CorpApp
  readonly random: Random
  readonly now: Date
}

/** `withAgent` is false for 微信客服 pings, whose outer AgentID is empty (wecom.md 1.5). */
export function seal(attempt: Attempt, plaintext: string, withAgent: boolean): Sealed {
  const { corp, app } = attempt
  const encrypted = encrypt(app.aesKey, plaintext, corp.corpId)
  return {
    query: signedQuery(attempt, encrypted),
    body: xmlDocument({
      ToUserName: corp.corpId,
      AgentID: withAgent ? String(app.agentId) : '',
      Encrypt: encrypted,
    }),
  }
}

/** The query of the address check: `echostr` decrypts to `plaintext` (wecom.md 1.4). */
export function sealEcho(attempt: Attempt, plaintext: string): string {
  const encrypted = encrypt(attempt.app.aesKey, plaintext, attempt.corp.corpId)
  return `${signedQuery(attempt, encrypted)}&echostr=${encodeURIComponent(encrypted)}`
}

/** The inner XML of a passive reply, or the reason why the platform throws it away (wecom.md 1.8). */
export function openReply(
  corp: Corp,
  app: CorpApp,
  body: string,
): { readonly plaintext: string } | { readonly wrong: string } {
  const outer = parseXml(body)
  if (!outer) return { wrong: '回复不是 XML' }
  const field = (name: string) => (typeof outer[name] === 'string' ? outer[name] : '')
  const encrypted = field('Encrypt')
  const expected = getSignature(app.token, field('TimeStamp'), field('Nonce'), encrypted)
  if (encrypted === '' || expected !== field('MsgSignature')) {
    return { wrong: '回复的签名不对' }
  }
  return decryptReply(corp, app, encrypted)
}

function decryptReply(corp: Corp, app: CorpApp, encrypted: string) {
  try {
    const { message, id } = decrypt(app.aesKey, encrypted)
    if (id !== corp.corpId) return { wrong: '回复的企业号不对' }
    return { plaintext: message }
  } catch (error) {
    if (error instanceof Error) return { wrong: '回复解不开密' }
    throw error
  }
}

function signedQuery({ app, random, now }: Attempt, encrypted: string): string {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const nonce = String(Math.floor(random.fraction() * 2_000_000_000))
  const signature = getSignature(app.token, timestamp, nonce, encrypted)
  return `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
}
