/** Nobody is asked by sample twice within some days (servicedesk.md A5, survey throttling). */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import type { CallbackRow } from './callback.ts'

/**
 * Whether the same chat or person was asked about another ticket within the days of the rules; every completion of one
 * ticket has its question. Two questions to one owner are decided one after the other: the second waits here for the first.
 */
export async function wasAskedLately(work: Work, callback: CallbackRow): Promise<boolean> {
  const { conversationId, personId } = callback
  const owner = personId ?? conversationId
  if (owner === null) return false
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`survey/${owner}`}, 0))`.execute(
    work.tx,
  )
  const since = new Date(work.now.getTime() - work.rules.surveys.throttle_days * 86_400_000)
  const before = await work.tx
    .selectFrom('callback')
    .select('id')
    .where('projectId', '=', callback.projectId)
    .where('ticketId', '<>', callback.ticketId)
    .where('askedAt', '>', since)
    .where((where) =>
      where.or([
        where('conversationId', '=', conversationId ?? ''),
        where('personId', '=', personId ?? ''),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return before !== undefined
}
