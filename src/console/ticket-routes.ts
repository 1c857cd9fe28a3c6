/** The page of a ticket behind a signed link: for staff who are logged in and may see it, while the link is good. */
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { WorkMaker } from '../conversation/work-maker.ts'
import type { Database } from '../database/open-database.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import { revealContact } from '../desk/tickets/contact-phone.ts'
import { ticketSheet } from '../desk/tickets/ticket-sheet.ts'
import type { SignedLinks } from './links.ts'
import { renderLoginNews } from './login-page.tsx'
import { refuse } from './photo-routes.ts'
import type { Say } from './say.ts'
import type { StaffDoor, Visitor } from './staff-door.ts'
import { renderTicketPage } from './ticket-page.tsx'

export interface TicketRouteDeps {
  readonly db: Database
  readonly makeWork: WorkMaker
  readonly links: SignedLinks
  readonly door: StaffDoor
  readonly ownPages: RequestHandler
  readonly say: Say
}

/** GET shows the page with the phone masked; POST shows the phone and notes who looked. */
export function ticketRoutes(deps: TicketRouteDeps): Router {
  const router = Router()
  router.use(deps.ownPages)
  router.get('/:token', (request, response) => show(deps, request, response, false))
  router.post('/:token', (request, response) => show(deps, request, response, true))
  return router
}

async function show(
  deps: TicketRouteDeps,
  request: Request<{ token: string }>,
  response: Response,
  wantsPhone: boolean,
): Promise<void> {
  const { token } = request.params
  const answer = deps.links.open(token)
  if (answer.outcome !== 'open' || answer.grant[0] !== 'ticket')
    return refuse(deps.say, response, answer)
  const visitor = await deps.door.admit(request, response)
  if (!visitor) return
  const [, ticketId = '', staffId = ''] = answer.grant
  for (const member of asWhom(visitor, staffId)) {
    const html = await pageFor(deps, member, { ticketId, wantsPhone, url: request.originalUrl })
    if (html !== null) return void response.type('html').send(html)
  }
  response
    .status(403)
    .type('html')
    .send(renderLoginNews(deps.say, 'other', request.originalUrl))
}

/** The one the link was made for comes first; a colleague who was shown it looks as themselves. */
function asWhom({ members }: Visitor, staffId: string): readonly StaffMember[] {
  return members.toSorted((a, b) => Number(b.id === staffId) - Number(a.id === staffId))
}

interface Wanted {
  readonly ticketId: string
  readonly wantsPhone: boolean
  readonly url: string
}

/** Null for a ticket of a project they do not work for. */
function pageFor(
  { db, makeWork, links, say }: TicketRouteDeps,
  { id: staffId, corpId, projectId, name }: StaffMember,
  { ticketId, wantsPhone, url }: Wanted,
): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    const actor = { kind: 'staff', corpId, projectId, staffId, conversationId: null } as const
    const work = makeWork(tx, actor)
    const sheet = await ticketSheet(work, ticketId)
    if (!sheet) return null
    const revealed = wantsPhone ? ((await revealContact(work, ticketId)).phone ?? null) : null
    const urlOf = (fileId: string) => links.photo(fileId, staffId)
    const photos = sheet.photoIds.map(urlOf)
    const sitePhotos = sheet.sitePhotos.map((one) => ({ ...one, url: urlOf(one.fileId) }))
    return renderTicketPage({ sheet, photos, sitePhotos, revealed, revealUrl: url, name, say })
  })
}
