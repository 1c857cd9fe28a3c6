/** When a matter was first spoken of: of what was split off, on the day of the ticket it was reported in. */
import type { Tx } from '../../database/open-database.ts'
import { reachable } from './relations.ts'
import type { TicketRow } from './ticket.ts'

export async function firstReportedAt(
  tx: Tx,
  { id, createdAt }: Pick<TicketRow, 'id' | 'createdAt'>,
): Promise<Date> {
  const origins = await reachable(tx, 'SPLIT', id)
  if (origins.length === 0) return createdAt
  const first = await tx
    .selectFrom('ticket')
    .select('createdAt')
    .where('id', 'in', origins)
    .orderBy('createdAt')
    .executeTakeFirst()
  return first && first.createdAt < createdAt ? first.createdAt : createdAt
}
