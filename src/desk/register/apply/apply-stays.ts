/** Writes what was decided about the stays in a room. */
import type { Insertable } from 'kysely'
import type { Occupancy } from '../../../database/generated/tables.ts'
import { RELATION_WORDS, type Relation } from '../../residents/relations.ts'
import { rightsOf } from '../../residents/rights.ts'
import type { Applying } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import type { WantedPerson } from './gather-household.ts'
import type { StatedOccupant } from './gather-room.ts'
import type { RightedStay } from './load-stays.ts'
import type { People } from './people.ts'
import { endedStays, findStay } from './plan-stays.ts'

export interface Household {
  readonly room: { readonly id: string; readonly label: string }
  readonly members: readonly { readonly personId: string; readonly wanted: WantedPerson }[]
  readonly stays: readonly RightedStay[]
  readonly people: People
}

type Stay = Insertable<Occupancy>
type StayColumns = Pick<RightedStay, 'validFrom' | 'validTo' | 'canSeeFees' | 'canPay' | 'canVote'>

const yes = (value: boolean) => (value ? '是' : '否')

const FIELDS: FieldRules<StayColumns> = {
  validFrom: { field: 'from' },
  validTo: { field: 'to' },
  canSeeFees: { field: 'see_fees', show: yes },
  canPay: { field: 'pay', show: yes },
  canVote: { field: 'vote', show: yes },
}

/** The stays to be entered; changes and ends are written at once. */
export async function applyStays(applying: Applying, house: Household): Promise<Stay[]> {
  const { today } = applying
  const taken = new Set<string>()
  const begun: Stay[] = []
  for (const { personId, wanted } of house.members) {
    const known = house.stays.filter((stay) => stay.personId === personId)
    for (const row of wanted.stays) {
      const stay = findStay(known, row, { today, taken })
      if (stay) {
        taken.add(stay.id)
        await changeStay(applying, house, { stay, row })
      } else if (isUndatedPast(row, today)) {
        const { sheet, row: number, name } = row
        const header = headerOf(applying.rules.register, 'people', 'from')
        applying.problems.error({ sheet, row: number, header, value: name }, 'from_needed')
      } else {
        begun.push(newStay(applying, house, { personId, row }))
      }
    }
  }
  const listed = new Set<Relation>(
    house.members.flatMap(({ wanted }) => wanted.stays.map((row) => row.relation)),
  )
  for (const stay of endedStays(house.stays, listed, { today, kept: taken })) {
    await endStay(applying, house, stay)
  }
  return begun
}

/** Somebody who has left, and nobody says since when they had been there. */
function isUndatedPast(row: StatedOccupant, today: string): boolean {
  return !row.from && row.to !== undefined && row.to !== null && row.to <= today
}

function newStay(
  applying: Applying,
  house: Household,
  { personId, row }: { readonly personId: string; readonly row: StatedOccupant },
): Stay {
  const { relation, seeFees, pay, vote } = row
  const rights = rightsOf(applying.rules.residents, relation)
  const label = labelOf(house, row.name, relation)
  applying.changes.add({ kind: 'occupancy', action: 'added', label, differences: [] })
  return {
    id: applying.newId(),
    projectId: applying.projectId,
    personId,
    roomId: house.room.id,
    relation,
    validFrom: row.from ?? applying.today,
    validTo: row.to ?? null,
    canSeeFees: seeFees ?? rights.canSeeFees,
    canPay: pay ?? rights.canPay,
    canVote: vote ?? rights.canVote,
    source: 'import',
    createdAt: applying.now,
  }
}

async function changeStay(
  applying: Applying,
  house: Household,
  { stay, row }: { readonly stay: { readonly id: string }; readonly row: StatedOccupant },
): Promise<void> {
  const known = house.stays.find((one) => one.id === stay.id)
  if (!known) return
  const { set, differences } = differ<StayColumns>(applying.rules.register, 'people', FIELDS, {
    known,
    given: {
      validFrom: row.from ?? undefined,
      validTo: row.to,
      canSeeFees: row.seeFees ?? undefined,
      canPay: row.pay ?? undefined,
      canVote: row.vote ?? undefined,
    },
  })
  if (differences.length === 0) return
  await applying.tx.updateTable('occupancy').set(set).where('id', '=', known.id).execute()
  const label = labelOf(house, row.name, known.relation)
  applying.changes.add({ kind: 'occupancy', action: 'changed', label, differences })
}

/** Rights end the same minute: `validTo` is the first day without them. */
async function endStay(
  applying: Applying,
  house: Household,
  stay: {
    readonly id: string
    readonly personId: string
    readonly relation: Relation
    readonly validFrom: string
    readonly validTo: string | null
  },
): Promise<void> {
  const validTo = stay.validFrom > applying.today ? stay.validFrom : applying.today
  await applying.tx.updateTable('occupancy').set({ validTo }).where('id', '=', stay.id).execute()
  const name = house.people.nameOf(stay.personId)
  const header = headerOf(applying.rules.register, 'people', 'to')
  applying.changes.add({
    kind: 'occupancy',
    action: 'ended',
    label: labelOf(house, name, stay.relation),
    differences: [{ field: header, old: stay.validTo, new: validTo }],
  })
}

function labelOf(house: Household, name: string, relation: Relation): string {
  return `${house.room.label} ${name}（${RELATION_WORDS[relation]}）`
}
