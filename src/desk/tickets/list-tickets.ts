/** "My tickets": what goes on, then what was finished lately. */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import { leadingTickets } from './leading-ticket.ts'
import { asKnown } from './merged-view.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'
import { visibleTickets } from './visible-tickets.ts'

/** When it was over, however long it took. */
const endedAt = sql<Date>`coalesce(ticket."doneAt", ticket."closedAt", ticket."createdAt")`

export async function listForOwner(work: Work) {
  const { days, max } = work.rules.tickets.mine
  const since = new Date(work.now.getTime() - days * 86_400_000)
  const visible = await visibleTickets(work)
  const open = await visible
    .where('state', 'in', [...OPEN_STATES])
    .limit(max)
    .execute()
  const ended = await visible
    .where('state', 'not in', [...OPEN_STATES])
    .where(endedAt, '>', since)
    .clearOrderBy()
    .orderBy(endedAt, 'desc')
    .orderBy('number', 'desc')
    .limit(max)
    .execute()
  // A merged one stands here as what it goes on as.
  const tickets = await leadingTickets(work.tx, [...open, ...ended].map(ticketRow))
  const known = await Promise.all(tickets.map((ticket) => asKnown(work, ticket)))
  const isOpen = ({ state }: TicketRow) => isIn(state, OPEN_STATES)
  const inOrder = [...known.filter(isOpen), ...known.filter((one) => !isOpen(one))].slice(0, max)
  return {
    items: inOrder.map((ticket) => lineOf(work, ticket)),
    open: inOrder.filter(isOpen).length,
  }
}
