/** /login/admin: the local administrator comes in with a password, slowly and seldom. */
import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { tryPassword } from '../desk/access/local-admin.ts'
import { type AdminProblem, renderAdminLogin } from './admin-page.tsx'
import { localPath } from './local-path.ts'
import { perMinute } from './per-minute.ts'
import type { DoorDeps, StaffDoor } from './staff-door.ts'

interface AdminDeps extends DoorDeps {
  readonly door: StaffDoor
}

const HOME = '/console'
const form = z.object({ password: z.string().catch(''), to: z.string().catch('') })

const STATUS: Readonly<Record<AdminProblem, number>> = {
  wrong: 403,
  locked: 429,
  too_fast: 429,
  no_project: 409,
}

/** Behind the refusal of other sites' posts. What is posted is never kept or logged. */
export function adminRoutes(deps: AdminDeps): Router {
  const router = Router()
  router.get('/', (request, response) => {
    const to = localPath(request.query['to']) ?? HOME
    response.type('html').send(renderAdminLogin(deps.say, { to, problem: null }))
  })
  router.post(
    '/',
    perMinute(deps.rules.admin_tries_per_minute, (_request, response) =>
      refuse(deps, response, { to: HOME, problem: 'too_fast' }),
    ),
    express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 4 }),
    (request, response) => enter(deps, request, response),
  )
  return router
}

async function enter(deps: AdminDeps, request: Request, response: Response): Promise<void> {
  const { password, to: wanted } = form.parse(request.body ?? {})
  const to = localPath(wanted) ?? HOME
  const tried = await tryPassword(deps, deps.rules, password)
  if (tried !== 'ok') return refuse(deps, response, { to, problem: tried })
  if (await deps.door.letAdminIn(request, response)) return response.redirect(303, to)
  refuse(deps, response, { to, problem: 'no_project' })
}

function refuse(
  { say }: AdminDeps,
  response: Response,
  shown: { readonly to: string; readonly problem: AdminProblem },
): void {
  response.status(STATUS[shown.problem]).type('html').send(renderAdminLogin(say, shown))
}
