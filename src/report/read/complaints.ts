/** The complaints of a month, one by one, without a word of who made them. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { withDetails } from '../../desk/tickets/details-views.ts'
import type { ReportMonth } from '../month.ts'

export interface Matter {
  readonly number: string
  readonly category: string
  readonly priority: string
  /** Of a complaint: how grave it is; empty for other matters. */
  readonly level: string
  /** Counted, and not named. */
  readonly isConfidential: boolean
  readonly building: string
  readonly state: string
  readonly closeCode: string | null
  readonly createdAt: Date
  readonly doneAt: Date | null
  readonly reopenCount: number
}

interface Asked {
  readonly projectId: string
  readonly month: ReportMonth
}

/** Oldest first. */
export async function readComplaints(tx: Tx, at: Asked): Promise<readonly Matter[]> {
  return await mattersOf(tx, at)
    .where('kind', '=', 'complaint')
    .where('state', '<>', 'MERGED')
    .execute()
}

/** One alarm for danger: how soon somebody took it, and how soon somebody was there. */
export interface Danger extends Matter {
  /** Minutes from the report; null when nobody did. */
  readonly takenAfter: number | null
  readonly arrivedAfter: number | null
}

/** The dangers of a month: tickets of these categories, with the first time somebody took their alarm. */
export async function readDangers(
  tx: Tx,
  { categories, ...at }: Asked & { readonly categories: readonly string[] },
): Promise<readonly Danger[]> {
  if (categories.length === 0) return []
  return await mattersOf(tx, at)
    .where('category', 'in', [...categories])
    .where('state', '<>', 'MERGED')
    .select([
      sql<
        number | null
      >`(SELECT round(extract(epoch FROM min(r."ackAt") - ticket."createdAt") / 60)::int
        FROM escalation_run r WHERE r."subjectKind" = 'ticket' AND r."subjectId" = ticket.id
          AND r.reason = 'hazard')`.as('takenAfter'),
      sql<number | null>`(SELECT round(extract(epoch FROM min(e.at) - ticket."createdAt") / 60)::int
        FROM ticket_event e WHERE e."ticketId" = ticket.id AND e.kind = 'arrived')`.as(
        'arrivedAfter',
      ),
    ])
    .execute()
}

function mattersOf(tx: Tx, { projectId, month }: Asked) {
  return withDetails(tx)
    .selectFrom('ticket')
    .leftJoin('details_complaint', 'details_complaint.ticketId', 'ticket.id')
    .select([
      'number',
      'category',
      'priority',
      'state',
      'closeCode',
      'ticket.createdAt',
      'doneAt',
      'reopenCount',
    ])
    .select(sql<string>`coalesce("buildingCode", '')`.as('building'))
    .select(({ fn, val }) => [
      fn.coalesce('details_complaint.level', val('')).as('level'),
      fn.coalesce('details_complaint.confidential', val(false)).as('isConfidential'),
    ])
    .where('ticket.projectId', '=', projectId)
    .where('ticket.createdAt', '>=', month.startAt)
    .where('ticket.createdAt', '<', month.endAt)
    .orderBy('ticket.createdAt')
    .orderBy('number')
}
