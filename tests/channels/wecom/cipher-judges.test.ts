/** Our cipher before three that were written by others, both ways, on keys and messages nobody chose. */
import { randomBytes, randomInt } from 'node:crypto'
import { WecomCrypto } from '@wecom/aibot-node-sdk'
import * as official from '@wecom/crypto'
import WorkEncryptor from 'node-easywechat/dist/Work/Encryptor.js'
import { describe, expect, test } from 'vitest'
import { type CipherKeys, makeCipher } from '../../../src/channels/wecom/cipher.ts'

interface Sealed {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  readonly encrypted: string
}

interface Judge {
  seal(message: string): Sealed
  /** The message, or a throw. */
  open(sealed: Sealed): string
}

const stamp = () => ({
  timestamp: String(randomInt(2 ** 31)),
  nonce: randomBytes(randomInt(1, 9)).toString('hex'),
})

const JUDGES: readonly (readonly [string, (keys: CipherKeys) => Judge])[] = [
  ['@wecom/crypto', byOfficialPackage],
  ['WecomCrypto of @wecom/aibot-node-sdk', bySdk],
  ['the encryptor of node-easywechat', byEasyWechat],
]

function byOfficialPackage({ token, aesKey, receiveId }: CipherKeys): Judge {
  return {
    seal(message) {
      const { timestamp, nonce } = stamp()
      const encrypted = official.encrypt(aesKey, message, receiveId)
      const signature = official.getSignature(token, timestamp, nonce, encrypted)
      return { signature, timestamp, nonce, encrypted }
    },
    open({ signature, timestamp, nonce, encrypted }) {
      expect(official.getSignature(token, timestamp, nonce, encrypted)).toBe(signature)
      const { message, id } = official.decrypt(aesKey, encrypted)
      expect(id).toBe(receiveId)
      return message
    },
  }
}

function bySdk({ token, aesKey, receiveId }: CipherKeys): Judge {
  const sdk = new WecomCrypto(token, aesKey, receiveId)
  return {
    seal(message) {
      const { timestamp, nonce } = stamp()
      const { encrypt: encrypted, signature } = sdk.encrypt(message, timestamp, nonce)
      return { signature, timestamp, nonce, encrypted }
    },
    open({ signature, timestamp, nonce, encrypted }) {
      expect(sdk.verifySignature(signature, timestamp, nonce, encrypted)).toBe(true)
      return sdk.decrypt(encrypted)
    },
  }
}

/** Its answer is the XML of a passive reply. */
function byEasyWechat({ token, aesKey, receiveId }: CipherKeys): Judge {
  const encryptor = new WorkEncryptor(receiveId, token, aesKey)
  const element = (xml: string, name: string) =>
    new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1] ?? ''
  return {
    seal(message) {
      const { timestamp, nonce } = stamp()
      const xml = encryptor.encrypt(message, nonce, Number(timestamp))
      return {
        signature: element(xml, 'MsgSignature'),
        timestamp: element(xml, 'TimeStamp'),
        nonce: element(xml, 'Nonce'),
        encrypted: element(xml, 'Encrypt'),
      }
    },
    open: ({ signature, timestamp, nonce, encrypted }) =>
      encryptor.decrypt(encrypted, signature, nonce, Number(timestamp)),
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const word = (length: number) =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

const newKeys = (): CipherKeys => ({
  token: word(randomInt(3, 33)),
  aesKey: word(43),
  receiveId: `ww${word(randomInt(14, 18))}`,
})

/** Code points of one to four bytes in UTF-8, halves of pairs left out. */
function newMessage(): string {
  const planes = [0x80, 0x800, 0xd800, 0x11_0000] as const
  const points = Array.from({ length: randomInt(400) }, () => {
    const plane = randomInt(planes.length)
    return plane === 3 ? randomInt(0x1_0000, planes[3]) : randomInt(planes[plane] ?? 1)
  })
  return String.fromCodePoint(...points)
}

const ROUNDS = 400

describe.each(JUDGES)('%s', (_name, judgeOf) => {
  test('opens what we seal', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [keys, message] = [newKeys(), newMessage()]
      const cipher = makeCipher(keys)
      const encrypted = cipher.seal(message, randomBytes(16))
      const { timestamp, nonce } = stamp()
      const signature = cipher.sign(timestamp, nonce, encrypted)
      expect(judgeOf(keys).open({ signature, timestamp, nonce, encrypted })).toBe(message)
    }
  })

  test('seals what we open', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [keys, message] = [newKeys(), newMessage()]
      const sealed = judgeOf(keys).seal(message)
      expect(makeCipher(keys).open(sealed)).toEqual({ plaintext: Buffer.from(message) })
      // What was sealed for somebody else is opened by nobody else.
      const stranger = makeCipher({ ...keys, receiveId: newKeys().receiveId })
      expect(stranger.open(sealed)).toEqual({ refused: 'receive-id' })
    }
  })
})
