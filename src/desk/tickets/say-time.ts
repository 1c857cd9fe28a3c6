/** Moments as people say them: 今天15:20, 明天09:00, 11月23日09:00. */
import { addDays, estateDay, estateTime } from '../residents/estate-day.ts'

export function sayTime(at: Date, now: Date): string {
  return `${sayDay(estateDay(at), now)}${estateTime(at)}`
}

/** `day` is 'YYYY-MM-DD'; the year is said only when it is another one. */
export function sayDay(day: string, now: Date): string {
  const today = estateDay(now)
  if (day === today) return '今天'
  if (day === addDays(today, 1)) return '明天'
  if (day === addDays(today, -1)) return '昨天'
  const [year, month, date] = day.split('-').map(Number)
  const inYear = day.slice(0, 4) === today.slice(0, 4) ? '' : `${year}年`
  return `${inYear}${month}月${date}日`
}

/** A window of a visit: 明天14:00-16:00. */
export function sayWindow(
  { start, end }: { readonly start: Date; readonly end: Date },
  now: Date,
): string {
  return `${sayTime(start, now)}-${estateTime(end)}`
}

/** The window a ticket's owner and staff agreed; empty when none was. */
export function appointmentWords(
  { apptStart, apptEnd }: { readonly apptStart: Date | null; readonly apptEnd: Date | null },
  now: Date,
): string {
  return apptStart && apptEnd ? sayWindow({ start: apptStart, end: apptEnd }, now) : ''
}
