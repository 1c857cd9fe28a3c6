/** Who may bring tickets together or take them apart. */
import type { StaffMember } from '../staff/staff.ts'
import { actsAs, isAtDesk } from '../staff/supervises.ts'

/** The service centre, and the steward who knows the neighbours (servicedesk.md A5). */
export function mayLink(staff: StaffMember): boolean {
  return isAtDesk(staff) || actsAs(staff, ['steward'])
}
