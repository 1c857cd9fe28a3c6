/** Whether an owner is asked about a completion, and by which rule (servicedesk.md A5 and E2). */
import { createHash } from 'node:crypto'
import type { SurveyRules } from './rules.ts'

/** The first three are asked about whatever the category says. */
type CallbackRule = 'urgent' | 'complaint' | 'paid' | 'category' | 'sample'

export interface Finished {
  readonly ticketId: string
  readonly kind: string
  readonly priority: string
  /** Whether the owner paid for it. */
  readonly paid: boolean
  /** What the category says (rules/categories.yaml). */
  readonly callback: 'always' | 'never' | 'sampled'
}

export interface CallbackDecision {
  readonly rule: CallbackRule
  /** Of a rule with a share: whether this one was drawn. */
  readonly sampled: boolean | null
  /** Why nobody is asked; null when they are. */
  readonly skipped: 'never' | 'not-sampled' | null
}

/** The same ticket is always drawn or never, so that doing it again changes nothing. */
export function decideCallback(finished: Finished, rules: SurveyRules): CallbackDecision {
  const must = mustBeAsked(finished, rules.must)
  if (must) return { rule: must, sampled: null, skipped: null }
  if (finished.callback === 'always') return { rule: 'category', sampled: null, skipped: null }
  if (finished.callback === 'never') return { rule: 'category', sampled: null, skipped: 'never' }
  const sampled = lotOf(finished.ticketId) < rules.sample_percent
  return { rule: 'sample', sampled, skipped: sampled ? null : 'not-sampled' }
}

function mustBeAsked(
  { kind, priority, paid }: Finished,
  must: SurveyRules['must'],
): CallbackRule | null {
  if (must.priorities.some((one) => one === priority)) return 'urgent'
  if (must.kinds.some((one) => one === kind)) return 'complaint'
  return paid || must.paid_kinds.some((one) => one === kind) ? 'paid' : null
}

/** 0 to 99, evenly spread, and nobody's choice. */
function lotOf(ticketId: string): number {
  return createHash('sha256').update(ticketId).digest().readUInt32BE(0) % 100
}
