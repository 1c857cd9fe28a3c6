/** What notices have done on the platform: tasks made, read, reminded of and cancelled, each once. */
import type { Database } from '../../database/open-database.ts'
import type { ContactPlatform, TaskResult } from '../contacts/platform.ts'
import type { DeskErrand } from '../errands/errand.ts'
import { platformAnswer } from '../errands/platform-answer.ts'
import type { KnownTask } from './steward-task.ts'
import { type TaskResults, taskMade, taskRead } from './task-settled.ts'

interface TaskOrder {
  readonly taskId: string
  readonly userId: string
  readonly externalUserIds: readonly string[]
  readonly groupIds?: readonly string[]
  readonly text: string
  /** ISO. */
  readonly since: string
}

const none = async () => undefined

/** What notices need of the platform. */
export type NoticePlatform = Pick<
  ContactPlatform,
  'createTask' | 'findTask' | 'taskIsSent' | 'results' | 'remind' | 'cancel'
>

export function noticeErrands(platform: NoticePlatform, db: Database): readonly DeskErrand[] {
  return [
    {
      name: 'notices.create_task',
      send: (order) => platformAnswer(() => platform.createTask(order as TaskOrder).then(made)),
      async lookup(order) {
        const task = order as TaskOrder
        const id = await lookUp(platform, db, task)
        return id === null ? 'absent' : { outcome: 'ok', result: { id, unknown: [] } }
      },
      settled: (work, order, ending) => taskMade(work, (order as TaskOrder).taskId, ending),
    },
    {
      name: 'notices.read_task',
      send: (order) => platformAnswer(() => readTask(platform, order as KnownTask)),
      // Reading changes nothing.
      lookup: async () => 'absent',
      settled: (work, order, ending) => taskRead(work, order as KnownTask, ending),
    },
    {
      name: 'notices.remind',
      send: (order) =>
        platformAnswer(() => platform.remind((order as KnownTask).platformId).then(none)),
      // Reminded twice is no harm; the platform counts to three.
      lookup: async () => 'absent',
      settled: none,
    },
    {
      name: 'notices.cancel_task',
      send: (order) =>
        platformAnswer(() => platform.cancel((order as KnownTask).platformId).then(none)),
      lookup: async () => 'absent',
      settled: none,
    },
  ]
}

const made = ({ id, unknown }: { readonly id: string; readonly unknown: readonly string[] }) => ({
  id,
  unknown,
})

/** Two equal notices to one steward are told apart by the tasks that are known already. */
async function lookUp(platform: NoticePlatform, db: Database, task: TaskOrder) {
  const known = await db
    .selectFrom('notice_task')
    .select('platformId')
    .where('userId', '=', task.userId)
    .where('platformId', 'is not', null)
    .execute()
  const ids = known.map(({ platformId }) => platformId ?? '')
  let found: string | null = null
  await platformAnswer(async () => {
    found = await platform.findTask(task, new Date(task.since), ids)
  })
  return found
}

async function readTask(
  platform: NoticePlatform,
  task: KnownTask,
): Promise<{ readonly [Key in keyof TaskResults]: TaskResults[Key] }> {
  const { platformId, userId } = task
  const isSent = await platform.taskIsSent(platformId, userId)
  if (!isSent) return { isSent, results: [] }
  const results: TaskResult[] = []
  let cursor = ''
  do {
    const page = await platform.results(platformId, userId, cursor)
    results.push(...page.results)
    cursor = page.next
  } while (cursor !== '')
  return { isSent, results }
}
