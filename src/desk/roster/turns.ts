/** Whose turn it is where people take turns: one hands over to the next every so many days or weeks. */
import { DAY_MS, instantOf, parseTimeOfDay } from '../clocks/time-of-day.ts'
import type { Span } from './span.ts'

export interface Turns {
  readonly turns: 'daily' | 'weekly'
  /** So many days or weeks. */
  readonly turnLength: number
  /** "HH:MM" */
  readonly handoverTime: string
  /** 'YYYY-MM-DD': its hand-over begins the turn of `anchorId`. */
  readonly anchorDay: string
  /** Turns are counted from a person, so that a longer list changes nobody's turn of today. Null: the first. */
  readonly anchorId: string | null
  /** In the order of their turns. */
  readonly staffIds: readonly string[]
}

export interface Turn extends Span {
  readonly staffId: string
}

/** The turns that touch a stretch of time. Whoever is not there any more is passed over for the next in order. */
export function turnsBetween(
  turns: Turns,
  zone: string,
  { startAt: from, endAt: until }: Span,
  isThere: (staffId: string) => boolean,
): Turn[] {
  const found: Turn[] = []
  let count = turnCountAt(turns, zone, from)
  let start = handoverOf(turns, zone, count)
  while (start < until) {
    const end = handoverOf(turns, zone, count + 1)
    const staffId = holderOf(turns, count, isThere)
    if (staffId !== null) found.push({ startAt: start, endAt: end, staffId })
    count += 1
    start = end
  }
  return found
}

/** How many times was handed over since the anchor's turn began; negative before it. */
export function turnCountAt(turns: Turns, zone: string, at: number): number {
  const length = lengthDays(turns) * DAY_MS
  let count = Math.floor((at - handoverOf(turns, zone, 0)) / length)
  // A change to or from summer time makes one day longer or shorter.
  while (handoverOf(turns, zone, count) > at) count -= 1
  while (handoverOf(turns, zone, count + 1) <= at) count += 1
  return count
}

/** The instant at which the turn of this count begins. */
export function handoverOf(turns: Turns, zone: string, count: number): number {
  const day = Date.parse(`${turns.anchorDay}T00:00:00Z`) + count * lengthDays(turns) * DAY_MS
  return instantOf(day + parseTimeOfDay(turns.handoverTime), zone)
}

function lengthDays({ turns, turnLength }: Turns): number {
  return turns === 'weekly' ? turnLength * 7 : turnLength
}

function holderOf(
  { staffIds, anchorId }: Turns,
  count: number,
  isThere: (staffId: string) => boolean,
): string | null {
  const many = staffIds.length
  const anchor = Math.max(0, anchorId === null ? 0 : staffIds.indexOf(anchorId))
  for (let further = 0; further < many; further++) {
    const at = (((anchor + count + further) % many) + many) % many
    const staffId = staffIds[at]
    if (staffId !== undefined && isThere(staffId)) return staffId
  }
  return null
}
