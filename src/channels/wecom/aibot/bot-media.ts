/** Files sent to a bot: an address good for five minutes, and bytes in a cipher of their own (wecom.md 10.1; path/100719). */
import { createDecipheriv } from 'node:crypto'
import type { Seals } from '../../../database/sealed.ts'
import { callHttp } from '../api/http.ts'
import { WecomUnanswered } from '../api/wecom-refused.ts'

export interface BotMedia {
  /** A handle for the row that waits to be fetched: address and key, sealed. */
  handleOf(url: string, aesKey: string | undefined): string
  /** True for handles of ours. */
  isHandle(mediaId: string): boolean
  /** The bytes; 'gone' when nobody will ever give them. Other failures throw. */
  download(handle: string): Promise<Uint8Array | 'gone'>
}

export interface BotMediaDeps {
  readonly seals: Pick<Seals, 'sealJson' | 'openJson'>
  /** Of the callback; items of a long connection bring their own. */
  readonly aesKey: string | null
  readonly timeoutMs: number
}

const PREFIX = 'aibot:'
/** path/100719 */
const MOST_BYTES = 100 * 1024 * 1024
const BLOCK = 16
const PAD_TO = 32

export function botMedia({ seals, aesKey, timeoutMs }: BotMediaDeps): BotMedia {
  return {
    handleOf: (url, own) => PREFIX + seals.sealJson({ url, key: own ?? null }),
    isHandle: (mediaId) => mediaId.startsWith(PREFIX),
    async download(handle) {
      const { url, key } = seals.openJson(handle.slice(PREFIX.length)) as {
        readonly url: string
        readonly key: string | null
      }
      const sealed = await fetchBytes(url, timeoutMs)
      const secret = key ?? aesKey
      return sealed && secret ? (opened(sealed, secret) ?? 'gone') : 'gone'
    },
  }
}

/** Nothing when the address is over: the platform says so with a 4xx. */
async function fetchBytes(url: string, timeoutMs: number): Promise<Buffer | undefined> {
  const { origin, pathname, searchParams } = new URL(url)
  const query = Object.fromEntries(searchParams)
  try {
    const call = { method: 'GET', path: pathname, query } as const
    const { body } = await callHttp({ baseUrl: origin, timeoutMs }, call, MOST_BYTES)
    return body
  } catch (error) {
    if (error instanceof WecomUnanswered && /^http-4(03|04|10)$/.test(error.reason))
      return undefined
    throw error
  }
}

/** AES-256-CBC, the first block of the key as IV, padded to 32 (path/100719). */
function opened(sealed: Buffer, secret: string): Buffer | undefined {
  const key = Buffer.from(secret.replace(/=*$/, '='), 'base64')
  if (key.length !== 32 || sealed.length === 0 || sealed.length % BLOCK !== 0) return undefined
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, BLOCK))
  decipher.setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const pad = padded.at(-1) ?? 0
  const isPadded = pad >= 1 && pad <= PAD_TO && padded.subarray(-pad).every((byte) => byte === pad)
  return isPadded ? padded.subarray(0, padded.length - pad) : undefined
}
