/** One row of 楼栋: a building and one of its units, or a building that has none. */
import { NO_UNIT, normalBuilding, normalUnit } from '../../residents/room-code.ts'
import type { BuildingFacts } from '../records.ts'
import type { Given } from '../table/cell-reader.ts'
import type { RowReader } from '../table/row-reader.ts'
import { nameOfBuilding, readPart } from './room-parts.ts'

/** Degrees between which the country lies: an exchanged pair is found out. */
const CHINA = { longitude: [73, 136], latitude: [3, 54] } as const

export function readBuilding(reader: RowReader): BuildingFacts | null {
  const code = readPart(reader, 'building', normalBuilding)
  const unit = readPart(reader, 'unit', normalUnit)
  const floorsAbove = reader.integer('floors', 1, 200)
  const lift = reader.legend('lift', 'yes_no')
  const longitude = reader.degrees('longitude', CHINA.longitude)
  const latitude = reader.degrees('latitude', CHINA.latitude)
  const completionDate = readBuiltDay(reader, 'completed')
  const deliveryDate = readBuiltDay(reader, 'handover')
  if (completionDate && deliveryDate && deliveryDate < completionDate) {
    reader.warn('handover', 'delivered_early', { completed: completionDate })
  }
  if (!code || unit === undefined) return null
  return {
    code,
    name: nameOfBuilding(reader, code),
    floorsAbove: floorsAbove ?? undefined,
    hasLift: lift ? lift === 'yes' : undefined,
    longitude: longitude ?? undefined,
    latitude: latitude ?? undefined,
    completionDate,
    deliveryDate,
    units: unit === NO_UNIT ? [] : [unit],
  }
}

/** A year outside of these is a slip of the pen, and would warrant for ever or never. */
const BUILT = { first: '1949-10-01', last: '2099-12-31' } as const

function readBuiltDay(reader: RowReader, field: 'completed' | 'handover'): Given<string> {
  const day = reader.day(field)
  if (!day || (day >= BUILT.first && day <= BUILT.last)) return day
  reader.error(field, 'day')
  return undefined
}
