/** Whom the roster has for a matter on duty, or on standby, whoever else is on duty: 值班, 备班. */
import { coversPlace } from '../staff/areas.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { type DutyQuestion, rosterOf } from './on-duty.ts'

export interface RosterQuestion extends DutyQuestion {
  readonly state: 'duty' | 'standby'
}

/** Of the trade and place when there are some, else of the place, else all, in a stable order. */
export async function rosteredFor(
  work: Work,
  question: RosterQuestion,
): Promise<readonly StaffMember[]> {
  const { skill, buildingCode, state } = question
  const onShift = (await rosterOf(work, question))
    .filter(({ standing }) => standing.state === state)
    .map(({ staff }) => staff)
  const ofPlace = onShift.filter((staff) => coversPlace(staff, { buildingCode }))
  const ofTrade = ofPlace.filter((staff) => !skill || staff.skills.includes(skill))
  return [ofTrade, ofPlace, onShift].find((found) => found.length > 0) ?? []
}
