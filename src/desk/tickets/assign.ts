/** Gives a ticket to one person, who has so many minutes to take it. */
import { setTimer } from '../../timers/timers.ts'
import type { StaffMember } from '../staff/staff.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { showOffer } from './cards.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { insertOffer, nextRound, type OfferMode } from './offers.ts'
import type { Priority } from './rules.ts'
import type { TicketRow } from './ticket.ts'

export const ACCEPT_TIMEOUT = 'tickets.accept-timeout'

export interface NewAssignment {
  readonly mode: OfferMode
  /** The offers that went unanswered, and this one. */
  readonly tries: number
  readonly reason?: string | null
  /** Given out under an agreement, whose own clock says when it should be taken: it is not given to the next one before. */
  readonly isByOrder?: boolean
}

/** The ticket is locked and in a state that may become ASSIGNED. */
export async function assign(
  work: Work,
  ticket: TicketRow,
  staff: StaffMember,
  { mode, tries, reason = null, isByOrder = false }: NewAssignment,
): Promise<TicketRow> {
  const round = await nextRound(work.tx, ticket.id)
  const assigned = await mustMove(work, ticket, {
    to: 'ASSIGNED',
    kind: 'assigned',
    set: { assigneeId: staff.id, teamId: staff.teamId, acceptedAt: null, ...NO_ARRIVAL },
    note: { mode, round, name: staff.name, ...(reason ? { reason } : {}) },
  })
  await insertOffer(work, ticket, { staffId: staff.id, mode, round })
  await cancelTask(work, dispatchTaskKey(ticket.id, round))
  if (!isByOrder) await setAcceptTimeout(work, ticket, { round, tries })
  await showOffer(work, assigned, staff.id)
  return assigned
}

async function setAcceptTimeout(
  work: Work,
  ticket: TicketRow,
  { round, tries }: { readonly round: number; readonly tries: number },
): Promise<void> {
  const minutes = work.rules.tickets.dispatch.accept_minutes[ticket.priority as Priority]
  // A key of its own for every round: an alarm that was overtaken rings for nothing and is never touched, so a
  // tap and the alarm it races with wait for the ticket's lock only, not for each other.
  await setTimer(work, {
    name: ACCEPT_TIMEOUT,
    key: `${ticket.id}-${round}`,
    dueAt: new Date(work.now.getTime() + minutes * 60_000),
    payload: { ticketId: ticket.id, round, tries },
  })
}

/** A dispatcher is called at most once between two offers. */
export function dispatchTaskKey(ticketId: string, round: number): string {
  return `dispatch-${ticketId}-${round}`
}
