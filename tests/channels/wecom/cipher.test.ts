/** The strict cipher against published samples, generated ones that must be refused, and the official packages. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { WecomCrypto } from '@wecom/aibot-node-sdk'
import * as official from '@wecom/crypto'
import { describe, expect, test } from 'vitest'
import { type CipherKeys, makeCipher } from '../../../src/channels/wecom/cipher.ts'

interface Vector {
  readonly id: string
  readonly about: string
  readonly token: string
  readonly encodingAesKey: string
  readonly receiveId: string
  readonly timestamp: string
  readonly nonce: string
  readonly randomHex: string
  readonly signature: string
  readonly encrypt: string
  readonly plaintext: string
}

const vectors: { accept: Vector[]; reject: Omit<Vector, 'plaintext'>[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/wecom/vectors.json', import.meta.url), 'utf8'),
)
const keysOf = (vector: Omit<Vector, 'plaintext'>): CipherKeys => ({
  token: vector.token,
  aesKey: vector.encodingAesKey,
  receiveId: vector.receiveId,
})
const sealedOf = ({ signature, timestamp, nonce, encrypt }: Omit<Vector, 'plaintext'>) => ({
  signature,
  timestamp,
  nonce,
  encrypted: encrypt,
})

/** Ours pads to 32; this sample was padded to 16, which is read and never written. */
const PADDED_TO_16 = 'N6'

describe('samples', () => {
  test('all fifteen and five are there', () => {
    expect([vectors.accept.length, vectors.reject.length]).toEqual([15, 5])
  })

  test.each(vectors.accept)('$id is opened: $about', (vector) => {
    const opened = makeCipher(keysOf(vector)).open(sealedOf(vector))
    expect(opened).toEqual({ plaintext: Buffer.from(vector.plaintext) })
  })

  test.each(vectors.accept.filter((vector) => vector.id !== PADDED_TO_16))(
    '$id is sealed the same again: $about',
    (vector) => {
      const cipher = makeCipher(keysOf(vector))
      const random = Buffer.from(vector.randomHex, 'hex')
      expect(cipher.seal(vector.plaintext, random)).toBe(vector.encrypt)
      expect(cipher.sign(vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.signature)
    },
  )

  const reasons = { N1: 'receive-id', N2: 'padding', N3: 'padding', N4: 'padding', N5: 'length' }
  test.each(vectors.reject)('$id is refused: $about', (vector) => {
    const refused = reasons[vector.id as keyof typeof reasons]
    expect(makeCipher(keysOf(vector)).open(sealedOf(vector))).toEqual({ refused })
  })
})

const KEYS: CipherKeys = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveId: 'wx5823bf96d3bd56c7',
}
const cipher = makeCipher(KEYS)
const seal = (text: string) => {
  const encrypted = cipher.seal(text, randomBytes(16))
  const [timestamp, nonce] = ['1700000000', 'n0nce']
  return { encrypted, timestamp, nonce, signature: cipher.sign(timestamp, nonce, encrypted) }
}

/** Texts of every length around the block sizes, in several scripts. */
const messages = [
  '',
  ...Array.from({ length: 70 }, (_, length) => 'a'.repeat(length)),
  '3栋2单元水管爆了😀',
  '\u0000\n\t',
  ...Array.from({ length: 40 }, () => randomBytes(300).toString('latin1')),
  '水'.repeat(30_000),
]

describe('official packages', () => {
  test('what we seal, both open to the same text', () => {
    const sdk = new WecomCrypto(KEYS.token, KEYS.aesKey, KEYS.receiveId)
    for (const message of messages) {
      const { encrypted, timestamp, nonce, signature } = seal(message)
      expect(official.getSignature(KEYS.token, timestamp, nonce, encrypted)).toBe(signature)
      expect(official.decrypt(KEYS.aesKey, encrypted)).toMatchObject({
        message,
        id: KEYS.receiveId,
      })
      expect(sdk.verifySignature(signature, timestamp, nonce, encrypted)).toBe(true)
      expect(sdk.decrypt(encrypted)).toBe(message)
    }
  })

  test('what they seal, we open to the same text', () => {
    const sdk = new WecomCrypto(KEYS.token, KEYS.aesKey, KEYS.receiveId)
    for (const message of messages) {
      const [timestamp, nonce] = ['1700000001', 'other']
      const byCrypto = official.encrypt(KEYS.aesKey, message, KEYS.receiveId)
      const bySdk = sdk.encrypt(message, timestamp, nonce)
      const signature = official.getSignature(KEYS.token, timestamp, nonce, byCrypto)
      const plaintext = Buffer.from(message)
      expect(cipher.open({ encrypted: byCrypto, timestamp, nonce, signature })).toEqual({
        plaintext,
      })
      expect(
        cipher.open({
          encrypted: bySdk.encrypt,
          timestamp,
          nonce,
          signature: bySdk.signature,
        }),
      ).toEqual({ plaintext })
    }
  })
})

describe('refusals', () => {
  test.each([
    ['shorter', (signature: string) => signature.slice(1)],
    ['longer', (signature: string) => `${signature}0`],
    ['in capitals', (signature: string) => signature.toUpperCase()],
    ['of something else', () => '0'.repeat(40)],
    ['empty', () => ''],
    ['of as many other characters', () => '水'.repeat(40)],
  ])('a signature that is %s', (_what, change) => {
    const sealed = seal('hello')
    const signature = change(sealed.signature)
    expect(cipher.open({ ...sealed, signature })).toEqual({ refused: 'signature' })
  })

  test.each([
    ['no base64', '!!!!', 'base64'],
    ['base64 of the wrong length', 'QUJD=', 'base64'],
    ['url-safe base64', '-_-_', 'base64'],
    ['white space in between', 'QUJD QUJD', 'base64'],
    ['empty', '', 'base64'],
    ['one block', Buffer.alloc(16).toString('base64'), 'length'],
    ['not whole blocks', Buffer.alloc(40).toString('base64'), 'length'],
  ])('ciphertext that is %s', (_what, encrypted, refused) => {
    const signature = cipher.sign('1', '2', encrypted)
    expect(cipher.open({ encrypted, timestamp: '1', nonce: '2', signature })).toEqual({ refused })
  })

  test.each([
    ['42 characters', 'a'.repeat(42)],
    ['44 characters', 'a'.repeat(44)],
    ['a padding mark', `${'a'.repeat(42)}=`],
    ['nothing', ''],
  ])('an AES key of %s, without repeating it', (_what, aesKey) => {
    expect(() => makeCipher({ ...KEYS, aesKey })).toThrow(/^an EncodingAESKey has exactly 43/)
  })

  test.each(['', 'a b', 'a'.repeat(33)])('a token like "%s"', (token) => {
    expect(() => makeCipher({ ...KEYS, token })).toThrow(/^a callback token/)
  })
})

test('three thousand damaged messages are refused or opened to what was sent, and never throw', () => {
  const refusals = new Set<string>()
  for (let round = 0; round < 3000; round += 1) {
    const sealed = seal('厨房水槽下面漏水，请尽快来人'.repeat(round % 9))
    const bytes = Buffer.from(sealed.encrypted, 'base64')
    const damaged = damage(bytes, round)
    const encrypted = round % 4 === 0 ? damageText(sealed.encrypted, round) : damaged
    // With a valid signature the damage gets past the first door.
    const signature = round % 5 === 0 ? sealed.signature : cipher.sign('1', '2', encrypted)
    const opened = cipher.open({ encrypted, timestamp: '1', nonce: '2', signature })
    if ('refused' in opened) refusals.add(opened.refused)
  }
  expect([...refusals].sort()).toEqual(['base64', 'length', 'padding', 'receive-id', 'signature'])
})

function damage(bytes: Buffer, round: number): string {
  const copy = Buffer.from(bytes)
  if (round % 3 === 0) return copy.subarray(0, round % copy.length).toString('base64')
  // The last but one block decides the last bytes of the plaintext: padding and receive id.
  const at = round % 2 === 0 ? copy.length - 17 - (round % 16) : (round * 7919) % copy.length
  copy[at] = (copy[at] ?? 0) ^ (1 + (round % 255))
  return copy.toString('base64')
}

function damageText(text: string, round: number): string {
  const at = (round * 104_729) % (text.length + 1)
  const piece = ['', '=', ' ', '水', '\u0000', '%2B', 'A'.repeat(40)][round % 7]
  return text.slice(0, at) + piece + text.slice(at + (round % 5))
}
