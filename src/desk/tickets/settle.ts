/** The end of a matter: the owner confirms it, or silence does; then it is closed. */
import { setTimer } from '../../timers/timers.ts'
import { actorId } from '../audit/audit.ts'
import { messageOf } from '../message-of.ts'
import type { Work } from '../work.ts'
import { type Moved, moveTicket } from './move-ticket.ts'
import type { TicketRow } from './ticket.ts'

export const AUTO_CLOSE = 'tickets.auto-close'

/** How a ticket came to its end; `closeCode` of the row. */
export type CloseCode =
  | 'rated'
  | 'called'
  | 'unrated'
  | 'no-answer'
  | 'not-asked'
  | 'withdrawn'
  | 'cancelled'
  /** Goes on as part of another ticket. */
  | 'merged'
  /** By a manager, not done: kept out of all satisfaction figures (servicedesk.md A2). */
  | 'forced'

/**
 * DONE → CONFIRMED. `silence` says that nobody confirmed it: such a ticket is never counted as satisfied
 * (servicedesk.md D3). An alarm closes the ticket when nobody rates it.
 */
export async function confirmTicket(
  work: Work,
  ticketId: string,
  silence: 'no-answer' | 'not-asked' | null,
): Promise<Moved> {
  const moved = await moveTicket(work, ticketId, {
    from: ['DONE'],
    to: 'CONFIRMED',
    kind: silence === null ? 'confirmed' : 'auto-confirmed',
    set: { confirmedAt: work.now, closeCode: silence, ...(silence === null && signature(work)) },
  })
  if (moved.outcome === 'moved') await closeLater(work, moved.ticket)
  return moved
}

/** Who confirmed, and by which message: an owner's tap or words; of what an agent heard there is no message. */
export function signature({ actor }: Pick<Work, 'actor'>) {
  return { confirmedBy: actorId(actor), confirmMsgId: messageOf(actor) }
}

/** CONFIRMED → CLOSED. */
export async function closeTicket(work: Work, ticketId: string, code: CloseCode): Promise<Moved> {
  return await moveTicket(work, ticketId, {
    from: ['CONFIRMED'],
    to: 'CLOSED',
    kind: 'closed',
    set: { closedAt: work.now, closeCode: code },
  })
}

async function closeLater(work: Work, ticket: TicketRow): Promise<void> {
  const waitMs = work.rules.tickets.auto_close_hours * 3_600_000
  await setTimer(work, {
    name: AUTO_CLOSE,
    key: `${ticket.id}-${ticket.completions}`,
    dueAt: new Date(work.now.getTime() + waitMs),
    payload: { ticketId: ticket.id, completion: ticket.completions },
  })
}
