/** Alarms of notices: their sending, the reading of results, reminders to stewards, and the end of waiting. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import { closeNotice } from './close.ts'
import { sendNotice } from './send.ts'

const send: TimerHandler = (work, { key }) => sendNotice(work, key)

/** Whoever confirmed it in the last minutes is asked for once more before what is left is taken back. */
const close: TimerHandler = async (work, { key, payload }) => {
  const waiting = payload['last'] === true ? [] : await waitingTasks(work, key)
  if (waiting.length === 0) return closeNotice(work, key)
  for (const task of waiting)
    await orderErrand(work, {
      ...task,
      errand: 'notices.read_task',
      key: `${task.order.taskId}/last`,
    })
  const dueAt = new Date(work.now.getTime() + LAST_READ_MS)
  await setTimer(work, { name: 'notices.close', key, dueAt, payload: { last: true } })
}

/** Long enough for reading results, with a repeat or two. */
const LAST_READ_MS = 60_000

/** Asks again and again, less often after an hour, until the steward has sent it, or the notice is over. */
const read: TimerHandler = async (work, { key, payload }) => {
  const task = await waitingTask(work, key)
  if (!task) return
  const round = Number(payload['round'])
  await orderErrand(work, { errand: 'notices.read_task', key: `${key}/${round}`, ...task })
  const { poll_minutes, poll_rounds, poll_later_minutes } = work.rules.notices
  const minutes = round < poll_rounds ? poll_minutes : poll_later_minutes
  const dueAt = new Date(work.now.getTime() + minutes * 60_000)
  await setTimer(work, { name: 'notices.read', key, dueAt, payload: { round: round + 1 } })
}

/** On the platform and in a word of our own: the platform's is one line among many. */
const remind: TimerHandler = async (work, { key, payload }) => {
  const task = await waitingTask(work, key)
  if (!task) return
  await remindSteward(work, task)
  const { remind_minutes } = work.rules.notices
  const round = Number(payload['round'])
  const [at, next] = [remind_minutes[round], remind_minutes[round + 1]]
  if (at === undefined || next === undefined) return
  const dueAt = new Date(work.now.getTime() + (next - at) * 60_000)
  await setTimer(work, { name: 'notices.remind', key, dueAt, payload: { round: round + 1 } })
}

type WaitingTask = NonNullable<Awaited<ReturnType<typeof waitingTask>>>

/** A task its steward has not sent, with what the platform needs to know of it. */
async function waitingTask(work: Work, taskId: string) {
  const [task] = await waitingWhere(work, 'task.id', taskId)
  return task ?? null
}

export function waitingTasks(work: Work, noticeId: string) {
  return waitingWhere(work, 'task.noticeId', noticeId)
}

async function waitingWhere(work: Work, column: 'task.id' | 'task.noticeId', value: string) {
  const rows = await work.tx
    .selectFrom('notice_task as task')
    .innerJoin('notice', 'notice.id', 'task.noticeId')
    .select(['task.id', 'task.platformId', 'task.userId', 'task.staffId', 'task.reminders'])
    .select(['notice.corpId', 'notice.projectId', 'notice.title'])
    .where(column, '=', value)
    .where('task.state', '=', 'waiting')
    .where('notice.state', '=', 'SENDING')
    .execute()
  return rows.flatMap(({ id, platformId, userId, ...rest }) =>
    platformId === null ? [] : [{ ...rest, order: { taskId: id, platformId, userId } }],
  )
}

export async function remindSteward(work: Work, task: WaitingTask): Promise<void> {
  const { corpId, projectId, order, staffId, title } = task
  const count = task.reminders + 1
  await work.tx
    .updateTable('notice_task')
    .set({ reminders: count })
    .where('id', '=', order.taskId)
    .execute()
  const key = `${order.taskId}/${count}`
  await orderErrand(work, { errand: 'notices.remind', key, corpId, projectId, order })
  if (!staffId) return
  await work.tell.staff(work, staffId, {
    words: 'notices.reminder',
    values: { title, count },
    key: `notice-task-${order.taskId}-${count}`,
    purpose: 'notice',
    isPlanned: true,
  })
}

export const noticeTimers: Readonly<Record<string, TimerHandler>> = {
  'notices.send': send,
  'notices.read': read,
  'notices.remind': remind,
  'notices.close': close,
}
