/** Nobody answered in chat: an agent calls, once. */
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { callOwner } from './call-owner.ts'
import { lockCallback } from './callback.ts'

/**
 * `called` opens the call; `answered` when there was an answer or a call already; `never_asked` when this
 * completion is not asked about. The ticket is locked by the caller.
 */
export async function giveUpAsking(
  work: Work,
  ticket: TicketRow,
): Promise<'called' | 'answered' | 'never_asked'> {
  const callback = await lockCallback(work.tx, ticket.id, ticket.completions)
  if (!callback || callback.state === 'skipped') return 'never_asked'
  if (callback.state !== 'asked' && callback.state !== 'planned') return 'answered'
  await callOwner(work, ticket, callback, { reason: 'no_answer', outcome: 'no-answer' })
  return 'called'
}
