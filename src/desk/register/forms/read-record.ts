/** One row of any table, as records under the keys by which they are joined with others and the database. */
import type { Seals } from '../../../database/sealed.ts'
import { roomKey } from '../../residents/room-code.ts'
import type { BuildingFacts, RecordKind, Records } from '../records.ts'
import type { TableRow } from '../table/read-tables.ts'
import { type ReadingRules, type RowReader, readRow } from '../table/row-reader.ts'
import type { TableName } from '../tables.ts'
import { readBill } from './read-bill.ts'
import { readBuilding } from './read-building.ts'
import { readFeeItem } from './read-fee-item.ts'
import { readOwner } from './read-owner.ts'
import { readParking } from './read-parking.ts'
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
  return READERS[row.table](readRow(row, reading), reading, seals)
}

const READERS: {
  readonly [Table in TableName]: (reader: RowReader, reading: ReadingRules, seals: Seals) => ReadRow
} = {
  buildings(reader) {
    const building = readBuilding(reader)
    return building ? { records: [], building } : NOTHING
  },
  rooms(reader, reading, seals) {
    const room = readRoomRow(reader, reading, seals)
    return room ? { records: room.records.map(roomRecord), building: room.building } : NOTHING
  },
  owners(reader, reading, seals) {
    const data = readOwner(reader, reading, seals)
    return data ? one({ kind: 'owner', key: data.code, data }) : NOTHING
  },
  parking(reader, reading) {
    const space = readParking(reader, reading)
    return space ? { records: [roomRecord(space.record)], building: space.building } : NOTHING
  },
  people(reader, reading, seals) {
    const data = readPerson(reader, reading, seals)
    return data ? one(roomRecord(data)) : NOTHING
  },
  staff(reader, reading, seals) {
    const data = readStaff(reader, reading, seals)
    return data ? one({ kind: 'staff', key: data.account.toLowerCase(), data }) : NOTHING
  },
  shifts(reader, reading) {
    const shifts = readShifts(reader, reading)
    const key = (account: string) => account.toLowerCase()
    return { records: shifts.map((data) => ({ kind: 'shift', key: key(data.account), data })) }
  },
  fee_items(reader) {
    const data = readFeeItem(reader)
    return data ? one({ kind: 'fee_item', key: data.code, data }) : NOTHING
  },
  bills(reader) {
    const data = readBill(reader)
    return data ? one({ kind: 'bill', key: roomKey(data.parts), data }) : NOTHING
  },
}

const NOTHING: ReadRow = { records: [] }

function one(record: KeyedRecord): ReadRow {
  return { records: [record] }
}

function roomRecord(data: Records['room']): KeyedRecord {
  return { kind: 'room', key: roomKey(data.parts), data }
}
