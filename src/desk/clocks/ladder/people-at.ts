/** Whom a level calls: the assignee, who answers for it, and those on duty in the roles it names. */
import { leadsFor } from '../../roster/leads-for.ts'
import { onDutyStaff } from '../../roster/on-duty.ts'
import { rosteredFor } from '../../roster/rostered-for.ts'
import type { Role } from '../../staff/roles.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { type RosterTarget, rosterTarget, type Target } from '../chain-rules.ts'
import type { SubjectView } from '../subject-view.ts'

export interface Called {
  readonly target: Target
  readonly member: StaffMember
}

/** Roles behind the targets that are a role; servicedesk.md D6: the service centre is its agents and dispatchers. */
const ROLES_OF = {
  dispatcher: ['dispatcher'],
  'service-centre': ['agent', 'dispatcher'],
  manager: ['manager'],
} as const satisfies Partial<Record<Target, readonly Role[]>>

/** Everybody once, under the first target that names them. The group robot is no person. */
export async function peopleAt(
  work: Work,
  targets: readonly Target[],
  view: SubjectView,
): Promise<readonly Called[]> {
  const called = new Map<string, Called>()
  for (const target of targets) {
    const members = await membersOf(work, target, view)
    for (const member of view.callable ? await view.callable(members) : members) {
      if (!called.has(member.id)) called.set(member.id, { target, member })
    }
  }
  return [...called.values()]
}

async function membersOf(
  work: Work,
  target: Target,
  view: SubjectView,
): Promise<readonly StaffMember[]> {
  const { projectId, skill, buildingCode, teamId = null } = view
  switch (target) {
    case 'robot':
      return []
    case 'assignee':
      return theAssignee(work, view)
    case 'responder':
      return theResponder(work, view)
    case 'lead':
      return leadsFor(work, { projectId, at: work.now, skill, buildingCode, teamId })
    case 'dispatcher':
    case 'service-centre':
    case 'manager':
      return onDutyStaff(work, { projectId, at: work.now, roles: ROLES_OF[target] })
    default:
      return thoseOnRoster(work, target, view)
  }
}

async function thoseOnRoster(
  work: Work,
  target: RosterTarget,
  { projectId, skill, buildingCode }: SubjectView,
): Promise<readonly StaffMember[]> {
  const asked = rosterTarget(target)
  if (!asked) return []
  const { shift: state, role } = asked
  const roles = role ? { roles: [role] } : {}
  return rosteredFor(work, { projectId, at: work.now, state, skill, buildingCode, ...roles })
}

/** Only while they are on duty: the others of the level are there for them. */
async function theResponder(work: Work, view: SubjectView): Promise<readonly StaffMember[]> {
  const { projectId, responderStaffId, assigneeStaffId } = view
  // Whoever has it themselves is reminded of it as that.
  if (!responderStaffId || responderStaffId === assigneeStaffId) return []
  const onDuty = await onDutyStaff(work, { projectId, at: work.now })
  return onDuty.filter(({ id }) => id === responderStaffId)
}

/** On duty or not: whoever holds the matter answers for it until somebody else does. */
async function theAssignee(work: Work, view: SubjectView): Promise<readonly StaffMember[]> {
  const member = view.assigneeStaffId ? await findStaff(work.tx, view.assigneeStaffId) : null
  return member ? [member] : []
}
