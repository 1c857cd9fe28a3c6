/** Who answers for a matter from its first word on (首问责任, mission.md A3): one of the house whom it is not about. */
import { onDutyStaff } from '../roster/on-duty.ts'
import { isLocalAdmin } from '../staff/local-admin.ts'
import type { Role } from '../staff/roles.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { keptOut, type Matter } from './kept-out.ts'
import type { TicketRow } from './ticket.ts'

/** The steward of the building first, then whoever takes in matters. */
const RECEIVERS: readonly Role[] = ['steward', 'agent', 'dispatcher']

type Answerable = Matter & Pick<TicketRow, 'buildingCode'>

/** Staff who log a matter are its first responder themselves. Null when nobody is on duty to receive it. */
export async function firstResponderFor(work: Work, matter: Answerable): Promise<string | null> {
  const speaker = await answerableActor(work, matter)
  return (speaker ?? (await receiverOf(work, matter)))?.id ?? null
}

/** Whoever acts, when they can answer for it: the administrator of this installation is nobody an owner could call. */
export async function answerableActor(work: Work, matter: Matter): Promise<StaffMember | null> {
  if (work.actor.kind !== 'staff' || isLocalAdmin(work.actor.staffId)) return null
  const member = await findStaff(work.tx, work.actor.staffId)
  return member && (await canAnswer(work, matter, member)) ? member : null
}

/** Whoever is on duty to receive it; `exceptId` is nobody who is asked. Null when there is nobody. */
export async function receiverOf(
  work: Work,
  matter: Answerable,
  exceptId?: string,
): Promise<StaffMember | null> {
  const { projectId, buildingCode } = matter
  for (const role of RECEIVERS) {
    const onDuty = await onDutyStaff(work, {
      projectId,
      at: work.now,
      roles: [role],
      buildingCode,
    })
    for (const member of onDuty) {
      if (member.id !== exceptId && (await canAnswer(work, matter, member))) return member
    }
  }
  return null
}

/** A contractor's people do not: owners are the house's own. */
export async function canAnswer(work: Work, matter: Matter, member: StaffMember): Promise<boolean> {
  return isOfTheHouse(member) && !(await keptOut(work, matter, [member])).has(member.id)
}

/** Their name; empty when nobody answers for it, or they have left. */
export async function responderName(
  work: Work,
  { firstResponderId }: Pick<TicketRow, 'firstResponderId'>,
): Promise<string> {
  return firstResponderId ? ((await findStaff(work.tx, firstResponderId))?.name ?? '') : ''
}
