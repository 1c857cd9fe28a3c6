/** Which staff may write notices, decide about them and steer them. */
import type { Role } from '../staff/roles.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import type { Work } from '../work.ts'

/** The member doing this work when one of their roles is among `roles`; null for everybody else. */
async function memberWith(
  work: Work,
  projectId: string,
  roles: readonly Role[],
): Promise<StaffMember | null> {
  if (work.actor.kind !== 'staff' || work.actor.projectId !== projectId) return null
  const member = await findStaff(work.tx, work.actor.staffId)
  if (member?.projectId !== projectId) return null
  return actsAs(member, roles) ? member : null
}

export function writerOf(work: Work, projectId: string): Promise<StaffMember | null> {
  return memberWith(work, projectId, work.rules.notices.writing_roles)
}

export function approverOf(work: Work, projectId: string): Promise<StaffMember | null> {
  return memberWith(work, projectId, work.rules.notices.approving_roles)
}
