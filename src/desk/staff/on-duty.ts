/** Who is on duty: by roster, role, trade and area. */
import { type SqlBool, sql } from 'kysely'
import type { Work } from '../work.ts'
import type { Role, Skill } from './roles.ts'
import { type StaffMember, staffMember } from './staff.ts'

export interface DutyQuestion {
  readonly projectId: string
  readonly at: Date
  /** Any of these roles; absent means any. */
  readonly roles?: readonly Role[]
  readonly skill?: Skill | null
  /** Only people whose area holds this building. */
  readonly buildingCode?: string | null
}

/** Members on duty at a moment, in a stable order. Roles outside `rostered_roles` need no shift. */
export async function onDutyStaff(work: Work, question: DutyQuestion): Promise<StaffMember[]> {
  const { projectId, at, roles, skill, buildingCode } = question
  let query = work.tx
    .selectFrom('staff')
    .selectAll('staff')
    .where('staff.projectId', '=', projectId)
    .where('staff.leftAt', 'is', null)
    .where(
      sql<SqlBool>`(NOT staff.roles <@ ${work.rules.staff.rostered_roles}::text[]
        OR EXISTS (SELECT 1 FROM roster_shift s WHERE s."staffId" = staff.id AND s.kind = 'duty'
             AND s."startAt" <= ${at} AND s."endAt" > ${at}))`,
    )
    .orderBy('staff.createdAt')
    .orderBy('staff.id')
  if (roles) query = query.where(sql<SqlBool>`staff.roles && ${[...roles]}::text[]`)
  if (skill) query = query.where(sql<SqlBool>`${skill} = ANY (staff.skills)`)
  if (buildingCode) {
    query = query.where(
      sql<SqlBool>`(cardinality(staff.areas) = 0 OR ${buildingCode} = ANY (staff.areas))`,
    )
  }
  return (await query.execute()).map(staffMember)
}

/** The leads to turn to for a trade and place: of the same trade and area, else of the area, else any. */
export async function leadsFor(
  work: Work,
  question: Omit<DutyQuestion, 'roles'>,
): Promise<StaffMember[]> {
  const { skill: _skill, ...anyTrade } = question
  const { buildingCode: _building, ...anywhere } = anyTrade
  for (const attempt of [question, anyTrade, anywhere]) {
    const leads = await onDutyStaff(work, { ...attempt, roles: ['lead'] })
    if (leads.length > 0) return leads
  }
  return []
}
