/** How often one address may ask for something within a minute; who asks more often is told so, and nothing is looked up. */
import type { Request, RequestHandler, Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { AccessRules } from '../desk/access/rules.ts'
import type { Say } from './say.ts'

const WINDOW_MS = 60_000

/** `refusedOnly`: what was answered well is not counted. Each process counts for itself. */
export function perMinute(
  limit: number,
  tell: (request: Request, response: Response) => void,
  { refusedOnly = false } = {},
): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    skipSuccessfulRequests: refusedOnly,
    // Of the headers that count along only Retry-After is anybody's business.
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Whether the header is believed is the server's care (TRUST_PROXY); the library would write to the console.
    validate: { xForwardedForHeader: false },
    handler: tell,
  })
}

/** In front of all that signed links open, counted together: a link that opens nothing may have been guessed. */
export function linkLimits(rules: AccessRules, say: Say): RequestHandler[] {
  const tell = (_request: Request, response: Response) =>
    void response.status(429).type('text').send(say('page.too_often'))
  return [
    perMinute(rules.link_opens_per_minute, tell),
    perMinute(rules.link_refusals_per_minute, tell, { refusedOnly: true }),
  ]
}
