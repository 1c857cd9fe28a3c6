/** One row of 外包单位: a firm and one agreement with it. */
import type { ContractorRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

export function readContractor(reader: RowReader): ContractorRecord | null {
  const firm = reader.required('firm', reader.words('firm', 60))
  const kind = reader.legend('kind', 'contractor_kind')
  const contact = reader.words('contact', 40)
  const phone = reader.text('phone', 40)
  const number = reader.required('number', reader.words('number', 64) ?? undefined)
  const skills = reader.legends('skills', 'skill')
  const validFrom = reader.day('from')
  const validTo = reader.day('to')
  if (validFrom && validTo && validTo < validFrom) {
    reader.error('to', 'days_order')
    return null
  }
  if (!firm || !number) return null
  return { firm, kind, contact, phone, number, skills, validFrom, validTo }
}
