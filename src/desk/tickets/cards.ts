/** The cards staff hold about a ticket: each next one takes the place of the last. */
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { excerpt } from './clean-text.ts'
import { maskedContact } from './contact-phone.ts'
import { responderName } from './first-responder.ts'
import { holdWords } from './hold-words.ts'
import { isIn, type TicketState } from './states.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Names in flows/_cards/tickets.yaml. */
type TicketCard = 'offer' | 'job' | 'desk_job' | 'on_site' | 'held'

const LONGEST_PROBLEM = 200

/** Offers a ticket: 接单 or 退单. */
export async function showOffer(work: Work, ticket: TicketRow, staffId: string): Promise<void> {
  await showCard(work, ticket, { staffId, card: 'offer' })
}

/** What whoever has taken a ticket can do next; nothing to show once it is done. */
export async function showJob(work: Work, ticket: TicketRow, staffId: string): Promise<void> {
  const card = cardOf(work, ticket)
  if (card) await showCard(work, ticket, { staffId, card })
}

/** The same once more, for whoever has the ticket or is offered it alone; false when that is somebody else. */
export async function showAgain(work: Work, ticket: TicketRow, staffId: string): Promise<boolean> {
  if (ticket.assigneeId !== staffId) return false
  const card = ticket.state === 'ASSIGNED' ? 'offer' : cardOf(work, ticket)
  if (card) await showCard(work, ticket, { staffId, card, again: `-${work.newId()}` })
  return card !== null
}

/** Takes the buttons off every card about a ticket; `exceptStaffId` keeps the card that is being answered. */
export async function closeCards(
  work: Work,
  ticket: TicketRow,
  note: {
    readonly words: string
    readonly values?: Readonly<Record<string, unknown>>
    readonly exceptStaffId?: string | undefined
  },
): Promise<void> {
  const { words, values = {}, exceptStaffId } = note
  await work.tell.closeCards(work, subjectOf(ticket.id), {
    words,
    values: { number: ticket.number, ...values },
    ...(exceptStaffId ? { exceptStaffId } : {}),
  })
}

function cardOf(work: Work, ticket: TicketRow): TicketCard | null {
  const onSite: readonly TicketState[] = ['ARRIVED', 'IN_PROGRESS']
  if (ticket.state === 'ON_HOLD') return 'held'
  if (isIn(ticket.state, onSite)) return 'on_site'
  if (ticket.state !== 'ACCEPTED') return null
  return categoryOf(work.rules.categories, ticket.category).visit ? 'job' : 'desk_job'
}

async function showCard(
  work: Work,
  ticket: TicketRow,
  {
    staffId,
    card,
    again = '',
  }: { readonly staffId: string; readonly card: TicketCard; readonly again?: string },
): Promise<void> {
  await work.tell.card(work, staffId, {
    card: `tickets.${card}`,
    values: {
      ...cardValues(work, ticket, staffId),
      responder: await responderName(work, ticket),
    },
    subject: subjectOf(ticket.id),
    key: `ticket-${ticket.id}-${ticket.version}-${card}-${staffId}${again}`,
  })
}

/** The phone is masked; the page behind `page_url` shows it to who may see it, and says so in the audit log. */
export function cardValues(work: Work, ticket: TicketRow, staffId: string) {
  const { categories, tickets } = work.rules
  const priority = ticket.priority as keyof typeof tickets.priorities
  return {
    number: ticket.number,
    kind: categories.kinds[ticket.kind as keyof typeof categories.kinds].words,
    category: categoryOf(categories, ticket.category).name,
    urgent: ticket.priority === 'urgent',
    priority: tickets.priorities[priority],
    reopened: ticket.reopenCount > 0,
    state: tickets.states[ticket.state].words,
    place: ticket.place,
    problem: excerpt(ticket.description, LONGEST_PROBLEM),
    appt: ticket.apptText ?? 'asap',
    photos: ticket.photoIds.length,
    contact: ticket.reporterName ?? '',
    phone: maskedContact(ticket),
    hold: holdWords(work, ticket),
    page_url: work.links.ticketPage(ticket.id, staffId),
  }
}
