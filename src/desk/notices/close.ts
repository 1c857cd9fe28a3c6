/** Ends the sending of a notice: whoever was not reached is to be called, a few homes a task, and the writer hears it. */
import { cancelTimer } from '../../timers/timers.ts'
import { roomLabel } from '../residents/room-label.ts'
import { openTask } from '../tasks/open-task.ts'
import type { Work } from '../work.ts'
import { lockNotice, type NoticeRow, noticeSubject } from './notice.ts'
import { cancelOnPlatform } from './steward-task.ts'

/** Ends it as soon as every steward's task has come to something. */
export async function closeWhenDone(work: Work, noticeId: string): Promise<void> {
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
  const missed = await missedPeople(work, notice)
  const state = missed.length > 0 ? 'PARTLY_FAILED' : 'SENT'
  await work.tx
    .updateTable('notice')
    .set({ state, endedAt: work.now })
    .where('id', '=', notice.id)
    .execute()
  await cancelTimer(work.tx, 'notices.close', notice.id)
  await askForCalls(work, notice, missed)
  await work.tell.staff(work, notice.writerId, {
    words: 'notices.ended',
    values: { title: notice.title, missed: missed.length, sent: await sentCount(work, notice.id) },
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

interface Missed {
  readonly building: string
  readonly label: string
  readonly name: string
  readonly last4: string
}

async function missedPeople(work: Work, notice: NoticeRow): Promise<Missed[]> {
  const rows = await work.tx
    .selectFrom('notice_recipient as recipient')
    .innerJoin('person', 'person.id', 'recipient.personId')
    .innerJoin('room', 'room.id', 'recipient.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['person.name', 'person.phoneLast4 as last4', 'recipient.buildingCode as building'])
    .select(['building.name as buildingName', 'unit.code as unit', 'room.number'])
    .where('recipient.noticeId', '=', notice.id)
    .where('recipient.state', '<>', 'sent')
    .orderBy('recipient.buildingCode')
    .orderBy('room.code')
    .orderBy('recipient.id')
    .execute()
  return rows.map(({ building, name, last4, ...room }) => ({
    building,
    name,
    last4: last4 ?? '',
    label: roomLabel(work.rules.residents, room),
  }))
}

/** By building, because each has its own people; a few homes a task, because a card shows a few lines. */
async function askForCalls(work: Work, notice: NoticeRow, missed: readonly Missed[]) {
  const size = work.rules.notices.calls_per_task
  for (const building of new Set(missed.map((one) => one.building))) {
    const here = missed.filter((one) => one.building === building)
    for (let from = 0; from < here.length; from += size) {
      const some = here.slice(from, from + size)
      await openTask(work, {
        kind: 'notice-calls',
        key: `notice-${notice.id}-calls-${building}-${from}`,
        corpId: notice.corpId,
        projectId: notice.projectId,
        role: 'steward',
        buildingCode: building,
        values: { title: notice.title, text: notice.body, homes: some, count: some.length },
        subject: noticeSubject(notice.id),
      })
    }
  }
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
