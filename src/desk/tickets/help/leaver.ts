/** Calls of somebody who has left, or is on leave: of a trade the next is called, and whoever is concerned hears it. */
import type { Work } from '../../work.ts'
import { lockTicket } from '../ticket.ts'
import { callNext } from './answer-call.ts'

/** In the order of tickets, as locks are taken in it. Done again it finds nothing left to do. */
export async function endHelpOfLeaver(work: Work, staffId: string): Promise<void> {
  const calls = await work.tx
    .selectFrom('ticket_helper')
    .selectAll()
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .orderBy('ticketId')
    .execute()
  for (const help of calls) {
    const ticket = await lockTicket(work.tx, help.ticketId)
    if (ticket) await callNext(work, ticket, { help, outcome: 'left' })
  }
}
