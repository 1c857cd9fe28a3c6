/** Buildings, rooms and the people in them, as rows of a book. */
import { sql } from 'kysely'
import { yuanText } from '../../fees/yuan.ts'
import { NO_UNIT } from '../../residents/room-code.ts'
import { type Exporting, opened, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

/** One row for each unit, or one for a building that has none yet. */
export async function* exportBuildings(exporting: Exporting): AsyncGenerator<BookRow> {
  const key = sql<string>`(building.code || '-' || coalesce(unit.code, '')) COLLATE "C"`
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('building')
      .leftJoin('unit', 'unit.buildingId', 'building.id')
      .select(['building.name', 'building.floorsAbove', 'building.hasLift', 'unit.code as unit'])
      .select(['building.longitude', 'building.latitude'])
      .select(['building.completionDate', 'building.deliveryDate'])
      .select(key.as('key'))
      .where('building.projectId', '=', exporting.projectId)
      .where(key, '>', after)
      .orderBy(key)
      .limit(limit)
      .execute()
  for await (const row of pages(read, (one) => one.key)) {
    const { name, unit, floorsAbove, hasLift, longitude, latitude } = row
    const { completionDate, deliveryDate } = row
    yield {
      building: name,
      unit: unit === NO_UNIT ? null : unit,
      floors: floorsAbove,
      lift: hasLift === null ? null : hasLift ? '是' : '否',
      longitude,
      latitude,
      completed: completionDate,
      handover: deliveryDate,
    }
  }
}

export async function* exportRooms(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('room')
      .innerJoin('building', 'building.id', 'room.buildingId')
      .innerJoin('unit', 'unit.id', 'room.unitId')
      .selectAll('room')
      .select(['building.name as buildingName', 'unit.code as unit'])
      .where('room.projectId', '=', exporting.projectId)
      .where('room.code', '>', after)
      .orderBy('room.code')
      .limit(limit)
      .execute()
  for await (const room of pages(read, (row) => row.code)) {
    yield {
      building: room.buildingName,
      unit: room.unit === NO_UNIT ? null : room.unit,
      number: room.number,
      floor: room.floor,
      kind: wordOf(exporting, 'room_kind', room.kind),
      layout: room.layout,
      gross_area: room.grossArea,
      inner_area: room.innerArea,
      rent: room.rentFen === null ? null : yuanText(room.rentFen),
      state: wordOf(exporting, 'room_state', room.status),
      handover: room.handoverDate,
      fee_start: room.feeStartDate,
    }
  }
}

export async function* exportPeople(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('occupancy')
      .innerJoin('person', 'person.id', 'occupancy.personId')
      .innerJoin('room', 'room.id', 'occupancy.roomId')
      .selectAll('occupancy')
      .select(['room.code', 'person.name', 'person.gender'])
      .select(['person.phoneEnc', 'person.idNoEnc'])
      .where('occupancy.projectId', '=', exporting.projectId)
      .where('person.deletedAt', 'is', null)
      .where('occupancy.id', '>', after)
      .orderBy('occupancy.id')
      .limit(limit)
      .execute()
  const yesNo = (value: boolean) => wordOf(exporting, 'yes_no', value ? 'yes' : 'no')
  for await (const stay of pages(read, (row) => row.id)) {
    yield {
      room: stay.code,
      name: stay.name,
      relation: wordOf(exporting, 'relation', stay.relation),
      phone: opened(exporting, stay.phoneEnc),
      id_number: opened(exporting, stay.idNoEnc),
      gender: wordOf(exporting, 'gender', stay.gender),
      from: stay.validFrom,
      to: stay.validTo,
      see_fees: yesNo(stay.canSeeFees),
      pay: yesNo(stay.canPay),
      vote: yesNo(stay.canVote),
    }
  }
}
