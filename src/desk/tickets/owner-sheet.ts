/** One ticket as its page shows it to the owner whose chat may see it: what was reported, who comes when, what happened. */
import { paidViewForOwner } from '../quotes/paid-view.ts'
import type { Work } from '../work.ts'
import { newsLines } from './details.ts'
import { leadingTicket } from './leading-ticket.ts'
import { asKnown } from './merged-view.ts'
import { ticketRow } from './ticket.ts'
import { detailsOf } from './ticket-lines.ts'
import { historyOf, type ShownPhoto, shownPhotos, type TicketSheet } from './ticket-sheet.ts'
import { visibleTickets } from './visible-tickets.ts'

export interface OwnerSheet
  extends Pick<
    TicketSheet,
    | 'number'
    | 'stateWords'
    | 'category'
    | 'payer'
    | 'paid'
    | 'place'
    | 'description'
    | 'appointment'
    | 'news'
    | 'history'
  > {
  readonly staff: string
  readonly holdWords: string
  readonly nextWords: string
  readonly nextBy: string
  readonly photoIds: readonly string[]
  /** Before and after the work; of another home nobody sees any. */
  readonly sitePhotos: readonly ShownPhoto[]
}

/** Null for a ticket that the actor's chat may not see (any more). */
export async function ownerSheet(work: Work, ticketId: string): Promise<OwnerSheet | null> {
  const visible = await visibleTickets(work)
  const row = await visible.where('ticket.id', '=', ticketId).executeTakeFirst()
  if (!row) return null
  // The page of a merged ticket leads to what it goes on as.
  const leading = await leadingTicket(work.tx, ticketRow(row))
  const ticket = await asKnown(work, leading)
  const details = await detailsOf(work, ticket)
  const { number, state_words, category, place, description, appointment } = details
  return {
    ...{ number, stateWords: state_words, category, place, description, appointment },
    payer: details.payer_words,
    paid: await paidViewForOwner(work, ticket),
    news: newsLines(work, ticket),
    staff: details.staff,
    holdWords: details.hold_words,
    nextWords: details.next_words,
    nextBy: details.next_by,
    photoIds: ticket.photoIds,
    sitePhotos: (await shownPhotos(work, ticket)).filter(({ kind }) => kind !== 'arrival'),
    history: await historyOf(work, leading.id),
  }
}
