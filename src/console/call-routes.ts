/** Logging for somebody who phones: the form, a look for the caller's homes, and the ticket, made once. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { boardChoices } from '../desk/board/board-choices.ts'
import { homesOfCaller } from '../desk/board/caller.ts'
import { formKey, freeForm, nameResult, takeForm } from '../desk/board/form-posts.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import { type CallerReport, logForCaller } from '../desk/tickets/log-for-caller.ts'
import type { TicketRow } from '../desk/tickets/ticket.ts'
import type { StoredBytes } from '../media/store-bytes.ts'
import { dropPhotos, keepPhotoRows, printOf, storePhotos } from '../media/store-photos.ts'
import { type CallForm, type CallProblem, readCall, reportOf } from './call-form.ts'
import { type CallView, renderCall } from './call-page.tsx'
import { renderHomes } from './caller-homes.tsx'
import { type ConsoleDeps, type Visit, visit, workAs } from './console-visit.ts'
import { readSentForm } from './form-with-files.ts'

export function callRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.get('/new', (request, response) =>
    inCall(deps, request, response, async (seen) => {
      const form = { ...readCall({}), key: randomUUID() }
      response
        .type('html')
        .send(await formPage(deps, seen, { form, problem: null, isPhotoLost: false }))
    }),
  )
  router.post('/homes', (request, response) =>
    inCall(deps, request, response, async (seen) => {
      const form = readCall(request.body)
      const member = memberOf(seen, form)
      const homes = member
        ? await workAs(deps, member, (work) => homesOfCaller(work, member, form.phone))
        : []
      response.type('html').send(renderHomes(deps.say, deps.rules, { homes, phone: form.phone }))
    }),
  )
  router.post('/', (request, response) =>
    inCall(deps, request, response, (seen) => submit(deps, request, response, seen)),
  )
  return router
}

async function inCall(
  deps: ConsoleDeps,
  request: Request,
  response: Response,
  run: (seen: Visit) => Promise<void>,
): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  if (seen.members.length === 0) return response.redirect(303, '/console')
  await run(seen)
}

/** As whom it is logged: of somebody with one project, without a question. */
function memberOf({ members }: Visit, { project }: CallForm): StaffMember | undefined {
  if (members.length === 1) return members[0]
  return members.find(({ projectId }) => projectId === project)
}

/** Nothing is read of anybody who may not log. */
async function submit(
  deps: ConsoleDeps,
  request: Request,
  response: Response,
  seen: Visit,
): Promise<void> {
  const sent = await readSentForm(request, response, deps.photos.rules.form_bytes)
  const { fields, files } = sent === 'too_large' ? { fields: {}, files: [] } : sent
  const form = readCall(fields)
  const logged = sent === 'too_large' ? sent : await log(deps, seen, { form, photos: files })
  if (typeof logged === 'string' || 'before' in logged) {
    const told =
      typeof logged === 'string'
        ? { problem: logged }
        : { problem: 'same_finished' as const, before: logged.before }
    const key = form.key || randomUUID()
    const shown = { form: { ...form, key }, isPhotoLost: files.length > 0, ...told }
    const html = await formPage(deps, seen, shown)
    return void response
      .status(logged === 'too_large' ? 413 : 422)
      .type('html')
      .send(html)
  }
  deps.ring()
  response.redirect(303, `/console/tickets/${logged.ticketId}?news=${logged.news}`)
}

async function log(
  deps: ConsoleDeps,
  seen: Visit,
  { form, photos }: Pick<SentCall, 'form' | 'photos'>,
): Promise<Logged | Before | CallProblem> {
  const member = memberOf(seen, form)
  if (!member) return 'no_project'
  const report = reportOf(form)
  if (typeof report === 'string') return report
  return await logWithPhotos(deps, member, { form, report, photos })
}

interface Logged {
  readonly ticketId: string
  readonly news: 'logged' | 'joined' | 'reopened'
}

interface SentCall {
  readonly form: CallForm
  readonly report: CallerReport
  readonly photos: readonly Uint8Array[]
}

/** Stored before anything is locked, and taken away again when no ticket keeps them. */
async function logWithPhotos(
  deps: ConsoleDeps,
  member: StaffMember,
  { photos, ...sent }: SentCall,
): Promise<Logged | Before | CallProblem> {
  if (photos.length > deps.rules.tickets.max_photos) return 'too_many'
  const stored = await storePhotos(deps.photos, photos)
  if (typeof stored === 'string') return stored
  const prints = photos.map(printOf)
  let isKept = false
  try {
    const logged = await logOnce(deps, member, { ...sent, prints, stored })
    isKept = typeof logged !== 'string' && 'isFirst' in logged && logged.isFirst
    return logged
  } finally {
    if (!isKept) await dropPhotos(deps.photos.storage, stored)
  }
}

interface StoredCall extends Omit<SentCall, 'photos'> {
  readonly prints: readonly string[]
  readonly stored: readonly StoredBytes[]
}

/** Nothing is logged yet: the same was finished there a few days ago. */
interface Before {
  readonly before: TicketRow
}

const NEWS = {
  ok: 'logged',
  duplicate: 'joined',
  same_open: 'joined',
  reopened: 'reopened',
} as const

/** A form that comes twice leads both times to the one ticket. */
function logOnce(
  deps: ConsoleDeps,
  member: StaffMember,
  { form, report, prints, stored }: StoredCall,
): Promise<(Logged & { readonly isFirst: boolean }) | Before | CallProblem> {
  return workAs(deps, member, async (work) => {
    const key = formKey(['call', member.id], { ...form, prints })
    const posted = await takeForm(work, key)
    if (!posted.isFirst && posted.subjectId) {
      return { ticketId: posted.subjectId, news: 'logged', isFirst: false }
    }
    const photos = stored.map((photo) => ({ ...photo, id: work.newId() }))
    const created = await logForCaller(work, { ...report, photos: photos.map(({ id }) => id) })
    if (!('ticket' in created)) {
      await freeForm(work.tx, key)
      return created.outcome
    }
    const { ticket, outcome } = created
    if (outcome === 'same_finished') {
      await freeForm(work.tx, key)
      return { before: ticket }
    }
    await keepPhotoRows(work.tx, photos, { corpId: ticket.corpId, now: work.now })
    await nameResult(work.tx, key, ticket.id)
    return { ticketId: ticket.id, news: NEWS[outcome], isFirst: true }
  })
}

async function formPage(
  deps: ConsoleDeps,
  seen: Visit,
  shown: Pick<CallView, 'form' | 'problem' | 'isPhotoLost' | 'before'>,
): Promise<string> {
  const [first] = seen.visitor.members
  const { projects } = await workAs(deps, first, (work) => boardChoices(work, seen.members))
  const { say, rules, photos } = deps
  return renderCall({ say, rules, photoRules: photos.rules, name: seen.name, projects, ...shown })
}
