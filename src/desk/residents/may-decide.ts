/** Which staff may issue codes and decide about bindings of a building. */
import type { Role } from '../staff/roles.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import type { Work } from '../work.ts'

/**
 * The member doing this work when their role is one of `deciding_roles` and their area holds the building;
 * null for everybody else, owners and people who have left included.
 */
export async function deciderFor(
  work: Work,
  room: { readonly projectId: string; readonly buildingCode: string },
): Promise<StaffMember | null> {
  if (work.actor.kind !== 'staff') return null
  const member = await findStaff(work.tx, work.actor.staffId)
  if (!member || member.projectId !== room.projectId) return null
  const deciding = work.rules.residents.deciding_roles as Role[]
  if (!actsAs(member, deciding)) return null
  const hasArea = member.areas.length === 0 || member.areas.includes(room.buildingCode)
  return hasArea ? member : null
}
