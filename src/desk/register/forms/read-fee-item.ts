/** One row of 收费项目. */
import type { FeeItemRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

export function readFeeItem(reader: RowReader): FeeItemRecord | null {
  const code = reader.required('code', reader.text('code', 32))
  const name = reader.required('name', reader.words('name', 40))
  const kind = reader.required('kind', reader.legend('kind', 'fee_kind'))
  const formula = reader.words('formula', 200)
  const priceFen = reader.rate('price')
  const fixedFen = reader.money('fixed')
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  if (!code || !name || !kind) return null
  return { code, name, kind, formula, priceFen, fixedFen, from, to }
}
