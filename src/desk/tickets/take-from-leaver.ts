/** What somebody who has left was offered goes to the next one; what they had accepted goes to a dispatcher. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import type { Work } from '../work.ts'
import { callDispatcher } from './call-dispatcher.ts'
import { closeCards } from './cards.ts'
import { dispatch } from './dispatch.ts'
import { endOffers, openOffers } from './offers.ts'
import { putBack, release } from './release.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, subjectOf, type TicketRow } from './ticket.ts'

interface Leaver {
  readonly id: string
  readonly name: string
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
      await giveToDispatcher(work, ticket, leaver)
      inHand.push(ticket.number)
    } else if (await passOffer(work, ticket, leaver)) offered.push(ticket.number)
  }
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
  await tellOwner(work, back, 'tickets.owner.rearranged')
  await callDispatcher(work, back, 'left')
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
