/** A room named in one cell: 3-2-501, or 3栋2单元501; where a building has no units 3-501. */
import { NO_UNIT, parseRoom, type RoomParts } from '../../residents/room-code.ts'
import type { RowReader } from '../table/row-reader.ts'

export function readRoomCode(reader: RowReader, field: string): RoomParts | undefined {
  const text = reader.required(field, reader.text(field))
  if (text === undefined) return undefined
  const parts = parseRoom(text)
  if (parts?.building && parts.number) {
    return { building: parts.building, unit: parts.unit ?? NO_UNIT, number: parts.number }
  }
  reader.error(field, 'room_format')
  return undefined
}
