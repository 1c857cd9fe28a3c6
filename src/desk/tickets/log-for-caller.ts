/** Logging what somebody phoned about, or what staff saw themselves: 代客报修. */
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import { type Created, createTicket } from './create-ticket.ts'
import { finishedBefore } from './finished-before.ts'
import { reopenTicket } from './reopen.ts'
import type { Report } from './report.ts'
import { actingStaff } from './staff-step.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/**
 * What becomes of it when the same was finished a few days ago: the agent is asked whether it is that again, it is opened
 * again, or it is a ticket of its own (as when left out).
 */
export const AGAIN = ['ask', 'reopen', 'apart'] as const

export interface CallerReport extends Report {
  readonly again?: (typeof AGAIN)[number] | undefined
}

/** `same_finished`: nothing is done yet, and `ticket` is the one that may be meant. `reopened`: it goes on. */
export type Logged =
  | Created
  | { readonly outcome: 'same_finished' | 'reopened'; readonly ticket: TicketRow }

/** As `createTicket`, and on the record of who logged it. @throws DeskError `staff-only` */
export async function logForCaller(work: Work, report: CallerReport): Promise<Logged> {
  const staff = await actingStaff(work)
  const logged = (await goOnWith(work, report)) ?? (await createTicket(work, report))
  if ('ticket' in logged && logged.outcome !== 'same_finished') {
    await audit(work, {
      action: 'ticket.log',
      subject: subjectOf(logged.ticket.id),
      corpId: staff.corpId,
      projectId: staff.projectId,
      detail: { number: logged.ticket.number, outcome: logged.outcome },
    })
  }
  return logged
}

/** Null when there is nothing that was finished, or it is another matter. */
async function goOnWith(work: Work, report: CallerReport): Promise<Logged | null> {
  const { again = 'apart', text, photos = [] } = report
  if (again === 'apart') return null
  const before = await finishedBefore(work, await actingStaff(work), report)
  if (!before) return null
  if (again === 'ask') return { outcome: 'same_finished', ticket: before }
  const { outcome, ticket } = await reopenTicket(work, before, { text, photos })
  return outcome === 'ok' ? { outcome: 'reopened', ticket } : null
}
