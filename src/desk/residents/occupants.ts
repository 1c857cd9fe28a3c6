/** Who lives in or owns a room today. */
import type { Work } from '../work.ts'
import { estateDay } from './estate-day.ts'
import { livesThere } from './homes-of.ts'
import { byStrength, type Relation } from './relations.ts'

export interface Occupant {
  readonly personId: string
  readonly name: string
  readonly phoneHash: string | null
  readonly relation: Relation
}

/** Each person once, by their strongest relation; owners first. */
export async function occupantsOf(
  at: Pick<Work, 'tx' | 'now'>,
  roomId: string,
): Promise<Occupant[]> {
  const rows = await at.tx
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .select(['person.id as personId', 'person.name', 'person.phoneHash', 'occupancy.relation'])
    .where('occupancy.roomId', '=', roomId)
    .where('person.deletedAt', 'is', null)
    .where(livesThere(estateDay(at.now)))
    .orderBy('occupancy.createdAt')
    .orderBy('occupancy.id')
    .execute()
  const people = rows
    .map((row) => ({ ...row, relation: row.relation as Relation }))
    .sort((a, b) => byStrength(a.relation, b.relation))
  return people.filter((one, index) => people.findIndex(samePerson(one)) === index)
}

/** Names compare without spaces and width. */
export function sameName(a: string, b: string): boolean {
  return bareName(a) === bareName(b)
}

function samePerson(one: Occupant): (other: Occupant) => boolean {
  return (other) => other.personId === one.personId
}

function bareName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}
