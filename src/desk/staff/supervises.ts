/** Who may act on work that is not their own. */
import type { Role } from './roles.ts'
import type { StaffMember } from './staff.ts'

/** servicedesk.md A2: the assignee acts; a lead, a dispatcher and a manager may for him. */
const SUPERVISING: readonly Role[] = ['lead', 'dispatcher', 'manager']

export function supervises(member: StaffMember): boolean {
  return actsAs(member, SUPERVISING)
}

/** servicedesk.md D6, 客服中心, and who leads it: these see every ticket of their projects. */
const AT_DESK: readonly Role[] = ['agent', 'dispatcher', 'lead', 'manager']

export function isAtDesk(member: StaffMember): boolean {
  return actsAs(member, AT_DESK)
}

/** Whether somebody of the house has one of these roles: what a role may do, no firm's people may. */
export function actsAs(
  member: Pick<StaffMember, 'kind' | 'roles'>,
  roles: readonly string[],
): boolean {
  return isOfTheHouse(member) && member.roles.some((role) => roles.includes(role))
}

/** A contractor's people act on what they were given and look at nothing else, whatever their role (E3, art. 21). */
export function isOfTheHouse(member: Pick<StaffMember, 'kind'>): boolean {
  return member.kind === 'own'
}
