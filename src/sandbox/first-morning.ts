/** When a new sandbox begins: at nine in the morning of a workday. */
import { readHolidays } from '../desk/clocks/statutory/shipped-years.ts'
import type { StatutoryDay } from '../desk/clocks/statutory/year-file.ts'
import { addDays, estateDay, estateInstant } from '../desk/residents/estate-day.ts'

const HOUR = '09:00'
const SATURDAY = 6

/** The next workday at 09:00, make-up workdays and statutory holidays counted; today when it is still earlier. */
export async function firstMorning(now: Date): Promise<Date> {
  const days = new Map((await readHolidays()).map((day) => [day.day, day]))
  const today = estateDay(now)
  for (let ahead = 0; ; ahead++) {
    const day = addDays(today, ahead)
    const morning = estateInstant(day, HOUR)
    if (morning >= now && isWorkday(day, days)) return morning
  }
}

function isWorkday(day: string, statutory: ReadonlyMap<string, StatutoryDay>): boolean {
  const known = statutory.get(day)
  if (known) return known.kind === 'work'
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday > 0 && weekday < SATURDAY
}
