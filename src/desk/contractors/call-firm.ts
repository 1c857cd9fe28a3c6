/** A firm without chat is phoned by the service centre with a script. */
import { withoutPhones } from '../residents/masked.ts'
import { openTask } from '../tasks/open-task.ts'
import { cancelTask } from '../tasks/take-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import { excerpt } from '../tickets/clean-text.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import type { ContractorRow } from './contractors.ts'

const LONGEST_PROBLEM = 200

/** Once for each version of the ticket: given out, and each time it has to be done again. */
export async function callFirm(
  work: Work,
  ticket: TicketRow,
  {
    orderId,
    firm,
    reason,
  }: { readonly orderId: string; readonly firm: ContractorRow; readonly reason: string },
): Promise<void> {
  await openTask(work, {
    kind: 'call-contractor',
    key: `${callsOf(orderId)}/${ticket.version}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    values: {
      ...{ firm: firm.name, contact: firm.contact ?? '', phone_enc: firm.phoneEnc ?? '' },
      // It is read out to the firm.
      reason: withoutPhones(reason),
      is_developer: firm.kind === 'developer',
      number: ticket.number,
      place: ticket.place,
      category: categoryOf(work.rules.categories, ticket.category).name,
      problem: excerpt(withoutPhones(ticket.description), LONGEST_PROBLEM),
      appt: ticket.apptText ?? 'asap',
    },
  })
}

function callsOf(orderId: string): string {
  return `contractor-${orderId}`
}

/** What the house was asked to do about an order: to phone the firm, to look at its work. */
export async function openTasksOf(work: Work, orderId: string): Promise<readonly string[]> {
  const rows = await work.tx
    .selectFrom('task')
    .select('key')
    .where((where) =>
      where.or([
        where('key', 'like', `${callsOf(orderId)}%`),
        where('key', 'like', `check/${orderId}/%`),
      ]),
    )
    .where('state', 'in', ['open', 'taken'])
    .execute()
  return rows.map(({ key }) => key)
}

export async function cancelTasksOf(work: Work, orderId: string): Promise<void> {
  for (const key of await openTasksOf(work, orderId)) await cancelTask(work, key)
}
