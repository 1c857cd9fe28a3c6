/** Gives the next free number of a project and day. */
import { estateDay } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import type { TicketKind } from './kinds.ts'
import { formatNumber } from './number.ts'

/**
 * Never twice: the counter's row stays locked until the transaction ends, and a transaction that fails
 * gives its number back.
 */
export async function takeNumber(work: Work, projectId: string, kind: TicketKind): Promise<string> {
  const { prefix } = work.rules.categories.kinds[kind]
  const day = estateDay(work.now)
  const counter = await work.tx
    .insertInto('ticket_number')
    .values({ projectId, prefix, day, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['projectId', 'prefix', 'day'])
        .doUpdateSet((set) => ({ last: set('ticket_number.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return formatNumber(prefix, day, counter.last)
}
