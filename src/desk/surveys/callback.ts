/** The question after one completion: its row. */
import type { Selectable } from 'kysely'
import type { Callback as CallbackTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'

type CallbackState = 'planned' | 'asked' | 'answered' | 'task' | 'skipped'
/** Nothing after 'dissatisfied' is an answer: it counts for no satisfaction (servicedesk.md D3). */
export type CallbackOutcome =
  | 'fixed'
  | 'not-fixed'
  | 'dissatisfied'
  | 'refused'
  | 'unreachable'
  | 'no-answer'

export interface CallbackRow extends Omit<Selectable<CallbackTable>, 'state' | 'outcome'> {
  readonly state: CallbackState
  readonly outcome: CallbackOutcome | null
}

/** Locked until the transaction ends; lock the ticket before. Null when there was no such completion; see `state` for whether it is asked about. */
export async function lockCallback(
  tx: Tx,
  ticketId: string,
  completion: number,
): Promise<CallbackRow | null> {
  const row = await tx
    .selectFrom('callback')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('completion', '=', completion)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    ...row,
    state: row.state as CallbackState,
    outcome: row.outcome as CallbackOutcome | null,
  }
}

/** Names the call that stands in for an answer; one per completion. */
export function callTaskKey(ticketId: string, completion: number): string {
  return `callback-${ticketId}-${completion}`
}
