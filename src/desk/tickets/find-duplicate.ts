/** Finds the open ticket that a new report is about once more. */
import { type SqlBool, sql } from 'kysely'
import { estateInstant } from '../residents/estate-day.ts'
import { homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { leadingTickets } from './leading-ticket.ts'
import type { ReadReport } from './report.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'

/**
 * Same category and same room or public spot, open, and not older than the rules say (servicedesk.md A1).
 * A room's ticket is only found for who reported it, who lived there already, and staff: to anybody else the answer
 * "there is one already" would tell about a stranger's home. Holds back a second report of the same place
 * until this transaction ends, so that two at once do not both find nothing.
 */
export async function findDuplicate(
  work: Work,
  projectId: string,
  report: ReadReport,
): Promise<TicketRow | null> {
  const { category, roomId, place } = report
  if (!category.visit || (place === '' && !category.hazard)) return null
  await lockSpot(work, `${projectId}/${category.id}/${roomId ?? place}`)
  const { duplicate_hours, hazard_repeat_hours } = work.rules.tickets
  const hours = category.hazard ? hazard_repeat_hours : duplicate_hours
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('category', '=', category.id)
    .where('state', 'in', [...OPEN_STATES, 'MERGED'])
    .where('createdAt', '>', new Date(work.now.getTime() - hours * 3_600_000))
    .where(await sameMatter(work, report))
    .orderBy('createdAt')
    .execute()
  // What was merged goes on as another one, as long as that is open.
  const leading = await leadingTickets(work.tx, rows.map(ticketRow))
  return leading.find(({ state }) => isIn(state, OPEN_STATES)) ?? null
}

async function sameMatter(work: Work, report: ReadReport) {
  const { category, roomId, place, buildingCode } = report
  if (roomId !== null) {
    const sameRoom = sql<SqlBool>`ticket."roomId" = ${roomId}`
    const since = await mayKnowSince(work, roomId)
    const theirs = sql<SqlBool>`ticket."createdAt" >= ${since}::timestamptz`
    return sql<SqlBool>`${sameRoom} AND (${theirs} OR ${followed(work)})`
  }
  // Two neighbours may mean two dangers: an alarm joins only the same chat's own.
  if (category.hazard) return followed(work)
  return sql<SqlBool>`ticket."roomId" IS NULL AND ticket.place = ${place}
    AND ticket."buildingCode" IS NOT DISTINCT FROM ${buildingCode}`
}

const ALWAYS = new Date(0)

/** From when on the matters of a room are theirs to know of; null when it is not their room. */
async function mayKnowSince(work: Work, roomId: string): Promise<Date | null> {
  if (work.actor.kind !== 'owner') return ALWAYS
  const home = (await homesOfActor(work)).find((one) => one.roomId === roomId)
  return home ? estateInstant(home.since, '00:00') : null
}

/** The chat that speaks has reported it before. */
function followed(work: Work) {
  const conversationId = work.actor.kind === 'system' ? null : work.actor.conversationId
  return sql<SqlBool>`EXISTS (SELECT 1 FROM ticket_follower f
    WHERE f."ticketId" = ticket.id AND f."conversationId" = ${conversationId})`
}

async function lockSpot(work: Work, spot: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`ticket/${spot}`}, 0))`.execute(work.tx)
}
