/** Finds the rooms a piece of speech can mean: 3栋2单元501, 501, 3号楼5层. */
import { type SqlBool, sql } from 'kysely'
import type { Work } from '../work.ts'
import { arabicDigits, plainText } from './plain-text.ts'
import { bareNumber, normalBuilding, normalNumber, normalUnit, parseRoom } from './room-code.ts'
import { roomLabel } from './room-label.ts'

/** What was said of a room; each part as spoken or written. */
export interface RoomFragment {
  readonly building?: string
  readonly unit?: string
  readonly room?: string
  readonly floor?: string
}

export interface FoundRoom {
  readonly id: string
  /** "3-2-501" */
  readonly code: string
  /** "3栋2单元501" */
  readonly label: string
  readonly buildingCode: string
}

type Reader = Pick<Work, 'tx' | 'rules'>

/**
 * The rooms of a project that fit every part given, nearest number first, at most `max_room_choices`.
 * Nothing said fits nothing.
 */
export async function findRooms(
  at: Reader,
  projectId: string,
  fragment: RoomFragment,
): Promise<FoundRoom[]> {
  const { building, unit, room, floor } = fragment
  if (!building && !unit && !room && !floor) return []
  const level = floor ? floorOf(floor) : undefined
  if (level === null) return []
  let query = rooms(at, projectId).limit(at.rules.residents.max_room_choices)
  if (building) {
    // Few people say the phase: 3栋 may be 2期3.
    const code = normalBuilding(building)
    query = query.where(
      sql<SqlBool>`(building.code = ${code} OR regexp_replace(building.code, '^.*期', '') = ${code})`,
    )
  }
  if (unit) query = query.where('unit.code', '=', normalUnit(unit))
  if (room) {
    const number = bareNumber(normalNumber(room))
    query = query.where(sql<SqlBool>`ltrim(room.number, '0') = ltrim(${number}, '0')`)
  }
  if (level !== undefined) query = query.where('room.floor', '=', level)
  return (await query.execute()).map((row) => found(at, row))
}

/** The one room a text names in full: its code, or another spelling of it; null when none or several fit. */
export async function findRoom(
  at: Reader,
  projectId: string,
  text: string,
): Promise<FoundRoom | null> {
  const exact = await rooms(at, projectId).where('room.code', '=', text.trim()).executeTakeFirst()
  if (exact) return found(at, exact)
  const parts = parseRoom(text)
  if (!parts) return null
  const { number, ...place } = parts
  const fitting = await findRooms(at, projectId, { ...place, ...(number ? { room: number } : {}) })
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** A room by its id, wherever it is. */
export async function roomById(at: Reader, roomId: string): Promise<FoundRoom> {
  const row = await joined(at).where('room.id', '=', roomId).executeTakeFirstOrThrow()
  return found(at, row)
}

function rooms(at: Reader, projectId: string) {
  return joined(at)
    .where('room.projectId', '=', projectId)
    .orderBy(sql`length(building.code)`)
    .orderBy('building.code')
    .orderBy(sql`length(unit.code)`)
    .orderBy('unit.code')
    .orderBy(sql`length(room.number)`)
    .orderBy('room.number')
}

function joined(at: Reader) {
  return at.tx
    .selectFrom('room')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['room.id', 'room.code', 'room.number', 'unit.code as unit'])
    .select(['building.code as buildingCode', 'building.name as buildingName'])
}

function found(
  at: Reader,
  row: {
    readonly id: string
    readonly code: string
    readonly number: string
    readonly unit: string
    readonly buildingCode: string
    readonly buildingName: string
  },
): FoundRoom {
  const label = roomLabel(at.rules.residents, row)
  return { id: row.id, code: row.code, label, buildingCode: row.buildingCode }
}

/** 五层 → 5, B1 and 负一层 → -1; null when it is no floor. */
function floorOf(text: string): number | null {
  const bare = plainText(text).replace(/[层楼F]$/, '')
  const [, below, digits] = /^(负|B|-)?(.+)$/.exec(bare) ?? []
  const floor = Number(arabicDigits(digits ?? ''))
  if (!Number.isInteger(floor) || floor > 1000) return null
  return below ? -floor : floor
}
