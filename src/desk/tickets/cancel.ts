/** Taking a matter back: by the owner until somebody is there, later by staff with a note. */
import { supervises } from '../staff/supervises.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { dispatchTaskKey } from './assign.ts'
import { type Canceller, type CancelRule, cancelRule } from './cancel-rules.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { isReporter } from './is-reporter.ts'
import type { TicketKind } from './kinds.ts'
import { goOnWithout, partFromOthers } from './leave-ticket.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers, nextRound } from './offers.ts'
import { endParts } from './parts.ts'
import { endPromises } from './promises.ts'
import { lockRelations } from './relations.ts'
import type { CloseCode } from './settle.ts'
import { actingStaff, type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { tellHandler, tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

/**
 * `not_yours`: reported by somebody else, who alone may take it back. `goes_on`: theirs is taken back, and the matter
 * goes on for others who reported it too.
 */
export interface Withdrawn {
  readonly outcome: 'ok' | 'goes_on' | 'too_late' | 'over' | 'not_yours'
  readonly ticket: TicketRow
}

/**
 * A danger is never withdrawn by chat: somebody looks first. What cannot be withdrawn any more is told to its holder.
 * Nobody takes back what others reported too: see leave-ticket.ts.
 */
export async function withdrawTicket(
  work: Work,
  seen: TicketRow,
  reason: string,
): Promise<Withdrawn> {
  await lockRelations(work.tx, seen.projectId)
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const rule = ruleFor(work, ticket, isReporter(work, ticket) ? 'reporter' : 'neighbour')
  if (rule === 'not_yours' || rule === 'over') return { outcome: rule, ticket }
  if (rule !== 'alone') {
    await tellHandler(work, ticket, { words: 'tickets.staff.wants_cancel', values: { reason } })
    return { outcome: 'too_late', ticket }
  }
  const left = await goOnWithout(work, ticket, cleanReason(work, reason))
  if (left) return { outcome: 'goes_on', ticket: left }
  const parted = await partFromOthers(work, ticket)
  const cancelled = await cancel(work, parted.ticket, { code: 'withdrawn', reason })
  if (ticket.assigneeId) {
    await tellStaff(work, cancelled, ticket.assigneeId, { words: 'tickets.staff.withdrawn' })
  }
  await tellOwner(work, cancelled, 'tickets.owner.withdrawn')
  return { outcome: parted.goesOn ? 'goes_on' : 'ok', ticket: cancelled }
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

/**
 * By whoever works on it, or a supervisor, with what the owner reads as the reason. What was merged into it ends with
 * it: who reported that reads the same.
 */
export async function cancelByStaff(
  work: Work,
  step: Step & { readonly reason?: string | undefined },
) {
  const { projectId } = await actingStaff(work)
  await lockRelations(work.tx, projectId)
  return staffStep<'reason_wanted'>(
    work,
    'cancel',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | 'reason_wanted'>> => {
      const rule = ruleFor(work, at.ticket, cancellerOf(at))
      if (rule !== 'with_note') return { outcome: REFUSED[rule], ticket: at.ticket }
      const reason = cleanReason(work, step.reason ?? '')
      if (reason === '') return { outcome: 'reason_wanted', ticket: at.ticket }
      const cancelled = await cancel(work, at.ticket, { code: 'cancelled', reason })
      await tellOwner(
        work,
        cancelled,
        { words: 'tickets.owner.cancelled', isNeeded: true },
        { reason },
      )
      await endParts(work, cancelled, 'cancelled')
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
  const words = cleanReason(work, reason)
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

function cleanReason({ rules }: Work, reason: string): string {
  return cleanText(reason, rules.tickets.longest_reason)
}
