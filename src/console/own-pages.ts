/** What changes something is taken from our own pages only: no other site can have a browser post here. */
import type { Request, RequestHandler } from 'express'
import type { Say } from './say.ts'

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Browsers say where a request comes from, and a page cannot change it: Sec-Fetch-Site, in older ones Origin. A
 * request that says neither is refused. (OWASP, Cross-Site Request Forgery Prevention, "Fetch Metadata".)
 */
export function onlyFromOwnPages(publicUrl: string | null, say: Say): RequestHandler {
  const publicHost = publicUrl ? new URL(publicUrl).host : null
  return (request, response, next) => {
    if (HARMLESS.has(request.method) || isOwn(request, publicHost)) return next()
    response.status(403).type('text').send(say('page.foreign'))
  }
}

function isOwn(request: Request, publicHost: string | null): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = request.get('origin') ?? ''
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === request.get('host') || host === publicHost
}
