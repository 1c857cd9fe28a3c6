/** One row of 外包单位: a firm and one agreement with it; a developer needs none, since it owes its warranty by law. */
import type { Seals } from '../../../database/sealed.ts'
import type { ContractorRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

export function readContractor(reader: RowReader, seals: Seals): ContractorRecord | null {
  const firm = reader.required('firm', reader.words('firm', 60))
  const kind = reader.legend('kind', 'contractor_kind')
  const contact = reader.words('contact', 40)
  const phone = reader.text('phone', 40)
  const written = reader.words('number', 64) ?? null
  const number = kind === 'developer' ? written : reader.required('number', written ?? undefined)
  const skills = reader.legends('skills', 'skill')
  const validFrom = reader.day('from')
  const validTo = reader.day('to')
  if (validFrom && validTo && validTo < validFrom) {
    reader.error('to', 'days_order')
    return null
  }
  if (!firm || number === undefined) return null
  const sealed = typeof phone === 'string' ? seals.phone(phone) : phone
  return { firm, kind, contact, phone: sealed, number, skills, validFrom, validTo }
}
