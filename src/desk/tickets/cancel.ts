/** Taking a matter back: by the owner until somebody is there, later by staff with a note. */
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers, nextRound } from './offers.ts'
import { endPromises } from './promises.ts'
import type { CloseCode } from './settle.ts'
import { refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES, WITHDRAWABLE_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

/** `not_yours`: reported by somebody else, who alone may take it back. */
export interface Withdrawn {
  readonly outcome: 'ok' | 'too_late' | 'over' | 'not_yours'
  readonly ticket: TicketRow
}

const LONGEST_REASON = 200

/** A danger is never withdrawn by chat: somebody looks first. */
export async function withdrawTicket(
  work: Work,
  seen: TicketRow,
  reason: string,
): Promise<Withdrawn> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (!isReporter(work, ticket)) return { outcome: 'not_yours', ticket }
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  if (!canWithdraw(work, ticket)) return { outcome: 'too_late', ticket }
  const cancelled = await cancel(work, ticket, { code: 'withdrawn', reason })
  if (ticket.assigneeId) {
    await tellStaff(work, cancelled, ticket.assigneeId, { words: 'tickets.staff.withdrawn' })
  }
  return { outcome: 'ok', ticket: cancelled }
}

/** Whether the owner may still take it back alone (servicedesk.md D3: until ARRIVED). */
export function canWithdraw(work: Work, ticket: TicketRow): boolean {
  const { hazard } = categoryOf(work.rules.categories, ticket.category)
  const state = ticket.state === 'ON_HOLD' ? ticket.heldFrom : ticket.state
  return !hazard && isIn(state ?? '', WITHDRAWABLE_STATES)
}

export function isReporter(work: Work, ticket: TicketRow): boolean {
  const { actor } = work
  if (actor.kind !== 'owner') return false
  const isPerson = actor.personId !== null && actor.personId === ticket.reporterPersonId
  return isPerson || actor.conversationId === ticket.conversationId
}

/** By whoever works on it, or a supervisor, with what the owner reads as the reason. */
export async function cancelByStaff(
  work: Work,
  step: Step & { readonly reason?: string | undefined },
) {
  return staffStep<'reason_wanted'>(
    work,
    'cancel',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | 'reason_wanted'>> => {
      const refused = refusal(at, OPEN_STATES)
      if (refused) return refused
      const reason = cleanText(step.reason ?? '', LONGEST_REASON)
      if (reason === '') return { outcome: 'reason_wanted', ticket: at.ticket }
      const cancelled = await cancel(work, at.ticket, { code: 'cancelled', reason })
      await tellOwner(work, cancelled, 'tickets.owner.cancelled', { reason })
      return { outcome: 'ok', ticket: cancelled }
    },
  )
}

async function cancel(
  work: Work,
  ticket: TicketRow,
  { code, reason }: { readonly code: CloseCode; readonly reason: string },
): Promise<TicketRow> {
  const words = cleanText(reason, LONGEST_REASON)
  const cancelled = await mustMove(work, ticket, {
    to: 'CANCELLED',
    kind: code,
    set: { closeCode: code, closedAt: work.now, heldFrom: null, holdReason: null, holdUntil: null },
    note: words ? { reason: words } : {},
  })
  await endOffers(work, ticket.id, { outcome: 'cancelled', reason: words || null })
  await cancelTask(work, dispatchTaskKey(ticket.id, await nextRound(work.tx, ticket.id)))
  await endPromises(work, ticket, code)
  await closeCards(work, cancelled, { words: `tickets.card.${code}` })
  return cancelled
}
