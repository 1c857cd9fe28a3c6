/** Ends the sending of a notice: whoever was not reached is to be called, a few homes a task, and the writer hears it. */
import { cancelTimer } from '../../timers/timers.ts'
import { openTask } from '../tasks/open-task.ts'
import type { Work } from '../work.ts'
import { missedGroups } from './missed.ts'
import { lockNotice, type NoticeRow, noticeSubject } from './notice.ts'
import { cancelOnPlatform } from './steward-task.ts'

/**
 * Ends it as soon as every steward's task has come to something. Locked before the look: of two tasks that end at the same
 * moment neither would see the other's end, and nobody would close it.
 */
export async function closeWhenDone(work: Work, noticeId: string): Promise<void> {
  await lockNotice(work.tx, noticeId)
  const open = await work.tx
    .selectFrom('notice_task')
    .select('id')
    .where('noticeId', '=', noticeId)
    .where('state', 'in', ['ordered', 'waiting'])
    .executeTakeFirst()
  if (!open) await closeNotice(work, noticeId)
}

/** What is not confirmed by now is taken from the stewards: two ways to one person would tell them twice. */
export async function closeNotice(work: Work, noticeId: string): Promise<void> {
  const notice = await lockNotice(work.tx, noticeId)
  if (notice?.state !== 'SENDING') return
  await takeBack(work, notice)
  const missed = await askForCalls(work, notice)
  const state = missed > 0 ? 'PARTLY_FAILED' : 'SENT'
  await work.tx
    .updateTable('notice')
    .set({ state, endedAt: work.now })
    .where('id', '=', notice.id)
    .execute()
  await cancelTimer(work.tx, 'notices.close', notice.id)
  await work.tell.staff(work, notice.writerId, {
    words: 'notices.ended',
    values: { title: notice.title, missed, sent: await sentCount(work, notice.id) },
    key: `notice-${notice.id}-ended`,
    purpose: 'notice',
    isPlanned: true,
  })
}

async function takeBack(work: Work, notice: NoticeRow): Promise<void> {
  const waiting = await work.tx
    .selectFrom('notice_task')
    .select(['id', 'platformId', 'userId'])
    .where('noticeId', '=', notice.id)
    .where('state', '=', 'waiting')
    .execute()
  for (const { id, platformId, userId } of waiting)
    if (platformId) await cancelOnPlatform(work, notice, { taskId: id, platformId, userId })
}

/**
 * By building, because each has its own people; a few homes a task, because a card shows a few lines. Answers how many
 * people were missed.
 */
async function askForCalls(work: Work, notice: NoticeRow): Promise<number> {
  const size = work.rules.notices.calls_per_task
  let missed = 0
  let building = ''
  let from = 0
  for await (const group of missedGroups(work, notice, size)) {
    from = group.building === building ? from + size : 0
    building = group.building
    missed += group.homes.length
    await openTask(work, {
      kind: 'notice-calls',
      key: `notice-${notice.id}-calls-${building}-${from}`,
      corpId: notice.corpId,
      projectId: notice.projectId,
      role: 'steward',
      buildingCode: building,
      values: {
        title: notice.title,
        text: notice.body,
        homes: group.homes,
        count: group.homes.length,
      },
      subject: noticeSubject(notice.id),
    })
  }
  return missed
}

async function sentCount(work: Work, noticeId: string): Promise<number> {
  const { sent } = await work.tx
    .selectFrom('notice_recipient')
    .select((select) => select.fn.countAll<string>().as('sent'))
    .where('noticeId', '=', noticeId)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow()
  return Number(sent)
}
