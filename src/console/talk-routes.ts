/** Figures of talks as JSON, for managers: the way through each flow, and what nobody understood (dialogue.md D18). */
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { flowFigures, stepFigures, unmatchedSentences } from '../conversation/talk-figures.ts'
import { estateDay } from '../desk/residents/estate-day.ts'
import { actsAs } from '../desk/staff/supervises.ts'
import { type ConsoleDeps, visit, workAs } from './console-visit.ts'

const DAY_MS = 86_400_000
/** Shown when no days are asked for. */
const USUAL_DAYS = 30
const MOST_SENTENCES = 100

const wish = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() })

export function talkRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.get('/talks', (request, response) => figures(deps, request, response))
  return router
}

/** `?from=2026-11-01&to=2026-11-30`, both included; 400 for anything else, 403 for whoever manages nothing. */
async function figures(deps: ConsoleDeps, request: Request, response: Response): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const managing = seen.visitor.members.filter((member) => actsAs(member, ['manager']))
  const [first] = managing
  if (!first) return void response.status(403).json({ error: 'managers-only' })
  const asked = wish.safeParse(request.query)
  if (!asked.success) return void response.status(400).json({ error: 'from-to' })
  const answer = await workAs(deps, first, async (work) => {
    const to = asked.data.to ?? estateDay(work.now)
    const from = asked.data.from ?? estateDay(new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS))
    if (from > to) return null
    const projectIds = managing.map(({ projectId }) => projectId)
    const span = { corpId: first.corpId, projectIds, from, to }
    return {
      from,
      to,
      flows: await flowFigures(work.tx, span),
      steps: await stepFigures(work.tx, span),
      unmatched: await unmatchedSentences(work.tx, { ...span, limit: MOST_SENTENCES }),
    }
  })
  if (!answer) return void response.status(400).json({ error: 'from-to' })
  response.json(answer)
}
