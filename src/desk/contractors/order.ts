/** A ticket in a contractor's hands: one open order at most, whose clocks run beside the owner's promise. */
import type { Selectable } from 'kysely'
import type { ContractorOrder } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { cancelClocks } from '../clocks/cancel-clocks.ts'
import { endLadder } from '../clocks/ladder/end-ladder.ts'
import { meetClock } from '../clocks/meet-clock.ts'
import { startClocks } from '../clocks/start-clocks.ts'
import { cancelTask } from '../tasks/take-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Subject, Work } from '../work.ts'
import { findContractor } from './contractors.ts'

export type OrderRow = Selectable<ContractorOrder>
type OrderEnd = 'done' | 'returned' | 'withdrawn'

/** What clocks call an order. */
function subjectOfOrder(orderId: string): Subject {
  return { kind: 'contractor-order', id: orderId }
}

/** The task of phoning a firm about an order. */
export function contractorTaskKey(orderId: string): string {
  return `contractor-${orderId}`
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
  const { line, calendar, visit } = categoryOf(work.rules.categories, ticket.category)
  await startClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOfOrder(order.id),
    kinds: [
      'contractor_accept',
      ...(visit ? ['contractor_arrive' as const] : []),
      'contractor_finish',
    ],
    match: {
      kind: firm?.kind === 'developer' ? 'developer_order' : 'contractor_order',
      categories: line,
      calendar,
      priority: ticket.priority,
    },
    startAt: work.now,
  })
  return order
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

/** Ends it: nothing is promised by the contractor any more, nobody has to phone it, and access to the ticket ends. */
export async function endOrder(
  work: Work,
  order: OrderRow,
  { state, note = null }: { readonly state: OrderEnd; readonly note?: string | null },
): Promise<void> {
  const subject = subjectOfOrder(order.id)
  if (state === 'done') {
    for (const kind of ['contractor_accept', 'contractor_arrive', 'contractor_finish'] as const) {
      await meetClock(work, subject, kind, work.now)
    }
  }
  await change(work, order, { state, endedAt: work.now, note })
  await cancelTask(work, contractorTaskKey(order.id))
  await cancelClocks(work, subject, state)
  await endLadder(work, subject, state)
}

async function change(work: Work, order: OrderRow, set: Partial<OrderRow>): Promise<void> {
  await work.tx.updateTable('contractor_order').set(set).where('id', '=', order.id).execute()
}
