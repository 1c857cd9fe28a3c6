/** Lets members of staff in: by the session of their browser, or sends them to log in and back. */
import type { Request, Response } from 'express'
import type { Database } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import type { AccessRules } from '../desk/access/rules.ts'
import { type AccessWork, endSession, findSession, openSession } from '../desk/access/sessions.ts'
import { type StaffMember, staffOfUser } from '../desk/staff/staff.ts'
import { cookieManner, cookieOf } from './cookies.ts'

export interface DoorDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Seals
  readonly rules: AccessRules
  /** Reached over https from outside. */
  readonly isSecure: boolean
}

/** Somebody who works here now. */
export interface Visitor {
  readonly userId: string
  /** What they are in each project they work for, at least one. */
  readonly members: readonly [StaffMember, ...StaffMember[]]
}

export interface StaffDoor {
  /** Null once the request was answered: sent to log in, or told that it needs one. */
  admit(request: Request, response: Response): Promise<Visitor | null>
  /** Who the browser is logged in as; null when as nobody. */
  visitorOf(request: Request): Promise<Visitor | null>
  /** Logs the browser in as this member, whoever it was before; null for somebody who does not work here. */
  letIn(request: Request, response: Response, who: Member): Promise<Visitor | null>
  letOut(request: Request, response: Response): Promise<void>
}

/** A member as the platform tells of them. */
interface Member {
  readonly corpId: string
  readonly userId: string
}

const COOKIE = 'guanjia_staff'

export function openStaffDoor(deps: DoorDeps): StaffDoor {
  const { db, clock } = deps
  const manner = cookieManner(deps.isSecure, '/')
  const inWork = <Answer>(run: (work: AccessWork) => Promise<Answer>) =>
    db.transaction().execute((tx) => run({ ...deps, tx, now: clock.now() }))
  const visitorOf = (request: Request) =>
    inWork(async (work) => {
      const token = cookieOf(request, COOKIE)
      const session = await findSession(work, 'staff', token)
      if (!session) return null
      const { corpId, holder: userId } = session
      const visitor = await visitorBehind(work, { corpId, userId })
      if (!visitor) await endSession(work, token)
      return visitor
    })
  return {
    visitorOf,
    async admit(request, response) {
      response.set('Cache-Control', 'no-store')
      const visitor = await visitorOf(request)
      if (!visitor) askToLogIn(request, response)
      return visitor
    },
    letIn: (request, response, who) =>
      inWork(async (work) => {
        const visitor = await visitorBehind(work, who)
        if (!visitor) return null
        await endSession(work, cookieOf(request, COOKIE))
        const { token } = await openSession(work, {
          corpId: who.corpId,
          kind: 'staff',
          holder: who.userId,
        })
        response.cookie(COOKIE, token, { ...manner, maxAge: deps.rules.staff_session_hours * 36e5 })
        return visitor
      }),
    async letOut(request, response) {
      await inWork((work) => endSession(work, cookieOf(request, COOKIE)))
      response.clearCookie(COOKIE, manner)
    },
  }
}

async function visitorBehind(
  { tx }: AccessWork,
  { corpId, userId }: Member,
): Promise<Visitor | null> {
  const [first, ...others] = await staffOfUser(tx, corpId, userId)
  return first ? { userId, members: [first, ...others] } : null
}

/** A picture inside a page cannot log in; whoever opens the page can. */
function askToLogIn(request: Request, response: Response): void {
  const wanted = request.get('sec-fetch-dest')
  if (wanted !== undefined && wanted !== 'document') {
    return void response.status(401).type('text').send('请先登录')
  }
  response.redirect(303, `/login?to=${encodeURIComponent(request.originalUrl)}`)
}
