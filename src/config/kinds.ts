/** The kinds of values environment variables have. An empty variable is an absent one. */
import { isIP } from 'node:net'
import { z } from 'zod'

/** EncodingAESKey and Token of a callback (wecom.md 1.1; path/90930). */
export const AES_KEY = /^[A-Za-z0-9]{43}$/
export const AES_KEY_RULE = 'must be exactly 43 letters and digits (wecom.md 1.1)'
export const CALLBACK_TOKEN = /^[A-Za-z0-9]{1,32}$/
export const CALLBACK_TOKEN_RULE = 'must be 1 to 32 letters and digits (wecom.md 1.1)'

/** An empty variable is an absent one: `.env` files are full of `NAME=`. */
export const given = (value: unknown) => (value === '' ? undefined : value)
export const text = z.preprocess(given, z.string().min(1).optional())
export const url = (...protocols: string[]) =>
  z.preprocess(
    given,
    z
      .string()
      .refine((value) => protocols.includes(protocolOf(value)), {
        error: `must be a URL beginning with ${protocols.map((name) => `${name}//`).join(' or ')}`,
      })
      .optional(),
  )
export const number = (fallback: number, least: number, most: number) =>
  z.preprocess(given, z.coerce.number().int().min(least).max(most).default(fallback))
export const onOff = z.preprocess(given, z.enum(['on', 'off']).optional())
export const aesKey = z.preprocess(
  given,
  z.string().regex(AES_KEY, { error: AES_KEY_RULE }).optional(),
)
export const callbackToken = z.preprocess(
  given,
  z.string().regex(CALLBACK_TOKEN, { error: CALLBACK_TOKEN_RULE }).optional(),
)

/** Origins such as `https://www.example.com`, parted by commas or blanks. */
export const origins = z.preprocess(
  given,
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((all) => all.every(isOrigin), {
      error: 'must be origins like https://www.example.com, separated by commas',
    })
    .optional(),
)

/**
 * Proxies whose word about a visitor's address is believed: how many stand in front, or their addresses and networks.
 * Never everybody: whoever writes the header would be whom they like.
 */
export const proxies = z.preprocess(
  given,
  z
    .string()
    .transform((value) =>
      /^\d{1,2}$/.test(value) ? Number(value) : value.split(/[\s,]+/).filter(Boolean),
    )
    .refine((value) => typeof value === 'number' || (value.length > 0 && value.every(isNetwork)), {
      error: 'must be a number of proxies, or their addresses or networks, separated by commas',
    })
    .optional(),
)

function isNetwork(value: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true
  const [address = '', bits, ...rest] = value.split('/')
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address) as 0 | 4 | 6]
  if (most === 0 || rest.length > 0) return false
  // All addresses there are is nobody's network.
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
}

function isOrigin(value: string): boolean {
  return /^https?:$/.test(protocolOf(value)) && new URL(value).origin === value
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : ''
}
