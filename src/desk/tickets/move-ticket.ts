/** The one place where a ticket changes its state. */
import { DeskError } from '../errors.ts'
import { leaveProblem } from '../problems/leave-problem.ts'
import { watchForProblem } from '../problems/watch-for-problem.ts'
import { endQuotes } from '../quotes/end-quotes.ts'
import { askAgain, nothingToSettle } from '../warranty/ask-to-settle.ts'
import type { Work } from '../work.ts'
import { endHelpOn } from './help/end-of-help.ts'
import { recordEvent, type TicketHappening } from './record-event.ts'
import { isIn, mayMove, OPEN_STATES, type TicketState } from './states.ts'
import { lockTicket, type TicketRow } from './ticket.ts'
import { ringWaiting } from './waiting.ts'

export interface Move extends TicketHappening {
  /** The states the caller knows how to leave; any other is somebody's being late, not our mistake. */
  readonly from: readonly TicketState[]
  readonly to: TicketState
}

/** Taken back, or part of another one: it does not count as a fault of its place. */
const NO_FAULT = ['CANCELLED', 'MERGED'] as const satisfies TicketState[]

export type Moved =
  | { readonly outcome: 'moved'; readonly ticket: TicketRow }
  | { readonly outcome: 'wrong_state'; readonly ticket: TicketRow }

/**
 * Locks the row, checks the table of states.ts, writes the new state, its fields and one event.
 * @throws DeskError `no-such-ticket`; `illegal-move` when `from` names a state the table does not let leave for `to`
 */
export async function moveTicket(work: Work, ticketId: string, move: Move): Promise<Moved> {
  const ticket = await lockTicket(work.tx, ticketId)
  if (!ticket) throw new DeskError('no-such-ticket', `There is no ticket ${ticketId}`)
  if (!isIn(ticket.state, move.from)) return { outcome: 'wrong_state', ticket }
  if (!mayMove(ticket.state, move.to, ticket.heldFrom)) {
    throw new DeskError('illegal-move', `Ticket ${ticket.number}: ${ticket.state} → ${move.to}`)
  }
  const moved = await recordEvent(work, ticket, move)
  await ringWaiting(work, moved)
  if (!isIn(moved.state, OPEN_STATES)) await endHelpOn(work, moved)
  await endQuotes(work, moved)
  if (!isIn(moved.state, OPEN_STATES)) await nothingToSettle(work, moved.id)
  else if (!isIn(ticket.state, OPEN_STATES)) await askAgain(work, moved)
  if (isIn(moved.state, NO_FAULT)) await leaveProblem(work, moved)
  else if (isIn(ticket.state, NO_FAULT)) await watchForProblem(work, moved)
  return { outcome: 'moved', ticket: moved }
}

/**
 * The same for a caller that has locked the ticket and checked its state already.
 * @throws DeskError `illegal-move`
 */
export async function mustMove(
  work: Work,
  ticket: TicketRow,
  move: Omit<Move, 'from'>,
): Promise<TicketRow> {
  return (await moveTicket(work, ticket.id, { ...move, from: [ticket.state] })).ticket
}
