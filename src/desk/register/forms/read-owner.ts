/** One row of 业主信息: somebody whom rooms name by the code of their owner. */
import type { Seals } from '../../../database/sealed.ts'
import type { OwnerRecord } from '../records.ts'
import { readIdNumber, readPhone } from '../table/contact-fields.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { sealText } from './seal-text.ts'

export function readOwner(
  reader: RowReader,
  reading: ReadingRules,
  seals: Seals,
): OwnerRecord | null {
  const code = reader.required('code', reader.text('code', 32))
  const name = reader.required('name', reader.name('name'))
  const relation = reader.legend('relation', 'relation') ?? 'owner'
  const gender = reader.legend('gender', 'gender')
  const phone = readPhone(reader, reading, 'phone')
  const idNumber = readIdNumber(reader, reading, 'id_number')
  if (!code || !name) return null
  return {
    code,
    occupant: {
      ...{ name, relation, gender },
      phone: phone ? seals.phone(phone) : undefined,
      idNumber: idNumber ? sealText(seals, idNumber) : undefined,
      ...{ from: undefined, to: undefined },
      ...{ seeFees: undefined, pay: undefined, vote: undefined },
    },
  }
}
