/** How whoever reported a merged ticket sees what it goes on as. */
import type { Work } from '../work.ts'
import { leadingTo } from './relations.ts'
import { type TicketRow, ticketRow } from './ticket.ts'
import { visibleTickets } from './visible-tickets.ts'

/** The ticket by which the chat that speaks knows another one it was merged into; null when they know that itself. */
export async function knownBy(work: Work, ticket: TicketRow): Promise<TicketRow | null> {
  if (work.actor.kind !== 'owner' || ticket.roomId === null) return null
  const parts = await leadingTo(work.tx, 'DUPLICATE', ticket.id)
  if (parts.length === 0) return null
  const itself = await visibleTickets(work, 'by_itself')
  const known = await itself.where('ticket.id', 'in', [ticket.id, ...parts]).execute()
  if (known.some(({ id }) => id === ticket.id)) return null
  const [first] = known
  return first ? ticketRow(first) : null
}

/**
 * As an owner reads it. Of another home's ticket theirs was merged into they see how it goes on, and of place, words
 * and photos their own.
 */
export async function asKnown(work: Work, ticket: TicketRow): Promise<TicketRow> {
  const own = await knownBy(work, ticket)
  if (!own) return ticket
  const { roomId, roomCode, buildingCode, place, description, photoIds } = own
  return {
    ...ticket,
    roomId,
    roomCode,
    buildingCode,
    place,
    description,
    photoIds,
    sitePhotos: null,
  }
}
