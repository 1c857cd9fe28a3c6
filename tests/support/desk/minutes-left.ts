import { addDays, estateDay, estateInstant } from '../../../src/desk/residents/estate-day.ts'

/** Minutes from a moment to the midnight that ends its day at the estate. */
export function minutesLeft(now: Date): number {
  const midnight = estateInstant(addDays(estateDay(now), 1), '00:00')
  return (midnight.getTime() - now.getTime()) / 60_000
}
