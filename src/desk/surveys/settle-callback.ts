/** Keeps what came of the question; a call that is not needed any more is taken back. */
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { type CallbackOutcome, callTaskKey, lockCallback } from './callback.ts'

/** The owner's own answer. A later one replaces silence, never another answer: then `false` comes back. */
export async function settleCallback(
  work: Work,
  ticketId: string,
  completion: number,
  outcome: Extract<CallbackOutcome, 'fixed' | 'not-fixed'>,
): Promise<boolean> {
  const callback = await lockCallback(work.tx, ticketId, completion)
  if (!callback || callback.outcome === 'not-fixed') return false
  if (callback.outcome === outcome) return false
  await work.tx
    .updateTable('callback')
    .set({ state: 'answered', outcome, answeredAt: work.now })
    .where('id', '=', callback.id)
    .execute()
  await cancelTask(work, callTaskKey(ticketId, completion))
  return true
}
