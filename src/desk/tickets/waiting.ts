/** A ticket is over: whatever waits for it is to go on. */
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { leadingTo } from './relations.ts'
import type { TicketState } from './states.ts'
import type { TicketRow } from './ticket.ts'

export const BLOCKER_OVER = 'tickets.blocker-over'

const OVER: readonly TicketState[] = ['DONE', 'CANCELLED', 'CLOSED']

/**
 * Rings at once for those that wait for it, or for what was merged into it. They go on in a transaction of their own:
 * whoever ends a ticket never waits for another's lock.
 */
export async function ringWaiting(work: Work, ended: TicketRow): Promise<void> {
  if (!OVER.includes(ended.state)) return
  const blockers = [ended.id, ...(await leadingTo(work.tx, 'DUPLICATE', ended.id))]
  const waits = await work.tx
    .selectFrom('ticket_relation')
    .select('id')
    .where('type', '=', 'BLOCKS')
    .where('fromId', 'in', blockers)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (!waits) return
  await setTimer(work, {
    name: BLOCKER_OVER,
    key: `${ended.id}-${ended.version}`,
    dueAt: work.now,
    payload: { ticketId: ended.id },
  })
}
