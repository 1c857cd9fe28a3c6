/** One row of any table, as records under the keys by which they are joined with others and the database. */
import type { Seals } from '../../../database/sealed.ts'
import { roomKey } from '../../residents/room-code.ts'
import type { BuildingFacts, RecordKind, Records } from '../records.ts'
import type { TableRow } from '../table/read-tables.ts'
import { type ReadingRules, type RowReader, readRow } from '../table/row-reader.ts'
import type { TableName } from '../tables.ts'
import { readBill } from './read-bill.ts'
import { readBuilding } from './read-building.ts'
import { readCertificate } from './read-certificate.ts'
import { readContractor } from './read-contractor.ts'
import { readFeeItem } from './read-fee-item.ts'
import { readOwner } from './read-owner.ts'
import { readParking } from './read-parking.ts'
import { readPattern } from './read-pattern.ts'
import { readPayment } from './read-payment.ts'
import { readPerson } from './read-person.ts'
import { readPriceItem } from './read-price-item.ts'
import { readProject } from './read-project.ts'
import { readRoomRow } from './read-room.ts'
import { readRoomFee } from './read-room-fee.ts'
import { readShifts } from './read-shift.ts'
import { readStaff } from './read-staff.ts'
import { readTeam } from './read-team.ts'

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

type ReadTable = (reader: RowReader, reading: ReadingRules, seals: Seals) => ReadRow

const TABLES: { readonly [Table in TableName]: ReadTable } = {
  rooms(reader, reading, seals) {
    const room = readRoomRow(reader, reading, seals)
    if (!room) return NOTHING
    const records = room.records.map((data) => roomRecord(data))
    const fees = room.fees.map((data) => roomFeeRecord(data))
    return { records: [...records, ...fees], building: room.building }
  },
  projects: (reader, reading) =>
    one(readProject(reader, reading), (data) => ({ kind: 'project', key: 'all', data })),
  buildings(reader, reading) {
    const building = readBuilding(reader, reading)
    return building ? { records: [], building } : NOTHING
  },
  owners: (reader, reading, seals) =>
    one(readOwner(reader, reading, seals), (data) => ({ kind: 'owner', key: data.code, data })),
  parking(reader, reading) {
    const space = readParking(reader, reading)
    return space ? { records: [roomRecord(space.record)], building: space.building } : NOTHING
  },
  people: (reader, reading, seals) => one(readPerson(reader, reading, seals), roomRecord),
  staff: (reader, reading, seals) =>
    one(readStaff(reader, reading, seals), (data) => {
      return { kind: 'staff', key: data.account.toLowerCase(), data }
    }),
  teams: (reader) => one(readTeam(reader), (data) => ({ kind: 'team', key: data.name, data })),
  contractors: (reader, _reading, seals) =>
    one(readContractor(reader, seals), (data) => ({ kind: 'contractor', key: data.firm, data })),
  certificates: (reader) =>
    one(readCertificate(reader), (data) => {
      return { kind: 'certificate', key: data.member.toLowerCase(), data }
    }),
  patterns: (reader) =>
    one(readPattern(reader), (data) => ({ kind: 'pattern', key: data.name, data })),
  shifts(reader, reading) {
    const key = (account: string) => account.toLowerCase()
    const shifts = readShifts(reader, reading)
    return { records: shifts.map((data) => ({ kind: 'shift', key: key(data.account), data })) }
  },
  fee_items: (reader, reading) =>
    one(readFeeItem(reader, reading), (data) => ({ kind: 'fee_item', key: data.code, data })),
  room_fees: (reader) => one(readRoomFee(reader), roomFeeRecord),
  bills: (reader) =>
    one(readBill(reader), (data) => ({ kind: 'bill', key: roomKey(data.parts), data })),
  payments: (reader) =>
    one(readPayment(reader), (data) => ({ kind: 'payment', key: roomKey(data.parts), data })),
  price_items: (reader) =>
    one(readPriceItem(reader), (data) => ({ kind: 'price_item', key: data.code, data })),
}

const NOTHING: ReadRow = { records: [] }

/** Rows with a problem give what could be read; the problem stops the import all the same. */
export function readRecords(row: TableRow, reading: ReadingRules, seals: Seals): ReadRow {
  return TABLES[row.table](readRow(row, reading), reading, seals)
}

function one<Data>(data: Data | null, record: (data: Data) => KeyedRecord): ReadRow {
  return data === null ? NOTHING : { records: [record(data)] }
}

function roomRecord(data: Records['room']): KeyedRecord {
  return { kind: 'room', key: roomKey(data.parts), data }
}

function roomFeeRecord(data: Records['room_fee']): KeyedRecord {
  return { kind: 'room_fee', key: roomKey(data.parts), data }
}
