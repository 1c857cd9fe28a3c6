/** Whether the chat that speaks, or the person behind it, reported a matter. */
import type { Work } from '../work.ts'
import type { TicketRow } from './ticket.ts'

export function isReporter(
  work: Work,
  ticket: Pick<TicketRow, 'conversationId' | 'reporterPersonId'>,
): boolean {
  const { actor } = work
  if (actor.kind !== 'owner') return false
  const isPerson = actor.personId !== null && actor.personId === ticket.reporterPersonId
  return isPerson || actor.conversationId === ticket.conversationId
}
