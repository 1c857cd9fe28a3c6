/** The same thing fails again and again in one place: a record is opened, so that its cause is sought (mission.md E5). */
import { sql } from 'kysely'
import { openTask } from '../tasks/open-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { problemTaskKey } from './problem.ts'

/**
 * Belongs to making a ticket, in its transaction, and to saying where a danger is. A new one of an open record is added to
 * it; else the one that fills the number of rules/tickets.yaml within its days opens one, with a task for the lead. A ticket
 * counts once, however often it was opened again; what was taken back or merged does not count (leave-problem.ts), nor what
 * an ended record has counted.
 */
export async function watchForProblem(work: Work, ticket: TicketRow): Promise<void> {
  const key = await lockFault(work, ticket)
  if (key === null) return
  const { projectId } = ticket
  const open = await work.tx
    .selectFrom('problem')
    .select('id')
    .where('projectId', '=', projectId)
    .where('key', '=', key)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (open) return await attach(work, open.id, [ticket.id])
  const ids = await sameLately(work, ticket)
  if (ids.length < work.rules.tickets.problem.count) return
  await attach(work, await openProblem(work, ticket, { key, count: ids.length }), ids)
}

/** Two at once: the second counts when the first is kept. The key of the fault; null when there is nothing to count. */
export async function lockFault(work: Work, ticket: TicketRow): Promise<string | null> {
  const key = keyOf(work, ticket)
  if (key === null) return null
  const name = `problem/${ticket.projectId}/${key}`
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(work.tx)
  return key
}

/**
 * Where and what: the home, or the public spot, and the leaf; null for what no place can fail of. A danger counts as a
 * repair does, by whatever kind it is reported: a lift that holds people three times has a cause.
 */
function keyOf(work: Work, ticket: TicketRow): string | null {
  const { category, roomId, buildingCode, place, kind } = ticket
  const { visit, hazard } = categoryOf(work.rules.categories, category)
  if ((kind !== 'repair' && !hazard) || !visit) return null
  if (work.rules.tickets.problem.except.includes(category)) return null
  if (roomId === null && place === '') return null
  return `${category}/${roomId ?? `${buildingCode ?? ''}/${place}`}`
}

async function sameLately(work: Work, ticket: TicketRow): Promise<string[]> {
  const since = new Date(work.now.getTime() - work.rules.tickets.problem.days * 86_400_000)
  const rows = await work.tx
    .selectFrom('ticket')
    .select('id')
    .where('projectId', '=', ticket.projectId)
    .where('category', '=', ticket.category)
    // An index serves = and IS NULL, and not IS NOT DISTINCT FROM.
    .$if(ticket.roomId !== null, (query) => query.where('roomId', '=', ticket.roomId))
    .$if(ticket.roomId === null, (query) =>
      query
        .where('roomId', 'is', null)
        .where('place', '=', ticket.place)
        .where('buildingCode', 'is not distinct from', ticket.buildingCode),
    )
    .where('createdAt', '>=', since)
    .where('state', 'not in', ['CANCELLED', 'MERGED'])
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('problem_ticket')
            .select('ticketId')
            .whereRef('problem_ticket.ticketId', '=', 'ticket.id'),
        ),
      ),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

async function attach(work: Work, problemId: string, ids: readonly string[]): Promise<void> {
  await work.tx
    .insertInto('problem_ticket')
    .values(ids.map((ticketId) => ({ problemId, ticketId, at: work.now })))
    .onConflict((conflict) => conflict.column('ticketId').doNothing())
    .execute()
}

async function openProblem(
  work: Work,
  ticket: TicketRow,
  { key, count }: { readonly key: string; readonly count: number },
): Promise<string> {
  const { corpId, projectId, category, roomId, buildingCode, place } = ticket
  const { days } = work.rules.tickets.problem
  const id = work.newId()
  await work.tx
    .insertInto('problem')
    .values({
      ...{ id, corpId, projectId, key, category, roomId, buildingCode, place },
      state: 'open',
      windowDays: days,
      openedAt: work.now,
    })
    .execute()
  await openTask(work, {
    kind: 'problem',
    key: problemTaskKey(id),
    corpId,
    projectId,
    role: 'lead',
    subject: { kind: 'problem', id },
    ...(buildingCode ? { buildingCode } : {}),
    values: { place, category: categoryOf(work.rules.categories, category).name, count, days },
  })
  return id
}
