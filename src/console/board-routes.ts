/** The board: its page, its live part, its search. Technicians find their own tickets here. */
import express, { type Request, type Response, Router } from 'express'
import { boardChoices } from '../desk/board/board-choices.ts'
import { type BoardFilter, boardPage } from '../desk/board/board-rows.ts'
import { phoneHashOf } from '../desk/board/board-search.ts'
import { actsAs } from '../desk/staff/supervises.ts'
import type { Work } from '../desk/work.ts'
import { liveBoard } from './board-live.tsx'
import { type Choices, renderBoard } from './board-page.tsx'
import { afterOf, boardUrl, filterOf } from './board-query.ts'
import { callRoutes } from './call-routes.ts'
import { type ConsoleDeps, type Visit, visit, workAs } from './console-visit.ts'
import { matterRoutes } from './matter-routes.ts'
import { renderBadPage, renderOwnJobs, showOwnJobs } from './own-jobs.tsx'
import { problemRoutes } from './problem-routes.ts'
import { talkRoutes } from './talk-routes.ts'

export function consoleRoutes(deps: ConsoleDeps): Router {
  const router = Router()
  router.use(deps.ownPages)
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 40 }))
  router.get('/', (request, response) => board(deps, request, response))
  router.get('/live', (request, response) => live(deps, request, response))
  router.post('/search', (request, response) => search(deps, request, response))
  router.use('/tickets', matterRoutes(deps))
  router.use('/calls', callRoutes(deps))
  router.use('/problems', problemRoutes(deps))
  router.use('/api', talkRoutes(deps))
  return router
}

async function board(deps: ConsoleDeps, request: Request, response: Response): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const [member] = seen.members
  if (!member) {
    return void response
      .type('html')
      .send(renderOwnJobs(deps.say, seen.name, await showOwnJobs(deps, seen)))
  }
  const { say, rules } = deps
  const filter = filterOf(request.query, rules.board.max_chars)
  const after = afterOf(request.query['after'])
  if (after === undefined) {
    return void response
      .status(400)
      .type('html')
      .send(renderBadPage(say, seen.name, boardUrl(filter)))
  }
  const html = await workAs(deps, member, async (work) => {
    const page = await boardPage(work, seen.members, { filter, after })
    const choices = await choicesOf(deps, work, seen)
    const flowProblems = problemsFor(deps, seen)
    const shown = liveBoard({ say, rules, now: work.now, filter, after, page, flowProblems })
    return renderBoard({ say, name: seen.name, filter, choices, live: shown })
  })
  response.type('html').send(html)
}

/** 204 when the open board has all there is. */
async function live(deps: ConsoleDeps, request: Request, response: Response): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const [member] = seen.members
  const after = afterOf(request.query['after'])
  if (!member || after === undefined) return void response.status(400).end()
  const { say, rules } = deps
  const filter = filterOf(request.query, rules.board.max_chars)
  const shown = await workAs(deps, member, async (work) => {
    const page = await boardPage(work, seen.members, { filter, after })
    const flowProblems = problemsFor(deps, seen)
    return liveBoard({ say, rules, now: work.now, filter, after, page, flowProblems })
  })
  if (request.query['seen'] === shown.mark) return void response.status(204).end()
  response.type('html').send(shown.html)
}

/** A manager has the files mended, or whoever edited them told. */
function problemsFor({ flowProblems }: ConsoleDeps, { members }: Visit): readonly string[] {
  return members.some((member) => actsAs(member, ['manager'])) ? flowProblems() : []
}

/** A whole phone goes on as its keyed hash, whatever else as it was typed. */
async function search(deps: ConsoleDeps, request: Request, response: Response): Promise<void> {
  const seen = await visit(deps, request, response)
  if (!seen) return
  const [member] = seen.members
  if (!member) return response.redirect(303, '/console')
  const filter = filterOf({ ...request.body, tel: '' }, deps.rules.board.max_chars)
  const hash = await workAs(deps, member, async (work) => phoneHashOf(work, filter.search.text))
  const found: BoardFilter = hash ? { ...filter, search: { text: '', phoneHash: hash } } : filter
  response.redirect(303, boardUrl(found))
}

async function choicesOf(
  { say, rules }: ConsoleDeps,
  work: Work,
  { members }: Visit,
): Promise<Choices> {
  const { projects, buildings, people } = await boardChoices(work, members)
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({
    value: id,
    words: name,
  })
  return {
    projects: projects.map(named),
    people: people.map(named),
    buildings: buildings.map((code) => ({
      value: code,
      words: say('board.building_name', { code }),
    })),
    kinds: Object.entries(rules.categories.kinds).map(([value, { words }]) => ({ value, words })),
  }
}
