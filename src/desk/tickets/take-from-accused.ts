/** A complaint turns out to be about whoever has it, answers for it or comes to help: it is taken from them, without saying why. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { callDispatcher } from './call-dispatcher.ts'
import { endHelp, helpersOn } from './help/helper.ts'
import { keptOut } from './kept-out.ts'
import { passOffer } from './pass-offer.ts'
import { passResponder } from './pass-responder.ts'
import { putBack, release } from './release.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

const ELSEWHERE = 'tickets.card.given_elsewhere'

/**
 * What they were offered goes to the next, what they had in hand to a dispatcher; the ticket is locked. Source:
 * servicedesk.md D4, "not in conflict".
 */
export async function takeFromAccused(work: Work, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.kind !== 'complaint' || !isIn(ticket.state, OPEN_STATES)) return ticket
  const out = await keptOut(work, ticket, await peopleOn(work, ticket))
  for (const help of await helpersOn(work.tx, ticket.id)) {
    if (out.has(help.staffId))
      await endHelp(work, help, {
        outcome: 'sent-off',
        words: 'tickets.card.help.sent-off',
        values: {},
      })
  }
  let current = await takeAnswering(work, ticket, out)
  if (current.assigneeId && out.has(current.assigneeId) && current.acceptedAt)
    return await giveToDispatcher(work, current)
  for (const staffId of out) {
    const end = { outcome: 'conflict', ofStaffId: staffId, words: ELSEWHERE } as const
    current = (await passOffer(work, current, end)) ?? current
  }
  return current
}

/** Who answered for it from the first word reads that another does, and nothing of the matter. */
async function takeAnswering(
  work: Work,
  ticket: TicketRow,
  out: ReadonlySet<string>,
): Promise<TicketRow> {
  const { firstResponderId: accused } = ticket
  if (!accused || !out.has(accused)) return ticket
  const passed = await passResponder(work, ticket, accused)
  await tellStaff(work, passed, accused, { words: 'tickets.staff.first_gone' })
  return passed
}

/** Members with an offer, the ticket, or a call to help, and who answers for it. */
async function peopleOn(
  work: Work,
  { id: ticketId, firstResponderId }: TicketRow,
): Promise<readonly StaffMember[]> {
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll()
    .where((where) =>
      where.or([
        where('id', '=', firstResponderId),
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
