/** The alarm that asks the owner, or has an agent call, some time after a completion. */
import { z } from 'zod'
import { dropHeld } from '../../outbox/put.ts'
import type { TimerHandler } from '../action.ts'
import type { OwnerEvent } from '../owner-event.ts'
import { categoryOf } from '../tickets/categories.ts'
import { topicOf } from '../tickets/tell-owner.ts'
import { lockTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { wasAskedLately } from './asked-lately.ts'
import { CALL_AGAIN, callAgainTimer } from './call-again.ts'
import { callOwner } from './call-owner.ts'
import { type CallbackRow, lockCallback } from './callback.ts'
import { ASK } from './plan-callback.ts'

/** The way to an owner's chat, which the desk does not own. */
export interface OwnerDoor {
  /** Whether the platform would take a question now. */
  canWriteTo(work: Work, conversationId: string): Promise<boolean>
  /** Puts an event before the dialogue, once per key: it starts the flow that waits for it. */
  keepEvent(work: Work, event: OwnerEvent): Promise<void>
}

/** The name of the event; its data are `number`, `place`, `category`, `staff`, `completion`, `visit`. */
const TICKET_DONE = 'ticket.done'

const payloadSchema = z.object({ ticketId: z.string(), completion: z.number() })

export function surveyTimers(door: OwnerDoor): Readonly<Record<string, TimerHandler>> {
  return {
    [CALL_AGAIN]: callAgainTimer,
    [ASK]: async (work, timer) => {
      const { ticketId, completion } = payloadSchema.parse(timer.payload)
      const ticket = await lockTicket(work.tx, ticketId)
      // Opened again or answered meanwhile: there is nothing left to ask.
      if (ticket?.state !== 'DONE' || ticket.completions !== completion) return
      const callback = await lockCallback(work.tx, ticketId, completion)
      if (callback?.state === 'planned') await ask(work, door, ticket, callback)
    },
  }
}

async function ask(
  work: Work,
  door: OwnerDoor,
  ticket: TicketRow,
  callback: CallbackRow,
): Promise<void> {
  const { conversationId } = callback
  if (callback.rule === 'sample' && (await wasAskedLately(work, callback))) {
    return await skip(work, callback)
  }
  if (conversationId === null) {
    return await callOwner(work, ticket, callback, { reason: 'no_chat', outcome: null })
  }
  if (!(await door.canWriteTo(work, conversationId))) {
    return await callOwner(work, ticket, callback, { reason: 'closed_window', outcome: null })
  }
  // The question tells that it is done: news that still wait are no news any more.
  await dropHeld(work.tx, conversationId, topicOf(ticket.id))
  const { name, visit } = categoryOf(work.rules.categories, ticket.category)
  await door.keepEvent(work, {
    conversationId,
    event: TICKET_DONE,
    key: `${TICKET_DONE}/${ticket.id}/${callback.completion}`,
    data: {
      number: ticket.number,
      place: ticket.place,
      category: name,
      staff: callback.staffName ?? '',
      completion: callback.completion,
      visit,
    },
  })
  await work.tx
    .updateTable('callback')
    .set({ state: 'asked', askedAt: work.now, channel: 'chat' })
    .where('id', '=', callback.id)
    .execute()
}

async function skip(work: Work, { id }: CallbackRow): Promise<void> {
  await work.tx
    .updateTable('callback')
    .set({ state: 'skipped', skipped: 'asked-lately' })
    .where('id', '=', id)
    .execute()
}
