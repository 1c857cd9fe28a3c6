/** Gathers what the book says of the people of one room: each person once, with all their stays. */
import { sameName } from '../../residents/occupants.ts'
import type { Occupant } from '../records.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'
import type { StatedOccupant } from './gather-room.ts'

export interface WantedPerson extends Pick<Occupant, 'name' | 'phone' | 'idNumber' | 'gender'> {
  readonly stays: readonly StatedOccupant[]
}

/** Rows of one name are one person unless their numbers differ; the same stay twice is an error. */
export function gatherHousehold(
  { problems, rules }: Pick<Applying, 'problems' | 'rules'>,
  occupants: readonly StatedOccupant[],
): WantedPerson[] {
  const people: WantedPerson[] = []
  for (const occupant of occupants) {
    const index = people.findIndex((person) => isSame(person, occupant))
    const person = people[index]
    if (!person) {
      const { name, phone, idNumber, gender } = occupant
      people.push({ name, phone, idNumber, gender, stays: [occupant] })
      continue
    }
    const twin = person.stays.find((stay) => isTwin(stay, occupant))
    if (twin) {
      const { sheet, row, name } = occupant
      const header = headerOf(rules.register, 'people', 'name')
      problems.error({ sheet, row, header, value: name }, 'occupant_twice', { other: twin.row })
    }
    people[index] = {
      name: person.name,
      phone: person.phone ?? occupant.phone,
      idNumber: person.idNumber ?? occupant.idNumber,
      gender: person.gender ?? occupant.gender,
      stays: [...person.stays, occupant],
    }
  }
  return people
}

function isSame(person: WantedPerson, occupant: StatedOccupant): boolean {
  return (
    sameName(person.name, occupant.name) &&
    !differs(person.phone?.phoneHash, occupant.phone?.phoneHash) &&
    !differs(person.idNumber?.hash, occupant.idNumber?.hash)
  )
}

/** Two stays of one relation need a first day each to be told apart. */
function isTwin(a: StatedOccupant, b: StatedOccupant): boolean {
  return a.relation === b.relation && (!a.from || !b.from || a.from === b.from)
}

export function differs(a: string | null | undefined, b: string | null | undefined): boolean {
  return Boolean(a) && Boolean(b) && a !== b
}
