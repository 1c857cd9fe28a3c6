/** The alarm of a task nobody has finished by its due time. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { tellTask } from './tell-task.ts'

/** Calls again, `repeat_max` times at most, `repeat_minutes` apart. */
const taskDue: TimerHandler = async (work, timer) => {
  const { repeat_minutes, repeat_max } = work.rules.tasks
  const round = Number(timer.payload['round'])
  const task = await work.tx
    .selectFrom('task')
    .select(['id', 'state'])
    .where('id', '=', timer.key)
    .executeTakeFirst()
  if (!task || task.state === 'done' || task.state === 'cancelled') return
  await tellTask(work, task.id, { name: String(round), overdue: true })
  if (round > repeat_max) return
  const dueAt = new Date(work.now.getTime() + repeat_minutes * 60_000)
  await setTimer(work, { name: 'tasks.due', key: task.id, dueAt, payload: { round: round + 1 } })
}

export const taskTimers: Readonly<Record<string, TimerHandler>> = { 'tasks.due': taskDue }
