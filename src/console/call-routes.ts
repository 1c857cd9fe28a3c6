/** Logging for somebody who phones: the form, a look for the caller's homes, and the ticket, made once. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { boardChoices } from '../desk/board/board-choices.ts'
import { homesOfCaller } from '../desk/board/caller.ts'
import { formKey, freeForm, nameResult, takeForm } from '../desk/board/form-posts.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import { logForCaller } from '../desk/tickets/log-for-caller.ts'
import type { Report } from '../desk/tickets/report.ts'
import { type CallForm, type CallProblem, readCall, reportOf } from './call-form.ts'
import { renderCall, renderHomes } from './call-page.tsx'
import { type ConsoleDeps, type Visit, visit, workAs } from './console-visit.ts'

export function callRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.get('/new', (request, response) =>
    inCall(deps, request, response, async (seen) => {
      const form = { ...readCall({}), key: randomUUID() }
      response.type('html').send(await formPage(deps, seen, { form, problem: null }))
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

async function submit(
  deps: ConsoleDeps,
  request: Request,
  response: Response,
  seen: Visit,
): Promise<void> {
  const form = readCall(request.body)
  const member = memberOf(seen, form)
  const report = reportOf(form)
  const logged = !member
    ? 'no_project'
    : typeof report === 'string'
      ? report
      : await logOnce(deps, member, { form, report })
  if (typeof logged === 'string') {
    const html = await formPage(deps, seen, { form, problem: logged })
    return void response.status(422).type('html').send(html)
  }
  deps.ring()
  response.redirect(303, `/console/tickets/${logged.ticketId}?news=${logged.news}`)
}

interface Logged {
  readonly ticketId: string
  readonly news: 'logged' | 'joined'
}

/** A form that comes twice leads both times to the one ticket. */
function logOnce(
  deps: ConsoleDeps,
  member: StaffMember,
  { form, report }: { readonly form: CallForm; readonly report: Report },
): Promise<Logged | CallProblem> {
  return workAs(deps, member, async (work) => {
    const key = formKey(['call', member.id], form)
    const posted = await takeForm(work, key)
    if (!posted.isFirst && posted.subjectId) return { ticketId: posted.subjectId, news: 'logged' }
    const created = await logForCaller(work, report)
    if (!('ticket' in created)) {
      await freeForm(work.tx, key)
      return created.outcome
    }
    const { ticket, outcome } = created
    await nameResult(work.tx, key, ticket.id)
    return { ticketId: ticket.id, news: outcome === 'ok' ? 'logged' : 'joined' }
  })
}

async function formPage(
  deps: ConsoleDeps,
  seen: Visit,
  { form, problem }: { readonly form: CallForm; readonly problem: CallProblem | null },
): Promise<string> {
  const [first] = seen.visitor.members
  const { projects } = await workAs(deps, first, (work) => boardChoices(work, seen.members))
  const { say, rules } = deps
  return renderCall({ say, rules, name: seen.name, form, problem, projects })
}
