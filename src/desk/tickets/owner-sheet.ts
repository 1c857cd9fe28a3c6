/** One ticket as its page shows it to the owner whose chat may see it: what was reported, who comes when, what happened. */
import type { Work } from '../work.ts'
import { ticketRow } from './ticket.ts'
import { detailsOf } from './ticket-lines.ts'
import { historyOf, type TicketSheet } from './ticket-sheet.ts'
import { visibleTickets } from './visible-tickets.ts'

export interface OwnerSheet
  extends Pick<
    TicketSheet,
    'number' | 'stateWords' | 'category' | 'place' | 'description' | 'appointment' | 'history'
  > {
  readonly staff: string
  readonly holdWords: string
  readonly nextWords: string
  readonly nextBy: string
  readonly photoIds: readonly string[]
}

/** Null for a ticket that the actor's chat may not see (any more). */
export async function ownerSheet(work: Work, ticketId: string): Promise<OwnerSheet | null> {
  const visible = await visibleTickets(work)
  const row = await visible.where('ticket.id', '=', ticketId).executeTakeFirst()
  if (!row) return null
  const ticket = ticketRow(row)
  const details = await detailsOf(work, ticket)
  const { number, state_words, category, place, description, appointment } = details
  return {
    ...{ number, stateWords: state_words, category, place, description, appointment },
    staff: details.staff,
    holdWords: details.hold_words,
    nextWords: details.next_words,
    nextBy: details.next_by,
    photoIds: ticket.photoIds,
    history: await historyOf(work, ticketId),
  }
}
