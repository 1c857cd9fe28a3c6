/** The next moment at which the estate's clock shows a time of day, after `now`. `time` is "HH:MM". */
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'

export function nextTime(now: Date, time: string): Date {
  const today = estateDay(now)
  const at = estateInstant(today, time)
  return at > now ? at : estateInstant(addDays(today, 1), time)
}
