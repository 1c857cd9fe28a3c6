/** One row of 维修价目. */
import type { PriceItemRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

/** Ten years: longer is a slip of the finger. */
const MOST_WARRANTY = 3660

export function readPriceItem(reader: RowReader): PriceItemRecord | null {
  const code = reader.required('code', reader.text('code', 32))
  const name = reader.required('name', reader.words('name', 40))
  const kind = reader.required('kind', reader.legend('kind', 'price_kind'))
  const unit = reader.required('unit', reader.words('unit', 8))
  const priceFen = reader.required('price', reader.money('price'))
  const warrantyDays = reader.integer('warranty', 0, MOST_WARRANTY)
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  if (!code || !name || !kind || !unit || priceFen === undefined) return null
  return { code, name, kind, unit, priceFen, warrantyDays, from, to }
}
