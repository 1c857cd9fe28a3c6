/** The platform's envelope: signature and AES-256-CBC, opened strictly (wecom.md 1.2, 1.3; path/90968). */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'

export interface CipherKeys {
  readonly token: string
  /** EncodingAESKey: 43 letters and digits. */
  readonly aesKey: string
  /** What must stand behind the message: the corp id for an internal app, empty for an AI bot. */
  readonly receiveId: string
}

interface Sealed {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  /** Base64, exactly as received. */
  readonly encrypted: string
}

export type CipherRefusal = 'signature' | 'base64' | 'length' | 'padding' | 'receive-id'
type Opened = { readonly plaintext: Buffer } | { readonly refused: CipherRefusal }

export interface Cipher {
  sign(timestamp: string, nonce: string, encrypted: string): string
  /** The checks run in this order: signature, base64, length, padding, inner length, receive id. */
  open(sealed: Sealed): Opened
  /** `random` is 16 bytes. Padded to 32 even where 16 would do: that is what the platform sends. */
  seal(plaintext: string, random: Buffer): string
}

const BLOCK = 16
const PAD_TO = 32
const HEAD = 20
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Throws when the keys cannot be right, without repeating them. */
export function makeCipher(keys: CipherKeys): Cipher {
  const key = aesKeyOf(keys.aesKey)
  if (!/^[A-Za-z0-9]{1,32}$/.test(keys.token)) {
    throw new Error('a callback token has 1 to 32 letters and digits')
  }
  const receiveId = Buffer.from(keys.receiveId)
  const sign = (timestamp: string, nonce: string, encrypted: string) =>
    hash('sha1', [keys.token, timestamp, nonce, encrypted].sort().join(''))
  return {
    sign,
    open(sealed) {
      const expected = sign(sealed.timestamp, sealed.nonce, sealed.encrypted)
      if (!sameBytes(Buffer.from(expected), Buffer.from(sealed.signature))) {
        return { refused: 'signature' }
      }
      return openVerified(key, sealed.encrypted, receiveId)
    },
    seal: (plaintext, random) => seal(key, [random, Buffer.from(plaintext), receiveId]),
  }
}

/** The key as Node keeps it, made ready once, and the platform's constant IV: the first half of the key. */
interface AesKey {
  readonly key: KeyObject
  readonly iv: Buffer
}

/** The last character carries two bits that may be set; Node's decoder ignores them, strict ones refuse them. */
function aesKeyOf(text: string): AesKey {
  if (!/^[A-Za-z0-9]{43}$/.test(text)) {
    throw new Error('an EncodingAESKey has exactly 43 letters and digits')
  }
  const bytes = Buffer.from(`${text}=`, 'base64')
  return { key: createSecretKey(bytes), iv: bytes.subarray(0, BLOCK) }
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function openVerified({ key, iv }: AesKey, encrypted: string, receiveId: Buffer): Opened {
  if (!BASE64.test(encrypted) || encrypted.length % 4 !== 0) return { refused: 'base64' }
  const sealed = Buffer.from(encrypted, 'base64')
  if (sealed.length % BLOCK !== 0 || sealed.length < PAD_TO) return { refused: 'length' }
  const decipher = createDecipheriv('aes-256-cbc', key, iv)
  // Node's own unpadding knows blocks of 16 and refuses the platform's pads of 17 to 32.
  decipher.setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const pad = padded.at(-1) ?? 0
  if (!hasPadding(padded, pad)) return { refused: 'padding' }
  return openUnpadded(padded.subarray(0, padded.length - pad), receiveId)
}

/** Pads of 1 to 32 pass: some senders pad to 16 (wecom.md 1.3). */
function hasPadding(padded: Buffer, pad: number): boolean {
  if (pad < 1 || pad > PAD_TO || pad > padded.length) return false
  return padded.subarray(-pad).every((byte) => byte === pad)
}

function openUnpadded(inner: Buffer, receiveId: Buffer): Opened {
  if (inner.length < HEAD) return { refused: 'length' }
  const end = HEAD + inner.readUInt32BE(HEAD - 4)
  if (end > inner.length) return { refused: 'length' }
  if (!sameBytes(inner.subarray(end), receiveId)) return { refused: 'receive-id' }
  return { plaintext: inner.subarray(HEAD, end) }
}

function seal({ key, iv }: AesKey, [random, message, receiveId]: [Buffer, Buffer, Buffer]): string {
  if (random.length !== BLOCK) throw new Error('the random prefix has 16 bytes')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([random, length, message, receiveId])
  const pad = PAD_TO - (plain.length % PAD_TO)
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  cipher.setAutoPadding(false)
  const sealed = [cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]
  return Buffer.concat(sealed).toString('base64')
}
