/** Decides about the one question that follows a completion, keeps why, and plans it when it is to be asked. */
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import { askTime } from './ask-time.ts'
import { decideCallback, type Finished } from './decide-callback.ts'

export const ASK = 'surveys.ask'

export interface Completed {
  readonly projectId: string
  readonly finished: Finished
  /** Counts the completions of the ticket from 1. */
  readonly completion: number
  /** Whom to ask; null for a matter without a chat. */
  readonly conversationId: string | null
  readonly personId: string | null
  /** Who did the work: credited whatever changes later (servicedesk.md A5). */
  readonly staff: { readonly id: string; readonly name: string }
}

/**
 * When it will be asked; null when it will not. The decision is one row, of the asked and of the others alike.
 * Planning a completion twice changes nothing.
 */
export async function planCallback(work: Work, completed: Completed): Promise<Date | null> {
  const { finished, completion, staff, ...whom } = completed
  const decision = decideCallback(finished, work.rules.surveys)
  const isAsked = decision.skipped === null
  const dueAt = isAsked ? askTime(work.now, work.rules.surveys) : work.now
  const { ticketId } = finished
  const planned = await work.tx
    .insertInto('callback')
    .values({
      id: work.newId(),
      ticketId,
      completion,
      ...whom,
      staffId: staff.id,
      staffName: staff.name,
      state: isAsked ? 'planned' : 'skipped',
      ...decision,
      dueAt,
    })
    .onConflict((conflict) => conflict.columns(['ticketId', 'completion']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!isAsked) return null
  if (planned) {
    await setTimer(work, {
      name: ASK,
      key: `${ticketId}-${completion}`,
      dueAt,
      payload: { ticketId, completion },
    })
  }
  return dueAt
}
