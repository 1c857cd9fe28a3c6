/** Plans the one question that follows a completion. */
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { askTime } from './ask-time.ts'

export const ASK = 'surveys.ask'

export interface Completed {
  readonly ticket: { readonly id: string; readonly projectId: string }
  /** Counts the completions of the ticket from 1. */
  readonly completion: number
  /** Whom to ask; null for a matter without a chat. */
  readonly conversationId: string | null
  /** Who did the work: credited whatever changes later (servicedesk.md A5). */
  readonly staff: { readonly id: string; readonly name: string }
}

/** When it will be asked. Planning a completion twice changes nothing. */
export async function planCallback(work: Work, completed: Completed): Promise<Date> {
  const { ticket, completion, conversationId, staff } = completed
  const dueAt = askTime(work.now, work.rules.surveys)
  const planned = await work.tx
    .insertInto('callback')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      completion,
      conversationId,
      staffId: staff.id,
      staffName: staff.name,
      state: 'planned',
      dueAt,
    })
    .onConflict((conflict) => conflict.columns(['ticketId', 'completion']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (planned) {
    await setTimer(work, {
      name: ASK,
      key: `${ticket.id}-${completion}`,
      dueAt,
      payload: { ticketId: ticket.id, completion },
    })
  }
  return dueAt
}
