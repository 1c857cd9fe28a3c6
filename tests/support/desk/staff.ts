/** Members of staff for a test, with a shift for those who need one. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/database/open-database.ts'
import type { Role, Skill } from '../../../src/desk/staff/roles.ts'
import type { StaffActor } from '../../../src/desk/work.ts'

export interface Someone {
  readonly name: string
  readonly roles: readonly Role[]
  readonly projectId?: string
  readonly corpId?: string
  readonly skills?: readonly Skill[]
  readonly areas?: readonly string[]
  /** Good for ever; absent: those their trades are taught with. */
  readonly certificates?: readonly string[]
  /** The shift; absent: a technician is on duty for the whole of 2026 and 2027. */
  readonly shift?: { readonly from: string; readonly to: string } | null
  readonly leftAt?: string
}

export const PROJECT = 'project-1'

/** What whoever learnt a trade may do by law: with it the rules send them to any work of that trade. */
const TAUGHT: Readonly<Partial<Record<Skill, readonly string[]>>> = {
  plumbing_power: ['electrician', 'fire'],
  low_voltage: ['electrician'],
  masonry: ['height'],
  lift: ['lift'],
}

const LONG_SHIFT = { from: '2026-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' }

/** The id of the member. The directory id is the name. */
export async function aStaffMember(db: Database, someone: Someone): Promise<string> {
  const { name, roles, projectId = PROJECT, corpId = 'corp-1', skills = [], areas = [] } = someone
  const id = randomUUID()
  await db
    .insertInto('staff')
    .values({
      id,
      corpId,
      projectId,
      userId: name,
      name,
      roles: [...roles],
      skills: [...skills],
      areas: [...areas],
      createdAt: new Date('2026-01-01T00:00:00Z'),
      leftAt: someone.leftAt ? new Date(someone.leftAt) : null,
    })
    .execute()
  const taught = new Set(skills.flatMap((skill) => TAUGHT[skill] ?? []))
  for (const kind of someone.certificates ?? taught) {
    const certificate = { id: randomUUID(), projectId, staffId: id, kind, createdAt: new Date(0) }
    await db.insertInto('certificate').values(certificate).execute()
  }
  const shift = someone.shift === undefined ? LONG_SHIFT : someone.shift
  if (!shift) return id
  await db
    .insertInto('roster_shift')
    .values({
      id: randomUUID(),
      projectId,
      staffId: id,
      kind: 'duty',
      startAt: new Date(shift.from),
      endAt: new Date(shift.to),
    })
    .execute()
  return id
}

/** The actor a member's tap is done by. */
export function actorOf(staffId: string, projectId = PROJECT): StaffActor {
  return { kind: 'staff', corpId: 'corp-1', projectId, staffId, conversationId: null }
}
