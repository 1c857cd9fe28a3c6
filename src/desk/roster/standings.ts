/** Who is on duty at an instant, and why: the one place that decides it. */
import { windowsOf } from './pattern-windows.ts'
import type {
  DutyKind,
  PlannedOverride,
  PlannedPattern,
  PlannedPerson,
  RosterPlan,
} from './plan.ts'
import { covers, type Span } from './span.ts'
import { turnsBetween } from './turns.ts'

/** What makes somebody be on duty or not; flows/_text/roster.zh-CN.yaml has the words. */
type DutyCause =
  | 'always'
  | 'shift'
  | 'pattern'
  | 'added'
  | 'stands_in'
  | 'switched_on'
  | 'no_shift'
  | 'replaced'
  | 'taken_off'
  | 'on_leave'
  | 'switched_off'
  | 'busy'

export interface Standing {
  readonly state: DutyKind | 'off'
  readonly cause: DutyCause
  /** What is covered now; empty means everything. */
  readonly areas: readonly string[]
  /** The pattern's. */
  readonly name?: string
  /** For whom they stand in, or who stands in for them. */
  readonly otherId?: string
}

type Standings = Map<string, Standing>

/**
 * For everybody of the plan. The roster says who works; a stand-in changes that, leave comes before both, and what
 * people say of themselves (上班, 下班, 忙碌) before the roster but not before leave.
 */
export function standingsAt(plan: RosterPlan, at: number): ReadonlyMap<string, Standing> {
  const standings = rosterAt(plan, at)
  applyOverrides(plan, at, standings)
  const away = applyLeaves(plan, at, standings)
  for (const { staffId, state, ...span } of plan.switches) {
    const now = standings.get(staffId)
    if (!now || away.has(staffId) || !covers(span, at)) continue
    standings.set(staffId, switched(now, state))
  }
  return standings
}

function rosterAt(plan: RosterPlan, at: number): Standings {
  const standings: Standings = new Map()
  for (const { id, areas, isRostered } of plan.people) {
    const state = isRostered ? 'off' : 'duty'
    standings.set(id, { state, cause: isRostered ? 'no_shift' : 'always', areas })
  }
  const own = new Map(plan.people.map(({ id, areas }) => [id, areas]))
  for (const { staffId, ...hours } of hoursAt(plan, at)) {
    const areas = hours.areas.length > 0 ? hours.areas : (own.get(staffId) ?? [])
    join(standings, staffId, { ...hours, areas })
  }
  return standings
}

/** Shifts and patterns that hold, for each who works them. */
function* hoursAt(plan: RosterPlan, at: number): Generator<Standing & { staffId: string }> {
  for (const shift of plan.shifts) {
    const { staffId, kind, areas } = shift
    if (covers(shift, at)) yield { staffId, state: kind, cause: 'shift', areas }
  }
  const moment = { startAt: at, endAt: at + 1 }
  for (const pattern of plan.patterns) {
    if (windowsOf(pattern, plan.book, moment).length === 0) continue
    const { kind, areas, name } = pattern
    for (const staffId of workersOf(pattern, plan, moment)) {
      yield { staffId, state: kind, cause: 'pattern', areas, name }
    }
  }
}

/** Who works a pattern at a moment: all it names, or the one whose turn it is. */
function workersOf(pattern: PlannedPattern, plan: RosterPlan, moment: Span): readonly string[] {
  const order = orderOf(pattern, plan.people)
  const { turns } = pattern
  if (turns === 'none') return order
  const isThere = (id: string) => plan.people.some((person) => person.id === id)
  const rota = { ...pattern, turns, staffIds: order }
  return turnsBetween(rota, plan.book.zone, moment, isThere).map(({ staffId }) => staffId)
}

/** Those it names, then those of its team. */
export function orderOf(
  pattern: Pick<PlannedPattern, 'staffIds' | 'teamId'>,
  people: readonly PlannedPerson[],
): readonly string[] {
  const { staffIds, teamId } = pattern
  if (teamId === null) return staffIds
  const team = people.filter((person) => person.teamId === teamId).map(({ id }) => id)
  return [...new Set([...staffIds, ...team])]
}

/** Duty counts more than standby; of two of a kind the areas add up. */
function join(standings: Standings, staffId: string, fresh: Standing): void {
  const known = standings.get(staffId)
  if (!known || known.cause === 'always') return
  const rank = { off: 0, standby: 1, duty: 2 }
  if (rank[fresh.state] > rank[known.state]) standings.set(staffId, fresh)
  else if (fresh.state === known.state) {
    const isEverywhere = known.areas.length === 0 || fresh.areas.length === 0
    const areas = isEverywhere ? [] : [...new Set([...known.areas, ...fresh.areas])]
    standings.set(staffId, { ...known, areas })
  }
}

function applyOverrides(plan: RosterPlan, at: number, standings: Standings): void {
  for (const override of plan.overrides) {
    if (!covers(override, at)) continue
    if (override.action === 'add') putOn(standings, override)
    else takeOff(standings, override)
  }
}

function putOn(standings: Standings, { byStaffId, kind }: PlannedOverride): void {
  const now = byStaffId === null ? undefined : standings.get(byStaffId)
  if (byStaffId === null || !now) return
  join(standings, byStaffId, { state: kind, cause: 'added', areas: now.areas })
}

/** Nobody is replaced in hours they do not work. */
function takeOff(standings: Standings, override: PlannedOverride): void {
  const { action, staffId, byStaffId } = override
  const worked = staffId === null ? undefined : standings.get(staffId)
  if (staffId === null || !worked || worked.state === 'off') return
  const cause = action === 'replace' ? 'replaced' : 'taken_off'
  const by = byStaffId === null ? {} : { otherId: byStaffId }
  standings.set(staffId, { state: 'off', cause, areas: worked.areas, ...by })
  if (action === 'replace' && byStaffId !== null && standings.has(byStaffId)) {
    standIn(standings, byStaffId, staffId, worked)
  }
}

/** Returns who is away. Whoever is away themselves stands in for nobody. */
function applyLeaves(plan: RosterPlan, at: number, standings: Standings): ReadonlySet<string> {
  const leaves = plan.leaves.filter((leave) => covers(leave, at))
  const away = new Set(leaves.map(({ staffId }) => staffId))
  for (const { staffId, replacementId } of leaves) {
    const worked = standings.get(staffId)
    if (!worked || worked.cause === 'on_leave') continue
    const by = replacementId !== null && !away.has(replacementId) ? replacementId : null
    const other = by === null ? {} : { otherId: by }
    standings.set(staffId, { state: 'off', cause: 'on_leave', areas: worked.areas, ...other })
    if (by !== null && worked.state !== 'off') standIn(standings, by, staffId, worked)
  }
  return away
}

/** They work the other's hours, in the other's area. */
function standIn(standings: Standings, byId: string, forId: string, worked: Standing): void {
  const { state, areas } = worked
  join(standings, byId, { state, cause: 'stands_in', areas, otherId: forId })
}

function switched(now: Standing, state: 'on' | 'off' | 'busy'): Standing {
  const { areas } = now
  if (state === 'on') {
    return now.state === 'duty' ? now : { state: 'duty', cause: 'switched_on', areas }
  }
  return { state: 'off', cause: state === 'busy' ? 'busy' : 'switched_off', areas }
}
