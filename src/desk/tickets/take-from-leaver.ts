/** What somebody who has left, or is on leave, was offered goes to the next; what they had accepted to a stand-in or a dispatcher. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { assign } from './assign.ts'
import { callDispatcher } from './call-dispatcher.ts'
import { closeCards } from './cards.ts'
import { complainedAbout } from './complained-about.ts'
import { dispatch } from './dispatch.ts'
import { endHelpOfLeaver } from './help/leaver.ts'
import { endOffers, openOffers } from './offers.ts'
import { putBack, release } from './release.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'

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

/**
 * They are off the roster already, so nothing comes back to them. Whoever answers for a matter from its first word
 * stays the same (servicedesk.md D4). Done again it finds nothing left to do.
 */
export async function takeFromLeaver(work: Work, leaver: Leaver): Promise<Passed> {
  const offered: string[] = []
  const inHand: string[] = []
  for (const ticketId of await ticketsOf(work, leaver.id)) {
    const ticket = await lockTicket(work.tx, ticketId)
    if (!ticket || !isIn(ticket.state, OPEN_STATES)) continue
    const isTheirs = ticket.assigneeId === leaver.id
    if (isTheirs && ticket.acceptedAt) {
      const standIn = await standInFor(work, ticket, leaver)
      if (standIn) await giveToStandIn(work, ticket, standIn)
      else await giveToDispatcher(work, ticket, leaver)
      inHand.push(ticket.number)
    } else if (await passOffer(work, ticket, leaver)) offered.push(ticket.number)
  }
  await endHelpOfLeaver(work, leaver.id)
  return { offered, inHand }
}

/** In the order of ids, as locks are taken in it. */
async function ticketsOf(work: Work, staffId: string): Promise<readonly string[]> {
  const rows = await work.tx
    .selectFrom('assignment')
    .select('ticketId')
    .distinct()
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .orderBy('ticketId')
    .execute()
  return rows.map(({ ticketId }) => ticketId)
}

async function giveToDispatcher(work: Work, ticket: TicketRow, leaver: Leaver): Promise<void> {
  const released = await release(work, ticket, {
    outcome: 'left',
    reason: null,
    words: 'tickets.card.holder_left',
  })
  const back = await putBack(work, released, { reason: 'left', name: leaver.name })
  await restartLadder(work, subjectOf(ticket.id))
  await tellOwner(work, back, { words: 'tickets.owner.rearranged', isNeeded: true })
  await callDispatcher(work, back, 'left')
}

/** They still have to accept; when they do not, the next is asked. */
async function giveToStandIn(work: Work, ticket: TicketRow, standIn: StaffMember): Promise<void> {
  const words = 'tickets.card.holder_left'
  const released = await release(work, ticket, { outcome: 'left', reason: null, words })
  const given = await assign(work, released, standIn, { mode: 'TRANSFER', tries: 1 })
  await restartLadder(work, subjectOf(ticket.id))
  await tellOwner(work, given, { words: 'tickets.owner.rearranged', isNeeded: true })
}

/** Nobody gets a complaint about themselves. */
async function standInFor(work: Work, ticket: TicketRow, { standIn }: Leaver) {
  if (!standIn) return null
  const about = await complainedAbout(work, ticket, [standIn])
  return about.has(standIn.id) ? null : standIn
}

async function passOffer(work: Work, ticket: TicketRow, leaver: Leaver): Promise<boolean> {
  const isTheirs = ticket.assigneeId === leaver.id && ticket.state === 'ASSIGNED'
  if (!isTheirs && ticket.state !== 'OFFERED') return false
  await endOffers(work, ticket.id, { outcome: 'left', ofStaffId: leaver.id })
  const others = await openOffers(work.tx, ticket.id)
  if (others.length > 0) return true
  await closeCards(work, ticket, { words: 'tickets.card.holder_left' })
  const free = await putBack(work, ticket, { reason: 'left', name: leaver.name })
  await dispatch(work, free.id, { afterPool: true })
  return true
}
