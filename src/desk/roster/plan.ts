/** All that says who is on duty, as it was read: shifts, patterns, stand-ins, leave, and what people said themselves. */
import type { DayBook, PatternHours } from './pattern-windows.ts'
import type { Span } from './span.ts'
import type { Turns } from './turns.ts'

export type DutyKind = 'duty' | 'standby'

export interface PlannedPerson {
  readonly id: string
  /** What they cover when their hours name nothing else; empty means everything. */
  readonly areas: readonly string[]
  readonly teamId: string | null
  /** False: on duty at any hour, unless something takes them off (rules/staff.yaml, `rostered_roles`). */
  readonly isRostered: boolean
}

interface PlannedShift extends Span {
  readonly staffId: string
  readonly kind: DutyKind
  readonly areas: readonly string[]
}

/** `turns`: `none` means everybody at once. */
export interface PlannedPattern extends PatternHours, Omit<Turns, 'turns'> {
  readonly name: string
  readonly kind: DutyKind
  readonly areas: readonly string[]
  readonly teamId: string | null
  readonly turns: Turns['turns'] | 'none'
}

export interface PlannedOverride extends Span {
  readonly action: 'add' | 'remove' | 'replace'
  readonly staffId: string | null
  readonly byStaffId: string | null
  readonly kind: DutyKind
}

interface PlannedLeave extends Span {
  readonly staffId: string
  readonly replacementId: string | null
}

interface PlannedSwitch extends Span {
  readonly staffId: string
  readonly state: 'on' | 'off' | 'busy'
}

export interface RosterPlan {
  readonly book: DayBook
  readonly people: readonly PlannedPerson[]
  readonly shifts: readonly PlannedShift[]
  readonly patterns: readonly PlannedPattern[]
  /** In the order they were made: a later one wins. */
  readonly overrides: readonly PlannedOverride[]
  /** Approved ones, in the order they were asked for. */
  readonly leaves: readonly PlannedLeave[]
  /** In the order they were said: the newest wins. */
  readonly switches: readonly PlannedSwitch[]
}
