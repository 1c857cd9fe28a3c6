/** When a ladder calls: each step's own moment, never all levels together, repeats of the last. */
import type { Calendar } from '../calendar.ts'
import { due } from '../due.ts'
import type { Pause } from '../open-pieces.ts'
import { intoWindow } from '../window.ts'
import type { LadderSnapshot, LadderStep } from './ladder-snapshot.ts'

/** The promise a ladder stands on. */
export interface Ground {
  readonly startAt: Date
  readonly dueAt: Date
  readonly targetMs: number
  /** What the promise is counted in. */
  readonly promiseCalendar: Calendar
  /** What times after the due time are counted in. */
  readonly afterCalendar: Calendar
  readonly pauses: readonly Pause[]
}

export interface Call {
  readonly step: number
  /** 0 is the first call of the step, then its repeats. */
  readonly round: number
  readonly at: Date
}

/** The call a ladder begins with; a late one begins now, at its first level (servicedesk.md B7). */
export function firstCall(ladder: LadderSnapshot, ground: Ground, now: Date): Call | null {
  return resumedCall(ladder, ground, { step: 0, round: 0 }, now)
}

/** The call a ladder that stood still goes on with: what was missed meanwhile is made now, level by level. */
export function resumedCall(
  ladder: LadderSnapshot,
  ground: Ground,
  place: Omit<Call, 'at'>,
  now: Date,
): Call | null {
  const step = ladder.steps[place.step]
  if (!step) return null
  const planned = place.round === 0 ? plannedAt(step, ground) : repeatedAt(step, ground, now)
  return { ...place, at: intoWindow(later(planned, now), ladder.zone, step.window) }
}

/** When a call was meant to be, however late it is made; null for a repeat, which is counted from the one before. */
export function plannedCall(
  ladder: LadderSnapshot,
  ground: Ground,
  { step, round }: Omit<Call, 'at'>,
): Date | null {
  const planned = ladder.steps[step]
  return planned && round === 0 ? plannedAt(planned, ground) : null
}

/** The call after one that was made; null when it was the last. */
export function nextCall(ladder: LadderSnapshot, ground: Ground, made: Call): Call | null {
  const step = ladder.steps[made.step]
  if (!step) return null
  const next = ladder.steps[made.step + 1]
  if (next) {
    const at = climbedAt(ladder, ground, { step, next, madeAt: made.at })
    return { step: made.step + 1, round: 0, at: intoWindow(at, ladder.zone, next.window) }
  }
  const goesOn = ladder.untilTaken || made.round < step.repeatMax
  if (!step.repeatSec || !goesOn) return null
  const at = intoWindow(repeatedAt(step, ground, made.at), ladder.zone, step.window)
  return { step: made.step, round: made.round + 1, at }
}

/**
 * When a taken ladder whose promise is still open is looked at again. `heardAt`: when whoever has it last said so.
 * Where the chain asks: so long after that, yet early enough before the ladder begins again for an answer; else the
 * moment it begins again, half an hour after the due time (servicedesk.md B7, un-ack; B5, ack reminder).
 */
export function lookAt(
  ladder: LadderSnapshot,
  ground: Ground,
  place: Omit<Call, 'at'>,
  heardAt: Date,
): Date {
  const step = madeStep(ladder, place)
  const from = later(ground.dueAt, heardAt)
  if (!step?.ask) return counted(from, ladder.resumeAfterSec * 1000, ground)
  const { everySec, waitSec } = step.ask
  const regular = counted(heardAt, everySec * 1000, ground)
  const last = counted(from, Math.max(0, ladder.resumeAfterSec - waitSec) * 1000, ground)
  return intoWindow(regular < last ? regular : last, ladder.zone, step.window)
}

/** Until when an answer is waited for; null when nobody is asked at this level. */
export function answerBy(
  ladder: LadderSnapshot,
  ground: Ground,
  place: Omit<Call, 'at'>,
  askedAt: Date,
): Date | null {
  const ask = madeStep(ladder, place)?.ask
  return ask ? counted(askedAt, ask.waitSec * 1000, ground) : null
}

/** The last step that was called; the first when none was yet. */
function madeStep(ladder: LadderSnapshot, { step, round }: Omit<Call, 'at'>): LadderStep | null {
  return ladder.steps[Math.max(0, round > 0 ? step : step - 1)] ?? null
}

/** The step's own moment, whatever happened before. */
function plannedAt(step: LadderStep, ground: Ground): Date {
  const { trigger } = step
  if ('afterSec' in trigger) return counted(ground.dueAt, trigger.afterSec * 1000, ground)
  const usedMs =
    'percent' in trigger
      ? (ground.targetMs * trigger.percent) / 100
      : Math.max(0, ground.targetMs - trigger.beforeSec * 1000)
  return due(ground.startAt, usedMs, ground.promiseCalendar, ground.pauses) ?? ground.dueAt
}

/** In time at its own moment; late at a distance from the level before. */
function climbedAt(
  ladder: LadderSnapshot,
  ground: Ground,
  { step, next, madeAt }: { step: LadderStep; next: LadderStep; madeAt: Date },
): Date {
  const planned = plannedAt(next, ground)
  const apartMs = Math.max(0, planned.getTime() - plannedAt(step, ground).getTime())
  const distanceMs = Math.min(ladder.catchUpSec * 1000, apartMs)
  return later(planned, new Date(madeAt.getTime() + distanceMs))
}

function repeatedAt(step: LadderStep, ground: Ground, from: Date): Date {
  return counted(from, (step.repeatSec ?? 0) * 1000, ground)
}

/** Working time after an instant; a calendar without hours must not silence a ladder. */
function counted(from: Date, waitMs: number, ground: Ground): Date {
  // At the due time means just then, also when that is closing time.
  if (waitMs === 0) return from
  return due(from, waitMs, ground.afterCalendar, ground.pauses) ?? new Date(from.getTime() + waitMs)
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
