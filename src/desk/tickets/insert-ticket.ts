/** A new ticket: its row, its number, the first line of its log, the chat that reported it as its first follower; the record of a recurring fault, when it is one more; who pays, where the developer may have to. */
import type { Insertable } from 'kysely'
import type { Ticket as TicketTable } from '../../database/generated/tables.ts'
import { watchForProblem } from '../problems/watch-for-problem.ts'
import { askAbout } from '../warranty/ask-to-settle.ts'
import { type FirstPayer, firstPayer } from '../warranty/first-payer.ts'
import type { Fault } from '../warranty/judge.ts'
import { UNSETTLED } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { allComplainedAbout } from './complained-about.ts'
import { follow } from './followers.ts'
import type { TicketKind } from './kinds.ts'
import { insertEvent, withoutSealed } from './record-event.ts'
import { takeNumber } from './take-number.ts'
import { type TicketRow, ticketRow } from './ticket.ts'

export type NewTicket = Omit<Insertable<TicketTable>, 'id' | 'number' | 'state' | 'version'>

/**
 * `note` is what its log says beside the fields it begins with; `reportedAt` when somebody first spoke of it, where that
 * was before now.
 */
export async function insertTicket(
  work: Work,
  given: NewTicket,
  note: Readonly<Record<string, unknown>> = {},
  reportedAt: Date = work.now,
): Promise<TicketRow> {
  const number = await takeNumber(work, given.projectId, given.kind as TicketKind)
  const about = await allComplainedAbout(work, given)
  const againstIds = [...new Set([...((given.againstIds ?? []) as string[]), ...about])]
  const paid =
    given.payer === undefined ? await firstPayer(work, faultOf(given, reportedAt)) : NOTHING
  const fields = {
    ...{ ...given, number, ...(againstIds.length > 0 && { againstIds }) },
    ...(paid.payer && { payer: paid.payer }),
  }
  const row = await work.tx
    .insertInto('ticket')
    .values({ id: work.newId(), state: 'NEW', version: 1, ...fields })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertEvent(work, {
    ticketId: row.id,
    seq: 1,
    kind: 'created',
    fromState: null,
    toState: 'NEW',
    payload: {
      ...{ set: withoutSealed(fields), ...note },
      ...(paid.warranty && { warranty: paid.warranty }),
    },
  })
  if (row.conversationId) await follow(work, row.id, row.conversationId)
  const ticket = ticketRow(row)
  await watchForProblem(work, ticket)
  if (ticket.payer === UNSETTLED && paid.warranty) await askAbout(work, ticket, paid.warranty)
  return ticket
}

const NOTHING: FirstPayer = { payer: null, warranty: null }

function faultOf(given: NewTicket, reportedAt: Date): Fault {
  const { projectId, category, roomId = null, buildingCode = null } = given
  return { projectId, category, roomId, buildingCode, reportedAt }
}
