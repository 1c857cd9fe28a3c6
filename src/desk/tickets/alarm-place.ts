/** Where the danger is, said after the alarm went out: whoever is on the way must hear it. */
import { leaveProblem } from '../problems/leave-problem.ts'
import { watchForProblem } from '../problems/watch-for-problem.ts'
import type { OwnerActor, StaffActor, Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { findPlace, type SaidPlace } from './place.ts'
import { recordEvent } from './record-event.ts'
import { OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { lockTicket, type TicketRow, ticketRow } from './ticket.ts'

/** The newest open alarm this chat raised lately, or null. */
export async function ownAlarm(work: Work): Promise<TicketRow | null> {
  const { categories, tickets } = work.rules
  const actor = speaking(work)
  if (!actor?.conversationId) return null
  const since = new Date(work.now.getTime() - tickets.hazard_repeat_hours * 3_600_000)
  const dangers = categories.all.filter(({ hazard }) => hazard).map(({ id }) => id)
  const row = await work.tx
    .selectFrom('ticket')
    .innerJoin('ticket_follower', 'ticket_follower.ticketId', 'ticket.id')
    .selectAll('ticket')
    .where('ticket_follower.conversationId', '=', actor.conversationId)
    .where('ticket.projectId', '=', actor.projectId)
    .where('category', 'in', dangers)
    .where('state', 'in', [...OPEN_STATES])
    .where('createdAt', '>', since)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? ticketRow(row) : null
}

/**
 * Keeps where it is and tells whoever has the matter and the group. Words without a known building or room are kept
 * as they are: a place nobody can look up is better than none.
 */
export async function placeAlarm(
  work: Work,
  seen: TicketRow,
  said: SaidPlace & { readonly text: string },
): Promise<TicketRow> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  const hasPlace = Boolean(said.room || said.building || said.place)
  const wanted = hasPlace ? said : { place: said.text }
  const place = await findPlace(work, ticket.projectId, wanted)
  if (!place || place.place === '' || place.place === ticket.place) return ticket
  await leaveProblem(work, ticket)
  const placed = await recordEvent(work, ticket, { kind: 'placed', set: place })
  await watchForProblem(work, placed)
  await tellPlace(work, placed)
  return placed
}

async function tellPlace(work: Work, ticket: TicketRow): Promise<void> {
  const people = await tellHandler(work, ticket, { words: 'tickets.staff.placed' })
  await work.tell.robot(work, ticket.projectId, {
    words: 'tickets.robot.placed',
    values: {
      number: ticket.number,
      place: ticket.place,
      category: categoryOf(work.rules.categories, ticket.category).name,
    },
    key: `ticket-${ticket.id}-${ticket.version}-placed`,
    purpose: 'alert',
    mention: people.map((member) => member.userId),
  })
}

function speaking({ actor }: Work): OwnerActor | StaffActor | null {
  return actor.kind === 'system' ? null : actor
}
