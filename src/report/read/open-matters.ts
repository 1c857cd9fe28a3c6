/** What is late now: open tickets with a promise that passed and is not kept. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { OPEN_STATES } from '../../desk/tickets/states.ts'

interface LateMatter {
  readonly number: string
  readonly category: string
  readonly building: string
  /** Counted, and not named. */
  readonly isConfidential: boolean
  readonly state: string
  readonly team: string
  readonly createdAt: Date
  /** Of the promise broken first. */
  readonly promise: string
  readonly dueAt: Date
}

export interface OpenMatters {
  readonly open: number
  readonly late: readonly LateMatter[]
}

/** The latest first. As it stands at `now`, of tickets reported before `before`. */
export async function readOpenMatters(
  tx: Tx,
  {
    projectId,
    now,
    before,
  }: { readonly projectId: string; readonly now: Date; readonly before: Date },
): Promise<OpenMatters> {
  const states = [...OPEN_STATES]
  const { rows: late } = await sql<LateMatter>`
    SELECT ticket.number, ticket.category, coalesce(ticket."buildingCode", '') AS building, ticket.state,
           coalesce(ticket."teamId", '') AS team, ticket."createdAt", coalesce(d.confidential, false) AS "isConfidential", c.kind AS promise, c."dueAt"
      FROM ticket LEFT JOIN details_complaint d ON d."ticketId" = ticket.id
     CROSS JOIN LATERAL (SELECT c.kind, c."dueAt" FROM sla_clock c
        WHERE c."subjectKind" = 'ticket' AND c."subjectId" = ticket.id AND c.state = 'running' AND c."dueAt" < ${now}
        ORDER BY c."dueAt" LIMIT 1) c
     WHERE ticket."projectId" = ${projectId} AND ticket.state = ANY (${states}::text[]) AND ticket."createdAt" < ${before}
     ORDER BY c."dueAt", ticket.number`.execute(tx)
  const { open } = await tx
    .selectFrom('ticket')
    .select(sql<number>`count(*)::int`.as('open'))
    .where('projectId', '=', projectId)
    .where('state', 'in', states)
    .where('createdAt', '<', before)
    .executeTakeFirstOrThrow()
  return { open, late }
}
