/** An owner asks to hurry: 催单. It goes to whoever has the ticket, or to the dispatcher when nobody has. */
import type { Work } from '../work.ts'
import { recordEvent } from './record-event.ts'
import { sayTime } from './say-time.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { lockTicket, type TicketRow } from './ticket.ts'

export interface Nudged {
  /** `too_soon`: it was passed on a moment ago, and the ticket has not been forgotten. */
  readonly outcome: 'ok' | 'too_soon' | 'over'
  readonly ticket: TicketRow
  /** How often it was nudged, this time included. */
  readonly times: number
}

export async function nudgeTicket(work: Work, seen: TicketRow): Promise<Nudged> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const past = await pastNudges(work, ticket.id)
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket, times: past.times }
  const quietMs = work.rules.tickets.nudge_minutes * 60_000
  if (past.lastAt && work.now.getTime() - past.lastAt.getTime() < quietMs) {
    return { outcome: 'too_soon', ticket, times: past.times }
  }
  const nudged = await recordEvent(work, ticket, { kind: 'nudged' })
  const times = past.times + 1
  const since = sayTime(ticket.createdAt, work.now)
  const values = { times, since }
  await tellHandler(work, nudged, { words: 'tickets.staff.nudged', values })
  return { outcome: 'ok', ticket: nudged, times }
}

async function pastNudges(work: Work, ticketId: string) {
  const row = await work.tx
    .selectFrom('ticket_event')
    .select((select) => [
      select.fn.countAll<string>().as('times'),
      select.fn.max('at').as('lastAt'),
    ])
    .where('ticketId', '=', ticketId)
    .where('kind', '=', 'nudged')
    .executeTakeFirstOrThrow()
  return { times: Number(row.times), lastAt: row.lastAt }
}
