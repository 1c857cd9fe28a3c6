/** What becomes of a contractor's order when its ticket changes: the one place, whichever door the change came by. */
import { findStaff } from '../staff/staff.ts'
import { categoryOf } from '../tickets/categories.ts'
import type { TicketState } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { agreementFor } from './agreement.ts'
import {
  endOrder,
  noteAccepted,
  noteArrived,
  type OrderRow,
  openOrder,
  openOrderOf,
} from './order.ts'

export interface TicketChange {
  readonly to?: TicketState | undefined
  readonly reason: string
}

const ENDED: readonly TicketState[] = ['CANCELLED', 'MERGED', 'CLOSED']

/** `ticket` is as it is now, and locked. */
export async function ordersFollow(
  work: Work,
  ticket: TicketRow,
  change: TicketChange,
): Promise<void> {
  const order = await openOrderOf(work.tx, ticket.id)
  const goesOn = order !== null && (await goOn(work, ticket, { order, ...change }))
  if (!goesOn && change.to === 'ASSIGNED') await openForMember(work, ticket, change.reason)
}

/** Whether the order is still open afterwards. */
async function goOn(
  work: Work,
  ticket: TicketRow,
  { order, to, reason }: TicketChange & { readonly order: OrderRow },
): Promise<boolean> {
  if (to === 'DONE') return await end(work, order, 'done', '')
  if (to && ENDED.includes(to)) return await end(work, order, 'withdrawn', reason)
  if (order.staffId !== null && order.staffId !== ticket.assigneeId) {
    const isOwn = work.actor.kind === 'staff' && work.actor.staffId === order.staffId
    return await end(work, order, isOwn ? 'returned' : 'withdrawn', reason)
  }
  if (to === 'ACCEPTED' && order.staffId !== null) await noteAccepted(work, order)
  if (to === 'ARRIVED') await noteArrived(work, order)
  return true
}

async function end(
  work: Work,
  order: OrderRow,
  state: 'done' | 'returned' | 'withdrawn',
  note: string,
): Promise<false> {
  await endOrder(work, order, { state, note: note || null })
  return false
}

/** Given to one of a contractor's people by whatever way: that is an order under the agreement of today. */
async function openForMember(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  const member = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  if (member?.kind !== 'contractor' || !member.contractorId) return
  const { contractorId, id: staffId } = member
  const { skill } = categoryOf(work.rules.categories, ticket.category)
  const agreed = await agreementFor(work, contractorId, skill)
  const agreementId = agreed.outcome === 'ok' ? agreed.agreementId : null
  await openOrder(work, ticket, { contractorId, agreementId, staffId, reason })
}
