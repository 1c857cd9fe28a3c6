/** One row of 楼栋: a building and one of its units, or a building that has none. */
import { NO_UNIT, normalBuilding, normalUnit } from '../../residents/room-code.ts'
import type { BuildingFacts } from '../records.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readBuiltDays } from './read-built-days.ts'
import { nameOfBuilding, readPart } from './room-parts.ts'

/** Degrees between which the country lies: an exchanged pair is found out. */
const CHINA = { longitude: [73, 136], latitude: [3, 54] } as const

export function readBuilding(reader: RowReader, reading: ReadingRules): BuildingFacts | null {
  const code = readPart(reader, 'building', normalBuilding)
  const unit = readPart(reader, 'unit', normalUnit)
  const floorsAbove = reader.integer('floors', 1, 200)
  const lift = reader.legend('lift', 'yes_no')
  const longitude = reader.degrees('longitude', CHINA.longitude)
  const latitude = reader.degrees('latitude', CHINA.latitude)
  const days = readBuiltDays(reader, reading)
  if (!code || unit === undefined) return null
  return {
    code,
    name: nameOfBuilding(reader, code),
    floorsAbove: floorsAbove ?? undefined,
    hasLift: lift ? lift === 'yes' : undefined,
    longitude: longitude ?? undefined,
    latitude: latitude ?? undefined,
    ...days,
    units: unit === NO_UNIT ? [] : [unit],
  }
}
