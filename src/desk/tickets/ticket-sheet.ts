/** One ticket as its page shows it to a member of staff. */
import type { Work } from '../work.ts'
import { maskedContact } from './contact-phone.ts'
import { isTicketState } from './states.ts'
import { findTicket } from './ticket.ts'
import { lineOf, progressOf } from './ticket-lines.ts'

export interface TicketSheet {
  readonly number: string
  readonly urgent: boolean
  readonly stateWords: string
  readonly category: string
  readonly place: string
  readonly description: string
  readonly appointment: string
  readonly holdWords: string
  readonly nextBy: string
  /** Who reported it, as they called themselves; may be empty. */
  readonly contact: string
  /** Masked; empty when there is none. */
  readonly phone: string
  readonly photoIds: readonly string[]
  /** What state it came to, and when, oldest first. */
  readonly history: readonly { readonly at: Date; readonly words: string }[]
}

/** Null when there is no such ticket in the actor's project. */
export async function ticketSheet(work: Work, ticketId: string): Promise<TicketSheet | null> {
  const ticket = await findTicket(work.tx, ticketId)
  const isOurs = work.actor.kind === 'staff' && ticket?.projectId === work.actor.projectId
  if (!ticket || !isOurs) return null
  const line = lineOf(work, ticket)
  const progress = await progressOf(work, ticket)
  return {
    number: ticket.number,
    urgent: line.urgent,
    stateWords: line.state_words,
    category: line.category,
    place: ticket.place,
    description: ticket.description,
    appointment: line.appointment,
    holdWords: progress.hold_words,
    nextBy: progress.next_by,
    contact: ticket.reporterName ?? '',
    phone: maskedContact(ticket),
    photoIds: ticket.photoIds,
    history: await historyOf(work, ticketId),
  }
}

/** What state a ticket came to, and when, oldest first. */
export async function historyOf(work: Work, ticketId: string): Promise<TicketSheet['history']> {
  const events = await work.tx
    .selectFrom('ticket_event')
    .select(['at', 'toState'])
    .where('ticketId', '=', ticketId)
    .where('toState', 'is not', null)
    .orderBy('seq')
    .execute()
  const { states } = work.rules.tickets
  return events.flatMap(({ at, toState }) =>
    isTicketState(toState) ? [{ at, words: states[toState].words }] : [],
  )
}
