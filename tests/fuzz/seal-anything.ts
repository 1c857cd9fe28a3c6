/** Seals any bytes with the right keys, and if asked to with wrong padding, length or receive id (wecom.md 1.3). */
import { createCipheriv } from 'node:crypto'
import { getSignature } from '@wecom/crypto'
import type { Door } from './targets.ts'

export interface SealedBytes {
  readonly encrypted: string
  readonly query: string
}

export interface Oddities {
  /** The byte that fills up, and how often it stands there. */
  readonly pad?: { readonly byte: number; readonly count: number }
  /** What the length field says instead of the truth. */
  readonly length?: number
  readonly receiveId?: string
}

const BLOCK = 16
const PAD_TO = 32

/** The ciphertext in base64, and the query that signs it. `nonce` makes it different from every other. */
export function sealAnything(
  door: Door,
  plaintext: Buffer,
  nonce: string,
  odd: Oddities = {},
): SealedBytes {
  const key = Buffer.from(`${door.keys.aesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE((odd.length ?? plaintext.length) >>> 0)
  const random = Buffer.alloc(BLOCK, nonce)
  const inner = Buffer.concat([
    random,
    length,
    plaintext,
    Buffer.from(odd.receiveId ?? door.receiveId),
  ])
  const right = PAD_TO - (inner.length % PAD_TO)
  const pad = odd.pad ?? { byte: right, count: right }
  const whole = Buffer.concat([inner, Buffer.alloc(pad.count, pad.byte)])
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, BLOCK)).setAutoPadding(false)
  const full = whole.subarray(0, whole.length - (whole.length % BLOCK))
  const encrypted = Buffer.concat([cipher.update(full), cipher.final()]).toString('base64')
  return { encrypted, query: signedQuery(door, encrypted, nonce) }
}

/** A query whose signature is right for a ciphertext, whatever that is. */
export function signedQuery(door: Door, encrypted: string, nonce: string): string {
  const signature = getSignature(door.keys.token, '1700000000', nonce, encrypted)
  return `msg_signature=${signature}&timestamp=1700000000&nonce=${nonce}`
}

/** The body around a ciphertext, as the platform writes it at this door. */
export function bodyOf(door: Door, encrypted: string): string {
  if (door.speaks === 'json') return JSON.stringify({ encrypt: encrypted })
  return (
    `<xml><ToUserName><![CDATA[${door.keys.corpId}]]></ToUserName>` +
    `<AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
  )
}
