/** An open task waits until a time: nobody is called about it before that, and its term begins there. */
import { sql } from 'kysely'
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import type { TaskKind } from './rules.ts'

/** `values` are what its card says from now on beside what it said before. */
export async function putTaskOff(
  work: Work,
  taskId: string,
  { until, values }: { readonly until: Date; readonly values: Readonly<Record<string, unknown>> },
): Promise<void> {
  const task = await work.tx
    .selectFrom('task')
    .select(['kind', 'state'])
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst()
  if (task?.state !== 'open' && task?.state !== 'taken') return
  const minutes = work.rules.tasks.due_minutes[task.kind as TaskKind]
  const dueAt = new Date(until.getTime() + minutes * 60_000)
  await work.tx
    .updateTable('task')
    .set({ dueAt, values: sql`"values" || ${JSON.stringify(values)}::jsonb` })
    .where('id', '=', taskId)
    .execute()
  await setTimer(work, { name: 'tasks.due', key: taskId, dueAt, payload: { round: 1 } })
}
