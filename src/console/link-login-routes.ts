/** /login/link/<token>: the sandbox opens its console by a signed link that is good once, without the platform's pages. */
import { type Request, type Response, Router } from 'express'
import { isSpent, spendToken } from '../desk/access/spend.ts'
import { renderLinkDoor, renderLinkNews } from './link-login-page.tsx'
import type { SignedLinks } from './links.ts'
import { refuse } from './photo-routes.ts'
import type { DoorDeps, StaffDoor } from './staff-door.ts'

export interface LinkLoginDeps extends DoorDeps {
  readonly door: StaffDoor
  readonly links: Pick<SignedLinks, 'open'>
}

const HOME = '/console'

type At = Request<{ token: string }>

/** GET shows a button, so that whoever only looks, as previews do, uses nothing up; POST logs this browser in. */
export function linkLoginRoutes(deps: LinkLoginDeps): Router {
  const router = Router()
  router.get('/:token', (request: At, response) => look(deps, request, response))
  router.post('/:token', (request: At, response) => enter(deps, request, response))
  return router
}

interface Grant {
  readonly corpId: string
  readonly userId: string
}

async function look(deps: LinkLoginDeps, request: At, response: Response): Promise<void> {
  const { token } = request.params
  if (!grantOf(deps, token, response)) return
  const isUsed = await deps.db
    .transaction()
    .execute((tx) => isSpent({ tx, seals: deps.seals }, spentName(token)))
  if (isUsed) return news(deps, response, 'used')
  response.type('html').send(renderLinkDoor(deps.say, request.originalUrl))
}

/** Of two browsers that open it at the same moment one comes in. */
async function enter(deps: LinkLoginDeps, request: At, response: Response): Promise<void> {
  const { token } = request.params
  const grant = grantOf(deps, token, response)
  if (!grant) return
  const { db, seals, clock, rules } = deps
  const keepUntil = new Date(clock.now().getTime() + rules.sandbox_link_minutes * 60_000)
  const isFirst = await db
    .transaction()
    .execute((tx) => spendToken({ tx, seals }, spentName(token), { keepUntil }))
  if (!isFirst) return news(deps, response, 'used')
  if (await deps.door.letIn(request, response, grant)) return response.redirect(303, HOME)
  news(deps, response, 'nobody')
}

/** Null once the request was answered. */
function grantOf(deps: LinkLoginDeps, token: string, response: Response): Grant | null {
  const answer = deps.links.open(token)
  if (answer.outcome === 'expired') news(deps, response, 'late')
  if (answer.outcome === 'refused') refuse(deps.say, response, answer)
  if (answer.outcome !== 'open') return null
  const [kind, corpId, userId] = answer.grant
  if (kind === 'console' && corpId && userId) return { corpId, userId }
  refuse(deps.say, response, { outcome: 'refused' })
  return null
}

const spentName = (token: string) => `console/${token}`

function news({ say }: LinkLoginDeps, response: Response, which: 'used' | 'late' | 'nobody'): void {
  response.status(410).type('html').send(renderLinkNews(say, which))
}
