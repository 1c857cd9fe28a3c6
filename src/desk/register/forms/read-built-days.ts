/** Reads the days on which a building, or the estate as a whole, was completed and delivered. */
import type { BuiltDays } from '../built-days.ts'
import type { Given } from '../table/cell-reader.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'

/** Delivery may be ahead; what was accepted tomorrow, or delivered before it was, is worth a look. */
export function readBuiltDays(
  reader: RowReader,
  { today }: Pick<ReadingRules, 'today'>,
): BuiltDays {
  const completionDate = readBuiltDay(reader, 'completed')
  const deliveryDate = readBuiltDay(reader, 'handover')
  if (completionDate && completionDate > today) reader.warn('completed', 'completed_later')
  if (completionDate && deliveryDate && deliveryDate < completionDate) {
    reader.warn('handover', 'delivered_early', { completed: completionDate })
  }
  return { completionDate, deliveryDate }
}

/** A year outside of these is a slip of the pen, and would warrant for ever or never. */
const BUILT = { first: '1949-10-01', last: '2099-12-31' } as const

function readBuiltDay(reader: RowReader, field: 'completed' | 'handover'): Given<string> {
  const day = reader.day(field)
  if (!day || (day >= BUILT.first && day <= BUILT.last)) return day
  reader.error(field, 'day')
  return undefined
}
