/** Opens a task for the service centre, once per cause, and tells who is on duty. */
import { setTimer } from '../../timers/timers.ts'
import type { Role } from '../staff/roles.ts'
import type { Work } from '../work.ts'
import type { TaskKind } from './rules.ts'
import { tellTask } from './tell-task.ts'

export interface NewTask {
  readonly kind: TaskKind
  /** Names the cause: opening it again under one key does nothing. */
  readonly key: string
  readonly corpId: string
  readonly projectId: string
  /** Who should do it first; others follow by rules/tasks.yaml when nobody of this role is on duty. */
  readonly role: Role
  /** Given when the matter is about one building: its own staff is asked before the others. */
  readonly buildingCode?: string
  /** Somebody who is not asked. */
  readonly exceptStaffId?: string
  /** What the card and the words of its kind speak of; see flows/_cards/tasks.yaml. */
  readonly values: Readonly<Record<string, unknown>>
  readonly subject?: { readonly kind: string; readonly id: string }
  readonly conversationId?: string
}

/** The id of the task, or null when this cause already has one. */
export async function openTask(work: Work, task: NewTask): Promise<string | null> {
  const minutes = work.rules.tasks.due_minutes[task.kind]
  const dueAt = new Date(work.now.getTime() + minutes * 60_000)
  const row = await work.tx
    .insertInto('task')
    .values({
      id: work.newId(),
      corpId: task.corpId,
      projectId: task.projectId,
      kind: task.kind,
      key: task.key,
      values: JSON.stringify(task.values),
      subjectKind: task.subject?.kind ?? null,
      subjectId: task.subject?.id ?? null,
      conversationId: task.conversationId ?? null,
      role: task.role,
      buildingCode: task.buildingCode ?? null,
      exceptStaffId: task.exceptStaffId ?? null,
      state: 'open',
      dueAt,
      createdAt: work.now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await setTimer(work, { name: 'tasks.due', key: row.id, dueAt, payload: { round: 1 } })
  await tellTask(work, row.id, { name: '0', overdue: false })
  return row.id
}
