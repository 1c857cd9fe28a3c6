/** What the ladders of a contractor's order need to know: who has it, or who of the house follows it. */
import type { SubjectView } from '../clocks/subject-view.ts'
import { ticketSubject } from '../tickets/subject-view.ts'
import type { Work } from '../work.ts'

export async function orderSubject(work: Work, orderId: string): Promise<SubjectView | null> {
  const order = await work.tx
    .selectFrom('contractor_order')
    .innerJoin('contractor', 'contractor.id', 'contractor_order.contractorId')
    .select(['ticketId', 'staffId', 'byStaffId', 'endedAt', 'contractor.name'])
    .where('contractor_order.id', '=', orderId)
    .executeTakeFirst()
  const ticket = order && (await ticketSubject(work, order.ticketId))
  if (!order || !ticket) return null
  return {
    ...ticket,
    title: `${order.name}：${ticket.title}`,
    assigneeStaffId: order.staffId ?? ticket.assigneeStaffId ?? order.byStaffId,
    isOpen: ticket.isOpen && order.endedAt === null,
  }
}
