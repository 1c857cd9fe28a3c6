/** What somebody had taken on and not finished is open again, and those on duty are asked. */
import type { Work } from '../work.ts'
import { tellTask } from './tell-task.ts'

/** How many. Chats are opened again by who keeps them: the owner waits in one. */
export async function giveTasksBack(work: Work, staffId: string): Promise<number> {
  const open = await work.tx
    .updateTable('task')
    .set({ state: 'open', takenById: null, takenAt: null })
    .where('takenById', '=', staffId)
    .where('state', '=', 'taken')
    .where('kind', '<>', 'handoff')
    .returning('id')
    .execute()
  for (const { id } of open)
    await tellTask(work, id, { name: `back-${work.now.getTime()}`, overdue: false })
  return open.length
}
