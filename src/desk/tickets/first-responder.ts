/** Who answers for a matter from its first word on (首问责任, mission.md A3). */
import { onDutyStaff } from '../roster/on-duty.ts'
import { isLocalAdmin } from '../staff/local-admin.ts'
import type { Role } from '../staff/roles.ts'
import type { Work } from '../work.ts'

/** The steward of the building first, then whoever takes in matters. */
const RECEIVERS: readonly Role[] = ['steward', 'agent', 'dispatcher']

/** Staff who log a matter are its first responder themselves. Null when nobody is on duty to receive it. */
export async function firstResponderFor(
  work: Work,
  projectId: string,
  buildingCode: string | null,
): Promise<string | null> {
  // Whoever logs in as this installation's administrator is nobody an owner could call.
  if (work.actor.kind === 'staff' && !isLocalAdmin(work.actor.staffId)) return work.actor.staffId
  for (const role of RECEIVERS) {
    const [first] = await onDutyStaff(work, {
      projectId,
      at: work.now,
      roles: [role],
      buildingCode,
    })
    if (first) return first.id
  }
  return null
}
