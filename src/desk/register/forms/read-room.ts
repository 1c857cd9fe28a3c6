/** One row about a room, from our own template or with its occupant from other people's books. */
import type { Seals } from '../../../database/sealed.ts'
import { personName } from '../../residents/person-name.ts'
import {
  normalBuilding,
  normalNumber,
  normalUnit,
  type RoomParts,
} from '../../residents/room-code.ts'
import type { BuildingFacts, Occupant, RoomFacts, RoomFeeRecord, RoomRecord } from '../records.ts'
import type { Given } from '../table/cell-reader.ts'
import { readIdNumber, readPhone } from '../table/contact-fields.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readFeeList } from './read-room-fee.ts'
import { nameOfBuilding, readPart } from './room-parts.ts'
import { sealText } from './seal-text.ts'

export interface RoomRow {
  readonly building: BuildingFacts
  /** One for each person named in the row, or one without any. */
  readonly records: readonly RoomRecord[]
  /** The fee items named in the row. */
  readonly fees: readonly RoomFeeRecord[]
}

/** Null when the row does not say which room it is about. */
export function readRoomRow(
  reader: RowReader,
  reading: ReadingRules,
  seals: Seals,
): RoomRow | null {
  const building = readPart(reader, 'building', normalBuilding)
  const unit = readPart(reader, 'unit', normalUnit)
  const number = readPart(reader, 'number', normalNumber)
  const facts = readFacts(reader, reading)
  const occupants = readOccupants(reader, reading, seals)
  const floorsAbove = reader.integer('floors', 1, 200)
  const lift = reader.legend('lift', 'yes_no')
  const owner = reader.text('owner', 32)
  warnOfOccupants(reader, { facts, count: occupants.length })
  if (!building || unit === undefined || !number) return null
  const parts: RoomParts = { building, unit, number }
  const [first, ...others] = occupants
  const records = [
    {
      ...{ parts, facts },
      ...(first ? { occupant: first } : {}),
      ...(owner ? { owner: { code: owner } } : {}),
    },
    ...others.map((occupant) => ({ parts, occupant })),
  ]
  return {
    building: {
      code: building,
      name: nameOfBuilding(reader, building),
      floorsAbove: floorsAbove ?? undefined,
      hasLift: lift ? lift === 'yes' : undefined,
      longitude: undefined,
      latitude: undefined,
      completionDate: undefined,
      deliveryDate: undefined,
      units: [],
    },
    records,
    fees: readFeeList(reader, parts),
  }
}

function readFacts(reader: RowReader, { rules }: ReadingRules): RoomFacts {
  const layout = reader.words('layout', 40)
  const rent = reader.money('rent')
  return {
    floor: reader.integer('floor', -20, 200),
    kind: reader.legend('kind', 'room_kind'),
    layout: layout && rules.none.layout.includes(layout) ? undefined : layout,
    grossArea: reader.decimal('gross_area'),
    innerArea: reader.decimal('inner_area'),
    // Books ask for 0 where there is no rent.
    rentFen: rent === 0 ? undefined : rent,
    status: reader.legend('state', 'room_state'),
    handoverDate: reader.day('handover'),
    feeStartDate: reader.day('fee_start'),
  }
}

/** States in which a room has an owner, by the legend of such books. */
const OWNED: readonly (string | null | undefined)[] = [
  'occupied',
  'handed_over',
  'not_moved_in',
  'decorated',
  'sold',
]

/** Only where the book has a column for people at all. */
function warnOfOccupants(
  reader: RowReader,
  { facts, count }: { readonly facts: RoomFacts; readonly count: number },
): void {
  if (!reader.has('name')) return
  if (count === 0 && OWNED.includes(facts.status)) reader.warn('name', 'no_occupant')
  if (count > 0 && facts.status === 'unsold') reader.warn('state', 'unsold_occupied')
}

/** Several owners may share a row, their names separated by commas: phone and identity number are the first one's. */
function readOccupants(reader: RowReader, reading: ReadingRules, seals: Seals): Occupant[] {
  const cell = reader.given('name')
  const relation = reader.legend('relation', 'relation') ?? 'owner'
  const gender = reader.legend('gender', 'gender')
  const phone = readPhone(reader, reading, 'phone')
  const idNumber = readIdNumber(reader, reading, 'id_number')
  if (!cell) return []
  const names = namesOf(cell.text).map((text) => personName(text))
  if (names.length === 0 || names.includes(null)) reader.error('name', 'name')
  const unstated = { from: undefined, to: undefined, ...NO_RIGHTS }
  return names.flatMap((name, index): Occupant[] => {
    if (name === null) return []
    const isFirst = index === 0
    return [
      {
        name,
        relation,
        gender: isFirst ? gender : undefined,
        phone: isFirst && phone ? seals.phone(phone) : undefined,
        idNumber: isFirst && idNumber ? sealText(seals, idNumber) : undefined,
        ...unstated,
      },
    ]
  })
}

/** Commas part people; a slash may be part of a name. */
function namesOf(text: string): string[] {
  return text.split(/[、,，;；\n]+/).filter((part) => part.trim() !== '')
}

/** Nothing said of rights: those of the relation hold. */
const NO_RIGHTS: Record<'seeFees' | 'pay' | 'vote', Given<boolean>> = {
  seeFees: undefined,
  pay: undefined,
  vote: undefined,
}
