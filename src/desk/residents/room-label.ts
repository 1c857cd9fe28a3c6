/** What a room is called to people: 3栋2单元501. The patterns are those of rules/residents.yaml. */
import { NO_UNIT } from './room-code.ts'
import type { ResidentRules } from './rules.ts'

export interface RoomNames {
  readonly buildingName: string
  readonly unit: string
  readonly number: string
}

export function roomLabel(rules: ResidentRules, room: RoomNames): string {
  const { labels } = rules
  const pattern = room.unit === NO_UNIT ? labels.room_without_unit : labels.room
  return filled(pattern, { building: room.buildingName, unit: room.unit, number: room.number })
}

/** A code that is a word already: 停车场1, 商业街. */
const WORD = /\p{Script=Han}{2}/u

/** The name of a building whose book gives only a code. */
export function buildingName(rules: ResidentRules, code: string): string {
  if (WORD.test(code)) return code
  return filled(rules.labels.building, { code })
}

function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
