/** The people a batch may speak of: found by number and name, changed and entered as the book says. */
import { sameName } from '../../residents/occupants.ts'
import type { Applying } from './context.ts'
import type { WantedPerson } from './gather-household.ts'
import type { KnownPerson } from './match-people.ts'
import { changePerson, type FreshPerson, newPerson, readPeople } from './person-rows.ts'

export interface People {
  ofIds(ids: readonly string[]): KnownPerson[]
  find(person: WantedPerson): KnownPerson | undefined
  isClaimed(person: KnownPerson): boolean
  nameOf(id: string): string
  /** Brings a known person up to date; the id. */
  change(known: KnownPerson, wanted: WantedPerson, roomLabel: string): Promise<string>
  /** Enters somebody new; written by `save`. */
  add(wanted: WantedPerson, roomLabel: string): string
  save(): Promise<void>
}

/** `ids` are of people known in the rooms of the batch. */
export async function loadPeople(
  applying: Applying,
  wanted: readonly WantedPerson[],
  ids: readonly string[],
): Promise<People> {
  const all = new Map<string, KnownPerson>()
  const known = await readPeople(applying, wanted, ids)
  const isClaimed = await applying.stage.claims(known)
  const fresh: FreshPerson[] = []
  const byNumber = new Map<string, string[]>()
  const note = (person: KnownPerson) => {
    all.set(person.id, person)
    for (const hash of [person.phoneHash, person.idNoHash]) {
      if (hash) byNumber.set(hash, [...(byNumber.get(hash) ?? []), person.id])
    }
  }
  for (const person of known) note(person)
  const people: People = {
    ofIds: (some) => [...new Set(some)].flatMap((id) => all.get(id) ?? []),
    find: ({ name, phone, idNumber }) =>
      [phone?.phoneHash, idNumber?.hash]
        .flatMap((hash) => (hash ? people.ofIds(byNumber.get(hash) ?? []) : []))
        .find((person) => sameName(person.name, name)),
    isClaimed,
    nameOf: (id) => all.get(id)?.name ?? '',
    async change(before, person, roomLabel) {
      const after = await changePerson(applying, before, person, { roomLabel, isClaimed })
      if (after !== before) note(after)
      return before.id
    },
    add(person, roomLabel) {
      const row = newPerson(applying, person)
      fresh.push(row)
      note(row)
      const label = `${roomLabel} ${person.name}`
      applying.changes.add({ kind: 'person', action: 'added', label, differences: [] })
      return row.id
    },
    async save() {
      if (fresh.length > 0) await applying.tx.insertInto('person').values(fresh).execute()
    },
  }
  return people
}
