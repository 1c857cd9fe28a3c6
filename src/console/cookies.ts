/** The cookies of the desk's pages: read from the header, set so that no script and no other site gets at them. */
import { parseCookie } from 'cookie'
import type { CookieOptions, Request } from 'express'

export function cookieOf(request: Request, name: string): string | undefined {
  return parseCookie(request.get('cookie') ?? '')[name]
}

/** Lax: the way back from the platform's log-in is a link from another site, and has to carry them. */
export function cookieManner(isSecure: boolean, path: string): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure, path }
}
