/** "My tickets": what goes on, then what was finished lately. */
import type { Work } from '../work.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { ticketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'
import { visibleTickets } from './visible-tickets.ts'

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
    .where('createdAt', '>', since)
    .limit(max)
    .execute()
  const items = [...open, ...ended].slice(0, max).map((row) => lineOf(work, ticketRow(row)))
  return { items, open: items.filter((item) => isIn(item.state, OPEN_STATES)).length }
}
