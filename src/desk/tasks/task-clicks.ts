/** Taps on task cards: 我来处理 and 已完成. */
import type { ClickHandler } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { findStaff } from '../staff/staff.ts'
import { finishTask, takeTask } from './take-task.ts'
import { showTakenTask } from './tell-task.ts'

export const taskClicks: ClickHandler = async (work, click) => {
  if (work.actor.kind !== 'staff') return { outcome: 'not-staff' }
  const task = await work.tx
    .selectFrom('task')
    .selectAll()
    .where('id', '=', click.subject.id)
    .forUpdate()
    .executeTakeFirst()
  if (!task || task.projectId !== work.actor.projectId) return { outcome: 'not-yours' }
  const staffId = work.actor.staffId
  const outcome =
    click.key === 'take'
      ? await takeTask(work, task.id, staffId)
      : click.key === 'done'
        ? await finishTask(work, task.id, { staffId, note: null, byTap: true })
        : 'unknown-key'
  await audit(work, {
    action: `task.${click.key}`,
    subject: click.subject,
    corpId: task.corpId,
    projectId: task.projectId,
    detail: { outcome },
  })
  if (outcome === 'unknown-key') return { outcome }
  if (outcome === 'taken') {
    await showTakenTask(work, task.id, staffId)
    return { outcome, close: { words: 'tasks.card_yours', values: { kind: task.kind } } }
  }
  const holder = task.takenById ? await findStaff(work.tx, task.takenById) : null
  const words = outcome === 'done' ? 'tasks.card_done' : 'tasks.card_over'
  return { outcome, close: { words, values: { holder: holder?.name ?? '' } } }
}
