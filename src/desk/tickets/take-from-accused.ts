/** A complaint turns out to be about whoever has it, or comes to help: it is taken from them, without saying why. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { callDispatcher } from './call-dispatcher.ts'
import { endHelp, helpersOn } from './help/helper.ts'
import { keptOut } from './kept-out.ts'
import { passOffer } from './pass-offer.ts'
import { putBack, release } from './release.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

const ELSEWHERE = 'tickets.card.given_elsewhere'

/**
 * What they were offered goes to the next, what they had in hand to a dispatcher; the ticket is locked. Source:
 * servicedesk.md D4, "not in conflict".
 */
export async function takeFromAccused(work: Work, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.kind !== 'complaint' || !isIn(ticket.state, OPEN_STATES)) return ticket
  const out = await keptOut(work, ticket, await peopleOn(work, ticket.id))
  for (const help of await helpersOn(work.tx, ticket.id)) {
    if (out.has(help.staffId))
      await endHelp(work, help, {
        outcome: 'sent-off',
        words: 'tickets.card.help.sent-off',
        values: {},
      })
  }
  if (ticket.assigneeId && out.has(ticket.assigneeId) && ticket.acceptedAt)
    return await giveToDispatcher(work, ticket)
  let current = ticket
  for (const staffId of out) {
    const end = { outcome: 'conflict', ofStaffId: staffId, words: ELSEWHERE } as const
    current = (await passOffer(work, current, end)) ?? current
  }
  return current
}

/** Members with an offer, the ticket, or a call to help. */
async function peopleOn(work: Work, ticketId: string): Promise<readonly StaffMember[]> {
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll()
    .where((where) =>
      where.or([
        where('id', 'in', (from) =>
          from
            .selectFrom('assignment')
            .select('staffId')
            .where('ticketId', '=', ticketId)
            .where('endedAt', 'is', null),
        ),
        where('id', 'in', (from) =>
          from
            .selectFrom('ticket_helper')
            .select('staffId')
            .where('ticketId', '=', ticketId)
            .where('endedAt', 'is', null),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  return rows.map(staffMember)
}

async function giveToDispatcher(work: Work, ticket: TicketRow): Promise<TicketRow> {
  const end = { outcome: 'conflict', reason: null, words: ELSEWHERE } as const
  const released = await release(work, ticket, end)
  const back = await putBack(work, released, { reason: 'conflict' })
  await restartLadder(work, subjectOf(ticket.id))
  await tellOwner(work, back, { words: 'tickets.owner.rearranged', isNeeded: true })
  return await callDispatcher(work, back, 'conflict')
}
