/** What every page of the console begins with: who looks, and as which member of staff they do something. */
import type { Request, RequestHandler, Response } from 'express'
import type { WorkMaker } from '../conversation/work-maker.ts'
import type { Database } from '../database/open-database.ts'
import { boardMembers } from '../desk/board/board-scope.ts'
import type { Rules } from '../desk/rules.ts'
import type { StaffMember } from '../desk/staff/staff.ts'
import type { Work } from '../desk/work.ts'
import type { PhotoStore } from '../media/store-photos.ts'
import type { SignedLinks } from './links.ts'
import type { Say } from './say.ts'
import type { StaffDoor, Visitor } from './staff-door.ts'

export interface ConsoleDeps {
  readonly db: Database
  readonly makeWork: WorkMaker
  readonly rules: Rules
  readonly links: SignedLinks
  readonly door: StaffDoor
  readonly ownPages: RequestHandler
  /** Where photos that come with a form are kept. */
  readonly photos: PhotoStore
  readonly say: Say
  /** What is wrong with the flow files as they lie there, a line each; the desk goes on with those before. */
  readonly flowProblems: () => readonly string[]
  /** Something is to be sent: do not wait for the next round. */
  readonly ring: () => void
}

export interface Visit {
  readonly visitor: Visitor
  readonly name: string
  /** Their posts that look at the board. */
  readonly members: readonly StaffMember[]
}

/** Null once the request was answered. */
export async function visit(
  { door, rules }: ConsoleDeps,
  request: Request,
  response: Response,
): Promise<Visit | null> {
  const visitor = await door.admit(request, response)
  if (!visitor) return null
  return { visitor, name: visitor.members[0].name, members: boardMembers(rules, visitor.members) }
}

/** One transaction, done by this member of staff. */
export function workAs<Answer>(
  { db, makeWork }: Pick<ConsoleDeps, 'db' | 'makeWork'>,
  { id: staffId, corpId, projectId }: StaffMember,
  run: (work: Work) => Promise<Answer>,
): Promise<Answer> {
  const actor = { kind: 'staff', corpId, projectId, staffId, conversationId: null } as const
  return db.transaction().execute((tx) => run(makeWork(tx, actor)))
}
