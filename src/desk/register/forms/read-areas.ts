/** Where somebody works, as a cell names it: buildings and units. */
import { NO_UNIT, normalBuilding, normalUnit } from '../../residents/room-code.ts'
import type { Given } from '../table/cell-reader.ts'
import { listOf, type RowReader } from '../table/row-reader.ts'

/** 3-2, 3栋2单元; a building alone has no second part. */
const UNIT = /^(.+?)(?:-|(?<=号楼|栋|座|楼|#))([^-]+)$/

/** Codes as `areas` keeps them: "3" for a building, "3-2" for one of its units; null for 无. */
export function readAreas(reader: RowReader): Given<readonly string[]> {
  const text = reader.text('areas', 1000)
  return typeof text === 'string' ? [...new Set(listOf(text).map(areaCode))] : text
}

function areaCode(text: string): string {
  const [, building, unit] = UNIT.exec(text) ?? []
  if (!building || !unit) return normalBuilding(text)
  const code = normalUnit(unit)
  return code === NO_UNIT ? normalBuilding(building) : `${normalBuilding(building)}-${code}`
}
