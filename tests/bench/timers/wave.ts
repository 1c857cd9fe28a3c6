/** A wave of alarms and what became of it. */
import type { Clock } from '../../../src/database/clock.ts'

/** Desk, database and bench share a machine. */
export const CLOCK: Clock = { now: () => new Date() }

export interface Wave {
  /** Milliseconds after its time, of each alarm that rang, sorted. */
  readonly late: readonly number[]
  /** Rang before their time, never, more than once. */
  readonly early: number
  readonly lost: number
  readonly doubled: number
}

/** Due at these moments, evenly, after a while: none is late for having been set late. */
export function dueTimes(count: number, withinMs: number, aheadMs: number): readonly number[] {
  const begun = Date.now() + aheadMs
  return Array.from({ length: count }, (_, n) => begun + Math.floor((n * withinMs) / count))
}

export function waveOf(dueAt: readonly number[], rangAt: (n: number) => readonly number[]): Wave {
  const times = dueAt.map((due, n) => ({ due, rang: rangAt(n) }))
  return {
    late: times.flatMap(({ due, rang }) => rang.map((at) => at - due)).sort((a, b) => a - b),
    early: times.filter(({ due, rang }) => rang.some((at) => at < due)).length,
    lost: times.filter(({ rang }) => rang.length === 0).length,
    doubled: times.filter(({ rang }) => rang.length > 1).length,
  }
}
