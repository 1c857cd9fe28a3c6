/** What the page of a ticket shows of contractors: the firms it can go to, or the one that has it. */
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { isAtDesk, isOfTheHouse, supervises } from '../staff/supervises.ts'
import { categoryOf } from '../tickets/categories.ts'
import { isConfidential } from '../tickets/details.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { findContractor, type ListedFirm, listedFirms } from './contractors.ts'
import { openOrderOf } from './order.ts'

export interface ContractorSide {
  /** Empty when this member cannot give the ticket to a firm. */
  readonly firms: readonly ListedFirm[]
  readonly order: ShownOrder | null
}

export interface ShownOrder {
  readonly firm: string
  /** Whom to ask for there, and how to reach them; either may be empty. */
  readonly contact: string
  readonly phone: string
  readonly reason: string
  /** Who of the firm has it in chat; empty: the firm is phoned. */
  readonly member: string
  readonly state: 'given' | 'accepted' | 'arrived' | 'checking'
  readonly givenAt: Date
  /** Note what the firm says, and take it back. */
  readonly mayStep: boolean
  /** Note that its people have come and have finished. */
  readonly mayFinish: boolean
}

/** For this member of the house; nothing for anybody else, nor of a ticket that has ended or is never visited. */
export async function contractorSide(
  work: Work,
  ticket: TicketRow,
  member: StaffMember,
): Promise<ContractorSide> {
  const isOpen = isIn(ticket.state, OPEN_STATES)
  const isTheirs = isOfTheHouse(member) && (ticket.assigneeId === member.id || isAtDesk(member))
  const order = isOpen && isOfTheHouse(member) ? await shownOrder(work, ticket, member) : null
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  const mayGive = isOpen && isTheirs && order === null && visit && !isConfidential(ticket)
  return { order, firms: mayGive ? await listedFirms(work.tx, ticket.projectId) : [] }
}

async function shownOrder(
  work: Work,
  ticket: TicketRow,
  member: StaffMember,
): Promise<ShownOrder | null> {
  const order = await openOrderOf(work.tx, ticket.id)
  const firm = order && (await findContractor(work.tx, order.contractorId))
  if (!order || !firm) return null
  const inChat = order.staffId ? await findStaff(work.tx, order.staffId) : null
  const isOwn = ticket.assigneeId === member.id
  return {
    firm: firm.name,
    contact: firm.contact ?? '',
    phone: firm.phoneEnc ? work.seals.open(firm.phoneEnc) : '',
    reason: order.reason,
    member: order.staffId ? (inChat?.name ?? firm.name) : '',
    state: order.state as ShownOrder['state'],
    givenAt: order.givenAt,
    mayStep: isOwn || isAtDesk(member),
    mayFinish: (isOwn || supervises(member)) && ticket.state !== 'ON_HOLD',
  }
}
