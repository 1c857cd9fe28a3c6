/** Who can be given a ticket, in which order, and why the others cannot (servicedesk.md D4). */
import { coversPlace, type Place } from '../staff/areas.ts'
import type { Role, Skill } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Dropped, Priority } from './rules.ts'

export interface Person {
  /** Their areas are those of the hours they work now. */
  readonly staff: StaffMember
  readonly duty: 'duty' | 'standby' | 'off' | 'on-leave' | 'left'
  /** Weight of the open tickets in hand. */
  readonly weight: number
  /** How many of them there are of this ticket's priority. */
  readonly openOfPriority: number
  /** How often this very ticket was offered to them since it was last opened. */
  readonly timesOffered: number
  /** How many tickets the rules gave them within the time of the rate limit. */
  readonly givenLately: number
  /** They gave this ticket back. */
  readonly gaveBack: boolean
  /** When they last got or ended a job; null when never. */
  readonly busyAt: Date | null
  /** When the rules last chose them for any ticket. */
  readonly chosenAt: Date | null
  /** The matter is a complaint about them. */
  readonly isComplainedAbout: boolean
  /** Of the certificate that is asked for. */
  readonly certificate: 'valid' | 'expired' | 'none'
  /** A contractor's, without an agreement that holds today for this work. */
  readonly lacksAgreement?: boolean
}

export interface Need extends Place {
  /** Whoever has an earlier one of these roles comes first. */
  readonly handlers: readonly Role[]
  readonly skill: Skill | null
  readonly priority: Priority
  /** For everybody whose own row names no other. */
  readonly maxOpenWeight: number
  /** So many open ones of this priority. */
  readonly maxOpen: number
  /** So many tickets may the rules give somebody in a while; null where people choose for themselves. */
  readonly maxGiven: number | null
  readonly needsCertificate: boolean
  /** People are in danger: where nobody who holds the certificate can go, whoever else can is sent. */
  readonly isDanger?: boolean
  /** Has just let the offer pass. */
  readonly avoidStaffId?: string | undefined
  /** Comes before everybody: knows the matter already. */
  readonly preferStaffId?: string | undefined
}

interface Considered {
  readonly staffId: string
  readonly name: string
  readonly weight: number
  readonly dropped?: Dropped
  /** What would have kept them out, were nobody in danger. */
  readonly despite?: Dropped
}

export interface Choice {
  readonly considered: readonly Considered[]
  /** Best first. */
  readonly inOrder: readonly StaffMember[]
}

/**
 * Least load first, then whoever has been idle longest, then the next after the person chosen last, by id; nobody is
 * offered the same ticket again before everybody else has been. Standby is for when nobody on duty can have it.
 */
export function chooseCandidates(people: readonly Person[], need: Need): Choice {
  const choice = chooseAmong(people, need)
  if (choice.inOrder.length > 0 || !need.isDanger || !need.needsCertificate) return choice
  const anybody = chooseAmong(people, { ...need, needsCertificate: false })
  const wasDropped = new Map(choice.considered.map((one) => [one.staffId, one.dropped]))
  const considered = anybody.considered.map((one) => {
    const despite = one.dropped ? undefined : wasDropped.get(one.staffId)
    return despite ? { ...one, despite } : one
  })
  return { ...anybody, considered }
}

function chooseAmong(people: readonly Person[], need: Need): Choice {
  const able = people.filter((person) => whyDropped(person, need) === null)
  const isDutyAble = able.some(({ duty }) => duty === 'duty')
  const considered = people.map((person) => {
    const waits = isDutyAble && person.duty === 'standby' ? ('standby' as const) : null
    const dropped = whyDropped(person, need) ?? waits
    const { id, name } = person.staff
    return { staffId: id, name, weight: person.weight, ...(dropped ? { dropped } : {}) }
  })
  const turns = turnsAfterLast(people)
  const inOrder = able
    .filter(({ duty }) => !isDutyAble || duty === 'duty')
    .map((person) => ({ staff: person.staff, rank: rankOf(person, need, turns) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ staff }) => staff)
  return { considered, inOrder }
}

/** In the order of D4: duty, skill, area, conflict, what they have in hand, certificate; null when nothing is against it. */
export function whyDropped(person: Person, need: Need): Dropped | null {
  const { staff, duty } = person
  if (duty === 'left' || duty === 'on-leave') return duty
  if (duty === 'off') return 'off-duty'
  if (need.skill !== null && !staff.skills.includes(need.skill)) return 'skill'
  if (!coversPlace(staff, need)) return 'area'
  if (person.isComplainedAbout) return 'conflict'
  if (person.lacksAgreement) return 'agreement'
  return whyNotNow(person, need) ?? whyNotCertified(person, need)
}

function whyNotNow(person: Person, need: Need): Dropped | null {
  if (person.gaveBack) return 'gave-back'
  if (person.staff.id === need.avoidStaffId) return 'just-asked'
  if (person.weight >= (person.staff.maxOpen ?? need.maxOpenWeight)) return 'cap'
  if (person.openOfPriority >= need.maxOpen) return 'cap'
  return need.maxGiven !== null && person.givenLately >= need.maxGiven ? 'rate' : null
}

function whyNotCertified({ certificate }: Person, need: Need): Dropped | null {
  if (!need.needsCertificate || certificate === 'valid') return null
  return certificate === 'expired' ? 'certificate-expired' : 'certificate'
}

/** Ids in their order, beginning after the person the rules chose last; remembered by id, for lists change. */
function turnsAfterLast(people: readonly Person[]): ReadonlyMap<string, number> {
  const [last] = people
    .filter(({ chosenAt }) => chosenAt !== null)
    .sort((a, b) => timeOf(b.chosenAt) - timeOf(a.chosenAt))
  const ids = people.map(({ staff }) => staff.id).sort()
  const lastId = last?.staff.id
  const after = lastId === undefined ? ids : ids.filter((id) => id > lastId)
  const before = lastId === undefined ? [] : ids.filter((id) => id <= lastId)
  return new Map([...after, ...before].map((id, at) => [id, at]))
}

function timeOf(at: Date | null): number {
  return at?.getTime() ?? Number.NEGATIVE_INFINITY
}

function rankOf(person: Person, need: Need, turns: ReadonlyMap<string, number>): number[] {
  const role = need.handlers.findIndex((handler) => person.staff.roles.includes(handler))
  return [
    person.staff.id === need.preferStaffId ? 0 : 1,
    role === -1 ? need.handlers.length : role,
    person.timesOffered,
    person.weight,
    timeOf(person.busyAt),
    turns.get(person.staff.id) ?? 0,
  ]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place])
  if (at === -1) return 0
  return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
