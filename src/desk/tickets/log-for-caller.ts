/** Logging what somebody phoned about, or what staff saw themselves: 代客报修. */
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import { type Created, createTicket } from './create-ticket.ts'
import type { Report } from './report.ts'
import { actingStaff } from './staff-step.ts'
import { subjectOf } from './ticket.ts'

/** As `createTicket`, and on the record of who logged it. @throws DeskError `staff-only` */
export async function logForCaller(work: Work, report: Report): Promise<Created> {
  const staff = await actingStaff(work)
  const created = await createTicket(work, report)
  if ('ticket' in created) {
    await audit(work, {
      action: 'ticket.log',
      subject: subjectOf(created.ticket.id),
      corpId: staff.corpId,
      projectId: staff.projectId,
      detail: { number: created.ticket.number, outcome: created.outcome },
    })
  }
  return created
}
