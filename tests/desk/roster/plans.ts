/** Rosters for tests, written short. */
import type {
  PlannedOverride,
  PlannedPattern,
  PlannedPerson,
  RosterPlan,
} from '../../../src/desk/roster/plan.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

export function aPlan(plan: Partial<RosterPlan> & { readonly ids: readonly string[] }): RosterPlan {
  const { ids, ...rest } = plan
  return {
    book: { zone: 'Asia/Shanghai', days: new Map() },
    people: ids.map((id) => aPerson(id)),
    shifts: [],
    patterns: [],
    overrides: [],
    leaves: [],
    switches: [],
    ...rest,
  }
}

export function aPerson(id: string, more: Partial<PlannedPerson> = {}): PlannedPerson {
  return { id, areas: [], teamId: null, isRostered: true, ...more }
}

export function aPattern(more: Partial<PlannedPattern>): PlannedPattern {
  return {
    name: '白班',
    kind: 'duty',
    weekdays: EVERY_DAY,
    startTime: '08:00',
    endTime: '20:00',
    days: 'any',
    validFrom: '2000-01-01',
    validTo: null,
    staffIds: [],
    teamId: null,
    areas: [],
    turns: 'none',
    turnLength: 1,
    handoverTime: '08:00',
    anchorDay: '2026-01-01',
    anchorId: null,
    ...more,
  }
}

export function between(startAt: string, endAt: string) {
  return { startAt: Date.parse(startAt), endAt: Date.parse(endAt) }
}

/** As GoAlert's tests say it: whom to add, whom to remove, or both. */
export function anOverride(change: {
  readonly add?: string
  readonly remove?: string
  readonly startAt: string
  readonly endAt: string
}): PlannedOverride {
  const { add = null, remove = null, startAt, endAt } = change
  const action = add && remove ? 'replace' : add ? 'add' : 'remove'
  return { action, staffId: remove, byStaffId: add, kind: 'duty', ...between(startAt, endAt) }
}
