/** One callback address: which app it belongs to, and the keys that open what arrives there. */
import { type Cipher, type CipherRefusal, makeCipher } from './cipher.ts'
import type { SignedQuery } from './signed-query.ts'

export interface CallbackEndpoint {
  /** `/wecom/app/callback` or `/wecom/<name>/callback`. */
  readonly path: string
  readonly corpId: string
  readonly agentId: string
  readonly token: string
  readonly aesKey: string
  /**
   * The pair before the last change: the console uses a new one at once, deliveries under way still carry the
   * old one (wecom.md 11).
   */
  readonly previous?: { readonly token: string; readonly aesKey: string }
}

export interface OpenEndpoint {
  readonly endpoint: CallbackEndpoint
  /** The plaintext, and the cipher that opened it: an answer is sealed with the same keys. */
  open(query: SignedQuery, encrypted: string): EndpointOpened
}

type EndpointOpened =
  | { readonly plaintext: Buffer; readonly cipher: Cipher }
  | { readonly refused: CipherRefusal }

/** Throws at start when a key cannot be right. */
export function openEndpoint(endpoint: CallbackEndpoint): OpenEndpoint {
  const receiveId = endpoint.corpId
  const pairs = [endpoint, ...(endpoint.previous ? [endpoint.previous] : [])]
  const ciphers = pairs.map(({ token, aesKey }) => makeCipher({ token, aesKey, receiveId }))
  return {
    endpoint,
    open(query, encrypted) {
      let refused: CipherRefusal = 'signature'
      for (const cipher of ciphers) {
        const opened = cipher.open({ ...query, encrypted })
        if ('plaintext' in opened) return { plaintext: opened.plaintext, cipher }
        if (opened.refused !== 'signature') refused = opened.refused
      }
      return { refused }
    },
  }
}
