/** One row of 排班: hours of duty that come back every week. */
import type { PatternRecord } from '../records.ts'
import type { Given } from '../table/cell-reader.ts'
import { parseWeekdays } from '../table/parse-weekdays.ts'
import { listOf, type RowReader } from '../table/row-reader.ts'
import { readAreas } from './read-areas.ts'

export function readPattern(reader: RowReader): PatternRecord | null {
  const name = reader.required('pattern', reader.words('pattern', 40))
  const team = reader.words('team', 40)
  const named = reader.text('members', 2000)
  const members = typeof named === 'string' ? [...new Set(listOf(named))] : named
  const given = reader.parsed('weekdays', parseWeekdays, { reason: 'weekdays' })
  const weekdays = reader.required('weekdays', given)
  const start = reader.required('start', readClock(reader, 'start'))
  const end = reader.required('end', readClock(reader, 'end'))
  const terms = {
    kind: reader.legend('kind', 'shift_kind'),
    areas: readAreas(reader),
    days: reader.legend('days', 'pattern_days'),
    from: reader.day('from'),
    to: reader.day('to'),
    turns: reader.legend('turns', 'turns'),
    turnLength: reader.integer('turn_length', 1, 52),
    handoverTime: readClock(reader, 'handover_time'),
    anchorDay: reader.day('anchor_day'),
    anchor: reader.text('anchor', 64),
  }
  if (terms.from && terms.to && terms.to < terms.from) reader.error('to', 'days_order')
  if (!name || !weekdays || !start || !end) return null
  return { name, team, members, weekdays, start, end, ...terms }
}

/** A day ends at 24:00, which a clock shows as 00:00. */
function readClock(reader: RowReader, field: string): Given<string> {
  const time = reader.time(field)
  return time === '24:00' ? '00:00' : time
}
