/** What comes next with a ticket, as owners read it. */
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import type { TicketRow } from './ticket.ts'

/** "等待师傅上门"; of a matter without a visit nobody is said to come. */
export function nextWords(work: Work, ticket: TicketRow): string {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  const { next, next_desk } = work.rules.tickets.states[ticket.state]
  return visit ? next : (next_desk ?? next)
}
