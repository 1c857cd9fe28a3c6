/** What is noted for a firm without chat: it has taken the work, it gives it back; and the house takes it back. */
import { isAtDesk, isOfTheHouse } from '../staff/supervises.ts'
import { finishTaskOf } from '../tasks/take-task.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { dispatch } from '../tickets/dispatch.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { putBack, release } from '../tickets/release.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES, type TicketState } from '../tickets/states.ts'
import { tellStaff } from '../tickets/tell-handler.ts'
import { tellOwner } from '../tickets/tell-owner.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { askForCheck, developersOrder } from './ask-for-check.ts'
import { openTasksOf } from './call-firm.ts'
import { findContractor } from './contractors.ts'
import { endOrder, noteAccepted, type OrderRow, openOrderOf } from './order.ts'

/** `not_developers`: what others have done is noted as one's own, 完工. `to_check`: the house looks at it first. */
export const ORDER_OUTCOMES = [
  'no_order',
  'by_chat',
  'reason_wanted',
  'needs_consent',
  'not_developers',
  'to_check',
] as const
type OrderOutcome = (typeof ORDER_OUTCOMES)[number]

export interface OrderStep extends Step {
  readonly reason?: string | undefined
}

export interface OrderAnswer extends StepAnswer<OrderOutcome | StepAnswer['outcome']> {
  readonly firm?: string
}

/** The firm said that it comes. */
export function contractorTook(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-took', step, async ({ at, order, firm }) => {
    if (order.staffId) return { outcome: 'by_chat', ticket: at.ticket, firm }
    if (order.acceptedAt) return { outcome: 'already', ticket: at.ticket, firm }
    const ticket = await note(work, at, { kind: 'contractor-accepted', firm })
    await noteAccepted(work, order)
    const done = { staffId: at.staff.id, note: firm, byTap: false }
    for (const key of await openTasksOf(work, order.id)) await finishTaskOf(work, key, done)
    await tellOwner(work, ticket, 'tickets.owner.contractor_accepted', { firm })
    return { outcome: 'ok', ticket, firm }
  })
}

/** The developer said that it is mended: the house looks at it before the owner is asked. Somebody has come by then. */
export function contractorMended(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-mended', step, async ({ at, order, firm }) => {
    const { ticket } = at
    const held = await developersOrder(work, ticket.id)
    if (!held) return { outcome: 'not_developers', ticket, firm }
    if (order.staffId) return { outcome: 'by_chat', ticket, firm }
    if (order.state === 'checking') return { outcome: 'already', ticket, firm }
    if (!isIn(ticket.state, ON_SITE)) return { outcome: 'wrong_state', ticket, firm }
    return { outcome: 'ok', ticket: await askForCheck(work, ticket, held), firm }
  })
}

const ON_SITE: readonly TicketState[] = ['ARRIVED', 'IN_PROGRESS']

/** The firm does not do it: somebody else is looked for. One in chat gives it back with 退单 itself. */
export function contractorReturned(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-returned', step, async ({ at, order, firm }) => {
    if (order.staffId) return { outcome: 'by_chat', ticket: at.ticket, firm }
    return await end(work, { at, order, firm }, { state: 'returned', reason: step.reason })
  })
}

/** The house takes it back: the firm's access ends at once. */
export function recallFromContractor(work: Work, step: OrderStep): Promise<OrderAnswer> {
  return ofOrder(work, 'contractor-recalled', step, async (given) =>
    end(work, given, { state: 'withdrawn', reason: step.reason }),
  )
}

export interface Given {
  readonly at: InStep
  readonly order: OrderRow
  readonly firm: string
}

/** Under the ticket's lock: of two who end it at once one finds no order. */
export function ofOrder(
  work: Work,
  name: string,
  step: OrderStep,
  act: (given: Given) => Promise<OrderAnswer>,
): Promise<OrderAnswer> {
  return staffStep<OrderOutcome>(work, name, step, async (at): Promise<OrderAnswer> => {
    const { staff, ticket } = at
    if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
    const isTheirs = isOfTheHouse(staff) && (ticket.assigneeId === staff.id || isAtDesk(staff))
    if (!isTheirs) return { outcome: 'not_yours', ticket }
    const order = await openOrderOf(work.tx, ticket.id)
    if (!order) return { outcome: 'no_order', ticket }
    const firm = (await findContractor(work.tx, order.contractorId))?.name ?? ''
    return await act({ at, order, firm })
  })
}

async function end(
  work: Work,
  { at, order, firm }: Given,
  how: { readonly state: 'returned' | 'withdrawn'; readonly reason: string | undefined },
): Promise<OrderAnswer> {
  const reason = cleanText(how.reason ?? '', work.rules.tickets.longest_reason)
  if (reason === '') return { outcome: 'reason_wanted', ticket: at.ticket, firm }
  const noted = await note(work, at, { kind: `contractor-${how.state}`, firm, reason })
  // Theirs in chat ends with the ticket's leaving their hands; a firm that is phoned has only the order.
  if (order.staffId === null) await endOrder(work, order, { state: how.state, note: reason })
  else await takeFromMember(work, noted, { staffId: order.staffId, reason })
  const ticket = (await findTicket(work.tx, noted.id)) ?? noted
  await tellOwner(
    work,
    ticket,
    { words: 'tickets.owner.contractor_ended', isNeeded: true },
    { firm },
  )
  return { outcome: 'ok', ticket, firm }
}

async function takeFromMember(
  work: Work,
  ticket: TicketRow,
  { staffId, reason }: { readonly staffId: string; readonly reason: string },
): Promise<void> {
  const words = 'tickets.card.transferred'
  const released = await release(work, ticket, { outcome: 'transferred', reason, words })
  const back = await putBack(work, released, { reason })
  await tellStaff(work, back, staffId, { words: 'tickets.staff.recalled', values: { reason } })
  await dispatch(work, ticket.id, { ifNobody: 'given_back', avoidStaffId: staffId })
}

function note(
  work: Work,
  { ticket }: InStep,
  {
    kind,
    firm,
    reason,
  }: { readonly kind: string; readonly firm: string; readonly reason?: string },
): Promise<TicketRow> {
  return recordEvent(work, ticket, { kind, note: { name: firm, ...(reason && { reason }) } })
}
