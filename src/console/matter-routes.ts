/** A ticket in the console: everything about it, and what a supervisor does with it. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { memberFor } from '../desk/board/board-scope.ts'
import { formKey, freeForm, takeForm } from '../desk/board/form-posts.ts'
import { isStaleForm } from '../desk/board/stale-form.ts'
import { ticketStory } from '../desk/board/ticket-story.ts'
import { contractorSide } from '../desk/contractors/contractor-side.ts'
import { isLocalAdmin } from '../desk/staff/local-admin.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import { isAtDesk, supervises } from '../desk/staff/supervises.ts'
import { workersOf } from '../desk/staff/workers.ts'
import { categoryOf } from '../desk/tickets/categories.ts'
import { revealContact } from '../desk/tickets/contact-phone.ts'
import { helperLines } from '../desk/tickets/help/helper-lines.ts'
import { callable } from '../desk/tickets/help/wanted.ts'
import { linkedTickets } from '../desk/tickets/linked-tickets.ts'
import { mayLink } from '../desk/tickets/linking.ts'
import { canReopen, reopenableUntil } from '../desk/tickets/reopen.ts'
import { holderOf } from '../desk/tickets/staff-step.ts'
import { mayTellComplainant } from '../desk/tickets/tell-complainant.ts'
import { findTicket } from '../desk/tickets/ticket.ts'
import { progressOf } from '../desk/tickets/ticket-lines.ts'
import { ticketSheet } from '../desk/tickets/ticket-sheet.ts'
import type { Work } from '../desk/work.ts'
import { type ConsoleDeps, type Visit, visit, workAs } from './console-visit.ts'
import type { MatterNews } from './matter.ts'
import type { Done, MatterAct } from './matter-act.ts'
import { MATTER_ACTS } from './matter-acts.ts'
import { renderMatter, renderNoMatter } from './matter-page.tsx'

/** What is too long is cut where it is kept; the database takes no NUL. */
const text = z
  .string()
  .transform((given) => given.replaceAll('\0', ''))
  .catch('')
const form = z.object({ key: text, version: text, to: text, text, day: text })

/** What was done here, or before on the page of calls. */
const NEWS: readonly string[] = [
  ...Object.values(MATTER_ACTS).map(({ news }) => news),
  'assigned_off_duty',
  'called_off_duty',
  'continued',
  'logged',
  'joined',
]

export function matterRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.get('/:id', (request, response) => show(deps, request, response, {}))
  router.post('/:id/phone', (request, response) =>
    show(deps, request, response, { wantsPhone: true }),
  )
  for (const [name, act] of Object.entries(MATTER_ACTS)) {
    const handle = (request: At, response: Response) =>
      change(deps, request, response, { ...act, name })
    router.post(`/:id/${name}`, handle)
  }
  return router
}

interface Shown {
  readonly wantsPhone?: boolean
  /** Why it was not done. */
  readonly refused?: string
  readonly refusedAct?: string
  /** What was typed and is not lost. */
  readonly typed?: string
  readonly chosen?: string
}

type At = Request<{ id: string }>

async function show(
  deps: ConsoleDeps,
  request: At,
  response: Response,
  shown: Shown,
): Promise<void> {
  const found = await find(deps, request, response)
  if (!found) return
  const { member, seen } = found
  const given = String(request.query['news'] ?? '')
  const news: MatterNews = {
    news: !shown.refused && NEWS.includes(given) ? given : '',
    refused: shown.refused ?? '',
    refusedAct: shown.refusedAct ?? '',
    typed: shown.typed ?? '',
    chosen: shown.chosen ?? '',
  }
  const html = await workAs(deps, member, (work) =>
    pageOf(deps, work, {
      ticketId: request.params.id,
      member,
      seen,
      news,
      wantsPhone: shown.wantsPhone ?? false,
    }),
  )
  response
    .status(shown.refused ? 409 : 200)
    .type('html')
    .send(html)
}

/** As whom they look at it; a ticket that is not theirs to see does not exist. */
async function find(deps: ConsoleDeps, request: At, response: Response) {
  const seen = await visit(deps, request, response)
  if (!seen) return null
  const [first] = seen.visitor.members
  const member = await workAs(deps, first, async (work) => {
    const ticket = await findTicket(work.tx, plainId(request.params.id))
    return ticket ? await memberFor(work, seen.members, ticket) : undefined
  })
  if (member) return { member, seen }
  response.status(404).type('html').send(renderNoMatter(deps.say, seen.name))
  return null
}

const plainId = (id: string) => (/^[\w-]{1,64}$/.test(id) ? id : '')

interface PageQuestion {
  readonly ticketId: string
  readonly member: StaffMember
  readonly seen: Visit
  readonly news: MatterNews
  readonly wantsPhone: boolean
}

async function pageOf({ say, rules, links }: ConsoleDeps, work: Work, asked: PageQuestion) {
  const { ticketId, member, seen, news, wantsPhone } = asked
  const revealed = wantsPhone ? ((await revealContact(work, ticketId)).phone ?? null) : null
  const sheet = await ticketSheet(work, ticketId)
  const ticket = await findTicket(work.tx, ticketId)
  if (!sheet || !ticket) return renderNoMatter(say, seen.name)
  const mayAssign = supervises(member)
  const { handlers } = categoryOf(rules.categories, ticket.category)
  const urlOf = (fileId: string) => links.photo(fileId, member.id)
  return renderMatter({
    ...{ say, rules, now: work.now, name: seen.name, news, revealed, sheet, ticket, mayAssign },
    mayTakeOver: isAtDesk(member) && !isLocalAdmin(member.id),
    mayTell: await mayTellComplainant(work, { staff: member, ticket }),
    mayLink: mayLink(member),
    mayCorrect: isAtDesk(member),
    reopenUntil: canReopen(work, ticket) ? reopenableUntil(work, ticket) : null,
    linked: await linkedTickets(work, ticketId, member),
    holder: await holderOf(work, ticket),
    progress: await progressOf(work, ticket),
    story: await ticketStory(work, ticketId),
    workers: mayAssign ? await workersOf(work, ticket.projectId, handlers) : [],
    contractor: await contractorSide(work, ticket, member),
    helpers: await helperLines(work.tx, ticketId),
    callable: mayAssign && ticket.assigneeId ? await callable(work, ticket) : [],
    photos: sheet.photoIds.map(urlOf),
    sitePhotos: sheet.sitePhotos.map((one) => ({ ...one, url: urlOf(one.fileId) })),
    photoUrls: new Map(sheet.sitePhotos.map(({ fileId }) => [fileId, urlOf(fileId)])),
    key: randomUUID(),
  })
}

/** Done once, where it matters on the ticket as it was shown; who comes too late sees what it is now. */
async function change(
  deps: ConsoleDeps,
  request: At,
  response: Response,
  act: MatterAct & { readonly name: string },
): Promise<void> {
  const found = await find(deps, request, response)
  if (!found) return
  const { member } = found
  const { id: ticketId } = request.params
  const sent = form.parse(request.body ?? {})
  const answer = await workAs(deps, member, async (work): Promise<Done> => {
    const key = formKey([act.name, member.id, ticketId], sent)
    const posted = await takeForm(work, key)
    if (!posted.isFirst) return { outcome: 'ok' }
    const isStale = act.needsFresh && (await isStaleForm(work, ticketId, sent.version))
    const done = isStale ? { outcome: 'faster' } : await act.run(work, ticketId, sent)
    if (done.outcome !== 'ok') await freeForm(work.tx, key)
    return done
  })
  if (answer.outcome !== 'ok') {
    const typed = act.keepsText ? sent.text : ''
    const refusal = { refused: answer.outcome, refusedAct: act.name, typed, chosen: sent.to }
    return show(deps, request, response, refusal)
  }
  deps.ring()
  const news = answer.news ?? (answer.offDuty ? `${act.news}_off_duty` : act.news)
  response.redirect(303, `/console/tickets/${ticketId}?news=${news}`)
}
