/** Windows of the day: what falls outside waits until the window opens. */
import { DAY_MS, instantOf, localOf, parseTimeOfDay } from './time-of-day.ts'

export interface Window {
  /** "HH:MM" */
  readonly from: string
  /** "HH:MM"; before `from` it reaches over midnight, equal to `from` it is always open. */
  readonly to: string
}

/** The moment itself when the window is open, else the next moment it opens (servicedesk.md B5). */
export function intoWindow(at: Date, zone: string, window: Window | null): Date {
  if (!window || isOpen(at, zone, window)) return at
  const local = localOf(at.getTime(), zone)
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  const opening = parseTimeOfDay(window.from)
  const today = midnight + opening
  return new Date(instantOf(today > local ? today : today + DAY_MS, zone))
}

/** Whether a window opened at this moment, or so shortly before: what is due then has waited for it. */
export function hasJustOpened(
  at: Date,
  zone: string,
  { window, withinMs }: { readonly window: Window | null; readonly withinMs: number },
): boolean {
  if (!window || !isOpen(at, zone, window)) return false
  return !isOpen(new Date(at.getTime() - Math.max(1, withinMs)), zone, window)
}

function isOpen(at: Date, zone: string, window: Window): boolean {
  const from = parseTimeOfDay(window.from)
  const to = parseTimeOfDay(window.to)
  const local = localOf(at.getTime(), zone)
  const time = local - Math.floor(local / DAY_MS) * DAY_MS
  if (from === to) return true
  return from < to ? time >= from && time < to : time >= from || time < to
}
