/** What owners were told about a ticket, and by when the next thing was promised to them: a row for each telling. */
import type { Selectable } from 'kysely'
import type { OwnerNews as NewsTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { isToldAtNight } from './by-night.ts'
import { nextNewsAt } from './news-time.ts'
import { keepUpdates, type NextPromise } from './promises.ts'
import type { Priority } from './rules.ts'
import { isIn, OPEN_STATES } from './states.ts'
import type { TicketRow } from './ticket.ts'

export const NEWS_DUE = 'tickets.news-due'

export type NewsRow = Selectable<NewsTable>

interface News {
  readonly words: string
  /** What they were told comes next; null when nothing is due. */
  readonly next: NextPromise | null
}

/**
 * Keeps what was told, and wakes up before the promised time passes. Telling meets the clock of the next news, and
 * begins it anew. The ticket is locked by the caller.
 */
export async function keepNews(work: Work, ticket: TicketRow, news: News): Promise<void> {
  const id = work.newId()
  await work.tx
    .insertInto('owner_news')
    .values({
      id,
      projectId: ticket.projectId,
      ticketId: ticket.id,
      seq: await nextSeq(work.tx, ticket.id),
      words: news.words,
      promise: news.next?.kind ?? null,
      by: news.next?.by ?? null,
      delays: news.next?.delays ?? 0,
      toldAt: work.now,
    })
    .execute()
  if (!isIn(ticket.state, OPEN_STATES)) return
  const updateBy = await keepUpdates(work, ticket)
  const told = { toldAt: work.now, by: news.next?.by ?? null, updateBy }
  const dueAt = nextNewsAt(told, tellingRules(work, ticket))
  // A key of its own for every telling: an alarm that was overtaken rings for nothing.
  if (dueAt)
    await setTimer(work, { name: NEWS_DUE, key: id, dueAt, payload: { ticketId: ticket.id } })
}

export async function lastNews(tx: Tx, ticketId: string): Promise<NewsRow | null> {
  const row = await tx
    .selectFrom('owner_news')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function nextSeq(tx: Tx, ticketId: string): Promise<number> {
  return ((await lastNews(tx, ticketId))?.seq ?? 0) + 1
}

/** Whether the time they were told comes near, and not only the news that are owed anyway. */
export function isNear(work: Work, ticket: TicketRow, { toldAt, by }: NewsRow): boolean {
  const at = nextNewsAt({ toldAt, by, updateBy: null }, tellingRules(work, ticket))
  return at !== null && at <= work.now
}

function tellingRules(work: Work, ticket: TicketRow) {
  const { before_minutes, before_percent } = work.rules.tickets.tell
  const { quiet_hours: hours, zone } = work.rules.clocks
  return {
    beforeMinutes: before_minutes[ticket.priority as Priority],
    beforePercent: before_percent,
    quiet: isToldAtNight(work, ticket) ? null : { hours, zone },
  }
}
