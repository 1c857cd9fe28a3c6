/** Ends the wait of a clock. */
import type { Work } from '../work.ts'
import type { Clock } from './clock.ts'

/** Ends the pause that lasts, if one does; one that began after `at` was none. */
export async function closePause(work: Work, clock: Pick<Clock, 'id'>, at: Date): Promise<void> {
  await work.tx
    .updateTable('sla_pause')
    .set((set) => ({ toAt: set.fn<Date>('greatest', ['fromAt', set.val(at)]) }))
    .where('clockId', '=', clock.id)
    .where('toAt', 'is', null)
    .execute()
}
