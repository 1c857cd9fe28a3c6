/** Answers for a number that names no ticket, or several. */
import type { Work } from '../work.ts'
import { asKnown } from './merged-view.ts'
import type { TicketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'
import type { Found } from './visible-tickets.ts'

/** Result fields every action that takes a number has, beside its own. */
export const FOUND_RESULT = { items: 'list' } as const

export const FOUND_OUTCOMES = ['not_found', 'ambiguous'] as const

/** Runs `act` with the one ticket that is meant; otherwise says why not, with the list to choose from. */
export async function withFound<Answer extends { readonly outcome: string }>(
  work: Work,
  found: Found,
  act: (ticket: TicketRow) => Promise<Answer>,
): Promise<Answer | NotOne> {
  if (found.outcome === 'found') return await act(found.ticket)
  const tickets = found.outcome === 'ambiguous' ? found.tickets : []
  const known = await Promise.all(tickets.map((ticket) => asKnown(work, ticket)))
  const items = known.map((ticket) => lineOf(work, ticket))
  return { outcome: found.outcome, result: { items } }
}

interface NotOne {
  readonly outcome: (typeof FOUND_OUTCOMES)[number]
  readonly result: { readonly items: readonly unknown[] }
}
