/** Somebody is not to have what they were offered: the others who were asked may still take it, else the next is asked. */
import type { Work } from '../work.ts'
import { closeCards } from './cards.ts'
import { dispatch } from './dispatch.ts'
import { endOffers, type OfferOutcome, openOffers } from './offers.ts'
import { putBack } from './release.ts'
import { findTicket, type TicketRow } from './ticket.ts'

export interface OfferPassed {
  readonly outcome: OfferOutcome
  readonly ofStaffId: string
  /** Words for the cards that lose their buttons. */
  readonly words: string
  /** Goes into the log beside the outcome. */
  readonly name?: string
}

/** The ticket after it; null when it was not offered to them, and nothing was done. */
export async function passOffer(
  work: Work,
  ticket: TicketRow,
  { outcome, ofStaffId, words, name }: OfferPassed,
): Promise<TicketRow | null> {
  const isTheirs = ticket.assigneeId === ofStaffId && ticket.state === 'ASSIGNED'
  if (!isTheirs && ticket.state !== 'OFFERED') return null
  await endOffers(work, ticket.id, { outcome, ofStaffId })
  const others = await openOffers(work.tx, ticket.id)
  if (others.length > 0) return ticket
  await closeCards(work, ticket, { words })
  const free = await putBack(work, ticket, { reason: outcome, ...(name !== undefined && { name }) })
  await dispatch(work, free.id, { afterPool: true })
  return (await findTicket(work.tx, ticket.id)) ?? free
}
