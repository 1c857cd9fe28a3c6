/** What every door of the web chat needs: which project is asked for, and who asks. */
import type { NextFunction, Request, Response } from 'express'
import type { Database } from '../../database/open-database.ts'
import type { Address } from '../channel.ts'
import type { VisitorCookies } from './visitor.ts'

export interface Estate {
  readonly code: string
  readonly name: string
  readonly servicePhone: string | null
}

export interface ContextDeps {
  readonly db: Database
  readonly corpId: string
  readonly cookies: VisitorCookies
}

/** The projects of the company, oldest first. */
export async function estatesOf({ db, corpId }: ContextDeps): Promise<readonly Estate[]> {
  return db
    .selectFrom('project')
    .select(['code', 'name', 'servicePhone'])
    .where('corpId', '=', corpId)
    .orderBy('createdAt')
    .execute()
}

export async function estateOf(deps: ContextDeps, code: string): Promise<Estate | undefined> {
  return (await estatesOf(deps)).find((one) => one.code === code)
}

export function addressOf(deps: ContextDeps, project: string, visitor: string): Address {
  return { corpId: deps.corpId, channel: 'web-chat', account: project, user: visitor }
}

/** The visitor's address at the project of the path; answers the request itself when there is none. */
export async function visitorOf(
  deps: ContextDeps,
  request: Request<{ project: string }>,
  response: Response,
): Promise<Address | null> {
  const visitor = deps.cookies.read(request.get('cookie'))
  if (!visitor) return problem(response, 401, 'no-visitor')
  const { project } = request.params
  if (!(await estateOf(deps, project))) return problem(response, 404, 'no-project')
  return addressOf(deps, project, visitor)
}

/** The page knows these names and says them in its own words. */
type Problem =
  | 'no-visitor'
  | 'no-project'
  | 'not-from-page'
  | 'malformed'
  | 'too-long'
  | 'too-fast'
  | 'photo-kind'
  | 'photo-size'

export function problem(response: Response, status: number, name: Problem): null {
  response.status(status).json({ problem: name })
  return null
}

/** A form on another site can be made to post here, but not with this header. */
export function onlyFromThePage(request: Request, response: Response, next: NextFunction): void {
  if (request.get('x-guanjia-chat') === '1') next()
  else problem(response, 403, 'not-from-page')
}
