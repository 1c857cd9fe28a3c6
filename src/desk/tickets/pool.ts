/** Offers a ticket to everybody who could do it; whoever takes it first has it. */
import { setTimer } from '../../timers/timers.ts'
import type { StaffMember } from '../staff/staff.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { showOffer } from './cards.ts'
import { mustMove } from './move-ticket.ts'
import { insertOffer, nextRound } from './offers.ts'
import type { TicketRow } from './ticket.ts'

export const POOL_OVER = 'tickets.pool-over'

/** servicedesk.md D4: first lock wins; after the grab time somebody is chosen. */
export async function openPool(
  work: Work,
  ticket: TicketRow,
  people: readonly StaffMember[],
): Promise<TicketRow> {
  const round = await nextRound(work.tx, ticket.id)
  const offered = await mustMove(work, ticket, {
    to: 'OFFERED',
    kind: 'offered',
    note: { round, names: people.map((member) => member.name) },
  })
  for (const member of people) {
    await insertOffer(work, ticket, { staffId: member.id, mode: 'GRAB', round })
    await showOffer(work, offered, member.id)
  }
  await cancelTask(work, dispatchTaskKey(ticket.id, round))
  await setTimer(work, {
    name: POOL_OVER,
    key: `${ticket.id}-${round}`,
    dueAt: new Date(work.now.getTime() + work.rules.tickets.dispatch.grab_minutes * 60_000),
    payload: { ticketId: ticket.id, round },
  })
  return offered
}
