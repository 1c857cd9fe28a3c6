/** Sends a notice: freezes who is meant, and hands each steward a task to confirm. */
import { awayFromMarks } from '../../outbox/away-from-marks.ts'
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import type { PlannedGroup } from './groups.ts'
import { lockNotice, type NoticeRow, noticeSubject } from './notice.ts'
import type { NoticePerson } from './people-of.ts'
import { planNotice } from './plan.ts'
import { countsOf } from './summary.ts'

/** Nothing when it is not scheduled any more. */
export async function sendNotice(work: Work, noticeId: string): Promise<void> {
  const notice = await lockNotice(work.tx, noticeId)
  if (notice?.state !== 'SCHEDULED') return
  const plan = await planNotice(work, notice)
  await work.tx
    .updateTable('notice')
    .set({ state: 'SENDING', startedAt: work.now })
    .where('id', '=', notice.id)
    .execute()
  await keepPeople(work, notice, plan.noContact, { state: 'no_contact', taskId: null })
  await keepPeople(work, notice, plan.overCap, { state: 'over_cap', taskId: null })
  for (const task of groupTasksOf(plan.groups)) await openStewardTask(work, notice, task)
  for (const { people, ...steward } of plan.stewards)
    for (const [part, some] of partsOf(people, work.rules.notices.per_task).entries())
      await openStewardTask(work, notice, { ...steward, part, people: some })
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

/** One task for all groups of a steward. Its part comes before those for single persons. */
function groupTasksOf(groups: readonly PlannedGroup[]): readonly StewardPart[] {
  const owners = [...new Set(groups.map(({ userId }) => userId))]
  return owners.flatMap((userId) =>
    partsOf(
      groups.filter((group) => group.userId === userId),
      GROUPS_A_TASK,
    ).map((some, index) => ({
      userId,
      staffId: some[0]?.staffId ?? '',
      name: some[0]?.steward ?? '',
      part: -1 - index,
      groups: some,
      people: some.flatMap(({ groupId, people }) =>
        people.map((person) => ({ ...person, groupId })),
      ),
    })),
  )
}

/** Most groups of one task (wecom.md 7.5). */
const GROUPS_A_TASK = 2_000

interface StewardPart {
  readonly userId: string
  readonly staffId: string
  readonly name: string
  readonly part: number
  readonly people: readonly (NoticePerson & { readonly groupId?: string })[]
  /** Present: it goes to these groups, in which the people are. */
  readonly groups?: readonly PlannedGroup[]
}

async function openStewardTask(work: Work, notice: NoticeRow, given: StewardPart): Promise<void> {
  const { people, groups, ...steward } = given
  const id = work.newId()
  const names = (groups ?? []).map(({ name }) => name)
  const fields = { id, noticeId: notice.id, ...steward, groups: names, createdAt: work.now }
  await work.tx
    .insertInto('notice_task')
    .values({ ...fields, state: 'ordered' })
    .execute()
  await keepPeople(work, notice, people, { state: 'unsent', taskId: id })
  await orderErrand(work, {
    errand: 'notices.create_task',
    key: id,
    corpId: notice.corpId,
    projectId: notice.projectId,
    order: {
      taskId: id,
      userId: steward.userId,
      ...(groups
        ? { externalUserIds: [], groupIds: groups.map(({ groupId }) => groupId) }
        : { externalUserIds: people.map(({ externalUserId }) => externalUserId) }),
      text: `【${notice.title}】\n${notice.body}`,
      since: work.now.toISOString(),
    },
    notBefore: makingTime(work, notice, id),
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

async function keepPeople(
  work: Work,
  notice: NoticeRow,
  people: readonly (NoticePerson & { readonly groupId?: string })[],
  how: { readonly state: string; readonly taskId: string | null },
): Promise<void> {
  for (const some of partsOf(people, ROWS_AT_ONCE)) {
    const rows = some.map((person) => ({
      id: work.newId(),
      noticeId: notice.id,
      ...person,
      ...how,
    }))
    await work.tx.insertInto('notice_recipient').values(rows).execute()
  }
}

/** PostgreSQL takes 65,535 values a statement; a row has nine. */
const ROWS_AT_ONCE = 2_000

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
