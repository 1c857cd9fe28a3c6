/** Days and times of day as the estate reads them, from and to UTC instants. */
import { TZDate } from '@date-fns/tz'

/** design.md 5, invariant 9: the estate's zone. */
const ZONE = 'Asia/Shanghai'
const DAY_FORMAT = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })
const TIME_FORMAT = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
})

/** The day of a moment, 'YYYY-MM-DD'. */
export function estateDay(at: Date): string {
  return DAY_FORMAT.format(at)
}

/** The time of day of a moment, 'HH:MM'. */
export function estateTime(at: Date): string {
  return TIME_FORMAT.format(at)
}

/** The instant at which the estate's clock shows this. `time` is 'HH:MM'; 24:00 is the next day's midnight. */
export function estateInstant(day: string, time: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return new Date(new TZDate(year, month - 1, date, hour, minute, ZONE).getTime())
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
