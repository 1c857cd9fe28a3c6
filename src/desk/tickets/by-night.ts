/** What owners are told at night: of what can wait nothing that no person caused (rules/tickets.yaml, tell). */
import { quietUntil } from '../clocks/quiet-hours.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import type { TicketRow } from './ticket.ts'

type Matter = Pick<TicketRow, 'priority' | 'category'>

/** Danger, what is urgent, and what is worked on by night. */
export function isToldAtNight({ rules }: Pick<Work, 'rules'>, ticket: Matter): boolean {
  const { at_night } = rules.tickets.tell
  const { hazard, calendar } = categoryOf(rules.categories, ticket.category)
  const told = calendar === 'always' ? [...at_night.any, ...at_night.always] : at_night.any
  return hazard || told.some((one) => one === ticket.priority)
}

/**
 * Until when its owners have peace now; null when they may be told. `by`: what they count on, if anything; when that
 * passes before the morning they are told at once (mission.md D4).
 */
export function peaceUntil(
  work: Pick<Work, 'rules' | 'now'>,
  ticket: Matter,
  by: Date | null = null,
): Date | null {
  const morning = isToldAtNight(work, ticket) ? null : quietUntil(work, work.now)
  const passesBefore = morning !== null && by !== null && by > work.now && by < morning
  return passesBefore ? null : morning
}
