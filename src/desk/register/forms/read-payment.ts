/** One row of 缴费记录: what a room paid for which days. */
import { addMonths } from '../../fees/periods.ts'
import { addDays } from '../../residents/estate-day.ts'
import type { PaymentRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'
import { readRoomCode } from './read-room-code.ts'

export function readPayment(reader: RowReader): PaymentRecord | null {
  const parts = readRoomCode(reader, 'room')
  const item = reader.required('item', reader.text('item', 40))
  const months = reader.integer('months', 1, 1200) ?? undefined
  const from = reader.required('from', reader.day('from'))
  const end = reader.required('to', reader.day('to'))
  const paidOn = reader.day('paid_on') ?? undefined
  const dueFen = reader.money('due') ?? undefined
  const amountFen = reader.required('paid', reader.money('paid'))
  const cashier = reader.words('cashier', 40)
  const note = reader.words('note', 200)
  if (!from || !end) return null
  const to = endOf(reader, { from, end, months })
  if (to <= from) reader.error('to', 'days_order')
  if (!parts || !item || amountFen === undefined) return null
  return { parts, item, from, to, months, paidOn, dueFen, amountFen, cashier, note }
}

/**
 * The first day no longer paid for. Books write that day (2016-01-01 to 2017-01-01) or the last one paid for
 * (2016-01-01 to 2016-12-31): the number of months tells which; without it the end of a month is a last day.
 */
function endOf(
  reader: RowReader,
  { from, end, months }: { from: string; end: string; months: number | undefined },
): string {
  const next = addDays(end, 1)
  if (months === undefined) return next.endsWith('-01') && from.endsWith('-01') ? next : end
  const expected = `${addMonths(from.slice(0, 7), months)}${from.slice(7)}`
  if (end === expected) return end
  if (next === expected) return next
  reader.warn('to', 'payment_span', { months })
  return end
}
