/** Rooms: made, or changed where the book states something else. People in them follow in the same batch. */
import type { Selectable } from 'kysely'
import type { Room } from '../../../database/generated/tables.ts'
import { roomLabel } from '../../residents/room-label.ts'
import type { BuildingFacts, RoomFacts } from '../records.ts'
import type { BuildingRow } from './apply-buildings.ts'
import { applyBuildings, openUnits } from './apply-buildings.ts'
import { applyHouseholds } from './apply-households.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, headerOf } from './difference.ts'
import { gatherRoom, groupByKey, type PlacedRoom, type StatedRoom } from './gather-room.ts'
import { statisticsKeeper } from './keep-statistics.ts'
import { roomFields, statedColumns } from './room-fields.ts'

type RoomRow = Selectable<Room>

interface Places {
  readonly buildings: ReadonlyMap<string, BuildingRow>
  readonly unitId: (building: BuildingRow, unit: string) => Promise<string>
}

export async function applyRooms(
  applying: Applying,
  said: readonly BuildingFacts[],
): Promise<void> {
  const buildings = await applyBuildings(applying, said)
  const places = { buildings, unitId: await openUnits(applying) }
  await addUnits(places, said)
  const keepStatistics = statisticsKeeper(applying)
  for await (const rows of applying.stage.batches('room', BATCH)) {
    const { register } = applying.rules
    const stated = groupByKey(rows).map((group) => gatherRoom(register, applying.problems, group))
    const placed = await placeRooms(applying, places, stated)
    await applyHouseholds(applying, placed)
    await keepStatistics(rows.length)
    applying.progress(rows.length)
  }
}

/** Units the book names, whether or not it has rooms in them. */
async function addUnits(places: Places, said: readonly BuildingFacts[]): Promise<void> {
  for (const { code, units } of said) {
    const building = places.buildings.get(code)
    if (!building) continue
    for (const unit of units) await places.unitId(building, unit)
  }
}

async function placeRooms(
  applying: Applying,
  places: Places,
  rooms: readonly StatedRoom[],
): Promise<PlacedRoom[]> {
  const keys = rooms.map(({ rows: [first] }) => first.key)
  const known = await applying.tx
    .selectFrom('room')
    .selectAll()
    .where('projectId', '=', applying.projectId)
    .where('code', 'in', keys)
    .execute()
  const byCode = new Map(known.map((row) => [row.code, row]))
  const placed: PlacedRoom[] = []
  const fresh: RoomRow[] = []
  for (const stated of rooms) {
    const [first] = stated.rows
    const before = byCode.get(first.key)
    const label = labelOf(applying, places, stated)
    if (before) {
      await changeRoom(applying, { before, label, stated })
      placed.push({ id: before.id, label, stated })
    } else if (stated.facts) {
      const room = await newRoom(applying, places, stated, stated.facts)
      fresh.push(room)
      applying.changes.add({ kind: 'room', action: 'added', label, differences: [] })
      placed.push({ id: room.id, label, stated })
    } else {
      const header = headerOf(applying.rules.register, 'people', 'room')
      const place = { sheet: first.sheet, row: first.row, header, value: first.key }
      applying.problems.error(place, 'room_unknown')
    }
  }
  if (fresh.length > 0) await applying.tx.insertInto('room').values(fresh).execute()
  return placed
}

function labelOf(applying: Applying, places: Places, { rows: [first] }: StatedRoom): string {
  const { building, unit, number } = first.data.parts
  const buildingName = places.buildings.get(building)?.name ?? building
  return roomLabel(applying.rules.residents, { buildingName, unit, number })
}

async function newRoom(
  applying: Applying,
  places: Places,
  stated: StatedRoom,
  facts: RoomFacts,
): Promise<RoomRow> {
  const [first] = stated.rows
  const source = stated.rows.find((row) => row.data.facts !== undefined) ?? first
  const { building: code, unit, number } = source.data.parts
  const building = places.buildings.get(code)
  if (!building) throw new Error(`Building ${code} of ${first.key} was not made`)
  return {
    id: applying.newId(),
    projectId: applying.projectId,
    buildingId: building.id,
    unitId: await places.unitId(building, unit),
    number,
    code: first.key,
    floor: facts.floor ?? null,
    kind: facts.kind ?? 'residence',
    layout: facts.layout ?? null,
    grossArea: facts.grossArea ?? null,
    innerArea: facts.innerArea ?? null,
    rentFen: facts.rentFen ?? null,
    status: facts.status ?? null,
    handoverDate: facts.handoverDate ?? null,
    feeStartDate: facts.feeStartDate ?? null,
  }
}

async function changeRoom(
  applying: Applying,
  room: { readonly before: RoomRow; readonly label: string; readonly stated: StatedRoom },
): Promise<void> {
  const { before, label, stated } = room
  if (!stated.facts) return
  const { register } = applying.rules
  const { set, differences } = differ(register, 'rooms', roomFields(register), {
    known: before,
    given: statedColumns(stated.facts),
  })
  if (differences.length === 0) return
  await applying.tx.updateTable('room').set(set).where('id', '=', before.id).execute()
  applying.changes.add({ kind: 'room', action: 'changed', label, differences })
}
