/** Recurring faults in the console: their page, and writing down cause and cure. */
import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { formKey, freeForm, takeForm } from '../desk/board/form-posts.ts'
import { closeProblem, mayCloseProblem, problemsOf } from '../desk/problems/problem.ts'
import { type ConsoleDeps, visit, workAs } from './console-visit.ts'
import { renderProblems } from './problem-page.tsx'

const text = z
  .string()
  .transform((given) => given.replaceAll('\0', ''))
  .catch('')
const form = z.object({ key: text, cause: text, action: text })

interface Shown {
  readonly refused?: string
  readonly typed?: { readonly id: string; readonly cause: string; readonly action: string }
}

export function problemRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.get('/', (request, response) => show(deps, request, response, {}))
  router.post('/:id/close', (request, response) => close(deps, request, response))
  return router
}

async function show(
  deps: ConsoleDeps,
  request: Request,
  response: Response,
  { refused = '', typed = { id: '', cause: '', action: '' } }: Shown,
): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const { say, rules } = deps
  const [first] = seen.members
  if (!first) return response.redirect(303, '/console')
  const news = !refused && request.query['news'] === 'closed' ? 'closed' : ''
  const html = await workAs(deps, first, async (work) => {
    const of = seen.members.map(({ projectId }) => problemsOf(work, projectId))
    const problems = (await Promise.all(of)).flat()
    const mayClose = seen.members.some(mayCloseProblem)
    const maxChars = rules.tickets.max_chars
    return renderProblems({
      ...{
        say,
        name: seen.name,
        now: work.now,
        problems,
        mayClose,
        maxChars,
        news,
        refused,
        typed,
        key: randomUUID(),
      },
    })
  })
  response
    .status(refused ? 409 : 200)
    .type('html')
    .send(html)
}

/** Sent twice, the second leads to what came of the first; of another project it does not exist. */
async function close(
  deps: ConsoleDeps,
  request: Request<{ id: string }>,
  response: Response,
): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const { id } = request.params
  const sent = form.parse(request.body ?? {})
  const { cause, action } = sent
  let outcome = 'not_found'
  for (const member of seen.members) {
    outcome = await workAs(deps, member, async (work) => {
      const key = formKey(['problem', member.id, id], sent)
      const posted = await takeForm(work, key)
      if (!posted.isFirst) return 'ok'
      const closing = { problemId: id, rootCause: cause, action }
      const closed = await closeProblem(work, member, closing)
      if (closed !== 'ok') await freeForm(work.tx, key)
      return closed
    })
    if (outcome !== 'not_found') break
  }
  if (outcome !== 'ok') {
    return show(deps, request as Request, response, {
      refused: outcome,
      typed: { id, cause, action },
    })
  }
  deps.ring()
  response.redirect(303, '/console/problems?news=closed')
}
