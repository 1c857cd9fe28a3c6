/** A time of day as calendars write it: "HH:MM", with "24:00" for the end of a day. */
import { tzOffset } from '@date-fns/tz/tzOffset'
import { BadCalendar } from './bad-calendar.ts'

export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const PATTERN = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/**
 * Milliseconds since midnight.
 * @throws BadCalendar unless it is "00:00" to "24:00"
 */
export function parseTimeOfDay(text: string): number {
  const found = PATTERN.exec(text)
  if (!found) throw new BadCalendar(`"${text}" is not a time of day`)
  const [, hours, minutes] = found
  if (hours === undefined) return DAY_MS
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}

/**
 * The instant of a local time. `local` is the wall clock read as if it were UTC. A time that a change to summer
 * time leaves out is moved forward; of a time that happens twice, the first is meant.
 */
export function instantOf(local: number, zone: string): number {
  const before = local - offsetMs(local - DAY_MS, zone)
  if (local - offsetMs(before, zone) === before) return before
  const after = local - offsetMs(local + DAY_MS, zone)
  return local - offsetMs(after, zone) === after ? after : before
}

/** The wall clock at an instant, as if it were UTC. */
export function localOf(instant: number, zone: string): number {
  return instant + offsetMs(instant, zone)
}

function offsetMs(instant: number, zone: string): number {
  return Math.round(tzOffset(zone, new Date(instant)) * MINUTE_MS)
}
