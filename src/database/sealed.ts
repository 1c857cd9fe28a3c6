/** Seals phone numbers and the like: encrypted to be shown to who may see them, hashed with a key to be found. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What a row keeps instead of a phone number. */
export interface SealedPhone {
  readonly phoneEnc: string
  readonly phoneHash: string
  readonly phoneLast4: string
}

export interface Seals {
  /** Encrypts with a fresh nonce: sealing twice gives two texts. */
  seal(plain: string): string
  /** @throws Error when the text was changed or sealed with another key */
  open(sealed: string): string
  /** The same for a JSON value: what people say is not readable in the tables. */
  sealJson(value: unknown): string
  openJson(sealed: string): unknown
  /** The same text gives the same hash; without the key nobody can try all phone numbers. */
  hash(plain: string): string
  phone(number: string): SealedPhone
  /** Signs a text for a link; equal texts give equal signatures. */
  sign(text: string): string
}

const NONCE = 12
const TAG = 16

/** `key` is DATA_KEY: 32 bytes. Each purpose gets a key of its own. */
export function openSeals(key: Buffer): Seals {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32))
  const encryption = derive('encrypt')
  const hashing = derive('hash')
  const signing = derive('sign')
  const seals: Seals = {
    seal(plain) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', encryption, nonce)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', encryption, bytes.subarray(0, NONCE))
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      const body = decipher.update(bytes.subarray(NONCE + TAG))
      return Buffer.concat([body, decipher.final()]).toString('utf8')
    },
    sealJson: (value) => seals.seal(JSON.stringify(value)),
    openJson: (sealed) => JSON.parse(seals.open(sealed)),
    hash: (plain) => createHmac('sha256', hashing).update(plain).digest('hex'),
    phone: (number) => ({
      phoneEnc: seals.seal(number),
      phoneHash: seals.hash(number),
      phoneLast4: number.slice(-4),
    }),
    sign: (text) => createHmac('sha256', signing).update(text).digest('base64url'),
  }
  return seals
}
