/** By when the next thing is promised to the owner: what the clocks say, or the later time they were told since. */
import type { Work } from '../work.ts'
import { lastNews } from './owner-news.ts'
import { type NextPromise, openPromise } from './promises.ts'
import type { TicketRow } from './ticket.ts'

/** Null when nothing is due next. The time may have passed. */
export async function nextPromise(work: Work, ticket: TicketRow): Promise<NextPromise | null> {
  const next = await openPromise(work, ticket)
  if (!next) return null
  const last = await lastNews(work.tx, ticket.id)
  const isPutOff = last?.promise === next.kind && last.delays > 0
  if (!isPutOff || !last.by || last.by <= next.by) return next
  return { ...next, by: last.by, delays: last.delays }
}
