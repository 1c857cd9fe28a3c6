/** Opening a matter again that is not mended after all: back to whoever did it, when they are there. */
import { settleCallback } from '../surveys/settle-callback.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { dispatch } from './dispatch.ts'
import { joinTicket } from './join-ticket.ts'
import { mustMove } from './move-ticket.ts'
import { startPromises } from './promises.ts'
import { FINISHED_STATES, isIn, OPEN_STATES } from './states.ts'
import { findTicket, lockTicket, type TicketRow } from './ticket.ts'

/** `still_open`: nothing to reopen; `too_late`: past the category's days, a new report is the way. */
export interface Reopened {
  readonly outcome: 'ok' | 'still_open' | 'too_late' | 'over'
  readonly ticket: TicketRow
}

/** New clocks begin; the first ones stay as they ended (servicedesk.md B7). */
export async function reopenTicket(
  work: Work,
  seen: TicketRow,
  addition: { readonly text: string; readonly photos: readonly string[] },
): Promise<Reopened> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (isIn(ticket.state, OPEN_STATES)) return { outcome: 'still_open', ticket }
  if (!isIn(ticket.state, FINISHED_STATES)) return { outcome: 'over', ticket }
  if (!canReopen(work, ticket)) return { outcome: 'too_late', ticket }
  const reopened = await mustMove(work, ticket, {
    to: 'REOPENED',
    kind: 'reopened',
    set: {
      reopenedAt: work.now,
      reopenCount: ticket.reopenCount + 1,
      assigneeId: null,
      teamId: null,
      acceptedAt: null,
      arrivedAt: null,
      doneAt: null,
      confirmedAt: null,
      closedAt: null,
      closeCode: null,
    },
    note: { before: ticket.assigneeId },
  })
  await settleCallback(work, ticket.id, ticket.completions, 'not-fixed')
  await startPromises(work, reopened)
  await dispatch(work, ticket.id, { preferStaffId: ticket.assigneeId })
  if (addition.text || addition.photos.length > 0) await joinTicket(work, ticket.id, addition)
  return { outcome: 'ok', ticket: (await findTicket(work.tx, ticket.id)) ?? reopened }
}

/** Done, and within the days of its category. */
export function canReopen(work: Work, ticket: TicketRow): boolean {
  if (!isIn(ticket.state, FINISHED_STATES) || !ticket.doneAt) return false
  const { reopen_days } = categoryOf(work.rules.categories, ticket.category)
  return work.now.getTime() <= ticket.doneAt.getTime() + reopen_days * 86_400_000
}
