/** The records of recurring faults: those that are open, one with its tickets, and its end. */
import type { Selectable } from 'kysely'
import type { Problem as ProblemTable } from '../../database/generated/tables.ts'
import { audit } from '../audit/audit.ts'
import type { StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import { finishTaskOf } from '../tasks/take-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { isTicketState } from '../tickets/states.ts'
import type { Work } from '../work.ts'

interface ProblemTicket {
  readonly id: string
  readonly number: string
  readonly at: Date
  readonly stateWords: string
  /** How often it was opened again. */
  readonly reworks: number
}

export interface Problem extends Omit<Selectable<ProblemTable>, 'category'> {
  /** In words. */
  readonly category: string
  /** Oldest first. */
  readonly tickets: readonly ProblemTicket[]
}

export function problemTaskKey(problemId: string): string {
  return `problem-${problemId}`
}

/** Of one project: the open ones, oldest first, then those ended last. */
export async function problemsOf(work: Work, projectId: string): Promise<Problem[]> {
  const all = work.tx.selectFrom('problem').selectAll().where('projectId', '=', projectId)
  const open = await all.where('state', '=', 'open').orderBy('openedAt').orderBy('id').execute()
  const closed = await all
    .where('state', '=', 'closed')
    .orderBy('closedAt', 'desc')
    .orderBy('id')
    .limit(work.rules.tickets.problem.closed_shown)
    .execute()
  return await Promise.all([...open, ...closed].map((row) => withTickets(work, row)))
}

async function withTickets(work: Work, row: Selectable<ProblemTable>): Promise<Problem> {
  const rows = await work.tx
    .selectFrom('problem_ticket')
    .innerJoin('ticket', 'ticket.id', 'problem_ticket.ticketId')
    .select(['ticket.id', 'number', 'createdAt', 'state', 'reopenCount'])
    .where('problemId', '=', row.id)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  const { states } = work.rules.tickets
  return {
    ...row,
    category: categoryOf(work.rules.categories, row.category).name,
    tickets: rows.map(({ id, number, createdAt, state, reopenCount }) => ({
      ...{ id, number, at: createdAt, reworks: reopenCount },
      stateWords: isTicketState(state) ? states[state].words : '',
    })),
  }
}

export interface ProblemEnd {
  readonly problemId: string
  /** What it came from. */
  readonly rootCause: string
  /** What was done, so that it does not come again. */
  readonly action: string
}

/** Whoever leads decides that the cause is found (servicedesk.md D2, Problem: rootCause, action). */
export function mayCloseProblem(staff: StaffMember): boolean {
  return actsAs(staff, ['lead', 'manager'])
}

/** `words_wanted`: both have to be said. */
export async function closeProblem(
  work: Work,
  staff: StaffMember,
  { problemId, rootCause, action }: ProblemEnd,
): Promise<'ok' | 'not_found' | 'not_yours' | 'over' | 'words_wanted'> {
  const row = await work.tx
    .selectFrom('problem')
    .select(['id', 'corpId', 'projectId', 'state'])
    .where('id', '=', problemId)
    .where('projectId', '=', staff.projectId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return 'not_found'
  const outcome = await end()
  await audit(work, {
    action: 'problem.close',
    subject: { kind: 'problem', id: row.id },
    corpId: row.corpId,
    projectId: row.projectId,
    detail: { outcome },
  })
  return outcome

  async function end() {
    if (!mayCloseProblem(staff)) return 'not_yours'
    if (row?.state !== 'open') return 'over'
    const { max_chars } = work.rules.tickets
    const [cause, cure] = [cleanText(rootCause, max_chars), cleanText(action, max_chars)]
    if (cause === '' || cure === '') return 'words_wanted'
    await work.tx
      .updateTable('problem')
      .set({
        ...{ state: 'closed', rootCause: cause, action: cure },
        ...{ closedAt: work.now, closedByStaffId: staff.id },
      })
      .where('id', '=', problemId)
      .execute()
    await finishTaskOf(work, problemTaskKey(problemId), {
      ...{ staffId: staff.id, note: cause, byTap: false },
    })
    return 'ok'
  }
}
