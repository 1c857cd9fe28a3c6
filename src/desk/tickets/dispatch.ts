/** Decides who gets a ticket, and keeps why (servicedesk.md D4). */
import type { Work } from '../work.ts'
import { assign } from './assign.ts'
import { callDispatcher, tryAgainLater } from './call-dispatcher.ts'
import { type Choice, chooseCandidates } from './candidates.ts'
import { categoryOf } from './categories.ts'
import { needFor } from './need.ts'
import { nextRound } from './offers.ts'
import { openPool } from './pool.ts'
import type { CallReason, DISPATCH_MODES } from './rules.ts'
import { peopleFor } from './staff-load.ts'
import { isIn, type TicketState } from './states.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

export interface DispatchAsk {
  /** Knows the matter: asked first when on duty and able. */
  readonly preferStaffId?: string | null
  /** Let the last offer pass. */
  readonly avoidStaffId?: string
  /** Offers that went unanswered before this one. */
  readonly tries?: number
  /** The pool has had its time: somebody is chosen. */
  readonly afterPool?: boolean
  /** What a dispatcher is told when there is nobody. */
  readonly ifNobody?: CallReason
  /** Somebody was called already: when there is still nobody, only try again later. */
  readonly isRetry?: boolean
}

export type Dispatched = 'assigned' | 'pool' | 'dispatcher' | 'nothing-to-do'

const DISPATCHABLE: readonly TicketState[] = ['NEW', 'OFFERED', 'REOPENED']

/** Does nothing to a ticket somebody holds. */
export async function dispatch(
  work: Work,
  ticketId: string,
  ask: DispatchAsk = {},
): Promise<Dispatched> {
  const ticket = await lockTicket(work.tx, ticketId)
  const from: readonly TicketState[] = ask.tries ? [...DISPATCHABLE, 'ASSIGNED'] : DISPATCHABLE
  if (!ticket || !isIn(ticket.state, from)) return 'nothing-to-do'
  const mode = modeOf(work, ticket, ask)
  const people = await peopleFor(work, ticket)
  const choice = chooseCandidates(people, await needOf(work, ticket, { ...ask, mode }))
  const chosen = chosenOf(mode, choice, ask)
  if (chosen.length === 0 && ask.isRetry) {
    await tryAgainLater(work, ticket.id, await nextRound(work.tx, ticket.id))
    return 'dispatcher'
  }
  await keepDecision(work, ticket, { mode, choice, chosen: chosen.map((member) => member.id) })
  const [first] = chosen
  if (!first) {
    const reason = mode === 'MANUAL' ? 'by_rule' : (ask.ifNobody ?? whyNobody(choice))
    await callDispatcher(work, ticket, reason)
    return 'dispatcher'
  }
  if (mode === 'GRAB') {
    await openPool(work, ticket, chosen)
    return 'pool'
  }
  await assign(work, ticket, first, { mode: 'AUTO', tries: (ask.tries ?? 0) + 1 })
  return 'assigned'
}

type Mode = (typeof DISPATCH_MODES)[number]

/** The category's own mode; nobody waits for a grab when it is urgent, or when the pool had its time. */
function modeOf(work: Work, ticket: TicketRow, ask: DispatchAsk): Mode {
  const { dispatch: mode } = categoryOf(work.rules.categories, ticket.category)
  if (mode === 'manual') return 'MANUAL'
  const choose = ask.afterPool || ask.tries || ticket.state === 'REOPENED'
  return mode === 'auto' || choose || ticket.priority === 'urgent' ? 'AUTO' : 'GRAB'
}

async function needOf(work: Work, ticket: TicketRow, ask: DispatchAsk & { readonly mode: Mode }) {
  const { rate } = work.rules.tickets.dispatch
  return {
    ...(await needFor(work, ticket, { maxGiven: ask.mode === 'AUTO' ? rate.offers : null })),
    avoidStaffId: ask.avoidStaffId,
    preferStaffId: ask.preferStaffId ?? undefined,
  }
}

/** By hand means by hand, except back to the one who knows the matter. */
function chosenOf(mode: Mode, { inOrder }: Choice, ask: DispatchAsk) {
  if (mode === 'GRAB') return inOrder
  const [first] = inOrder
  if (!first || (mode === 'MANUAL' && first.id !== ask.preferStaffId)) return []
  return [first]
}

/** A certificate is looked at last: whoever lacks only that would have been sent. */
function whyNobody({ considered }: Choice): CallReason {
  const lacks = considered.some(
    ({ dropped }) => dropped === 'certificate' || dropped === 'certificate-expired',
  )
  return lacks ? 'no_certificate' : 'nobody'
}

async function keepDecision(
  work: Work,
  ticket: TicketRow,
  decision: { readonly mode: Mode; readonly choice: Choice; readonly chosen: readonly string[] },
): Promise<void> {
  await work.tx
    .insertInto('dispatch_decision')
    .values({
      id: work.newId(),
      ticketId: ticket.id,
      at: work.now,
      mode: decision.mode,
      considered: JSON.stringify(decision.choice.considered),
      chosen: [...decision.chosen],
      gap: decision.choice.inOrder.length === 0 && decision.mode !== 'MANUAL',
    })
    .execute()
}
