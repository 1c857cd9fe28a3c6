/** Putting work on hold with a reason and an expected day: 挂起; and going on: 恢复. */
import { setTimer } from '../../timers/timers.ts'
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import { supervises } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { closeCards, showJob } from './cards.ts'
import { mustMove } from './move-ticket.ts'
import { sayDay } from './say-time.ts'
import { type InStep, refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { goOnCounting, standStill } from './stand-still.ts'
import { HOLDABLE_STATES, isIn, type TicketState } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

export const HOLD_OVER = 'tickets.hold-over'

export interface Hold extends Step {
  /** An id of rules/tickets.yaml, or its words. */
  readonly reason?: string | undefined
  /** 'YYYY-MM-DD'; the reason's usual time when absent. */
  readonly until?: string | undefined
}

/** `bad_date`: not after today; `too_long`: a pause of this length is a supervisor's decision. */
export type HoldOutcome = 'reason_wanted' | 'bad_date' | 'too_long'

export async function holdTicket(work: Work, hold: Hold) {
  return staffStep<HoldOutcome>(work, 'hold', hold, async (at) => {
    const refused = refusal(at, HOLDABLE_STATES)
    if (refused) {
      const isHeld = refused.outcome === 'wrong_state' && refused.ticket?.state === 'ON_HOLD'
      return isHeld ? { ...refused, outcome: 'already' } : refused
    }
    const plan = planOf(work, at, hold)
    if (typeof plan === 'string') return { outcome: plan, ticket: at.ticket }
    return { outcome: 'ok', ticket: await putOnHold(work, at, plan) }
  })
}

export interface HoldPlan {
  /** Permanent: it is stored. */
  readonly reason: string
  readonly words: string
  /** 'YYYY-MM-DD' */
  readonly until: string
}

function planOf(work: Work, { staff }: InStep, hold: Hold): HoldPlan | HoldOutcome {
  const { reasons, max_days } = work.rules.tickets.hold
  const reason = reasons.find(({ id, words }) => id === hold.reason || words === hold.reason)
  if (!reason) return 'reason_wanted'
  const today = estateDay(work.now)
  const until = hold.until ?? addDays(today, reason.days)
  if (until <= today) return 'bad_date'
  if (until > addDays(today, max_days) && !supervises(staff)) return 'too_long'
  return { reason: reason.id, words: reason.words, until }
}

/** The ticket is locked, and in a state where a pause can begin. */
export async function putOnHold(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
  plan: HoldPlan,
): Promise<TicketRow> {
  const held = await mustMove(work, ticket, {
    to: 'ON_HOLD',
    kind: 'held',
    set: { heldFrom: ticket.state, holdReason: plan.reason, holdUntil: plan.until },
  })
  await standStill(work, held, plan.reason)
  await remindOfHold(work, held, plan.until)
  const values = { reason: plan.words, until: sayDay(plan.until, work.now) }
  await closeCards(work, held, { words: 'tickets.card.held', values, exceptStaffId })
  await showJob(work, held, held.assigneeId ?? staff.id)
  await tellOwner(work, held, { words: 'tickets.owner.held', isNeeded: true }, values)
  return held
}

/** Rings on the morning of a day; `version` tells an alarm of an earlier hold. */
export async function remindOfHold(work: Work, ticket: TicketRow, day: string): Promise<void> {
  await setTimer(work, {
    name: HOLD_OVER,
    key: `${ticket.id}-${ticket.version}-${day}`,
    dueAt: estateInstant(day, work.rules.tickets.hold.remind_at),
    payload: { ticketId: ticket.id, holdUntil: ticket.holdUntil, day },
  })
}

export async function resumeTicket(work: Work, step: Step): Promise<StepAnswer> {
  return staffStep(work, 'resume', step, async (at) => {
    const refused = refusal(at, ['ON_HOLD'])
    if (refused) {
      const isRunning = refused.outcome === 'wrong_state' && isIn(at.ticket.state, HOLDABLE_STATES)
      return isRunning ? { ...refused, outcome: 'already' } : refused
    }
    const going = await goOn(work, at.ticket)
    await closeCards(work, going, {
      words: 'tickets.card.resumed',
      exceptStaffId: at.exceptStaffId,
    })
    await showJob(work, going, going.assigneeId ?? at.staff.id)
    await tellOwner(work, going, 'tickets.owner.resumed')
    return { outcome: 'ok', ticket: going }
  })
}

/** Ends a hold: back to where it came from, and the clocks go on. */
export async function goOn(work: Work, ticket: TicketRow): Promise<TicketRow> {
  const going = await mustMove(work, ticket, {
    to: ticket.heldFrom as TicketState,
    kind: 'resumed',
    set: { heldFrom: null, holdReason: null, holdUntil: null },
  })
  await goOnCounting(work, going)
  return going
}
