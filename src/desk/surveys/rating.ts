/** The score of a ticket's last completion, and how long it may be changed. */
import type { Selectable } from 'kysely'
import type { Rating as RatingTable } from '../../database/generated/tables.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

export type RatingRow = Selectable<RatingTable>

export async function findRating(work: Work, ticket: TicketRow): Promise<RatingRow | null> {
  const row = await work.tx
    .selectFrom('rating')
    .selectAll()
    .where('ticketId', '=', ticket.id)
    .where('completion', '=', ticket.completions)
    .executeTakeFirst()
  return row ?? null
}

/** servicedesk.md A5: editable for seven days from when it was given. */
export function mayStillChange(work: Work, rating: Pick<RatingRow, 'submittedAt'>): boolean {
  const lastMs = rating.submittedAt.getTime() + work.rules.surveys.edit_days * 86_400_000
  return work.now.getTime() <= lastMs
}
