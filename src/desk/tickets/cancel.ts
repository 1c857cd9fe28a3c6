/** Taking a matter back: by the owner until somebody is there, later by staff with a note. */
import { supervises } from '../staff/supervises.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { type Canceller, type CancelRule, cancelRule } from './cancel-rules.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import type { TicketKind } from './category-rules.ts'
import { cleanText } from './clean-text.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers, nextRound } from './offers.ts'
import { endPromises } from './promises.ts'
import type { CloseCode } from './settle.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { tellHandler, tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

/** `not_yours`: reported by somebody else, who alone may take it back. */
export interface Withdrawn {
  readonly outcome: 'ok' | 'too_late' | 'over' | 'not_yours'
  readonly ticket: TicketRow
}

/** A danger is never withdrawn by chat: somebody looks first. What cannot be withdrawn any more is told to its holder. */
export async function withdrawTicket(
  work: Work,
  seen: TicketRow,
  reason: string,
): Promise<Withdrawn> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const rule = ruleFor(work, ticket, isReporter(work, ticket) ? 'reporter' : 'neighbour')
  if (rule === 'not_yours' || rule === 'over') return { outcome: rule, ticket }
  if (rule !== 'alone') {
    await tellHandler(work, ticket, { words: 'tickets.staff.wants_cancel', values: { reason } })
    return { outcome: 'too_late', ticket }
  }
  const cancelled = await cancel(work, ticket, { code: 'withdrawn', reason })
  if (ticket.assigneeId) {
    await tellStaff(work, cancelled, ticket.assigneeId, { words: 'tickets.staff.withdrawn' })
  }
  await tellOwner(work, cancelled, 'tickets.owner.withdrawn')
  return { outcome: 'ok', ticket: cancelled }
}

/** Whether the owner may still take it back alone (servicedesk.md D3: until ARRIVED). */
export function canWithdraw(work: Work, ticket: TicketRow): boolean {
  return ruleFor(work, ticket, 'reporter') === 'alone'
}

function ruleFor(work: Work, ticket: TicketRow, by: Canceller): CancelRule {
  const { hazard } = categoryOf(work.rules.categories, ticket.category)
  const { state, heldFrom } = ticket
  return cancelRule({ by, kind: ticket.kind as TicketKind, state, heldFrom, hazard })
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
      const rule = ruleFor(work, at.ticket, cancellerOf(at))
      if (rule !== 'with_note') return { outcome: REFUSED[rule], ticket: at.ticket }
      const reason = cleanText(step.reason ?? '', work.rules.tickets.longest_reason)
      if (reason === '') return { outcome: 'reason_wanted', ticket: at.ticket }
      const cancelled = await cancel(work, at.ticket, { code: 'cancelled', reason })
      await tellOwner(
        work,
        cancelled,
        { words: 'tickets.owner.cancelled', isNeeded: true },
        { reason },
      )
      return { outcome: 'ok', ticket: cancelled }
    },
  )
}

function cancellerOf({ staff, ticket }: InStep): Canceller {
  if (supervises(staff)) return 'supervisor'
  return ticket.assigneeId === staff.id ? 'holder' : 'colleague'
}

/** How a step answers what the rules refuse. */
const REFUSED = {
  over: 'over',
  not_yours: 'not_yours',
  look_first: 'wrong_state',
  too_late: 'wrong_state',
  alone: 'wrong_state',
} as const satisfies Record<Exclude<CancelRule, 'with_note'>, StepAnswer['outcome']>

async function cancel(
  work: Work,
  ticket: TicketRow,
  { code, reason }: { readonly code: CloseCode; readonly reason: string },
): Promise<TicketRow> {
  const words = cleanText(reason, work.rules.tickets.longest_reason)
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
