/** Closing by force: a manager ends a matter that is not done, says why, and the owner may have it opened again. */
import { acknowledgeLadder } from '../clocks/ladder/acknowledge-ladder.ts'
import { actsAs } from '../staff/supervises.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers, nextRound } from './offers.ts'
import { endPromises } from './promises.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

export interface ForceClose extends Step {
  /** An id of `force_close.reasons` in rules/tickets.yaml. */
  readonly reason?: string | undefined
  /** What happened, in the manager's own words: the owner and whoever worked on it read them. */
  readonly words?: string | undefined
}

/**
 * servicedesk.md A2, "force close by manager: reason + separate code, excluded from CSAT": no completion is counted,
 * so nobody is asked how it was. From every open state; what is finished already is settled by the owner.
 */
export async function forceClose(work: Work, step: ForceClose) {
  return staffStep<'reason_wanted' | 'words_wanted'>(
    work,
    'force-close',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | 'reason_wanted' | 'words_wanted'>> => {
      const { staff, ticket } = at
      if (!actsAs(staff, ['manager'])) return { outcome: 'not_yours', ticket }
      if (isForced(ticket)) return { outcome: 'already', ticket }
      if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
      const { reasons } = work.rules.tickets.force_close
      const reason = reasons.find(({ id }) => id === step.reason)
      if (!reason) return { outcome: 'reason_wanted', ticket }
      const words = cleanText(step.words ?? '', work.rules.tickets.longest_reason)
      if (words === '') return { outcome: 'words_wanted', ticket }
      return { outcome: 'ok', ticket: await close(work, at, { reason: reason.words, words }) }
    },
  )
}

/** Whether it can be: asked before a reason is, and kept in the audit log like the closing itself. */
export async function mayForceClose(work: Work, { ticketId }: Step): Promise<StepAnswer> {
  const { outcome, ...rest } = await forceClose(work, { ticketId })
  const lacksOnlyWhy = outcome === 'reason_wanted' || outcome === 'words_wanted'
  return { ...rest, outcome: lacksOnlyWhy ? 'ok' : outcome }
}

/** Whether it was ended by force: no score counts for it, and its time to reopen runs from its closing. */
export function isForced(ticket: Pick<TicketRow, 'state' | 'closeCode'>): boolean {
  return ticket.state === 'CLOSED' && ticket.closeCode === 'forced'
}

async function close(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
  why: { readonly reason: string; readonly words: string },
): Promise<TicketRow> {
  const closed = await mustMove(work, ticket, {
    to: 'CLOSED',
    kind: 'force-closed',
    set: {
      closeCode: 'forced',
      closedAt: work.now,
      heldFrom: null,
      holdReason: null,
      holdUntil: null,
    },
    note: { ...why, name: staff.name },
  })
  await endOffers(work, ticket.id, { outcome: 'cancelled', reason: why.reason })
  await cancelTask(work, dispatchTaskKey(ticket.id, await nextRound(work.tx, ticket.id)))
  // Of a danger the ladder calls until somebody has taken it: whoever closes it has looked at it.
  await acknowledgeLadder(work, subjectOf(ticket.id), staff.id)
  await endPromises(work, closed, 'forced')
  await closeCards(work, closed, { words: 'tickets.card.forced', exceptStaffId })
  const values = { by: staff.name, ...why }
  if (ticket.assigneeId && ticket.assigneeId !== staff.id) {
    await tellStaff(work, closed, ticket.assigneeId, { words: 'tickets.staff.forced', values })
  }
  const { reopen_days: days } = categoryOf(work.rules.categories, ticket.category)
  const telling = { words: 'tickets.owner.forced', isNeeded: true }
  await tellOwner(work, closed, telling, { ...why, days })
  return closed
}
