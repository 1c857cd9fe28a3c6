/** Nobody can be chosen by rule: a dispatcher decides. */
import { setTimer } from '../../timers/timers.ts'
import { openTask } from '../tasks/open-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { categoryOf } from './categories.ts'
import { mustMove } from './move-ticket.ts'
import { nextRound } from './offers.ts'
import { recordEvent } from './record-event.ts'
import type { CallReason } from './rules.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

export const DISPATCH_AGAIN = 'tickets.dispatch-again'

/** The next shift may bring somebody. */
const TRIED_AGAIN: readonly CallReason[] = ['nobody', 'no_certificate', 'given_back']

/** The ticket waits as NEW, or stays REOPENED; when nobody was there it is tried again after a while. */
export async function callDispatcher(
  work: Work,
  ticket: TicketRow,
  reason: CallReason,
): Promise<TicketRow> {
  const happening = { kind: 'dispatcher-called', note: { reason } }
  const backToNew = ticket.state === 'OFFERED' || ticket.state === 'ASSIGNED'
  const waiting = backToNew
    ? await mustMove(work, ticket, {
        ...happening,
        to: 'NEW',
        set: { assigneeId: null, teamId: null },
      })
    : await recordEvent(work, ticket, happening)
  const round = await nextRound(work.tx, ticket.id)
  const category = categoryOf(work.rules.categories, ticket.category)
  await openTask(work, {
    kind: 'dispatch',
    key: dispatchTaskKey(ticket.id, round),
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'dispatcher',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      category: category.name,
      handlers: category.handlers,
      reason: work.rules.tickets.dispatch.reasons[reason],
    },
  })
  if (TRIED_AGAIN.includes(reason)) await tryAgainLater(work, ticket.id, round)
  return waiting
}

/** The roster changes by itself: whoever comes on duty is asked without a dispatcher's help. */
export async function tryAgainLater(work: Work, ticketId: string, round: number): Promise<void> {
  const minutes = work.rules.tickets.dispatch.gap_retry_minutes
  await setTimer(work, {
    name: DISPATCH_AGAIN,
    key: `${ticketId}-${round}`,
    dueAt: new Date(work.now.getTime() + minutes * 60_000),
    payload: { ticketId, round },
  })
}
