/** The owner's page of a repair, behind a link out of the chat that is good for one browser (wecom.md 9). */
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { addressOfConversation } from '../conversation/address-of-conversation.ts'
import { speakerOf } from '../conversation/speaker.ts'
import type { WorkMaker } from '../conversation/work-maker.ts'
import { type AccessWork, findSession, openSession } from '../desk/access/sessions.ts'
import { isSpent, spendToken } from '../desk/access/spend.ts'
import { type OwnerSheet, ownerSheet } from '../desk/tickets/owner-sheet.ts'
import { cookieManner, cookieOf } from './cookies.ts'
import type { SignedLinks } from './links.ts'
import { photosOfOwner, renderOwnDoor, renderOwnNews, renderOwnTicket } from './own-ticket-page.tsx'
import { refuse } from './photo-routes.ts'
import type { DoorDeps } from './staff-door.ts'

export interface OwnTicketDeps extends DoorDeps {
  readonly makeWork: WorkMaker
  readonly links: SignedLinks
  readonly ownPages: RequestHandler
  readonly readFile: (
    fileId: string,
  ) => Promise<{ readonly bytes: Buffer; readonly contentType: string } | undefined>
}

const COOKIE = 'guanjia_owner'
const PATH = '/o'

/** GET shows the page, or a button to open it; POST uses the link up for this browser. */
export function ownTicketRoutes(deps: OwnTicketDeps): Router {
  const router = Router()
  router.use(deps.ownPages)
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/:token', (request, response) => look(deps, request, response))
  router.post('/:token', (request, response) => enter(deps, request, response))
  router.get('/:token/photos/:place', (request, response) => photo(deps, request, response))
  return router
}

interface Grant {
  readonly ticketId: string
  readonly conversationId: string
}

async function look(
  deps: OwnTicketDeps,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const seen = await seenBy(deps, request)
  if (seen) {
    const urlOf = (place: number) => `${PATH}/${request.params.token}/photos/${place}`
    return void response.type('html').send(renderOwnTicket(deps.say, seen, urlOf))
  }
  const answer = grantOf(deps, request.params.token)
  if (!('grant' in answer)) return no(deps, response, answer.outcome)
  if (await inWork(deps, (work) => isSpent(work, spentName(request.params.token)))) {
    return news(deps, response, 'used')
  }
  response.type('html').send(renderOwnDoor(deps.say, request.originalUrl))
}

/** Of two browsers that open it at the same moment one comes in. */
async function enter(
  deps: OwnTicketDeps,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const { token } = request.params
  const answer = grantOf(deps, token)
  if (!('grant' in answer)) return no(deps, response, answer.outcome)
  const { conversationId } = answer.grant
  const opened = await inWork(deps, async (work) => {
    const { corpId } = await addressOfConversation(work.tx, conversationId)
    const longMs = deps.rules.owner_link_minutes * 60_000
    const keepUntil = new Date(work.now.getTime() + longMs)
    if (!(await spendToken(work, spentName(token), { keepUntil }))) return null
    return openSession(work, { corpId, kind: 'owner', holder: conversationId })
  })
  if (!opened) {
    // The same browser, twice: it is in already.
    if (await seenBy(deps, request)) return response.redirect(303, `${PATH}/${token}`)
    return news(deps, response, 'used')
  }
  const maxAge = deps.rules.owner_session_minutes * 60_000
  response.cookie(COOKIE, opened.token, { ...cookieManner(deps.isSecure, PATH), maxAge })
  response.redirect(303, `${PATH}/${token}`)
}

async function photo(
  deps: OwnTicketDeps,
  request: Request<{ token: string; place: string }>,
  response: Response,
): Promise<void> {
  const seen = await seenBy(deps, request)
  const fileId = seen && photosOfOwner(seen)[Number(request.params.place)]
  const file = fileId ? await deps.readFile(fileId) : undefined
  if (!file) return refuse(deps.say, response, { outcome: 'refused' })
  response.set({ 'Content-Type': file.contentType, 'Content-Disposition': 'inline' })
  response.send(file.bytes)
}

/** The ticket of the link, when this browser came in for its chat and the chat may still see it. */
async function seenBy(
  deps: OwnTicketDeps,
  request: Request<{ token: string }>,
): Promise<OwnerSheet | null> {
  // A page that is open stays readable for its session, also when its link is old by then.
  const answer = deps.links.read(request.params.token)
  const grant = answer && ownGrant(answer)
  if (!grant) return null
  return inWork(deps, async (access) => {
    const session = await findSession(access, 'owner', cookieOf(request, COOKIE))
    if (session?.holder !== grant.conversationId) return null
    const { conversationId: id, ticketId } = grant
    const work = deps.makeWork(access.tx, { kind: 'system', name: 'own-page' })
    const speaker = await speakerOf(work, {
      id,
      address: await addressOfConversation(access.tx, id),
    })
    if (speaker?.actor.kind !== 'owner') return null
    return ownerSheet(deps.makeWork(access.tx, speaker.actor), ticketId)
  })
}

function grantOf(
  deps: OwnTicketDeps,
  token: string,
): { readonly grant: Grant } | { readonly outcome: 'expired' | 'refused' } {
  const answer = deps.links.open(token)
  if (answer.outcome !== 'open') return { outcome: answer.outcome }
  const grant = ownGrant(answer.grant)
  return grant ? { grant } : { outcome: 'refused' }
}

function ownGrant([kind, ticketId, conversationId]: readonly string[]): Grant | null {
  return kind === 'own' && ticketId && conversationId ? { ticketId, conversationId } : null
}

const spentName = (token: string) => `own/${token}`

function inWork<Answer>(
  deps: OwnTicketDeps,
  run: (work: AccessWork) => Promise<Answer>,
): Promise<Answer> {
  return deps.db.transaction().execute((tx) => run({ ...deps, tx, now: deps.clock.now() }))
}

function no(deps: OwnTicketDeps, response: Response, outcome: 'expired' | 'refused'): void {
  if (outcome === 'expired') news(deps, response, 'late')
  else refuse(deps.say, response, { outcome })
}

function news({ say }: OwnTicketDeps, response: Response, which: 'used' | 'late'): void {
  response.status(410).type('html').send(renderOwnNews(say, which))
}
