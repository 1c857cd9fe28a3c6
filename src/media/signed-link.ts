/** Links that open one thing for one person for a while: the signature is the permission. */
import { timingSafeEqual } from 'node:crypto'

/** What a link opens: a few short texts, the first being its kind. */
export type Grant = readonly string[]

export type LinkAnswer =
  | { readonly outcome: 'open'; readonly grant: Grant }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'refused' }

/** A token for a URL's path. `sign` is the keyed signature of sealed.ts. */
export function signLink(sign: (text: string) => string, grant: Grant, expiresAt: Date): string {
  const body = Buffer.from(JSON.stringify([expiresAt.getTime(), ...grant])).toString('base64url')
  return `${body}.${sign(body)}`
}

/** What a token opens now. A changed token is refused without saying why. */
export function openLink(sign: (text: string) => string, token: string, now: Date): LinkAnswer {
  const [body, signature, ...rest] = token.split('.')
  if (!body || !signature || rest.length > 0) return { outcome: 'refused' }
  const expected = Buffer.from(sign(body))
  const given = Buffer.from(signature)
  const isGenuine = expected.length === given.length && timingSafeEqual(expected, given)
  if (!isGenuine) return { outcome: 'refused' }
  const [expiresAt, ...grant] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  return now.getTime() > expiresAt ? { outcome: 'expired' } : { outcome: 'open', grant }
}
