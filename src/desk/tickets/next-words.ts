/** What comes next with a ticket, as owners read it. */
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { newsOf } from './complaint-clocks.ts'
import type { NextPromise } from './promises.ts'
import type { TicketRow } from './ticket.ts'

type Next = Pick<NextPromise, 'kind'> | null

/** "等待师傅上门"; of a matter without a visit nobody is said to come, of a complaint the words that are owed come next. */
export function nextWords(work: Work, ticket: TicketRow, next: Next): string {
  const news = next && newsOf(next.kind)
  if (news) return work.rules.tickets.complaints.news[news].next
  return stateWords(work, ticket)
}

/** What is promised by the next time, behind "今天11:00前": "回复您"; empty where the state says it. */
export function nextDoes(work: Work, next: Next): string {
  const news = next && newsOf(next.kind)
  return news ? work.rules.tickets.complaints.news[news].does : ''
}

/** What whoever has it owes by then, as staff read it: 到场, 回复投诉; empty for the end of a pause. */
export function nextTask(work: Work, next: Next): string {
  return next && next.kind !== 'resume' ? work.rules.clocks.promises[next.kind] : ''
}

function stateWords(work: Work, ticket: TicketRow): string {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  const { next, next_desk } = work.rules.tickets.states[ticket.state]
  return visit ? next : (next_desk ?? next)
}
