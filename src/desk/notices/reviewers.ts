/** Who is asked to approve a notice: the first role of the rules that somebody other than its writer has. */
import { houseStaff } from '../staff/project-staff.ts'
import type { Role } from '../staff/roles.ts'
import type { StaffActor, Work } from '../work.ts'

export async function firstApproverRole(work: Work, writer: StaffActor): Promise<Role | null> {
  for (const role of work.rules.notices.approving_roles) {
    const people = await houseStaff(work.tx, writer.projectId, [role])
    if (people.some(({ id }) => id !== writer.staffId)) return role
  }
  return null
}
