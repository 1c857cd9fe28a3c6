/** Finds, for each person of a room in the book, the one in the register they are; rules in order of certainty. */
import { sameName } from '../../residents/occupants.ts'
import { differs, type WantedPerson } from './gather-household.ts'

export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly gender: string | null
  readonly phoneHash: string | null
  readonly phoneLast4: string | null
  readonly idNoHash: string | null
}

export interface Household {
  readonly wanted: readonly WantedPerson[]
  /** Everybody the register ever knew in the room. */
  readonly known: readonly KnownPerson[]
  /** Those of them who are there today. */
  readonly current: readonly KnownPerson[]
  /** Somebody of this name with this phone or identity number, anywhere in the project. */
  elsewhere(person: WantedPerson): KnownPerson | undefined
  /** True when the book still speaks of this person by their old name and phone, in any room. */
  isClaimed(person: KnownPerson): boolean
}

type Rule = (person: WantedPerson, house: Household) => KnownPerson | undefined

const RULES: readonly Rule[] = [
  // The same name and phone in the room.
  (person, { known }) =>
    known.find((one) => isNamed(one, person) && one.phoneHash !== null && hasPhone(one, person)),
  // The same name in the room, and nothing speaks against it.
  (person, { known }) =>
    known.find(
      (one) =>
        isNamed(one, person) &&
        !differs(one.phoneHash, person.phone?.phoneHash) &&
        !differs(one.idNoHash, person.idNumber?.hash),
    ),
  // Known from another room.
  (person, { elsewhere }) => elsewhere(person),
  // The same name in the room with a new phone.
  (person, { current, isClaimed }) =>
    current.find((one) => isNamed(one, person) && !isClaimed(one)),
  // The same phone in the room with a new name, where the old name is gone from the room.
  (person, { current, wanted, isClaimed }) =>
    current.find(
      (one) =>
        hasPhone(one, person) && !wanted.some((other) => isNamed(one, other)) && !isClaimed(one),
    ),
]

/** Nobody is taken twice; null means somebody new. The order of rows does not matter. */
export function matchPeople(house: Household): (KnownPerson | null)[] {
  const matches: (KnownPerson | null)[] = house.wanted.map(() => null)
  const taken = new Set<string>()
  for (const rule of RULES) {
    for (const [index, person] of house.wanted.entries()) {
      if (matches[index]) continue
      const match = rule(person, house)
      if (!match || taken.has(match.id)) continue
      taken.add(match.id)
      matches[index] = match
    }
  }
  return matches
}

function isNamed(known: KnownPerson, person: WantedPerson): boolean {
  return sameName(known.name, person.name)
}

function hasPhone(known: KnownPerson, person: WantedPerson): boolean {
  return person.phone !== undefined && known.phoneHash === person.phone.phoneHash
}
