/** Who can be given a ticket, in which order, and why the others cannot (servicedesk.md D4). */
import type { Role, Skill } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'

export interface Person {
  readonly staff: StaffMember
  readonly isOnDuty: boolean
  /** Weight of the open tickets in hand. */
  readonly weight: number
  /** How often this very ticket was offered to them since it was last opened. */
  readonly timesOffered: number
  /** They gave this ticket back. */
  readonly gaveBack: boolean
  /** When they last got or ended a job; null when never. */
  readonly busyAt: Date | null
}

export interface Need {
  /** Whoever has an earlier one of these roles comes first. */
  readonly handlers: readonly Role[]
  readonly skill: Skill | null
  readonly buildingCode: string | null
  /** For everybody whose own row names no other. */
  readonly maxOpenWeight: number
  /** Has just let the offer pass. */
  readonly avoidStaffId?: string | undefined
  /** Comes before everybody: knows the matter already. */
  readonly preferStaffId?: string | undefined
}

export type Dropped = 'off-duty' | 'skill' | 'area' | 'cap' | 'gave-back' | 'just-asked'

interface Considered {
  readonly staffId: string
  readonly name: string
  readonly weight: number
  readonly dropped?: Dropped
}

export interface Choice {
  readonly considered: readonly Considered[]
  /** Best first. */
  readonly inOrder: readonly StaffMember[]
}

/**
 * Least load first, then whoever has been idle longest; nobody is offered the same ticket again before
 * everybody else has been.
 */
export function chooseCandidates(people: readonly Person[], need: Need): Choice {
  const considered = people.map((person) => {
    const dropped = whyDropped(person, need)
    const { id, name } = person.staff
    return { staffId: id, name, weight: person.weight, ...(dropped ? { dropped } : {}) }
  })
  const inOrder = people
    .filter((person) => whyDropped(person, need) === null)
    .map((person, at) => ({ staff: person.staff, rank: [...rankOf(person, need), at] }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ staff }) => staff)
  return { considered, inOrder }
}

function whyDropped(person: Person, need: Need): Dropped | null {
  const { staff } = person
  if (!person.isOnDuty) return 'off-duty'
  if (need.skill !== null && !staff.skills.includes(need.skill)) return 'skill'
  if (!coversBuilding(staff, need.buildingCode)) return 'area'
  if (person.gaveBack) return 'gave-back'
  if (staff.id === need.avoidStaffId) return 'just-asked'
  return person.weight >= (staff.maxOpen ?? need.maxOpenWeight) ? 'cap' : null
}

function coversBuilding(staff: StaffMember, buildingCode: string | null): boolean {
  return buildingCode === null || staff.areas.length === 0 || staff.areas.includes(buildingCode)
}

function rankOf(person: Person, need: Need): number[] {
  const role = need.handlers.findIndex((handler) => person.staff.roles.includes(handler))
  return [
    person.staff.id === need.preferStaffId ? 0 : 1,
    role === -1 ? need.handlers.length : role,
    person.timesOffered,
    person.weight,
    person.busyAt?.getTime() ?? Number.NEGATIVE_INFINITY,
  ]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place])
  if (at === -1) return 0
  return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
