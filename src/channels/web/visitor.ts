/** Who a browser is: a random name in a signed cookie, and nothing else. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { parseCookie } from 'cookie'

export interface VisitorCookies {
  /** The visitor a cookie header names; null without a genuine cookie. */
  read(header: string | undefined): string | null
  /** A new visitor, and the header that makes the browser remember them. */
  make(): { readonly visitor: string; readonly setCookie: string }
}

export interface CookieDeps {
  readonly sign: (text: string) => string
  readonly days: number
  /** Browsers send it over https only. */
  readonly isSecure: boolean
  /** Shown inside other sites: then the cookie has to travel there too. */
  readonly isEmbedded: boolean
}

const NAME = 'guanjia_visitor'
const ID = /^[A-Za-z0-9_-]{22}$/

export function visitorCookies({ sign, days, isSecure, isEmbedded }: CookieDeps): VisitorCookies {
  const signatureOf = (visitor: string) => sign(`web-visitor:${visitor}`)
  // Without https a browser keeps no cookie of another site, whatever it says.
  const travels = isSecure && isEmbedded ? 'SameSite=None; Partitioned' : 'SameSite=Lax'
  const manner = `Path=/chat; Max-Age=${days * 86_400}; HttpOnly; ${travels}${isSecure ? '; Secure' : ''}`
  return {
    read(header) {
      const [visitor = '', signature = '', ...rest] = (parseCookie(header ?? '')[NAME] ?? '').split(
        '.',
      )
      if (!ID.test(visitor) || rest.length > 0) return null
      const expected = Buffer.from(signatureOf(visitor))
      const given = Buffer.from(signature)
      const isGenuine = expected.length === given.length && timingSafeEqual(expected, given)
      return isGenuine ? visitor : null
    },
    make() {
      const visitor = randomBytes(16).toString('base64url')
      return { visitor, setCookie: `${NAME}=${visitor}.${signatureOf(visitor)}; ${manner}` }
    },
  }
}
