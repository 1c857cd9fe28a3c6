/** Which tickets an owner may see, and which one they mean by a number. */
import { type SqlBool, sql } from 'kysely'
import { ownerOf } from '../residents/account.ts'
import { estateInstant } from '../residents/estate-day.ts'
import { homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { leadingTickets } from './leading-ticket.ts'
import { numberPattern, parseNumber } from './number.ts'
import { FINISHED_STATES, isIn, OPEN_STATES, type TicketState } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'

export type Found =
  | { readonly outcome: 'found'; readonly ticket: TicketRow }
  | { readonly outcome: 'not_found' }
  /** The number fits several: `tickets` are those, newest first. */
  | { readonly outcome: 'ambiguous'; readonly tickets: readonly TicketRow[] }

const MOST_FOUND = 8

/**
 * What the chat reported or joined, what the person behind it reported elsewhere, and repairs of the rooms
 * they live in or own today, from their first day there. Complaints and the like stay with who made them. `by_itself`
 * leaves out what they know only because theirs was merged into it.
 */
export async function visibleTickets(work: Work, how: 'by_itself' | 'all' = 'all') {
  const actor = ownerOf(work)
  const homes = await homesOfActor(work)
  const rooms = homes.map((home) => home.roomId)
  const since = homes.map((home) => estateInstant(home.since, '00:00'))
  // A union of three short looks: joined by OR they would read every ticket of the project.
  const isVisible = sql<SqlBool>`ticket.id IN (
    SELECT f."ticketId" FROM ticket_follower f WHERE f."conversationId" = ${actor.conversationId}
      AND (${how === 'all'} OR f."viaTicketId" IS NULL)
    UNION SELECT p.id FROM ticket p WHERE p."reporterPersonId" = ${actor.personId}
    UNION SELECT r.id FROM ticket r
      JOIN unnest(${rooms}::text[], ${since}::timestamptz[]) AS home("roomId", since)
        ON r."roomId" = home."roomId" AND r."createdAt" >= home.since
      WHERE r.kind = 'repair')`
  return work.tx
    .selectFrom('ticket')
    .selectAll('ticket')
    .where('projectId', '=', actor.projectId)
    .where(isVisible)
    .orderBy('createdAt', 'desc')
    .orderBy('number', 'desc')
}

/** What somebody wants a ticket for: something that goes on, or something that is finished. */
export type Wanted = 'open' | 'finished'

const STATES_OF: Readonly<Record<Wanted, readonly TicketState[]>> = {
  open: OPEN_STATES,
  finished: FINISHED_STATES,
}

/**
 * Without a number: the only one of the wanted kind, finished ones of the last days only. A short number
 * means one of the wanted kind before any other. The number of a merged one means what it goes on as.
 */
export async function findForOwner(
  work: Work,
  said: string | undefined,
  wanted: Wanted = 'open',
): Promise<Found> {
  const visible = await visibleTickets(work)
  if (!said?.trim()) {
    const since = new Date(work.now.getTime() - work.rules.tickets.mine.days * 86_400_000)
    const fitting = visible.where('state', 'in', [...STATES_OF[wanted]])
    const recent =
      wanted === 'open'
        ? fitting
        : fitting.where((where) => where.fn.coalesce('doneAt', 'closedAt'), '>', since)
    return oneOf((await recent.limit(MOST_FOUND).execute()).map(ticketRow), wanted)
  }
  const typed = parseNumber(said)
  if (!typed) return { outcome: 'not_found' }
  const rows = await visible.where('number', 'like', numberPattern(typed)).limit(50).execute()
  return oneOf(await leadingTickets(work.tx, rows.map(ticketRow)), wanted)
}

/** One of several fits when it alone is of the wanted kind. */
export function oneOf(tickets: readonly TicketRow[], wanted: Wanted = 'open'): Found {
  const [only] = tickets
  if (!only) return { outcome: 'not_found' }
  if (tickets.length === 1) return { outcome: 'found', ticket: only }
  const fitting = tickets.filter((ticket) => isIn(ticket.state, STATES_OF[wanted]))
  const [onlyFitting] = fitting
  if (onlyFitting && fitting.length === 1) return { outcome: 'found', ticket: onlyFitting }
  const several = fitting.length > 0 ? fitting : tickets
  return { outcome: 'ambiguous', tickets: several.slice(0, MOST_FOUND) }
}
