/** When a notice goes to the stewards, and whether that is early enough for what it announces. */
import { intoWindow } from '../clocks/window.ts'
import type { NoticeKind, NoticeRules } from './rules.ts'

/** design.md 5, invariant 9: the estate's zone. */
const ZONE = 'Asia/Shanghai'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface Timing {
  readonly kind: NoticeKind
  readonly urgent: boolean
  /** When the stop begins; null where nothing is stopped. */
  readonly fromAt: Date | null
  readonly untilAt: Date | null
  /** Null is at once. */
  readonly wantedAt: Date | null
}

export type TimingAnswer =
  | { readonly outcome: 'ok'; readonly sendAt: Date }
  /** Announced too late: `law` is the rule that forbids it. */
  | { readonly outcome: 'too_late'; readonly law: string; readonly hours: number }
  /** A stop without a time, one that is over, a sending after it, or one too far ahead. */
  | { readonly outcome: 'no_time' | 'over' | 'too_far' }

/** Nights are waited for, emergency repairs aside; then the lead time counts from the sending. */
export function timingOf(rules: NoticeRules, timing: Timing, now: Date): TimingAnswer {
  const { kind, urgent, fromAt, untilAt, wantedAt } = timing
  const { lead } = rules.kinds[kind]
  const wanted = wantedAt && wantedAt > now ? wantedAt : now
  const window = { from: rules.send_from, to: rules.send_to }
  const sendAt = urgent ? wanted : intoWindow(wanted, ZONE, window)
  if (lead && (!fromAt || !untilAt)) return { outcome: 'no_time' }
  if (untilAt && untilAt <= sendAt) return { outcome: 'over' }
  const furthest = now.getTime() + rules.longest_ahead_days * DAY_MS
  if (sendAt.getTime() > furthest) return { outcome: 'too_far' }
  const isLate = lead && fromAt && fromAt.getTime() - sendAt.getTime() < lead.hours * HOUR_MS
  if (isLate && !urgent) return { outcome: 'too_late', law: lead.law, hours: lead.hours }
  return { outcome: 'ok', sendAt }
}
