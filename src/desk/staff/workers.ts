/** Whom a job can be given to, as they stand in a list to choose from. */

import { onDutyStaff } from '../roster/on-duty.ts'
import type { Work } from '../work.ts'
import { projectStaff } from './project-staff.ts'
import { type Role, type Skill, tradesOf } from './roles.ts'

export interface Worker {
  /** The directory id. */
  readonly id: string
  readonly staffId: string
  readonly name: string
  /** In words: 水电、木工. */
  readonly trades: string
  readonly skills: readonly Skill[]
  readonly on_duty: boolean
}

/** Who mends things. */
const MENDERS: readonly Role[] = ['technician']

/** Everybody of the project with such a role, and those who lead them; who is on duty comes first. */
export async function workersOf(
  work: Work,
  projectId: string,
  handlers = MENDERS,
): Promise<readonly Worker[]> {
  const roles: readonly Role[] = [...handlers, 'lead']
  const onDuty = await onDutyStaff(work, { projectId, at: work.now, roles })
  const everybody = await projectStaff(work.tx, projectId, roles)
  const workers = everybody.map((member) => ({
    id: member.userId,
    staffId: member.id,
    name: member.name,
    trades: tradesOf(member),
    skills: member.skills,
    on_duty: onDuty.some(({ id }) => id === member.id),
  }))
  return [...workers.filter((one) => one.on_duty), ...workers.filter((one) => !one.on_duty)]
}
