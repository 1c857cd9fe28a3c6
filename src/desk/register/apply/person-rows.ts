/** The rows of people: read for a batch, entered, and brought up to date. */
import { sameName } from '../../residents/occupants.ts'
import type { Difference } from '../changes.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'
import type { WantedPerson } from './gather-household.ts'
import type { KnownPerson } from './match-people.ts'

export interface FreshPerson extends KnownPerson {
  readonly corpId: string
  readonly projectId: string
  readonly phoneEnc: string | null
  readonly idNoEnc: string | null
  readonly createdAt: Date
}

/** Those with the given ids, and those of the project whose phone or identity number the book names. */
export async function readPeople(
  applying: Applying,
  wanted: readonly WantedPerson[],
  ids: readonly string[],
): Promise<KnownPerson[]> {
  const phones = [...new Set(wanted.flatMap(({ phone }) => phone?.phoneHash ?? []))]
  const numbers = [...new Set(wanted.flatMap(({ idNumber }) => idNumber?.hash ?? []))]
  const people = applying.tx
    .selectFrom('person')
    .select(['id', 'name', 'gender', 'phoneHash', 'phoneLast4', 'idNoHash'])
    .where('projectId', '=', applying.projectId)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
  const found = new Map<string, KnownPerson>()
  const keep = (rows: readonly KnownPerson[]) => {
    for (const row of rows) found.set(row.id, row)
  }
  if (phones.length > 0) keep(await people.where('phoneHash', 'in', phones).execute())
  if (numbers.length > 0) keep(await people.where('idNoHash', 'in', numbers).execute())
  const others = [...new Set(ids)].filter((id) => !found.has(id))
  if (others.length > 0) keep(await people.where('id', 'in', others).execute())
  return [...found.values()]
}

export function newPerson(applying: Applying, wanted: WantedPerson): FreshPerson {
  return {
    id: applying.newId(),
    corpId: applying.corpId,
    projectId: applying.projectId,
    name: wanted.name,
    gender: wanted.gender ?? null,
    phoneEnc: wanted.phone?.phoneEnc ?? null,
    phoneHash: wanted.phone?.phoneHash ?? null,
    phoneLast4: wanted.phone?.phoneLast4 ?? null,
    idNoEnc: wanted.idNumber?.enc ?? null,
    idNoHash: wanted.idNumber?.hash ?? null,
    createdAt: applying.now,
  }
}

interface Change {
  readonly set: Partial<Omit<FreshPerson, 'id' | 'corpId' | 'projectId' | 'createdAt'>>
  readonly differences: readonly Difference[]
}

/**
 * The person as known afterwards. Numbers the book leaves out stay; a phone is only replaced when the book
 * names the old one nowhere, so that somebody with two phones does not change with every import.
 */
export async function changePerson(
  applying: Applying,
  known: KnownPerson,
  wanted: WantedPerson,
  { roomLabel, isClaimed }: { roomLabel: string; isClaimed(person: KnownPerson): boolean },
): Promise<KnownPerson> {
  const header = (field: string) => headerOf(applying.rules.register, 'people', field)
  const changes = [
    nameChange(known, wanted, header('name')),
    phoneChange(known, wanted, header('phone'), isClaimed),
    idChange(known, wanted, header('id_number')),
    genderChange(applying, known, wanted, header('gender')),
  ]
  const differences = changes.flatMap((change) => change.differences)
  if (differences.length === 0) return known
  const set = Object.assign({}, ...changes.map((change) => change.set)) as Change['set']
  await applying.tx.updateTable('person').set(set).where('id', '=', known.id).execute()
  const label = `${roomLabel} ${known.name}`
  applying.changes.add({ kind: 'person', action: 'changed', label, differences })
  return { ...known, ...set }
}

const NOTHING: Change = { set: {}, differences: [] }

function nameChange({ name }: KnownPerson, wanted: WantedPerson, field: string): Change {
  if (sameName(name, wanted.name)) return NOTHING
  return { set: { name: wanted.name }, differences: [{ field, old: name, new: wanted.name }] }
}

function phoneChange(
  known: KnownPerson,
  { phone }: WantedPerson,
  field: string,
  isClaimed: (person: KnownPerson) => boolean,
): Change {
  if (!phone || phone.phoneHash === known.phoneHash) return NOTHING
  if (known.phoneHash !== null && isClaimed(known)) return NOTHING
  const old = known.phoneLast4 ? lastDigits(known.phoneLast4) : null
  return { set: { ...phone }, differences: [{ field, old, new: lastDigits(phone.phoneLast4) }] }
}

function idChange(known: KnownPerson, { idNumber }: WantedPerson, field: string): Change {
  if (!idNumber || idNumber.hash === known.idNoHash) return NOTHING
  const old = known.idNoHash ? '****' : null
  const set = { idNoEnc: idNumber.enc, idNoHash: idNumber.hash }
  return { set, differences: [{ field, old, new: '****' }] }
}

function genderChange(
  { rules }: Applying,
  known: KnownPerson,
  { gender }: WantedPerson,
  field: string,
): Change {
  if (!gender || gender === known.gender) return NOTHING
  const word = (id: string | null) => (id ? (rules.register.legends.gender[id]?.[0] ?? id) : null)
  const differences = [{ field, old: word(known.gender), new: word(gender) }]
  return { set: { gender }, differences }
}

/** Whole numbers stay out of previews and logs. */
function lastDigits(last4: string): string {
  return `****${last4}`
}
