/** The roster answers as GoAlert's tests expect (tests/fixtures/roster, Apache-2.0). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DAY_MS, instantOf } from '../../../src/desk/clocks/time-of-day.ts'
import { workedSpans } from '../../../src/desk/roster/changes.ts'
import { windowsOf } from '../../../src/desk/roster/pattern-windows.ts'
import { covers, joined } from '../../../src/desk/roster/span.ts'
import { handoverOf, type Turns, turnCountAt } from '../../../src/desk/roster/turns.ts'
import { anOverride, aPattern, aPlan } from './plans.ts'

interface Hours {
  readonly weekdays: number[]
  readonly start: string
  readonly end: string
  readonly zone?: string
}

interface Rota {
  readonly zone: string
  readonly turns: 'daily' | 'weekly'
  readonly length: number
  /** A local time. */
  readonly anchor: string
}

interface Shift {
  readonly staffId: string
  readonly startAt: string
  readonly endAt: string
}

interface Cases {
  readonly active: (Hours & { readonly at: string; readonly active: boolean })[]
  readonly spans: (Hours & { readonly at: string; startAt?: string; endAt?: string })[]
  readonly handovers: (Rota & { from: string; until: string; handovers: string[] })[]
  readonly turnEnds: (Rota & { readonly endAt: string })[]
  readonly schedules: {
    readonly name: string
    readonly zone: string
    readonly from: string
    readonly until: string
    readonly patterns: (Hours & {
      readonly staffIds: string[]
      readonly turns?: 'daily' | 'weekly'
      readonly length?: number
      readonly handover?: string
      readonly anchorDay?: string
      readonly anchorId?: string
    })[]
    readonly overrides: { add?: string; remove?: string; startAt: string; endAt: string }[]
    readonly shifts: Shift[]
  }[]
}

const file = new URL('../../fixtures/roster/goalert-cases.json', import.meta.url)
const cases: Cases = JSON.parse(readFileSync(file, 'utf8'))

const bookOf = (zone = 'UTC') => ({ zone, days: new Map() })
const hoursOf = ({ weekdays, start, end }: Hours) =>
  aPattern({ weekdays, startTime: start, endTime: end })
const iso = (at: number) => new Date(at).toISOString()

test('no case was lost on the way', () => {
  const { active, spans, handovers, turnEnds, schedules } = cases
  const counts = [active, spans, handovers, turnEnds, schedules].map((list) => list.length)
  expect(counts).toEqual([42, 60, 6, 8, 7])
})

test.each(cases.active)('$weekdays $start–$end holds at $at: $active', (one) => {
  const at = Date.parse(one.at)
  const windows = windowsOf(hoursOf(one), bookOf(), { startAt: at, endAt: at + 1 })
  expect(windows.some((window) => covers(window, at))).toBe(one.active)
})

test.each(cases.spans)('$weekdays $start–$end from $at', (one) => {
  const at = Date.parse(one.at)
  // Two weeks before and after hold every stretch a week can have.
  const around = { startAt: at - 14 * DAY_MS, endAt: at + 14 * DAY_MS }
  const spans = joined(windowsOf(hoursOf(one), bookOf(one.zone), around))
  const span = spans.find(({ endAt }) => endAt > at)
  if (one.startAt) expect(iso(span?.startAt ?? 0)).toBe(iso(Date.parse(one.startAt)))
  if (one.endAt) expect(iso(span?.endAt ?? 0)).toBe(iso(Date.parse(one.endAt)))
})

function turnsOf({ turns, length, anchor }: Rota): Turns {
  const [anchorDay = '', handoverTime = ''] = anchor.split('T')
  return { turns, turnLength: length, handoverTime, anchorDay, anchorId: null, staffIds: ['甲'] }
}
const local = (text: string, zone: string) => instantOf(Date.parse(`${text}:00Z`), zone)

/**
 * Where a hand-over falls into the hour that summer time leaves out, GoAlert takes its first moment after the gap; ours
 * moves by as much as the clocks do, as all times of the desk (clocks/time-of-day.ts). China has had no summer time
 * since 1991.
 */
const OURS: Readonly<Record<string, string>> = {
  '2020-03-08T03:00:00-05:00': '2020-03-08T03:30:00-05:00',
  '2020-10-04T02:30:00+11:00': '2020-10-04T02:45:00+11:00',
}

describe('turns', () => {
  test.each(cases.handovers)('$turns in $zone from $anchor', (one) => {
    const turns = turnsOf(one)
    const seen = new Set<string>()
    for (let at = local(one.from, one.zone); at <= local(one.until, one.zone); at += 300_000) {
      const count = turnCountAt(turns, one.zone, at)
      seen.add(iso(handoverOf(turns, one.zone, count)))
      seen.add(iso(handoverOf(turns, one.zone, count + 1)))
    }
    const expected = one.handovers.map((text) => iso(Date.parse(OURS[text] ?? text)))
    expect([...seen].sort()).toEqual([...expected].sort())
  })

  test.each(cases.turnEnds)('$length $turns from $anchor ends at $endAt', (one) => {
    const turns = turnsOf(one)
    const count = turnCountAt(turns, one.zone, local(one.anchor, one.zone))
    expect(count).toBe(0)
    expect(handoverOf(turns, one.zone, 1)).toBe(local(one.endAt, one.zone))
  })
})

test.each(cases.schedules)('schedule $name', (one) => {
  const ids = new Set(one.patterns.flatMap(({ staffIds }) => staffIds))
  for (const { add, remove } of one.overrides) {
    for (const id of [add, remove]) if (id) ids.add(id)
  }
  const plan = aPlan({
    ids: [...ids],
    book: bookOf(one.zone),
    patterns: one.patterns.map((pattern) => ({
      ...hoursOf(pattern),
      staffIds: pattern.staffIds,
      turns: pattern.turns ?? ('none' as const),
      turnLength: pattern.length ?? 1,
      handoverTime: pattern.handover ?? '00:00',
      anchorDay: pattern.anchorDay ?? '2018-01-01',
      anchorId: pattern.anchorId ?? null,
    })),
    overrides: one.overrides.map(anOverride),
  })
  const within = { startAt: Date.parse(one.from), endAt: Date.parse(one.until) }
  const worked = [...ids].flatMap((staffId) =>
    joined(workedSpans(plan, staffId, within)).map(({ startAt, endAt }) => ({
      staffId,
      startAt: iso(startAt),
      endAt: iso(endAt),
    })),
  )
  const expected = one.shifts.map(({ staffId, startAt, endAt }) => ({
    staffId,
    startAt: iso(Date.parse(startAt)),
    endAt: iso(Date.parse(endAt)),
  }))
  const inOrder = (a: Shift, b: Shift) =>
    a.startAt.localeCompare(b.startAt) || a.staffId.localeCompare(b.staffId)
  expect(worked.sort(inOrder)).toEqual(expected.sort(inOrder))
})
