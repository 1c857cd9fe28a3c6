/** The alarm of a task nobody has finished by its due time. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { tellTask } from './tell-task.ts'

/**
 * Calls again, `repeat_max` times at most, `repeat_minutes` apart. Whoever takes an overdue task has the same
 * distance to do it: the group is not told it is late a minute after somebody went at it.
 */
const taskDue: TimerHandler = async (work, timer) => {
  const { repeat_minutes, repeat_max } = work.rules.tasks
  const round = Number(timer.payload['round'])
  const task = await work.tx
    .selectFrom('task')
    .select(['id', 'state', 'takenAt'])
    .where('id', '=', timer.key)
    .executeTakeFirst()
  if (!task || task.state === 'done' || task.state === 'cancelled') return
  const callAt = (at: number, next: number) =>
    setTimer(work, {
      name: 'tasks.due',
      key: task.id,
      dueAt: new Date(at),
      payload: { round: next },
    })
  const distance = repeat_minutes * 60_000
  const restUntil = task.takenAt ? task.takenAt.getTime() + distance : 0
  if (round > 1 && restUntil > work.now.getTime()) {
    await callAt(restUntil, round)
    return
  }
  await tellTask(work, task.id, { name: String(round), overdue: true })
  if (round <= repeat_max) await callAt(work.now.getTime() + distance, round + 1)
}

export const taskTimers: Readonly<Record<string, TimerHandler>> = { 'tasks.due': taskDue }
