/** When something of the roster changes: the hours of one person, and until when somebody is what they are now. */
import { DAY_MS } from '../clocks/time-of-day.ts'
import { windowsOf } from './pattern-windows.ts'
import type { RosterPlan } from './plan.ts'
import type { Span } from './span.ts'
import { orderOf, type Standing, standingsAt } from './standings.ts'
import { turnsBetween } from './turns.ts'

export interface WorkedSpan extends Span {
  readonly standing: Standing
}

/** What somebody works within a stretch of time, cut to it; neighbours of one kind and cause are one. */
export function workedSpans(plan: RosterPlan, staffId: string, within: Span): WorkedSpan[] {
  const moments = [within.startAt, ...momentsIn(plan, within), within.endAt]
  const worked: WorkedSpan[] = []
  for (const [at, startAt] of moments.entries()) {
    const endAt = moments[at + 1]
    if (endAt === undefined || endAt <= startAt) continue
    const standing = standingsAt(plan, startAt).get(staffId)
    if (!standing || standing.state === 'off') continue
    const last = worked.at(-1)
    if (last?.endAt === startAt && isSame(last.standing, standing)) {
      worked[worked.length - 1] = { ...last, endAt }
    } else worked.push({ startAt, endAt, standing })
  }
  return worked
}

/** When each person is next something else than at `at`: on duty, on standby or off. Absent: not within the time. */
export function nextChanges(plan: RosterPlan, within: Span): ReadonlyMap<string, number> {
  const first = standingsAt(plan, within.startAt)
  const changes = new Map<string, number>()
  for (const moment of momentsIn(plan, within)) {
    if (changes.size === first.size) break
    for (const [id, { state }] of standingsAt(plan, moment)) {
      if (!changes.has(id) && state !== first.get(id)?.state) changes.set(id, moment)
    }
  }
  return changes
}

/** Every moment after the start and before the end at which anything begins or ends, once and in order. */
function momentsIn(plan: RosterPlan, within: Span): number[] {
  const { startAt: from, endAt: until } = within
  const spans: Span[] = [...plan.shifts, ...plan.overrides, ...plan.leaves, ...plan.switches]
  for (const pattern of plan.patterns) {
    spans.push(...windowsOf(pattern, plan.book, within))
    const { turns } = pattern
    if (turns === 'none') continue
    const staffIds = orderOf(pattern, plan.people)
    const around = { startAt: from, endAt: until + DAY_MS }
    spans.push(...turnsBetween({ ...pattern, turns, staffIds }, plan.book.zone, around, () => true))
  }
  const moments = spans.flatMap(({ startAt, endAt }) => [startAt, endAt])
  return [...new Set(moments)].filter((at) => at > from && at < until).sort((a, b) => a - b)
}

function isSame(a: Standing, b: Standing): boolean {
  return a.state === b.state && a.cause === b.cause && a.name === b.name && a.otherId === b.otherId
}
