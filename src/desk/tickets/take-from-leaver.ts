/** What somebody who has left, or is on leave, was offered goes to the next; what they had accepted to a stand-in or a dispatcher; what a leaver answered for to somebody who is there. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { assign } from './assign.ts'
import { callDispatcher } from './call-dispatcher.ts'
import { endHelpOfLeaver } from './help/leaver.ts'
import { keptOut } from './kept-out.ts'
import { passOffer } from './pass-offer.ts'
import { passResponder } from './pass-responder.ts'
import { putBack, release } from './release.ts'
import { isIn, OPEN_STATES, type TicketState } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'

const HOLDER_LEFT = 'tickets.card.holder_left'

interface Leaver {
  readonly id: string
  readonly name: string
  /** Who gets what they had in hand; without one a dispatcher gives it out. */
  readonly standIn?: StaffMember | null
}

/** Numbers of tickets. */
export interface Passed {
  readonly offered: readonly string[]
  readonly inHand: readonly string[]
}

/** Of these somebody still has to see the owner satisfied. */
const ANSWERED_FOR = [...OPEN_STATES, 'DONE', 'CONFIRMED'] as const satisfies TicketState[]

/**
 * They are off the roster already, so nothing comes back to them. Whoever answers for a matter from its first word
 * stays the same (servicedesk.md D4) while they are on leave, and not when they have left for good. Done again it finds
 * nothing left to do.
 */
export async function takeFromLeaver(work: Work, leaver: Leaver): Promise<Passed> {
  const offered: string[] = []
  const inHand: string[] = []
  const isGone = (await findStaff(work.tx, leaver.id)) === null
  for (const ticketId of await ticketsOf(work, leaver.id, isGone)) {
    const seen = await lockTicket(work.tx, ticketId)
    const ticket = isGone ? await passAnswering(work, seen, leaver.id) : seen
    if (!ticket || !isIn(ticket.state, OPEN_STATES)) continue
    if (ticket.assigneeId === leaver.id && ticket.acceptedAt) {
      await takeFromHands(work, ticket, leaver)
      inHand.push(ticket.number)
    } else if (await passLeaversOffer(work, ticket, leaver)) offered.push(ticket.number)
  }
  await endHelpOfLeaver(work, leaver.id)
  return { offered, inHand }
}

async function passAnswering(work: Work, ticket: TicketRow | null, leaverId: string) {
  const isFollowed = ticket !== null && isIn(ticket.state, ANSWERED_FOR)
  return isFollowed ? await passResponder(work, ticket, leaverId) : ticket
}

/** What they have in hand or were offered, and with `isGone` what they answer for; in the order of ids, as locks are taken in it. */
async function ticketsOf(work: Work, staffId: string, isGone: boolean): Promise<readonly string[]> {
  const held = await work.tx
    .selectFrom('assignment')
    .select('ticketId as id')
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .execute()
  const answered = work.tx
    .selectFrom('ticket')
    .select('id')
    .where('firstResponderId', '=', staffId)
    .where('state', 'in', ANSWERED_FOR)
  const all = [...held, ...(isGone ? await answered.execute() : [])]
  return [...new Set(all.map(({ id }) => id))].sort()
}

async function takeFromHands(work: Work, ticket: TicketRow, leaver: Leaver): Promise<void> {
  const standIn = await standInFor(work, ticket, leaver)
  if (standIn) await giveToStandIn(work, ticket, standIn)
  else await giveToDispatcher(work, ticket, leaver)
}

async function passLeaversOffer(work: Work, ticket: TicketRow, { id, name }: Leaver) {
  return await passOffer(work, ticket, {
    ...{ outcome: 'left', ofStaffId: id, name },
    words: HOLDER_LEFT,
  })
}

async function giveToDispatcher(work: Work, ticket: TicketRow, leaver: Leaver): Promise<void> {
  const released = await release(work, ticket, {
    outcome: 'left',
    reason: null,
    words: HOLDER_LEFT,
  })
  const back = await putBack(work, released, { reason: 'left', name: leaver.name })
  await restartLadder(work, subjectOf(ticket.id))
  await tellOwner(work, back, { words: 'tickets.owner.rearranged', isNeeded: true })
  await callDispatcher(work, back, 'left')
}

/** They still have to accept; when they do not, the next is asked. */
async function giveToStandIn(work: Work, ticket: TicketRow, standIn: StaffMember): Promise<void> {
  const released = await release(work, ticket, {
    outcome: 'left',
    reason: null,
    words: HOLDER_LEFT,
  })
  const given = await assign(work, released, standIn, { mode: 'TRANSFER', tries: 1 })
  await restartLadder(work, subjectOf(ticket.id))
  await tellOwner(work, given, { words: 'tickets.owner.rearranged', isNeeded: true })
}

/** Nobody gets a complaint about themselves. */
async function standInFor(work: Work, ticket: TicketRow, { standIn }: Leaver) {
  if (!standIn) return null
  const about = await keptOut(work, ticket, [standIn])
  return about.has(standIn.id) ? null : standIn
}
