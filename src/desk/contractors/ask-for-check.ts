/** The developer says that it is mended: the house is asked to look at it before the owner is. */
import { openTask } from '../tasks/open-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import { recordEvent, type TicketHappening } from '../tickets/record-event.ts'
import { tellOwner } from '../tickets/tell-owner.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { type ContractorRow, findContractor } from './contractors.ts'
import { noteMended, type OrderRow, openOrderOf } from './order.ts'

/** The order of a developer that a ticket is in the hands of, with the firm; null when there is none. */
export async function developersOrder(
  work: Work,
  ticketId: string,
): Promise<{ readonly order: OrderRow; readonly firm: ContractorRow } | null> {
  const order = await openOrderOf(work.tx, ticketId)
  const firm = order && (await findContractor(work.tx, order.contractorId))
  return order && firm?.kind === 'developer' ? { order, firm } : null
}

/** The developer says that it is mended: its clocks are met, and the house is asked to look. The ticket is locked. */
export async function askForCheck(
  work: Work,
  ticket: TicketRow,
  { order, firm }: { readonly order: OrderRow; readonly firm: ContractorRow },
  given: Pick<TicketHappening, 'set' | 'note'> = {},
): Promise<TicketRow> {
  const mended = await recordEvent(work, ticket, {
    kind: 'developer-mended',
    ...(given.set && { set: given.set }),
    note: { name: firm.name, ...given.note },
  })
  await noteMended(work, order)
  await openTask(work, {
    kind: 'check-warranty',
    key: `check/${order.id}/${mended.version}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      category: categoryOf(work.rules.categories, ticket.category).name,
      firm: firm.name,
    },
  })
  await tellOwner(work, mended, 'tickets.owner.check_wanted', { firm: firm.name })
  return mended
}
