/** What one steward has to confirm: its state, that of the people behind it, and its end on the platform. */
import { type SqlBool, sql } from 'kysely'
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'

/** Of a task the platform knows. */
export interface KnownTask {
  readonly taskId: string
  readonly platformId: string
  readonly userId: string
}

/** Cancels what its steward has not sent yet; the platform forgets it. */
export async function cancelOnPlatform(
  work: Work,
  notice: { readonly corpId: string; readonly projectId: string },
  known: KnownTask,
): Promise<void> {
  await setState(work, known.taskId, { state: 'cancelled' })
  await setPeople(work, known.taskId, { state: 'cancelled' })
  await orderErrand(work, {
    errand: 'notices.cancel_task',
    key: known.taskId,
    corpId: notice.corpId,
    projectId: notice.projectId,
    order: known,
  })
}

export async function setState(
  work: Work,
  taskId: string,
  fields: { readonly state: string; readonly platformId?: string; readonly sentAt?: Date },
): Promise<void> {
  await work.tx.updateTable('notice_task').set(fields).where('id', '=', taskId).execute()
}

/** Of those still waiting: these accounts, those of these groups, or all without either. */
export async function setPeople(
  work: Work,
  taskId: string,
  {
    state,
    externalUserIds,
    groupIds,
  }: {
    readonly state: string
    readonly externalUserIds?: readonly string[]
    readonly groupIds?: readonly string[]
  },
): Promise<void> {
  const query = work.tx
    .updateTable('notice_recipient')
    .set({ state, ...(state === 'sent' && { sentAt: work.now }) })
    .where('taskId', '=', taskId)
    .where('state', '=', 'unsent')
    .$if(externalUserIds !== undefined, (only) =>
      only.where(sql<SqlBool>`"externalUserId" = ANY (${externalUserIds}::text[])`),
    )
    .$if(groupIds !== undefined, (only) =>
      only.where(sql<SqlBool>`"groupId" = ANY (${groupIds}::text[])`),
    )
  await query.execute()
}
