/** Taking and finishing a task: the first who takes it has it. */
import { cancelTimer } from '../../timers/timers.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { cardSubject } from './card-subject.ts'

export type TakeOutcome = 'taken' | 'taken-by-other' | 'over'

/** First come, first served; taking it again oneself changes nothing. */
export async function takeTask(work: Work, taskId: string, staffId: string): Promise<TakeOutcome> {
  const claimed = await work.tx
    .updateTable('task')
    .set({ state: 'taken', takenById: staffId, takenAt: work.now })
    .where('id', '=', taskId)
    .where('state', '=', 'open')
    .returning(['id', 'kind', 'subjectId'])
    .executeTakeFirst()
  if (!claimed) return outcomeOfLate(work, taskId, staffId)
  const holder = await findStaff(work.tx, staffId)
  await work.tell.closeCards(work, cardSubject(claimed), {
    words: 'tasks.card_taken',
    values: { holder: holder?.name ?? '' },
    exceptStaffId: staffId,
  })
  return 'taken'
}

async function outcomeOfLate(work: Work, taskId: string, staffId: string): Promise<TakeOutcome> {
  const task = await work.tx
    .selectFrom('task')
    .select(['state', 'takenById'])
    .where('id', '=', taskId)
    .executeTakeFirst()
  if (task?.state !== 'taken') return 'over'
  return task.takenById === staffId ? 'taken' : 'taken-by-other'
}

export interface TaskEnd {
  readonly staffId: string
  /** What came of it. */
  readonly note: string | null
  /** Ended by a button of a card: that card is closed by its own answer, so only others' are closed here. */
  readonly byTap: boolean
}

/** Anybody of the project may finish a task, taken or not. */
export async function finishTask(
  work: Work,
  taskId: string,
  { staffId, note, byTap }: TaskEnd,
): Promise<'done' | 'over'> {
  const finished = await work.tx
    .updateTable('task')
    .set((set) => ({
      state: 'done',
      doneAt: work.now,
      note,
      takenById: set.fn.coalesce('takenById', set.val(staffId)),
    }))
    .where('id', '=', taskId)
    .where('state', 'in', ['open', 'taken'])
    .returning(['id', 'kind', 'subjectId'])
    .executeTakeFirst()
  if (!finished) return 'over'
  await endTask(work, finished, 'tasks.card_done', byTap ? staffId : undefined)
  return 'done'
}

/** As `finishTask`, for a service that knows its task by the cause it gave. */
export async function finishTaskOf(
  work: Work,
  key: string,
  end: TaskEnd,
): Promise<'done' | 'over'> {
  const task = await work.tx
    .selectFrom('task')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst()
  return task ? await finishTask(work, task.id, end) : 'over'
}

/** Takes a task back whose cause is gone, for example because the owner answered after all. */
export async function cancelTask(work: Work, key: string): Promise<void> {
  const cancelled = await work.tx
    .updateTable('task')
    .set({ state: 'cancelled', doneAt: work.now })
    .where('key', '=', key)
    .where('state', 'in', ['open', 'taken'])
    .returning(['id', 'kind', 'subjectId'])
    .executeTakeFirst()
  if (cancelled) await endTask(work, cancelled, 'tasks.card_cancelled', undefined)
}

async function endTask(
  work: Work,
  task: { readonly id: string; readonly kind: string; readonly subjectId: string | null },
  words: string,
  exceptStaffId: string | undefined,
): Promise<void> {
  await cancelTimer(work.tx, 'tasks.due', task.id)
  const close = { words, values: {}, ...(exceptStaffId ? { exceptStaffId } : {}) }
  await work.tell.closeCards(work, cardSubject(task), close)
}
