/** Turns instants into the estate's wall-clock texts, the only form words speak of. */
import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'

const ZONE = 'Asia/Shanghai'

/** The same values with every Date as `2026-11-23T09:30`; the filters date_cn and time_cn read it. */
export function localTimes(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      value instanceof Date ? format(new TZDate(value, ZONE), "yyyy-MM-dd'T'HH:mm") : value,
    ]),
  )
}
