/** Who is on duty: by roster, role, trade and area. */
import { type SqlBool, sql } from 'kysely'
import { coversPlace } from '../staff/areas.ts'
import type { Role, Skill } from '../staff/roles.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { readPlan } from './read-plan.ts'
import { type Standing, standingsAt } from './standings.ts'

export interface DutyQuestion {
  readonly projectId: string
  readonly at: Date
  /** Any of these roles; absent means any. */
  readonly roles?: readonly Role[]
  readonly skill?: Skill | null
  /** Only people whose area holds this building. */
  readonly buildingCode?: string | null
}

/** Somebody of the project, and how they stand with the roster. Their areas are those of the hours they work. */
export interface OnRoster {
  readonly staff: StaffMember
  readonly standing: Standing
}

/** Everybody of a project who has not left, in a stable order, with where they stand at a moment and why. */
export async function rosterOf(
  work: Work,
  { projectId, at, roles }: Pick<DutyQuestion, 'projectId' | 'at' | 'roles'>,
): Promise<readonly OnRoster[]> {
  const moment = { startAt: at.getTime(), endAt: at.getTime() + 1 }
  const standings = standingsAt(await readPlan(work, projectId, moment), moment.startAt)
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .$if(roles !== undefined, (query) =>
      query.where(sql<SqlBool>`roles && ${[...(roles ?? [])]}::text[]`),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.flatMap((row) => {
    const standing = standings.get(row.id)
    return standing ? [{ staff: { ...staffMember(row), areas: standing.areas }, standing }] : []
  })
}

/** Members on duty at a moment, in a stable order; where nobody is, those on standby. */
export async function onDutyStaff(work: Work, question: DutyQuestion): Promise<StaffMember[]> {
  const { skill, buildingCode } = question
  const fitting = (await rosterOf(work, question)).filter(
    ({ staff }) => (!skill || staff.skills.includes(skill)) && coversPlace(staff, { buildingCode }),
  )
  for (const state of ['duty', 'standby']) {
    const found = fitting.filter(({ standing }) => standing.state === state)
    if (found.length > 0) return found.map(({ staff }) => staff)
  }
  return []
}
