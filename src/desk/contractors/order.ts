/** A ticket in a contractor's hands: one open order at most, whose clocks run beside the owner's promise. */
import type { Selectable } from 'kysely'
import type { ContractorOrder } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { cancelClocks } from '../clocks/cancel-clocks.ts'
import { endLadder } from '../clocks/ladder/end-ladder.ts'
import { meetClock } from '../clocks/meet-clock.ts'
import { retargetClocks } from '../clocks/retarget-clocks.ts'
import type { ClockKind } from '../clocks/rules.ts'
import { startClocks } from '../clocks/start-clocks.ts'
import { categoryOf } from '../tickets/categories.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import { askToSettle } from '../warranty/ask-to-settle.ts'
import type { Subject, Work } from '../work.ts'
import { cancelTasksOf } from './call-firm.ts'
import { findContractor } from './contractors.ts'

export type OrderRow = Selectable<ContractorOrder>
type OrderEnd = 'done' | 'returned' | 'withdrawn'

/** What clocks call an order. */
export function subjectOfOrder(orderId: string): Subject {
  return { kind: 'contractor-order', id: orderId }
}

/** The order a ticket is in at a contractor's, or null. */
export async function openOrderOf(tx: Tx, ticketId: string): Promise<OrderRow | null> {
  const row = await tx
    .selectFrom('contractor_order')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** The name of the firm that has a ticket without being in chat; empty when none has. */
export async function firmAtWork(tx: Tx, ticketId: string): Promise<string> {
  const row = await tx
    .selectFrom('contractor_order')
    .innerJoin('contractor', 'contractor.id', 'contractor_order.contractorId')
    .select('contractor.name')
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .where('staffId', 'is', null)
    .executeTakeFirst()
  return row?.name ?? ''
}

export interface NewOrder {
  readonly contractorId: string
  readonly agreementId: string | null
  readonly staffId: string | null
  readonly reason: string
}

/** The ticket is locked. Its promises to the owner are not touched. */
export async function openOrder(work: Work, ticket: TicketRow, given: NewOrder): Promise<OrderRow> {
  const order = await work.tx
    .insertInto('contractor_order')
    .values({
      ...given,
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      state: 'given',
      byStaffId: work.actor.kind === 'staff' ? work.actor.staffId : null,
      givenAt: work.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const firm = await findContractor(work.tx, given.contractorId)
  await startClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOfOrder(order.id),
    kinds: promisedBy(work, ticket),
    match: clocksMatch(work, ticket, firm?.kind),
    startAt: work.now,
  })
  return order
}

/** By what the policy of an order is found. */
export function clocksMatch(work: Work, ticket: TicketRow, kindOfFirm: string | undefined) {
  const { line, calendar } = categoryOf(work.rules.categories, ticket.category)
  const kind = kindOfFirm === 'developer' ? 'developer_order' : 'contractor_order'
  return { kind, categories: line, calendar, priority: ticket.priority }
}

/**
 * The ticket has another priority, or is of another kind of work: what the firm still owes is counted anew, from when it
 * was given to it, by the policy that fits now.
 */
export async function renewOrder(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  const order = await openOrderOf(work.tx, ticket.id)
  if (!order) return
  const firm = await findContractor(work.tx, order.contractorId)
  await retargetClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOfOrder(order.id),
    kinds: promisedBy(work, ticket),
    match: clocksMatch(work, ticket, firm?.kind),
    reason,
  })
}

/** Whoever is never visited is not come to. */
function promisedBy(work: Work, ticket: TicketRow): ClockKind[] {
  const { visit } = categoryOf(work.rules.categories, ticket.category)
  return PROMISED.filter((kind) => visit || kind !== 'contractor_arrive')
}

/** Somebody else of the firm has it: what the firm promised runs on. */
export async function passOrder(work: Work, order: OrderRow, staffId: string): Promise<void> {
  if (order.staffId !== staffId) await change(work, order, { staffId })
}

/** Taken by the contractor. */
export async function noteAccepted(work: Work, order: OrderRow): Promise<void> {
  if (order.acceptedAt) return
  await change(work, order, { state: 'accepted', acceptedAt: work.now })
  await meetClock(work, subjectOfOrder(order.id), 'contractor_accept', work.now)
}

/** Whoever is there has taken it. */
export async function noteArrived(work: Work, order: OrderRow): Promise<void> {
  if (order.arrivedAt) return
  const acceptedAt = order.acceptedAt ?? work.now
  await change(work, order, { state: 'arrived', acceptedAt, arrivedAt: work.now })
  for (const kind of ['contractor_accept', 'contractor_arrive'] as const) {
    await meetClock(work, subjectOfOrder(order.id), kind, work.now)
  }
}

const PROMISED = ['contractor_accept', 'contractor_arrive', 'contractor_finish'] as const

/** The developer says that it is done: what it promised is kept, and the house looks at the work. */
export async function noteMended(work: Work, order: OrderRow): Promise<void> {
  const acceptedAt = order.acceptedAt ?? work.now
  const arrivedAt = order.arrivedAt ?? work.now
  await cancelTasksOf(work, order.id)
  await change(work, order, { state: 'checking', acceptedAt, arrivedAt, mendedAt: work.now })
  for (const kind of PROMISED) await meetClock(work, subjectOfOrder(order.id), kind, work.now)
  await endLadder(work, subjectOfOrder(order.id), 'mended')
}

/** It has to be done again: what is asked of the house about it is over. */
export async function noteRework(work: Work, order: OrderRow): Promise<void> {
  await change(work, order, { state: 'arrived', mendedAt: null })
  await cancelTasksOf(work, order.id)
}

/** Ends it: nothing is promised by the contractor any more, nobody has to phone it, and access to the ticket ends. */
export async function endOrder(
  work: Work,
  order: OrderRow,
  { state, note = null }: { readonly state: OrderEnd; readonly note?: string | null },
): Promise<void> {
  const subject = subjectOfOrder(order.id)
  if (state === 'done') {
    for (const kind of PROMISED) await meetClock(work, subject, kind, work.now)
  }
  await change(work, order, { state, endedAt: work.now, note })
  await cancelClocks(work, subject, state)
  await endLadder(work, subject, state)
  await cancelTasksOf(work, order.id)
  if (state === 'returned') await askAfterReturn(work, order, note ?? '')
}

/** Whether a developer that gives it back is right is for the service centre to say: it is still nobody's bill. */
async function askAfterReturn(work: Work, order: OrderRow, reason: string): Promise<void> {
  const firm = await findContractor(work.tx, order.contractorId)
  const ticket = firm?.kind === 'developer' ? await findTicket(work.tx, order.ticketId) : null
  if (ticket) await askToSettle(work, ticket, { why: 'returned', reason })
}

async function change(work: Work, order: OrderRow, set: Partial<OrderRow>): Promise<void> {
  await work.tx.updateTable('contractor_order').set(set).where('id', '=', order.id).execute()
}
