/** Lets members of staff in: by the session of their browser, or sends them to log in and back. */
import type { Request, Response } from 'express'
import type { Database } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import type { AccessRules } from '../desk/access/rules.ts'
import {
  type AccessWork,
  endSession,
  findSession,
  type Holder,
  openSession,
} from '../desk/access/sessions.ts'
import { adminMembers, LOCAL_ADMIN } from '../desk/staff/local-admin.ts'
import { type StaffMember, staffOfUser } from '../desk/staff/staff.ts'
import { cookieManner, cookieOf } from './cookies.ts'
import type { Say } from './say.ts'

export interface DoorDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Seals
  readonly rules: AccessRules
  readonly say: Say
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
  /** Logs the browser in as the local administrator; null while there is no project to look at. */
  letAdminIn(request: Request, response: Response): Promise<Visitor | null>
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
      const session =
        (await findSession(work, 'staff', token)) ?? (await findSession(work, 'admin', token))
      if (!session) return null
      const { corpId, holder: userId } = session
      const visitor =
        session.kind === 'admin'
          ? await adminVisitor(work)
          : await visitorBehind(work, { corpId, userId })
      if (!visitor) await endSession(work, token)
      return visitor
    })
  /** A session of its own: nothing the browser brought along goes on. */
  const give = async (work: AccessWork, request: Request, response: Response, of: Holder) => {
    await endSession(work, cookieOf(request, COOKIE))
    const { token } = await openSession(work, of)
    response.cookie(COOKIE, token, { ...manner, maxAge: deps.rules.staff_session_hours * 36e5 })
  }
  return {
    visitorOf,
    async admit(request, response) {
      response.set('Cache-Control', 'no-store')
      const visitor = await visitorOf(request)
      if (!visitor) askToLogIn(deps, request, response)
      return visitor
    },
    letIn: (request, response, who) =>
      inWork(async (work) => {
        const visitor = await visitorBehind(work, who)
        if (!visitor) return null
        const { corpId, userId: holder } = who
        await give(work, request, response, { corpId, kind: 'staff', holder })
        return visitor
      }),
    letAdminIn: (request, response) =>
      inWork(async (work) => {
        const visitor = await adminVisitor(work)
        if (visitor) await give(work, request, response, ADMIN)
        return visitor
      }),
    async letOut(request, response) {
      await inWork((work) => endSession(work, cookieOf(request, COOKIE)))
      response.clearCookie(COOKIE, manner)
    },
  }
}

/** Of no company: of this installation. */
const ADMIN: Holder = { corpId: '', kind: 'admin', holder: LOCAL_ADMIN }

async function adminVisitor({ tx }: AccessWork): Promise<Visitor | null> {
  const [first, ...others] = await adminMembers(tx)
  return first ? { userId: LOCAL_ADMIN, members: [first, ...others] } : null
}

async function visitorBehind(
  { tx }: AccessWork,
  { corpId, userId }: Member,
): Promise<Visitor | null> {
  const [first, ...others] = await staffOfUser(tx, corpId, userId)
  return first ? { userId, members: [first, ...others] } : null
}

/** A picture inside a page cannot log in; whoever opens the page can. */
function askToLogIn(deps: DoorDeps, request: Request, response: Response): void {
  const wanted = request.get('sec-fetch-dest')
  if (wanted !== undefined && wanted !== 'document') {
    return void response.status(401).type('text').send(deps.say('page.log_in'))
  }
  response.redirect(303, `/login?to=${encodeURIComponent(request.originalUrl)}`)
}
