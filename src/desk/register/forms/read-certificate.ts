/** One row of 证书. */
import type { CertificateRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

export function readCertificate(reader: RowReader): CertificateRecord | null {
  const member = reader.required('member', reader.text('member', 64))
  const kind = reader.required('certificate', reader.legend('certificate', 'certificate'))
  const number = reader.words('number', 64)
  const validTo = reader.day('valid_to')
  return member && kind ? { member, kind, number, validTo } : null
}
