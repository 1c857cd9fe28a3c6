/** Which fee items a room pays: a row of 房屋收费, or the list 1#2 in a row about a room. */
import type { RoomParts } from '../../residents/room-code.ts'
import type { RoomFeeRecord } from '../records.ts'
import { parseDay } from '../table/parse-cell.ts'
import { listOf, type RowReader } from '../table/row-reader.ts'
import { readRoomCode } from './read-room-code.ts'

/** Such books write 0 where a room has no fee. */
const NO_FEE = '0'

export function readRoomFee(reader: RowReader): RoomFeeRecord | null {
  const parts = readRoomCode(reader, 'room')
  const item = reader.required('item', reader.text('item', 40))
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  return parts && item ? { parts, item, from, to } : null
}

/** One first day for each fee, in the same order; one for all; or none. */
export function readFeeList(reader: RowReader, parts: RoomParts): RoomFeeRecord[] {
  const cell = reader.given('fees')
  if (!cell) return []
  const items = listOf(cell.text.normalize('NFKC')).filter((item) => item !== NO_FEE)
  const starts = readStarts(reader)
  if (starts.length > 1 && starts.length !== items.length) {
    reader.error('fee_starts', 'fee_starts', { fees: items.length, starts: starts.length })
  }
  return items.map((item, index) => ({
    parts,
    item,
    from: starts.length === 1 ? starts[0] : starts[index],
    to: undefined,
  }))
}

/** 2020/06/10 is one day: only # and the signs of lists part them. */
function readStarts(reader: RowReader): string[] {
  const cell = reader.given('fee_starts')
  if (!cell) return []
  const texts = cell.text.normalize('NFKC').split(/[#、,;\n]+/)
  const days = texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => parseDay({ ...cell, text }))
  if (!days.includes(null)) return days.filter((day) => day !== null)
  reader.error('fee_starts', 'day')
  return []
}
