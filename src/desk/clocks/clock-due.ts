/** The alarm of a due time that passes: the clock is late from that instant, however late this is noticed. */
import type { TimerHandler } from '../action.ts'
import { lockClocks } from './clock.ts'

export const clockDue: TimerHandler = async (work, timer) => {
  const [clock] = await lockClocks(work.tx, [{ id: String(timer.payload['clockId']) }])
  if (clock?.state !== 'running' || clock.generation !== timer.generation) return
  await work.tx
    .updateTable('sla_clock')
    .set({ breachedAt: clock.dueAt })
    .where('id', '=', clock.id)
    .execute()
}
