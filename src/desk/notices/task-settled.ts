/** What came of a steward's task on the platform, written down. */
import { setTimer } from '../../timers/timers.ts'
import type { TaskResult } from '../contacts/platform.ts'
import type { ErrandEnding } from '../errands/errand.ts'
import type { Work } from '../work.ts'
import { closeWhenDone } from './close.ts'
import { lockNotice } from './notice.ts'
import { cancelOnPlatform, type KnownTask, setPeople, setState } from './steward-task.ts'

export interface TaskResults {
  readonly isSent: boolean
  readonly results: readonly TaskResult[]
}

/** The steward has it on the phone now, or never will: then those people are to be called. */
export async function taskMade(work: Work, taskId: string, ending: ErrandEnding): Promise<void> {
  const task = await findTask(work, taskId)
  const notice = task && (await lockNotice(work.tx, task.noticeId))
  if (!task || !notice || task.state !== 'ordered') return
  const { id, unknown = [] } = (ending.result ?? {}) as { id?: string; unknown?: string[] }
  if (ending.state !== 'ok' || ending.outcome !== 'ok' || !id) {
    await setState(work, taskId, { state: 'failed' })
    await setPeople(work, taskId, { state: 'failed' })
    return closeWhenDone(work, notice.id)
  }
  await setState(work, taskId, { state: 'waiting', platformId: id })
  if (unknown.length > 0)
    await setPeople(work, taskId, { state: 'not_customer', externalUserIds: unknown })
  const known: KnownTask = { taskId, platformId: id, userId: task.userId }
  // Withdrawn while it was being made.
  if (notice.state !== 'SENDING') return cancelOnPlatform(work, notice, known)
  const { poll_minutes, remind_minutes } = work.rules.notices
  await setTimer(work, {
    name: 'notices.read',
    key: taskId,
    dueAt: minutesOn(work, poll_minutes),
    payload: { round: 1 },
  })
  await setTimer(work, {
    name: 'notices.remind',
    key: taskId,
    dueAt: minutesOn(work, remind_minutes[0] ?? poll_minutes),
    payload: { round: 0 },
  })
  if (task.staffId)
    await work.tell.staff(work, task.staffId, {
      words: 'notices.to_confirm',
      values: { title: notice.title },
      key: `notice-task-${taskId}-0`,
      purpose: 'notice',
    })
}

/** Statuses 0 to 3 of each person (wecom.md 7.5), once the steward has sent it. */
export async function taskRead(work: Work, known: KnownTask, ending: ErrandEnding): Promise<void> {
  const task = await findTask(work, known.taskId)
  if (task?.state !== 'waiting' || ending.outcome !== 'ok') return
  const { isSent, results } = ending.result as unknown as TaskResults
  if (!isSent) return
  await setState(work, task.id, { state: 'sent', sentAt: work.now })
  await setResults(work, task.id, results)
  await closeWhenDone(work, task.noticeId)
}

/** A task has up to 10,000 receivers and few kinds of answers: one statement for each. */
async function setResults(work: Work, taskId: string, results: readonly TaskResult[]) {
  for (const state of new Set(results.map(({ status }) => status))) {
    if (state === 'unsent') continue
    const told = results.filter(({ status }) => status === state)
    const externalUserIds = told.flatMap((one) => (one.groupId === '' ? one.externalUserId : []))
    const groupIds = told.flatMap(({ groupId }) => (groupId === '' ? [] : groupId))
    if (externalUserIds.length > 0) await setPeople(work, taskId, { state, externalUserIds })
    if (groupIds.length > 0) await setPeople(work, taskId, { state, groupIds })
  }
}

function findTask(work: Work, taskId: string) {
  return work.tx
    .selectFrom('notice_task')
    .selectAll()
    .where('id', '=', taskId)
    .forUpdate()
    .executeTakeFirst()
}

function minutesOn({ now }: Work, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}
