/** A ticket is over, or finished: whatever was still asked about money is asked no more. */
import { cancelTask } from '../tasks/take-task.ts'
import type { TicketState } from '../tickets/states.ts'
import type { Work } from '../work.ts'

const OVER: readonly TicketState[] = ['DONE', 'CANCELLED', 'CLOSED', 'MERGED']

export async function endQuotes(
  work: Work,
  ended: { readonly id: string; readonly state: TicketState },
): Promise<void> {
  if (!OVER.includes(ended.state)) return
  const quotes = await work.tx
    .updateTable('quote')
    .set({ state: 'over', answeredAt: work.now })
    .where('ticketId', '=', ended.id)
    .where('state', '=', 'open')
    .returning('id')
    .execute()
  for (const { id } of quotes) await endQuoteTask(work, id)
}

export function quoteTaskKey(quoteId: string): string {
  return `quote-consent/${quoteId}`
}

/** The call an agent was asked for is not needed any more. */
export async function endQuoteTask(work: Work, quoteId: string): Promise<void> {
  await cancelTask(work, quoteTaskKey(quoteId))
}
