/** How tickets hang together: a duplicate, a related one, one split from another, one that blocks another. */
import { type Selectable, sql } from 'kysely'
import type { TicketRelation as RelationTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { actorId } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import type { TicketRow } from './ticket.ts'

/**
 * servicedesk.md D2, OrderRelation; read from `from` to `to`: is a duplicate of, is related to, was split from,
 * blocks.
 */
export type RelationType = 'DUPLICATE' | 'RELATED' | 'SPLIT' | 'BLOCKS'

export interface Relation extends Omit<Selectable<RelationTable>, 'type'> {
  readonly type: RelationType
}

export interface Pair {
  readonly type: RelationType
  readonly from: TicketRow
  readonly to: TicketRow
}

/** `circle`: `to` hangs on `from` already, directly or by others. */
export type PairProblem = 'self' | 'other_project' | 'linked' | 'circle'

/**
 * Relations that may close a circle are made one after another in a project. Taken before any row is locked, so
 * that two of them never wait for each other.
 */
export async function lockRelations(tx: Tx, projectId: string): Promise<void> {
  const name = `ticket-relation/${projectId}`
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

/** Why two tickets cannot be brought together so; null when they can. `lockRelations` came before. */
export async function pairProblem(tx: Tx, { type, from, to }: Pair): Promise<PairProblem | null> {
  if (from.id === to.id) return 'self'
  if (from.projectId !== to.projectId) return 'other_project'
  const ahead = await reachable(tx, type, to.id)
  if (ahead.includes(from.id)) return type === 'RELATED' ? 'linked' : 'circle'
  const known = await openRelations(tx, [from.id])
  return known.some((one) => one.type === type && one.toId === to.id) ? 'linked' : null
}

/** Keeps a relation; the caller has asked `pairProblem`, or one of the two is new. */
export async function keepRelation(work: Work, { type, from, to }: Pair): Promise<void> {
  await work.tx
    .insertInto('ticket_relation')
    .values({
      id: work.newId(),
      projectId: from.projectId,
      type,
      fromId: from.id,
      toId: to.id,
      at: work.now,
      byKind: work.actor.kind,
      byId: actorId(work.actor),
    })
    .execute()
}

export async function endRelation(work: Work, relationId: string): Promise<void> {
  await work.tx
    .updateTable('ticket_relation')
    .set({ endedAt: work.now, endedByKind: work.actor.kind, endedById: actorId(work.actor) })
    .where('id', '=', relationId)
    .execute()
}

/** The relations that hold, in both directions, in the order they were made. */
export async function openRelations(tx: Tx, ticketIds: readonly string[]): Promise<Relation[]> {
  const rows = await tx
    .selectFrom('ticket_relation')
    .selectAll()
    .where('endedAt', 'is', null)
    .where((where) =>
      where.or([where('fromId', 'in', [...ticketIds]), where('toId', 'in', [...ticketIds])]),
    )
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows as Relation[]
}

/** What a ticket leads to along relations of one type, the nearest first. */
export async function reachable(tx: Tx, type: RelationType, ticketId: string): Promise<string[]> {
  return await walk(tx, type, { start: ticketId, by: 'fromId', to: 'toId' })
}

/** What leads to a ticket along relations of one type, the nearest first. */
export async function leadingTo(tx: Tx, type: RelationType, ticketId: string): Promise<string[]> {
  return await walk(tx, type, { start: ticketId, by: 'toId', to: 'fromId' })
}

async function walk(
  tx: Tx,
  type: RelationType,
  { start, by, to }: { readonly start: string; readonly by: string; readonly to: string },
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    WITH RECURSIVE found(id, step) AS (
      SELECT ${sql.ref(to)}, 1 FROM ticket_relation
        WHERE ${sql.ref(by)} = ${start} AND type = ${type} AND "endedAt" IS NULL
      UNION
      SELECT r.${sql.ref(to)}, found.step + 1 FROM ticket_relation r
        JOIN found ON r.${sql.ref(by)} = found.id
        WHERE r.type = ${type} AND r."endedAt" IS NULL
    ) CYCLE id SET again USING path
    SELECT id FROM found WHERE NOT again GROUP BY id ORDER BY min(step), id`.execute(tx)
  return found.rows.map(({ id }) => id)
}
