import { describe, expect, test } from 'vitest'
import { ALWAYS, type Calendar, type DayException } from '../../../src/desk/clocks/calendar.ts'
import { due } from '../../../src/desk/clocks/due.ts'
import { elapsed } from '../../../src/desk/clocks/elapsed.ts'
import type { Pause } from '../../../src/desk/clocks/open-pieces.ts'
import { aCalendar, OFF, WORK } from './calendars.ts'
import { type Seeded, seeded } from './seeded.ts'

const RUNS = 400
const DAY = 86_400_000
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC']
const SEEDS = Array.from({ length: RUNS }, (_, index) => index + 1)

/** A calendar with hours on one day at least, some of them overnight, some dates that differ. */
function someCalendar(random: Seeded): Calendar {
  if (random.chance(0.1)) return ALWAYS
  const week: Record<number, string[]> = { 1: ['09:00-17:00'] }
  for (let weekday = 1; weekday <= 7; weekday++) {
    const intervals = Array.from({ length: random.int(0, 3) }, () => someInterval(random))
    if (intervals.length > 0) week[weekday] = intervals
  }
  const days: Record<string, DayException> = {}
  for (let count = random.int(0, 20); count > 0; count--) {
    const day = new Date(Date.UTC(2026, 0, random.int(1, 365))).toISOString().slice(0, 10)
    days[day] = random.chance(0.5) ? OFF : WORK
  }
  return aCalendar(week, days, ZONES[random.int(0, ZONES.length - 1)])
}

function someInterval(random: Seeded): string {
  const time = () => {
    const minutes = random.int(0, 1439)
    const pad = (value: number) => String(value).padStart(2, '0')
    return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
  }
  return `${time()}-${random.chance(0.1) ? '24:00' : time()}`
}

const someInstant = (random: Seeded) => new Date(Date.UTC(2026, 0, 1) + random.int(0, 300 * DAY))

function somePauses(random: Seeded, from: Date): Pause[] {
  return Array.from({ length: random.int(0, 6) }, () => {
    const start = from.getTime() + random.int(-DAY, 20 * DAY)
    return { fromAt: new Date(start), toAt: new Date(start + random.int(-1000, 3 * DAY)) }
  })
}

describe('for any calendar, start, target and pauses', () => {
  test.each(SEEDS)('due and elapsed are inverse, seed %i', (seed) => {
    const random = seeded(seed)
    const calendar = someCalendar(random)
    const start = someInstant(random)
    const pauses = somePauses(random, start)
    const targetMs = random.int(1, 20 * DAY)
    const answer = due(start, targetMs, calendar, pauses)
    if (!answer) throw new Error('a calendar with hours has due times')
    expect(elapsed(start, answer, calendar, pauses)).toBe(targetMs)
    expect(elapsed(start, new Date(answer.getTime() - 1), calendar, pauses)).toBe(targetMs - 1)
  })

  test.each(SEEDS)('what has elapsed until a moment was due no later than it, seed %i', (seed) => {
    const random = seeded(seed)
    const calendar = someCalendar(random)
    const start = someInstant(random)
    const pauses = somePauses(random, start)
    const end = new Date(start.getTime() + random.int(1, 30 * DAY))
    const spent = elapsed(start, end, calendar, pauses)
    if (spent === 0) return
    const answer = due(start, spent, calendar, pauses)
    expect(answer && answer <= end).toBe(true)
  })

  test.each(SEEDS)('more time is due later, a later start is due no earlier, seed %i', (seed) => {
    const random = seeded(seed)
    const calendar = someCalendar(random)
    const start = someInstant(random)
    const targetMs = random.int(1, 10 * DAY)
    const first = due(start, targetMs, calendar)?.getTime() ?? Number.NaN
    const more = due(start, targetMs + random.int(1, DAY), calendar)?.getTime() ?? Number.NaN
    const laterStart = new Date(start.getTime() + random.int(1, 5 * DAY))
    const later = due(laterStart, targetMs, calendar)?.getTime() ?? Number.NaN
    expect(more).toBeGreaterThan(first)
    expect(later).toBeGreaterThanOrEqual(first)
  })

  test.each(SEEDS)('pausing and resuming loses and gains no working time, seed %i', (seed) => {
    const random = seeded(seed)
    const calendar = someCalendar(random)
    const start = someInstant(random)
    const end = new Date(start.getTime() + random.int(1, 40 * DAY))
    const pauses = somePauses(random, start)
    const withPauses = elapsed(start, end, calendar, pauses)
    const without = elapsed(start, end, calendar)
    expect(withPauses + pausedTime(calendar, { start, end, pauses })).toBe(without)
  })
})

/** The open time inside the pauses, each instant once: by the edges of all pauses, independent of the code. */
function pausedTime(
  calendar: Calendar,
  { start, end, pauses }: { start: Date; end: Date; pauses: readonly Pause[] },
): number {
  const edges = pauses.flatMap(({ fromAt, toAt }) => [fromAt.getTime(), toAt?.getTime() ?? 0])
  const inside = edges.filter((edge) => edge > start.getTime() && edge < end.getTime())
  const cuts = [start.getTime(), ...inside.sort((a, b) => a - b), end.getTime()]
  return cuts.slice(1).reduce((sum, to, index) => {
    const from = cuts[index] ?? to
    const isPaused = pauses.some(
      ({ fromAt, toAt }) => fromAt.getTime() <= from && to <= (toAt?.getTime() ?? 0) && from < to,
    )
    return isPaused ? sum + elapsed(new Date(from), new Date(to), calendar) : sum
  }, 0)
}
