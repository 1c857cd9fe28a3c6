/** One row of any table, as records under the keys by which they are joined with others and the database. */
import type { Seals } from '../../../database/sealed.ts'
import { roomKey } from '../../residents/room-code.ts'
import type { BuildingFacts, RecordKind, Records } from '../records.ts'
import type { TableRow } from '../table/read-tables.ts'
import { type ReadingRules, readRow } from '../table/row-reader.ts'
import { readBill } from './read-bill.ts'
import { readFeeItem } from './read-fee-item.ts'
import { readPerson } from './read-person.ts'
import { readRoomRow } from './read-room.ts'
import { readShifts } from './read-shift.ts'
import { readStaff } from './read-staff.ts'

export type KeyedRecord = {
  readonly [Kind in RecordKind]: {
    readonly kind: Kind
    /** Records of one kind and key are about the same thing. */
    readonly key: string
    readonly data: Records[Kind]
  }
}[RecordKind]

export interface ReadRow {
  readonly records: readonly KeyedRecord[]
  readonly building?: BuildingFacts
}

/** Rows with a problem give what could be read; the problem stops the import all the same. */
export function readRecords(row: TableRow, reading: ReadingRules, seals: Seals): ReadRow {
  const reader = readRow(row, reading)
  switch (row.table) {
    case 'rooms': {
      const room = readRoomRow(reader, reading, seals)
      const records = (room?.records ?? []).map((data) => roomRecord(data))
      return room ? { records, building: room.building } : { records }
    }
    case 'people': {
      const data = readPerson(reader, reading, seals)
      return { records: data ? [roomRecord(data)] : [] }
    }
    case 'staff': {
      const data = readStaff(reader, reading, seals)
      return { records: data ? [{ kind: 'staff', key: data.account.toLowerCase(), data }] : [] }
    }
    case 'shifts': {
      const shifts = readShifts(reader, reading)
      const key = (account: string) => account.toLowerCase()
      return { records: shifts.map((data) => ({ kind: 'shift', key: key(data.account), data })) }
    }
    case 'fee_items': {
      const data = readFeeItem(reader)
      return { records: data ? [{ kind: 'fee_item', key: data.code, data }] : [] }
    }
    case 'bills': {
      const data = readBill(reader)
      return { records: data ? [{ kind: 'bill', key: roomKey(data.parts), data }] : [] }
    }
  }
}

function roomRecord(data: Records['room']): KeyedRecord {
  return { kind: 'room', key: roomKey(data.parts), data }
}
