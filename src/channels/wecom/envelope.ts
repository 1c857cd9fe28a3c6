/** The outer XML of a callback: finds the ciphertext in what came, and wraps what we answer (wecom.md 1.5, 1.8). */
import type { Cipher } from './cipher.ts'
import { cdata, readXml, textOf } from './xml.ts'

/** A real envelope has about ten; anybody may send us a body, and parsing many elements costs time. */
const MOST_TAGS = 40

/**
 * The ciphertext of a delivery, or nothing when the body is no envelope. Nothing else of the outer XML is read:
 * the signature does not cover it.
 */
export function encryptedOf(body: string): string | undefined {
  if (hasMoreTags(body, MOST_TAGS)) return undefined
  const read = readXml(body)
  if ('refused' in read) return undefined
  return textOf(read.root, 'Encrypt')?.trim() || undefined
}

function hasMoreTags(text: string, most: number): boolean {
  let at = -1
  for (let seen = 0; seen <= most; seen += 1) {
    at = text.indexOf('<', at + 1)
    if (at === -1) return false
  }
  return true
}

export interface ReplySeal {
  readonly cipher: Cipher
  /** Unix seconds. */
  readonly timestamp: string
  readonly nonce: string
  /** 16 bytes. */
  readonly random: Buffer
}

/** The body of a passive reply around the given inner XML. */
export function replyEnvelope(plaintext: string, seal: ReplySeal): string {
  const { cipher, timestamp, nonce, random } = seal
  const encrypted = cipher.seal(plaintext, random)
  const signature = cipher.sign(timestamp, nonce, encrypted)
  return (
    `<xml><Encrypt>${cdata(encrypted)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
  )
}
