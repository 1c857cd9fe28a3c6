/** Who may act on work that is not their own. */
import type { Role } from './roles.ts'
import type { StaffMember } from './staff.ts'

/** servicedesk.md A2: the assignee acts; a lead, a dispatcher and a manager may for him. */
const SUPERVISING: readonly Role[] = ['lead', 'dispatcher', 'manager']

export function supervises(member: StaffMember): boolean {
  return member.roles.some((role) => SUPERVISING.includes(role))
}
