/** Takes a notice back: before it is sent nobody hears of it; afterwards only those who have not got it yet. */
import { cancelTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { approvalKey } from './create.ts'
import { writerOf } from './may.ts'
import { lockNotice, noticeSubject, WITHDRAWABLE } from './notice.ts'
import { cancelOnPlatform, setPeople } from './steward-task.ts'

export interface WithdrawAnswer {
  readonly outcome: 'withdrawn' | 'stopped' | 'over' | 'not_allowed' | 'not_found'
  /** How many people have it already: words that were sent cannot be called back. */
  readonly sent?: number
}

export async function withdrawNotice(work: Work, noticeId: string): Promise<WithdrawAnswer> {
  const notice = await lockNotice(work.tx, noticeId)
  if (!notice) return { outcome: 'not_found' }
  if (!(await writerOf(work, notice.projectId))) return { outcome: 'not_allowed' }
  if (!WITHDRAWABLE.includes(notice.state)) return { outcome: 'over' }
  await work.tx
    .updateTable('notice')
    .set({ state: 'WITHDRAWN', endedAt: work.now })
    .where('id', '=', notice.id)
    .execute()
  await cancelTimer(work.tx, 'notices.send', notice.id)
  await cancelTimer(work.tx, 'notices.close', notice.id)
  await cancelTask(work, approvalKey(notice.id))
  const { corpId, projectId } = notice
  const sent =
    notice.state === 'SENDING' ? await stop(work, { id: notice.id, corpId, projectId }) : 0
  const subject = noticeSubject(notice.id)
  const detail = { title: notice.title, was: notice.state, sent }
  await audit(work, { action: 'notice.withdraw', subject, corpId, projectId, detail })
  return { outcome: notice.state === 'SENDING' ? 'stopped' : 'withdrawn', sent }
}

async function stop(
  work: Work,
  notice: { readonly id: string; readonly corpId: string; readonly projectId: string },
): Promise<number> {
  const tasks = await work.tx
    .selectFrom('notice_task')
    .select(['id', 'state', 'platformId', 'userId'])
    .where('noticeId', '=', notice.id)
    .where('state', 'in', ['ordered', 'waiting'])
    .execute()
  for (const { id, platformId, userId } of tasks) {
    if (platformId) await cancelOnPlatform(work, notice, { taskId: id, platformId, userId })
    // Still being made: the platform is told to forget it as soon as it has a name.
    else await setPeople(work, id, { state: 'cancelled' })
  }
  const { sent } = await work.tx
    .selectFrom('notice_recipient')
    .select((select) => select.fn.countAll<string>().as('sent'))
    .where('noticeId', '=', notice.id)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow()
  return Number(sent)
}
