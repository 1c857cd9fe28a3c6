/** Logging in: /login sends a browser to WeCom, /login/callback takes its answer, /login/out ends it. */
import { randomBytes } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { spendToken } from '../desk/access/spend.ts'
import type { Log } from '../log.ts'
import { openLink, signLink } from '../media/signed-link.ts'
import { adminRoutes } from './admin-routes.ts'
import { cookieManner, cookieOf } from './cookies.ts'
import { linkLoginRoutes } from './link-login-routes.ts'
import type { SignedLinks } from './links.ts'
import { localPath } from './local-path.ts'
import { type LoginNews, renderLoggedIn, renderLoginNews } from './login-page.tsx'
import { perMinute } from './per-minute.ts'
import type { DoorDeps, StaffDoor } from './staff-door.ts'

export interface LoginDeps extends DoorDeps {
  readonly door: StaffDoor
  /** Refuses what another site has a browser post. */
  readonly ownPages: RequestHandler
  readonly log: Log
  /** In front of what signed links open. */
  readonly linkLimits: readonly RequestHandler[]
  /** Opens links to the console; null where there is no sandbox to make them. */
  readonly links: SignedLinks | null
  /** The platform that knows its members. */
  readonly platform: LoginPlatform
  /** Whose people a page of ours is for; the first company where it does not say. */
  readonly companyOf: (path: string) => Promise<string>
  /** The address of a page of ours as seen from outside. */
  readonly addressOf: (path: string) => string
}

interface LoginPlatform {
  address(trip: {
    readonly corpId: string
    readonly inside: boolean
    readonly redirectUri: string
    readonly state: string
  }): string
  /** Uses the code up. Fails when the platform does not answer. */
  whoOpened(
    corpId: string,
    code: string,
  ): Promise<
    { readonly kind: 'member'; readonly userId: string } | { readonly kind: 'outsider' | 'stale' }
  >
}

/** Where somebody is sent who did not want to go anywhere. */
const HOME = '/login/me'
/** WeCom's own browser says wxwork, WeChat's MicroMessenger. */
const INSIDE = /wxwork|micromessenger/i
/** 128 bits; the platform takes 128 letters and digits (wecom.md 9). */
const STATE = /^[0-9a-f]{32}$/
/** At most 512 bytes (wecom.md 9). */
const CODE = /^[\w-]{1,512}$/

export function loginRoutes(deps: LoginDeps): Router {
  const router = Router()
  router.use(deps.ownPages)
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.use('/admin', adminRoutes(deps))
  if (deps.links)
    router.use('/link', ...deps.linkLimits, linkLoginRoutes({ ...deps, links: deps.links }))
  router.get('/', (request, response) => leave(deps, request, response))
  const returns = perMinute(deps.rules.login_returns_per_minute, (_request, response) =>
    show(deps, response, { news: 'too_often', status: 429, to: HOME }),
  )
  router.get('/callback', returns, (request, response) => comeBack(deps, request, response))
  router.get('/me', async (request, response) => {
    const visitor = await deps.door.visitorOf(request)
    if (!visitor) return response.redirect(303, '/login')
    response.type('html').send(renderLoggedIn(deps.say, visitor.members[0].name))
  })
  router.post('/out', async (request, response) => {
    await deps.door.letOut(request, response)
    show(deps, response, { news: 'out', status: 200, to: HOME })
  })
  return router
}

/** The state goes with the trip, its twin with the browser: only this browser can bring it back. */
async function leave(deps: LoginDeps, request: Request, response: Response): Promise<void> {
  const state = randomBytes(16).toString('hex')
  const to = localPath(request.query['to']) ?? HOME
  const longMs = deps.rules.login_minutes * 60_000
  const expiresAt = new Date(deps.clock.now().getTime() + longMs)
  const corpId = await deps.companyOf(to)
  const twin = signLink(deps.seals.sign, ['login', state, to, corpId], expiresAt)
  response.cookie(cookieName(state), twin, { ...manner(deps), maxAge: longMs })
  const inside = INSIDE.test(request.get('user-agent') ?? '')
  const redirectUri = deps.addressOf('login/callback')
  response.redirect(302, deps.platform.address({ corpId, inside, redirectUri, state }))
}

async function comeBack(deps: LoginDeps, request: Request, response: Response): Promise<void> {
  const { state, code } = request.query
  const trip = tripOf(deps, request, state)
  if (!trip) return afterAll(deps, request, response, HOME)
  response.clearCookie(cookieName(trip.state), manner(deps))
  // Backing out of the platform's page comes back without a code.
  if (typeof code !== 'string' || !CODE.test(code)) {
    return show(deps, response, { news: 'stale', status: 400, to: trip.to })
  }
  if (!(await spendTrip(deps, trip))) return afterAll(deps, request, response, trip.to)
  const opened = await deps.platform.whoOpened(trip.corpId, code).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'a log-in could not be checked')
    return null
  })
  if (!opened) return show(deps, response, { news: 'away', status: 502, to: trip.to })
  if (opened.kind !== 'member') return show(deps, response, refusalOf(opened.kind, trip.to))
  const visitor = await deps.door.letIn(request, response, {
    corpId: trip.corpId,
    userId: opened.userId,
  })
  if (visitor) response.redirect(303, trip.to)
  else show(deps, response, { news: 'unknown', status: 403, to: trip.to })
}

function refusalOf(kind: 'outsider' | 'stale', to: string): Answer {
  return kind === 'stale'
    ? { news: 'stale', status: 400, to }
    : { news: 'outsider', status: 403, to }
}

/**
 * A trip that is unknown here, over, or made twice: two tabs with one code, a page loaded again. Whoever is logged
 * in by now goes on; anybody else is offered a new log-in and never sent round by himself.
 */
async function afterAll(
  deps: LoginDeps,
  request: Request,
  response: Response,
  to: string,
): Promise<void> {
  if (await deps.door.visitorOf(request)) response.redirect(303, to)
  else show(deps, response, { news: 'stale', status: 400, to })
}

interface Trip {
  readonly corpId: string
  readonly state: string
  readonly to: string
}

function tripOf({ seals, clock }: LoginDeps, request: Request, state: unknown): Trip | null {
  if (typeof state !== 'string' || !STATE.test(state)) return null
  const twin = openLink(seals.sign, cookieOf(request, cookieName(state)) ?? '', clock.now())
  if (twin.outcome !== 'open') return null
  const [kind, known, to, corpId = ''] = twin.grant
  return kind === 'login' && known === state ? { corpId, state, to: localPath(to) ?? HOME } : null
}

function spendTrip({ db, seals, clock, rules }: LoginDeps, { state }: Trip): Promise<boolean> {
  const keepUntil = new Date(clock.now().getTime() + rules.login_minutes * 60_000)
  return db
    .transaction()
    .execute((tx) => spendToken({ tx, seals }, `login/${state}`, { keepUntil }))
}

interface Answer {
  readonly news: LoginNews
  readonly status: number
  readonly to: string
}

function show({ say }: LoginDeps, response: Response, { news, status, to }: Answer): void {
  response
    .status(status)
    .type('html')
    .send(renderLoginNews(say, news, to))
}

/** Of its own for each trip, so that two tabs may log in at the same time. */
function cookieName(state: string): string {
  return `guanjia_login_${state.slice(0, 8)}`
}

function manner({ isSecure }: LoginDeps) {
  return cookieManner(isSecure, '/login')
}
