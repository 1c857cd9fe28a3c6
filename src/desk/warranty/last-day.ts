/** On which day a warranty ends. */
import type { WarrantyClass } from './classes.ts'
import type { WarrantyRules } from './rules.ts'

/**
 * The last day ('YYYY-MM-DD') of a class that is counted from a day; it counts to its end. Years end on the same day of
 * the year, or the last of its month (民法典 art. 202); seasons on the last day of the last whole one.
 */
export function lastDayOf(
  { classes, seasons }: Pick<WarrantyRules, 'classes' | 'seasons'>,
  which: WarrantyClass,
  from: string,
): string {
  const period = classes[which]
  if ('years' in period) return yearsLater(from, period.years)
  const { from: begins, to: ends } = seasons[period.of]
  const year = Number(from.slice(0, 4))
  // One that begins on the very day is whole.
  const first = from.slice(5) <= begins ? year : year + 1
  const last = first + period.seasons - 1
  return dayIn(ends < begins ? last + 1 : last, ends)
}

function yearsLater(day: string, years: number): string {
  return dayIn(Number(day.slice(0, 4)) + years, day.slice(5))
}

/** A day of a year, or the last one of its month where the year has no such day. */
function dayIn(year: number, monthAndDay: string): string {
  const [month = 1, day = 1] = monthAndDay.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(Math.min(day, last))}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
