/** The alarm of a task nobody has finished by its due time. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { outOfQuiet } from '../clocks/quiet-hours.ts'
import { nextTime } from '../daily/next-time.ts'
import type { Work } from '../work.ts'
import { tellTask } from './tell-task.ts'

/**
 * Calls again, `repeat_max` times `repeat_minutes` apart and then once a day until it is done; the level above hears of it
 * after some calls, and what can wait is not called in the quiet hours (rules/tasks.yaml). Whoever takes an overdue task has the same
 * distance to do it: the group is not told it is late a minute after somebody went at it.
 */
const taskDue: TimerHandler = async (work, timer) => {
  const { repeat_minutes, repeat_max, daily_at, above } = work.rules.tasks
  const round = Number(timer.payload['round'])
  const task = await work.tx
    .selectFrom('task')
    .select(['id', 'kind', 'state', 'takenAt'])
    .where('id', '=', timer.key)
    .executeTakeFirst()
  if (!task || task.state === 'done' || task.state === 'cancelled') return
  const callAt = (at: number, next: number) =>
    setTimer(work, { ...timer, dueAt: new Date(at), payload: { round: next } })
  const distance = repeat_minutes * 60_000
  const restUntil = task.takenAt ? task.takenAt.getTime() + distance : 0
  if (round > 1 && restUntil > work.now.getTime()) {
    await callAt(restUntil, round)
    return
  }
  const morning = afterQuiet(work, task.kind)
  if (morning > work.now) {
    await callAt(morning.getTime(), round)
    return
  }
  const toAbove = round > above.after && !above.except.some((one) => one === task.kind)
  await tellTask(work, task.id, { name: String(round), overdue: true, toAbove })
  const next =
    round <= repeat_max ? work.now.getTime() + distance : nextTime(work.now, daily_at).getTime()
  await callAt(next, round + 1)
}

/** Now, or the end of the quiet hours. */
function afterQuiet(work: Work, kind: string): Date {
  const isUrgent = work.rules.tasks.at_night.some((one) => one === kind)
  return isUrgent ? work.now : outOfQuiet(work, work.now)
}

export const taskTimers: Readonly<Record<string, TimerHandler>> = { 'tasks.due': taskDue }
