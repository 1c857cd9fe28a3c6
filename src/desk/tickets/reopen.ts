/** Opening a matter again that is not mended after all: back to whoever did it, when they are there. */

import { takeBackBill } from '../fees/ticket-bill.ts'
import { addDays, estateDay } from '../residents/estate-day.ts'
import { settleCallback } from '../surveys/settle-callback.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { continueAnew } from './continue-anew.ts'
import { untold } from './details.ts'
import { dispatch } from './dispatch.ts'
import { isForced } from './force-close.ts'
import { joinTicket } from './join-ticket.ts'
import { mustMove } from './move-ticket.ts'
import { NO_ARRIVAL } from './no-arrival.ts'
import { startPromises } from './promises.ts'
import { FINISHED_STATES, isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, lockTicket, type TicketRow } from './ticket.ts'

/** `still_open`: nothing to reopen; `linked`: past the category's days, and `ticket` is the new one that goes on from it. */
export interface Reopened {
  readonly outcome: 'ok' | 'still_open' | 'linked' | 'over'
  readonly ticket: TicketRow
}

/** New clocks begin; the first ones stay as they ended (servicedesk.md B7). Of a complaint everything is told anew. */
export async function reopenTicket(
  work: Work,
  seen: TicketRow,
  addition: { readonly text: string; readonly photos: readonly string[] },
): Promise<Reopened> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (isIn(ticket.state, OPEN_STATES)) return { outcome: 'still_open', ticket }
  if (!isIn(ticket.state, FINISHED_STATES)) return { outcome: 'over', ticket }
  if (!canReopen(work, ticket)) return await goOnAnew(work, ticket, addition)
  const reopened = await mustMove(work, ticket, {
    to: 'REOPENED',
    kind: 'reopened',
    set: {
      reopenedAt: work.now,
      reopenCount: ticket.reopenCount + 1,
      assigneeId: null,
      teamId: null,
      acceptedAt: null,
      ...NO_ARRIVAL,
      doneAt: null,
      confirmedAt: null,
      confirmedBy: null,
      confirmMsgId: null,
      closedAt: null,
      closeCode: null,
      ...untold(ticket),
    },
    note: { before: ticket.assigneeId },
  })
  await takeBackBill(work.tx, ticket.id)
  await settleCallback(work, ticket.id, ticket.completions, 'not-fixed')
  await startPromises(work, reopened)
  await dispatch(work, ticket.id, { preferStaffId: ticket.assigneeId })
  if (addition.text || addition.photos.length > 0) await joinTicket(work, ticket.id, addition)
  const sent = (await findTicket(work.tx, ticket.id)) ?? reopened
  await tellOwner(work, sent, { words: 'tickets.owner.reopened', isNeeded: true })
  return { outcome: 'ok', ticket: sent }
}

async function goOnAnew(
  work: Work,
  ticket: TicketRow,
  addition: Parameters<typeof continueAnew>[2],
): Promise<Reopened> {
  await settleCallback(work, ticket.id, ticket.completions, 'not-fixed')
  return { outcome: 'linked', ticket: await continueAnew(work, ticket, addition) }
}

/** The last day ('YYYY-MM-DD') on which "not mended" opens the same ticket again. */
export function reopenableUntil(work: Work, ticket: TicketRow): string {
  const { reopen_days } = categoryOf(work.rules.categories, ticket.category)
  return addDays(estateDay(endOf(ticket) ?? work.now), reopen_days)
}

/** Done, or closed by force, and within the days of its category: the last of them counts to its end. */
export function canReopen(work: Work, ticket: TicketRow): boolean {
  if (!isIn(ticket.state, FINISHED_STATES) || !endOf(ticket)) return false
  return estateDay(work.now) <= reopenableUntil(work, ticket)
}

function endOf(ticket: TicketRow): Date | null {
  return isForced(ticket) ? ticket.closedAt : ticket.doneAt
}
