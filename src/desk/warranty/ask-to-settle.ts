/** Asks the service centre whether a ticket is the developer's, where the register cannot say or the developer says no. */
import { openTask } from '../tasks/open-task.ts'
import { cancelTask, finishTaskOf } from '../tasks/take-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import { excerpt } from '../tickets/clean-text.ts'
import { firstReportedAt } from '../tickets/reported-at.ts'
import { sayDay } from '../tickets/say-time.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { judge, type Verdict } from './judge.ts'
import { UNSETTLED } from './payer-of.ts'

export interface WhyAsked {
  readonly why: 'no_day' | 'cause' | 'returned'
  /** The last day of the longer warranty, 'YYYY-MM-DD'. */
  readonly until?: string
  /** What the developer said. */
  readonly reason?: string
}

const LONGEST_PROBLEM = 100

/** A ticket is asked about once at its beginning, and again each time a developer gives it back. */
export async function askToSettle(
  work: Work,
  ticket: TicketRow,
  { why, until, reason = '' }: WhyAsked,
): Promise<void> {
  await cancelTask(work, await keyOf(work, ticket.id))
  const { number, place, category, description } = ticket
  await openTask(work, {
    kind: 'settle-warranty',
    key: `${prefixOf(ticket.id)}${ticket.version}`,
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'dispatcher',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    values: {
      ...{ number, place, why, reason },
      category: categoryOf(work.rules.categories, category).name,
      problem: excerpt(description, LONGEST_PROBLEM),
      until: until ? sayDay(until, work.now) : '',
    },
  })
}

/** What the verdict leaves open. */
export async function askAbout(work: Work, ticket: TicketRow, verdict: Verdict): Promise<void> {
  const isCause = verdict.verdict === 'cause'
  await askToSettle(
    work,
    ticket,
    isCause ? { why: 'cause', until: verdict.until } : { why: 'no_day' },
  )
}

/** It is open again, and was never decided. */
export async function askAgain(work: Work, ticket: TicketRow): Promise<void> {
  if (ticket.payer !== UNSETTLED) return
  const { projectId, category, roomId, buildingCode } = ticket
  const reportedAt = await firstReportedAt(work.tx, ticket)
  const fault = { projectId, category, roomId, buildingCode, reportedAt }
  await askAbout(work, ticket, await judge(work, fault))
}

/** It was decided, by whom it was asked or by somebody else. */
export async function askedIsSettled(
  work: Work,
  ticketId: string,
  { staffId, note }: { readonly staffId: string; readonly note: string },
): Promise<void> {
  await finishTaskOf(work, await keyOf(work, ticketId), { staffId, note, byTap: false })
}

/** Whether the service centre still has to say. */
export async function isAsked(work: Work, ticketId: string): Promise<boolean> {
  return (await keyOf(work, ticketId)) !== prefixOf(ticketId)
}

/** The ticket is over: nobody needs to know any more. */
export async function nothingToSettle(work: Work, ticketId: string): Promise<void> {
  await cancelTask(work, await keyOf(work, ticketId))
}

/** Of the open one, or of nothing. */
async function keyOf(work: Work, ticketId: string): Promise<string> {
  const task = await work.tx
    .selectFrom('task')
    .select('key')
    .where('subjectKind', '=', 'ticket')
    .where('subjectId', '=', ticketId)
    .where('kind', '=', 'settle-warranty')
    .where('state', 'in', ['open', 'taken'])
    .executeTakeFirst()
  return task?.key ?? prefixOf(ticketId)
}

function prefixOf(ticketId: string): string {
  return `settle-warranty/${ticketId}/`
}
