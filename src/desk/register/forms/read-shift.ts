/** One row of 值班: a shift of one day, or the same shift on every day up to another. */
import { addDays, estateInstant } from '../../residents/estate-day.ts'
import type { ShiftRecord } from '../records.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readAreas } from './read-areas.ts'
import { readAccount } from './read-staff.ts'

/** A shift that ends no later than it starts ends on the next day. */
export function readShifts(reader: RowReader, { rules }: ReadingRules): readonly ShiftRecord[] {
  const account = readAccount(reader)
  const first = reader.required('day', reader.day('day'))
  const last = reader.day('until') ?? first
  const start = reader.required('start', reader.time('start'))
  const end = reader.required('end', reader.time('end'))
  const areas = readAreas(reader)
  const kind = reader.legend('kind', 'shift_kind') ?? 'duty'
  if (!account || !first || !last || !start || !end) return []
  if (last < first) {
    reader.error('until', 'days_order')
    return []
  }
  const shifts: ShiftRecord[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (shifts.length >= rules.limits.shift_days) {
      reader.error('until', 'too_many_days', { most: rules.limits.shift_days })
      return []
    }
    const endDay = end <= start ? addDays(day, 1) : day
    const startAt = estateInstant(day, start).toISOString()
    const endAt = estateInstant(endDay, end).toISOString()
    shifts.push({ account, day, startAt, endAt, kind, areas })
  }
  return shifts
}
