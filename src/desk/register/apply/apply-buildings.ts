/** Buildings and units: made when a room names one, changed when the book says more of them. */

import { NO_UNIT } from '../../residents/room-code.ts'
import { buildingName } from '../../residents/room-label.ts'
import type { BuildingFacts } from '../records.ts'
import type { Applying } from './context.ts'
import { differ, type FieldRules } from './difference.ts'

export interface BuildingRow {
  readonly id: string
  readonly code: string
  readonly name: string
}

interface Known {
  readonly name: string
  readonly floorsAbove: number | null
  readonly hasLift: boolean | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly completionDate: string | null
  readonly deliveryDate: string | null
}

const FIELDS: FieldRules<Known> = {
  name: { field: 'building' },
  floorsAbove: { field: 'floors' },
  hasLift: { field: 'lift', show: (value) => (value ? '有' : '无') },
  longitude: { field: 'longitude' },
  latitude: { field: 'latitude' },
  completionDate: { field: 'completed' },
  deliveryDate: { field: 'handover' },
}

/** All buildings of the project afterwards, by code. */
export async function applyBuildings(
  applying: Applying,
  stated: readonly BuildingFacts[],
): Promise<Map<string, BuildingRow>> {
  const rows = await applying.tx
    .selectFrom('building')
    .selectAll()
    .where('projectId', '=', applying.projectId)
    .execute()
  const known = new Map(rows.map((row) => [row.code, row]))
  const buildings = new Map<string, BuildingRow>(rows.map((row) => [row.code, row]))
  for (const facts of stated) {
    const before = known.get(facts.code)
    const row = before
      ? await changeBuilding(applying, before, facts)
      : await addBuilding(applying, facts)
    buildings.set(facts.code, row)
  }
  return buildings
}

async function addBuilding(applying: Applying, facts: BuildingFacts): Promise<BuildingRow> {
  const { code, floorsAbove = null, hasLift = null, longitude = null, latitude = null } = facts
  const { completionDate = null, deliveryDate = null } = facts
  const name = facts.name ?? buildingName(applying.rules.residents, code)
  const row = { id: applying.newId(), projectId: applying.projectId, code, name }
  await applying.tx
    .insertInto('building')
    .values({ ...row, floorsAbove, hasLift, longitude, latitude, completionDate, deliveryDate })
    .execute()
  applying.changes.add({ kind: 'building', action: 'added', label: name, differences: [] })
  return row
}

async function changeBuilding(
  applying: Applying,
  before: BuildingRow & Known,
  given: BuildingFacts,
): Promise<BuildingRow> {
  const { set, differences } = differ(applying.rules.register, 'buildings', FIELDS, {
    known: before,
    given,
  })
  if (differences.length === 0) return before
  await applying.tx.updateTable('building').set(set).where('id', '=', before.id).execute()
  applying.changes.add({ kind: 'building', action: 'changed', label: before.name, differences })
  return { ...before, ...set }
}

/** Gives the unit of a building, made when it is new; asks the database once for all. */
export async function openUnits(
  applying: Applying,
): Promise<(building: BuildingRow, unit: string) => Promise<string>> {
  const rows = await applying.tx
    .selectFrom('unit')
    .select(['id', 'buildingId', 'code'])
    .where('projectId', '=', applying.projectId)
    .execute()
  const units = new Map(rows.map((row) => [`${row.buildingId}/${row.code}`, row.id]))
  return async (building, code) => {
    const key = `${building.id}/${code}`
    const known = units.get(key)
    if (known) return known
    const id = applying.newId()
    const { projectId } = applying
    await applying.tx
      .insertInto('unit')
      .values({ id, projectId, buildingId: building.id, code })
      .execute()
    units.set(key, id)
    if (code !== NO_UNIT) {
      const label = `${building.name}${code}单元`
      applying.changes.add({ kind: 'unit', action: 'added', label, differences: [] })
    }
    return id
  }
}
