/** Writes what happened to a ticket: the row as it is now, and one line of its log. */
import { actorId } from '../audit/audit.ts'
import { ordersFollow } from '../contractors/follow-ticket.ts'
import { DeskError } from '../errors.ts'
import { messageOf } from '../message-of.ts'
import type { Work } from '../work.ts'
import { answerableActor } from './first-responder.ts'
import type { TicketState } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { hears } from './tell-responder.ts'
import { type TicketChanges, type TicketRow, ticketRow } from './ticket.ts'

export interface TicketHappening {
  /** What happened: created, accepted, nudged … Permanent: it is stored. */
  readonly kind: string
  readonly set?: TicketChanges
  /** What else is worth knowing; never a phone. */
  readonly note?: Readonly<Record<string, unknown>>
}

/** Kept out of the log: it can never be erased from there. */
const SEALED = ['contactPhoneEnc', 'contactPhoneHash', 'contactPhoneLast4', 'reporterName']

/**
 * Changes a ticket and logs it under the next version. States change through `moveTicket` only.
 * `ticket` is the row as the caller locked it.
 * @throws DeskError `stale-ticket` when the row was changed since it was read
 */
export async function recordEvent(
  work: Work,
  ticket: TicketRow,
  happening: TicketHappening & { readonly to?: TicketState },
): Promise<TicketRow> {
  const { kind, to, note = {} } = happening
  const answering = await newResponder(work, ticket)
  const set = { ...happening.set, ...(answering && { firstResponderId: answering }) }
  const changed = await work.tx
    .updateTable('ticket')
    .set({ ...set, ...(to ? { state: to } : {}), version: ticket.version + 1 })
    .where('id', '=', ticket.id)
    .where('version', '=', ticket.version)
    .returningAll()
    .executeTakeFirst()
  if (!changed) {
    throw new DeskError('stale-ticket', `Ticket ${ticket.number} changed while it was worked on`)
  }
  await insertEvent(work, {
    ticketId: ticket.id,
    seq: changed.version,
    kind,
    fromState: to ? ticket.state : null,
    toState: to ?? null,
    payload: { ...note, set: withoutSealed(set) },
  })
  const now = ticketRow(changed)
  if (answering && hears(work, now))
    await tellStaff(work, now, answering, { words: 'tickets.staff.first_passed' })
  if (to || set.assigneeId !== undefined) {
    await ordersFollow(work, now, {
      from: ticket.state,
      to,
      reason: typeof note['reason'] === 'string' ? note['reason'] : '',
    })
  }
  return now
}

export interface NewEvent {
  readonly ticketId: string
  readonly seq: number
  readonly kind: string
  readonly fromState: TicketState | null
  readonly toState: TicketState | null
  readonly payload: Readonly<Record<string, unknown>>
}

/** Adds one line to a ticket's log. The database refuses to change it later. */
export async function insertEvent(work: Work, event: NewEvent): Promise<void> {
  await work.tx
    .insertInto('ticket_event')
    .values({
      id: work.newId(),
      at: work.now,
      actorKind: work.actor.kind,
      actorId: actorId(work.actor),
      msgId: messageOf(work.actor),
      ...event,
      payload: JSON.stringify(event.payload),
    })
    .execute()
}

/** The same fields without what may not be kept for ever. */
export function withoutSealed(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SEALED.includes(name)))
}

/** Who first does something about a matter nobody was there to receive answers for it, and hears so (mission.md A3). */
async function newResponder(work: Work, ticket: TicketRow): Promise<string | null> {
  if (ticket.firstResponderId !== null) return null
  return (await answerableActor(work, ticket))?.id ?? null
}
