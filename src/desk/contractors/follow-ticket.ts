/** What becomes of a contractor's order when its ticket changes: the one place, whichever door the change came by. */
import { findStaff, type StaffMember } from '../staff/staff.ts'
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
  passOrder,
} from './order.ts'

export interface TicketChange {
  readonly from: TicketState
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
  const member = change.to === 'ASSIGNED' ? await contractorsMember(work, ticket) : null
  const goesOn = order !== null && (await goOn(work, ticket, { order, member, ...change }))
  if (!goesOn && member) await openForMember(work, ticket, { member, reason: change.reason })
}

/** Whoever has it, when they are one of a contractor's people. */
async function contractorsMember(work: Work, ticket: TicketRow): Promise<StaffMember | null> {
  const member = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  return member?.kind === 'contractor' ? member : null
}

interface Going extends TicketChange {
  readonly order: OrderRow
  readonly member: StaffMember | null
}

/** Whether the order is still open afterwards. */
async function goOn(work: Work, ticket: TicketRow, going: Going): Promise<boolean> {
  const { order, member, to, reason } = going
  if (to === 'DONE') return await end(work, order, 'done', '')
  if (to && ENDED.includes(to)) return await end(work, order, 'withdrawn', reason)
  if (member && order.staffId !== null && member.contractorId === order.contractorId) {
    await passOrder(work, order, member.id)
  } else if (isWithAnother(ticket, order, member)) {
    const isOwn = work.actor.kind === 'staff' && work.actor.staffId === order.staffId
    return await end(work, order, isOwn ? 'returned' : 'withdrawn', reason)
  }
  await keepStep(work, going)
  return true
}

/** Going on after a pause nobody has come. */
async function keepStep(work: Work, { order, from, to }: Going): Promise<void> {
  if (to === 'ACCEPTED' && order.staffId !== null) await noteAccepted(work, order)
  if (to === 'ARRIVED' && from !== 'ON_HOLD') await noteArrived(work, order)
}

/** A firm that is phoned stays whoever of the house follows it, but not beside somebody of a contractor. */
function isWithAnother(ticket: TicketRow, { staffId }: OrderRow, member: StaffMember | null) {
  return staffId === null ? member !== null : staffId !== ticket.assigneeId
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
async function openForMember(
  work: Work,
  ticket: TicketRow,
  { member, reason }: { readonly member: StaffMember; readonly reason: string },
): Promise<void> {
  const { contractorId, id: staffId } = member
  if (!contractorId) return
  const { skill } = categoryOf(work.rules.categories, ticket.category)
  const agreed = await agreementFor(work, contractorId, skill)
  const agreementId = agreed.outcome === 'ok' ? agreed.agreementId : null
  await openOrder(work, ticket, { contractorId, agreementId, staffId, reason })
}
