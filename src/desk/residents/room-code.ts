/** How buildings, units and rooms are written: many spellings, one code like "3-2-501". */
import { arabicDigits, plainText } from './plain-text.ts'

export interface RoomParts {
  readonly building: string
  /** '0' where a building has no units. */
  readonly unit: string
  readonly number: string
}

export const NO_UNIT = '0'

const BUILDING_WORD = /(?:号楼|栋|座|楼|号|#)$/
const DASHES = /[-‐-―−_~/]+/g
/** 楼 alone is a floor in speech: 3楼501; 号楼 is a building. */
const SPOKEN =
  /^(?:(?<building>[^-]+?)(?:号楼|栋|座|#)-?)?(?:(?<unit>[^-]+?)单元-?)?(?:[^-]+?[层楼]-?)?(?<number>[^-]+)$/
/** Longer texts are no rooms, and must not cost anything. */
const LONGEST = 40

/** 三号楼 → 3, Ａ座 → A, G02栋 → G2, 二期3栋 → 2期3. Empty when nothing is left. */
export function normalBuilding(text: string): string {
  const bare = plainText(text).replace(BUILDING_WORD, '')
  return bare
    .split('期')
    .map((part) => withoutZeros(arabicDigits(part.replace(/^第/, ''))))
    .join('期')
}

/** 二单元 → 2, 02 → 2; nothing, 无 and 0 all mean that the building has no units. */
export function normalUnit(text: string): string {
  const bare = plainText(text).replace(/单元$/, '')
  return bare === '' || bare === '无' ? NO_UNIT : withoutZeros(arabicDigits(bare))
}

/** 501室 → 501, ｓ01 → S01. Leading zeros are kept: people read the plate. */
export function normalNumber(text: string): string {
  return arabicDigits(plainText(text).replace(/[室房号户]$/, ''))
}

function roomCode(parts: RoomParts): string {
  return `${parts.building}-${parts.unit}-${parts.number}`
}

/** Equal for two spellings of one room: 3-2-0501 and 3-2-501. */
export function roomKey(parts: RoomParts): string {
  return roomCode({ ...parts, number: bareNumber(parts.number) })
}

/** The number without leading zeros, as it is compared. */
export function bareNumber(number: string): string {
  return number.replace(/^0+(?=.)/, '')
}

/** Reads "3-2-501", "3-501", "501", "3栋2单元501室"; null when it cannot be a room. */
export function parseRoom(text: string): Partial<RoomParts> | null {
  if (text.length > LONGEST) return null
  const plain = plainText(text).replace(DASHES, '-')
  const pieces = plain.split('-')
  if (pieces.length === 3 && pieces.every((piece) => piece !== '')) return partsOf(pieces)
  if (pieces.length === 2 && !/单元|栋|座|楼|层/.test(plain))
    return partsOf([pieces[0], '', pieces[1]])
  const spoken = SPOKEN.exec(plain)?.groups
  if (!spoken?.['number']) return null
  return partsOf([spoken['building'], spoken['unit'], spoken['number']])
}

function partsOf(pieces: readonly (string | undefined)[]): Partial<RoomParts> | null {
  const [building, unit, number] = pieces
  if (!number) return null
  return {
    ...(building ? { building: normalBuilding(building) } : {}),
    ...(unit ? { unit: normalUnit(unit) } : {}),
    number: normalNumber(number),
  }
}

function withoutZeros(text: string): string {
  return text.replace(/^([A-Z]*)0+(?=\d)/, '$1')
}
