/** The estate's wall clock as text, so that rules compare `2025-03-07T09:00` and never a time zone. */

/** Shanghai has kept +08:00 without summer time since 1991. */
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** `2025-03-06T15:20`. */
export function localText(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 16)
}

/** `2025-03-06` and a number of days on. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Minutes since local midnight. */
export function minuteOfDay(instant: Date): number {
  return Math.floor(((instant.getTime() + OFFSET_MS) % DAY_MS) / 60_000)
}

/** `540` → `09:00`; beyond midnight stops at 23:59. */
export function clockText(minute: number): string {
  const held = Math.min(Math.max(minute, 0), 1439)
  return `${String(Math.floor(held / 60)).padStart(2, '0')}:${String(held % 60).padStart(2, '0')}`
}

/** `09:30` or `2025-03-07T09:30` → minutes since midnight. */
export function minutesOf(text: string): number {
  const clock = text.slice(-5)
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}

/** The last day of the month a date lies in. */
export function monthEnd(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** The instant a slot's date, time or window begins: `2025-03-07` at its midnight, `09:30` next time; undefined for no time. */
export function atTime(text: string, now: Date): Date | undefined {
  const today = localText(now).slice(0, 10)
  const isClock = /^\d\d:\d\d$/.test(text)
  const day = isClock
    ? text > localText(now).slice(11)
      ? today
      : addDays(today, 1)
    : text.slice(0, 10)
  const clock = isClock ? text : /T(\d\d:\d\d)/.exec(text)?.[1]
  const instant = new Date(`${day}T${clock ?? '00:00'}:00+08:00`)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}
