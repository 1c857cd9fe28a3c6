/** A ticket was taken back or merged: it is no fault of its place any more, and a record that loses too many is none. */
import { audit } from '../audit/audit.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { problemTaskKey } from './problem.ts'
import { lockFault } from './watch-for-problem.ts'

/**
 * Taken out of an open record; an ended one keeps what it has counted. When fewer than the number of rules/tickets.yaml
 * are left, the record is taken back with its task, and those that are left count anew.
 */
export async function leaveProblem(work: Work, ticket: TicketRow): Promise<void> {
  await lockFault(work, ticket)
  const problem = await work.tx
    .selectFrom('problem')
    .innerJoin('problem_ticket', 'problem_ticket.problemId', 'problem.id')
    .select(['problem.id', 'problem.corpId', 'problem.projectId'])
    .where('problem_ticket.ticketId', '=', ticket.id)
    .where('problem.state', '=', 'open')
    .forUpdate('problem')
    .executeTakeFirst()
  if (!problem) return
  await work.tx.deleteFrom('problem_ticket').where('ticketId', '=', ticket.id).execute()
  const { left } = await work.tx
    .selectFrom('problem_ticket')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('problemId', '=', problem.id)
    .executeTakeFirstOrThrow()
  if (Number(left) >= work.rules.tickets.problem.count) return
  await work.tx.deleteFrom('problem_ticket').where('problemId', '=', problem.id).execute()
  await work.tx.deleteFrom('problem').where('id', '=', problem.id).execute()
  await cancelTask(work, problemTaskKey(problem.id))
  const { id, corpId, projectId } = problem
  await audit(work, {
    ...{ action: 'problem.take-back', subject: { kind: 'problem', id }, corpId, projectId },
    detail: { without: ticket.number, left: Number(left) },
  })
}
