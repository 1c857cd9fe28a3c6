/** What stands still while a ticket waits: its own clocks, and those of the contractor who has it. */
import { pauseClocks } from '../clocks/pause-clocks.ts'
import { resumeClocks } from '../clocks/resume-clocks.ts'
import { openOrderOf, subjectOfOrder } from '../contractors/order.ts'
import type { Subject, Work } from '../work.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** By a reason of rules/tickets.yaml: which clocks it stops, their policies say. */
export async function standStill(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  for (const subject of await subjectsOf(work, ticket)) await pauseClocks(work, subject, reason)
}

export async function goOnCounting(work: Work, ticket: TicketRow): Promise<void> {
  for (const subject of await subjectsOf(work, ticket)) await resumeClocks(work, subject)
}

async function subjectsOf(work: Work, ticket: TicketRow): Promise<readonly Subject[]> {
  const order = await openOrderOf(work.tx, ticket.id)
  return [subjectOf(ticket.id), ...(order ? [subjectOfOrder(order.id)] : [])]
}
