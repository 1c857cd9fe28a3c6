/** One row of 账单. */
import type { BillRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'
import { readRoomCode } from './read-room-code.ts'

export function readBill(reader: RowReader): BillRecord | null {
  const parts = readRoomCode(reader, 'room')
  const item = reader.required('item', reader.text('item', 40))
  const period = reader.required('period', reader.period('period'))
  const amountFen = reader.required('amount', reader.money('amount'))
  const paidFen = reader.money('paid')
  const payer = reader.legend('payer', 'payer')
  const due = reader.day('due')
  const computed = reader.words('computed', 200)
  if (amountFen !== undefined && (paidFen ?? 0) > amountFen) reader.error('paid', 'paid_too_much')
  if (!parts || !item || !period || amountFen === undefined) return null
  return { parts, item, period, amountFen, paidFen, payer, due, computed }
}
