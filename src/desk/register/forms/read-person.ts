/** One row of 业主: somebody in a room, from when to when, and what they may do. */
import type { Seals } from '../../../database/sealed.ts'
import type { RoomRecord } from '../records.ts'
import type { Given } from '../table/cell-reader.ts'
import { readIdNumber, readPhone } from '../table/contact-fields.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readRoomCode } from './read-room-code.ts'
import { sealText } from './seal-text.ts'

/** Null when room, name or relation cannot be read. */
export function readPerson(
  reader: RowReader,
  reading: ReadingRules,
  seals: Seals,
): RoomRecord | null {
  const parts = readRoomCode(reader, 'room')
  const name = reader.required('name', reader.name('name'))
  const relation = reader.required('relation', reader.legend('relation', 'relation'))
  const phone = readPhone(reader, reading, 'phone')
  const idNumber = readIdNumber(reader, reading, 'id_number')
  const gender = reader.legend('gender', 'gender')
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  const rights = {
    seeFees: isYes(reader.legend('see_fees', 'yes_no')),
    pay: isYes(reader.legend('pay', 'yes_no')),
    vote: isYes(reader.legend('vote', 'yes_no')),
  }
  if (!parts || !name || !relation) return null
  return {
    parts,
    occupant: {
      name,
      relation,
      gender,
      phone: phone ? seals.phone(phone) : undefined,
      idNumber: idNumber ? sealText(seals, idNumber) : undefined,
      from,
      to,
      ...rights,
    },
  }
}

function isYes(word: Given<'yes' | 'no'>): Given<boolean> {
  return word ? word === 'yes' : undefined
}
