/** Counting what happens in the running minute, hour and day, by the platform's clock. */
import type { PaceRow } from './store/rows.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type World } from './world.ts'

const SPANS = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const

export type Limits = Partial<Record<keyof typeof SPANS, number>>

/** When the last of what a row counts happened, at the latest: the end of its newest span, in ms. */
export function lastCountedAt(row: PaceRow): number {
  const spans = Object.entries(SPANS) as [keyof typeof SPANS, number][]
  return Math.max(0, ...spans.map(([span, ms]) => ((row.counts[span]?.window ?? -1) + 1) * ms))
}

/** Days begin at midnight in China: a ban for a day lasts for the natural day (wecom.md 4.2). */
const ZONE_MS = 8 * HOUR_MS

function windowOf(world: World, span: keyof typeof SPANS): number {
  const shiftMs = span === 'day' ? ZONE_MS : 0
  return Math.floor((world.now().getTime() + shiftMs) / SPANS[span])
}

/**
 * Counts one more under `key` and tells whether it still is within `limits`.
 * What is over a limit is not counted, as the platform's bans end with the running span (wecom.md 4.2).
 */
export function countWithin(world: World, key: string, limits: Limits): boolean {
  const row = world.tables.paces.get(key) ?? { counts: {} }
  const counts = { ...row.counts }
  for (const [span, limit] of Object.entries(limits) as [keyof typeof SPANS, number][]) {
    const window = windowOf(world, span)
    const before = counts[span]?.window === window ? counts[span].count : 0
    if (before >= limit) return false
    counts[span] = { window, count: before + 1 }
  }
  world.tables.paces.put(key, { counts })
  return true
}
