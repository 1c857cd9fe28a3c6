/** A conversation somebody had taken waits for somebody else. */
import { tellTask } from '../desk/tasks/tell-task.ts'
import type { Work } from '../desk/work.ts'
import { setHandling, waitForPeople } from './handoff-record.ts'

/** Whoever had it cannot or does not answer: it is open for the others again. */
export async function reopenHandoff(work: Work, conversationId: string): Promise<void> {
  const reopened = await work.tx
    .updateTable('handoff')
    .set({ state: 'requested', takenBy: null, acceptedAt: null, replyNumber: null })
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'accepted')
    .returning('id')
    .executeTakeFirst()
  if (!reopened) return
  const task = await work.tx
    .updateTable('task')
    .set({ state: 'open', takenById: null, takenAt: null })
    .where('key', '=', `handoff-${reopened.id}`)
    .returning('id')
    .executeTakeFirst()
  // Everybody's card was closed when it was taken.
  if (task) await tellTask(work, task.id, { name: `again-${work.now.getTime()}`, overdue: false })
  await setHandling(work, conversationId, 'requested')
  await waitForPeople(work, reopened.id)
}
