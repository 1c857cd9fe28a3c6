/** `openPromise` of promises.ts as SQL, for many tickets at once; what is on hold waits for a day, and no clock runs. */
import { type RawBuilder, sql } from 'kysely'
import { NEXT_PROMISES } from './promises.ts'

/** By when the next thing is promised for a row of `ticket`; null when nothing is. */
export function dueOf(now: Date): RawBuilder<Date | null> {
  const kinds = Object.entries(NEXT_PROMISES).map(
    ([state, promised]) => sql`WHEN ${state} THEN ${[...promised]}::text[]`,
  )
  const ofState = sql`CASE ticket.state ${sql.join(kinds, sql` `)} END`
  return sql<Date | null>`CASE WHEN ticket.state = 'ACCEPTED' AND ticket."apptEnd" > ${now}
    THEN ticket."apptEnd"
    ELSE (SELECT c."dueAt" FROM sla_clock c WHERE c."subjectKind" = 'ticket'
      AND c."subjectId" = ticket.id AND c.state = 'running' AND c."dueAt" IS NOT NULL
      AND c.kind = ANY (${ofState}) ORDER BY array_position(${ofState}, c.kind) LIMIT 1) END`
}
