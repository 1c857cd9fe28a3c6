/** The page of a ticket behind a signed link: for one member of staff, while the link is good. */
import { type Request, type Response, Router } from 'express'
import type { WorkMaker } from '../conversation/work-maker.ts'
import type { Database } from '../database/open-database.ts'
import { findStaff } from '../desk/staff/staff.ts'
import { revealContact } from '../desk/tickets/contact-phone.ts'
import { ticketSheet } from '../desk/tickets/ticket-sheet.ts'
import type { Work } from '../desk/work.ts'
import type { SignedLinks } from './links.ts'
import { refuse } from './photo-routes.ts'
import { renderTicketPage } from './ticket-page.tsx'

export interface TicketRouteDeps {
  readonly db: Database
  readonly makeWork: WorkMaker
  readonly links: SignedLinks
}

/** GET shows the page with the phone masked; POST shows the phone and notes who looked. */
export function ticketRoutes(deps: TicketRouteDeps): Router {
  const router = Router()
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
  if (answer.outcome !== 'open' || answer.grant[0] !== 'ticket') return refuse(response, answer)
  const [, ticketId = '', staffId = ''] = answer.grant
  const html = await deps.db.transaction().execute(async (tx) => {
    const work = await workOf(deps, tx, staffId)
    const sheet = work && (await ticketSheet(work, ticketId))
    if (!work || !sheet) return null
    const revealed = wantsPhone ? ((await revealContact(work, ticketId)).phone ?? null) : null
    const photos = sheet.photoIds.map((id) => deps.links.photo(id, staffId))
    return renderTicketPage({ sheet, photos, revealed, revealUrl: request.originalUrl })
  })
  // Somebody who left, or a ticket of another project: the link opens nothing any more.
  if (html === null) return refuse(response, { outcome: 'refused' })
  response.set('Cache-Control', 'no-store')
  response.type('html').send(html)
}

async function workOf(
  { makeWork }: TicketRouteDeps,
  tx: Work['tx'],
  staffId: string,
): Promise<Work | null> {
  const member = await findStaff(tx, staffId)
  if (!member) return null
  const { corpId, projectId } = member
  return makeWork(tx, { kind: 'staff', corpId, projectId, staffId, conversationId: null })
}
