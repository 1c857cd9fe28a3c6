/** Sends a notice: freezes who is meant, and hands each steward a task to confirm. */
import { awayFromMarks } from '../../outbox/away-from-marks.ts'
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import { accountsOf, freezePeople } from './freeze.ts'
import { type MeantGroup, meantGroups } from './groups.ts'
import { lockNotice, type NoticeRow, noticeSubject } from './notice.ts'
import { planOf } from './plan.ts'
import { countsOf } from './summary.ts'

/** Nothing when it is not scheduled any more. */
export async function sendNotice(work: Work, noticeId: string): Promise<void> {
  const notice = await lockNotice(work.tx, noticeId)
  if (notice?.state !== 'SCHEDULED') return
  const meant = groupTasksOf(work, await meantGroups(work, notice))
  const frozen = await freezePeople(work, notice, meant)
  const plan = planOf(frozen, meant)
  await work.tx
    .updateTable('notice')
    .set({ state: 'SENDING', startedAt: work.now })
    .where('id', '=', notice.id)
    .execute()
  const told = new Set(plan.groups.map(({ groupId }) => groupId))
  for (const task of tasksOf(meant.filter(({ groupId }) => told.has(groupId))))
    await openStewardTask(work, notice, task)
  for (const { taskId: id, userId, staffId, name, part } of frozen)
    if (id && userId && staffId && name !== null && part !== null)
      await openStewardTask(work, notice, { id, userId, staffId, name, part })
  const dueAt = closingTime(work, notice)
  await setTimer(work, { name: 'notices.close', key: notice.id, dueAt, payload: {} })
  await audit(work, {
    action: 'notice.send',
    subject: noticeSubject(notice.id),
    corpId: notice.corpId,
    projectId: notice.projectId,
    detail: { ...countsOf(plan), stewards: plan.stewards.length, groups: plan.groups.length },
  })
  // With nobody to send it by, everybody is to be called, and at once.
  if (plan.stewards.length + plan.groups.length === 0)
    await setTimer(work, { name: 'notices.close', key: notice.id, dueAt: work.now, payload: {} })
}

interface TaskedGroup extends MeantGroup {
  readonly taskId: string
  readonly part: number
}

/** One task for all groups of a steward. Its part comes before those for single persons. */
function groupTasksOf(work: Work, groups: readonly MeantGroup[]): readonly TaskedGroup[] {
  const owners = [...new Set(groups.map(({ userId }) => userId))]
  const tasked = new Map<string, TaskedGroup>()
  for (const owner of owners) {
    const own = groups.filter(({ userId }) => userId === owner)
    for (const [index, some] of partsOf(own, GROUPS_A_TASK).entries()) {
      const task = { taskId: work.newId(), part: -1 - index }
      for (const group of some) tasked.set(group.groupId, { ...group, ...task })
    }
  }
  // In their own order: the widest first.
  return groups.flatMap(({ groupId }) => tasked.get(groupId) ?? [])
}

function tasksOf(groups: readonly TaskedGroup[]): readonly StewardPart[] {
  return [...new Set(groups.map(({ taskId }) => taskId))].flatMap((id) => {
    const some = groups.filter(({ taskId }) => taskId === id)
    const [first] = some
    if (!first) return []
    const { userId, staffId, steward: name, part } = first
    return { id, userId, staffId, name, part, groups: some }
  })
}

/** Most groups of one task (wecom.md 7.5). */
const GROUPS_A_TASK = 2_000

interface StewardPart {
  readonly id: string
  readonly userId: string
  readonly staffId: string
  readonly name: string
  readonly part: number
  /** Present: it goes to these groups, in which the people are. */
  readonly groups?: readonly MeantGroup[]
}

async function openStewardTask(work: Work, notice: NoticeRow, task: StewardPart): Promise<void> {
  const { groups, ...fields } = task
  const names = (groups ?? []).map(({ name }) => name)
  await work.tx
    .insertInto('notice_task')
    .values({
      ...{ ...fields, groups: names, noticeId: notice.id },
      ...{ createdAt: work.now, state: 'ordered' },
    })
    .execute()
  await orderErrand(work, {
    errand: 'notices.create_task',
    key: task.id,
    corpId: notice.corpId,
    projectId: notice.projectId,
    order: {
      taskId: task.id,
      userId: task.userId,
      ...(groups
        ? { externalUserIds: [], groupIds: groups.map(({ groupId }) => groupId) }
        : { externalUserIds: await accountsOf(work, task.id) }),
      text: `【${notice.title}】\n${notice.body}`,
      since: work.now.toISOString(),
    },
    notBefore: makingTime(work, notice, task.id),
  })
}

/**
 * A notice planned for nine o'clock has its tasks made in the minutes after nine, each at its own moment, because at the
 * full and the half hour the platform is crowded (wecom.md 4.4). What is urgent, was wanted at once, or has no minute to
 * lose before its lead time is made now.
 */
function makingTime({ now, rules }: Work, notice: NoticeRow, taskId: string): Date {
  if (notice.urgent || notice.sendAt <= notice.createdAt) return now
  const moved = awayFromMarks(now, taskId, rules.outbox.jitter)
  const { lead } = rules.notices.kinds[notice.kind]
  if (!lead || !notice.fromAt) return moved
  const latest = notice.fromAt.getTime() - lead.hours * 3_600_000
  return moved.getTime() <= latest ? moved : now
}

function partsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}

/** When what is still unsent becomes calls: before the stop, but stewards have some time in any case. */
function closingTime({ now, rules }: Work, { fromAt }: NoticeRow): Date {
  const { close_minutes, close_at_least_minutes } = rules.notices
  const usual = now.getTime() + close_minutes * 60_000
  const soonest = now.getTime() + close_at_least_minutes * 60_000
  const wanted = fromAt ? Math.min(usual, fromAt.getTime()) : usual
  return new Date(Math.max(wanted, soonest))
}
