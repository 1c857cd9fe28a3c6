/** Reads departments and members from the platform: events get lost, and some never come. */
import type { Database, Tx } from '../../database/open-database.ts'
import { OPEN_STATES } from '../tickets/states.ts'
import { takeFromLeaver } from '../tickets/take-from-leaver.ts'
import type { Work } from '../work.ts'
import { applyStandings } from './apply-standings.ts'
import { keepDepartments } from './keep-departments.ts'
import type { DepartmentSeen, DirectoryPlatform } from './platform.ts'
import { type Told, toldOf } from './told.ts'

export interface DirectoryReading {
  readonly db: Database
  readonly platform: DirectoryPlatform
  readonly corpId: string
  readonly now: () => Date
  readonly makeWork: (tx: Tx) => Work
}

/**
 * Members of departments are on their lists; whoever of the roster is on none is asked for by name, for an app may
 * see a person and not their department. Nothing is changed unless all of it could be read.
 * @throws SendRefused when the platform refuses
 */
export async function readDirectory(deps: DirectoryReading): Promise<void> {
  const { db, platform, corpId, makeWork } = deps
  const askedAt = deps.now()
  const departments = await platform.departments()
  const told = await membersOf(platform, departments)
  for (const userId of await rosterOf(db, corpId)) {
    if (!told.has(userId)) told.set(userId, toldOf(await platform.member(userId)))
  }
  await db.transaction().execute(async (tx) => {
    await keepDepartments(tx, corpId, departments)
    await applyStandings(makeWork(tx), corpId, { told, askedAt })
    await takeWhatIsLeft(makeWork(tx), corpId)
  })
}

async function membersOf(
  platform: DirectoryPlatform,
  departments: readonly DepartmentSeen[],
): Promise<Map<string, Told>> {
  const told = new Map<string, Told>()
  for (const { id } of departments)
    for (const member of await platform.membersOf(id))
      told.set(member.userId.toLowerCase(), toldOf(member))
  return told
}

/** Ids in small letters of everybody the directory could have something to say about. */
async function rosterOf(db: Database, corpId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('staff')
    .select('userId')
    .distinct()
    .where('corpId', '=', corpId)
    .where((where) => where.or([where('leftAt', 'is', null), where('leftBy', '=', 'directory')]))
    .execute()
  return rows.map(({ userId }) => userId.toLowerCase())
}

/** An offer that was on its way to somebody while they left, or left by the book, and what they answered for: nobody else would end it. */
async function takeWhatIsLeft(work: Work, corpId: string): Promise<void> {
  const leavers = await work.tx
    .selectFrom('staff')
    .select(['staff.id', 'staff.name'])
    .where('staff.corpId', '=', corpId)
    .where('staff.leftAt', 'is not', null)
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(
          selectFrom('assignment')
            .select('assignment.id')
            .whereRef('assignment.staffId', '=', 'staff.id')
            .where('assignment.endedAt', 'is', null),
        ),
        exists(
          selectFrom('ticket')
            .select('ticket.id')
            .whereRef('ticket.firstResponderId', '=', 'staff.id')
            .where('ticket.state', 'in', [...OPEN_STATES]),
        ),
      ]),
    )
    .orderBy('staff.id')
    .execute()
  for (const leaver of leavers) await takeFromLeaver(work, leaver)
}
