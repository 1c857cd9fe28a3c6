/** How far a notice has come: each steward's part, and who was not reached and why. */
import { roomLabel } from '../residents/room-label.ts'
import { sayTime } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { writerOf } from './may.ts'
import { type NoticeRow, noticeRow, WITHDRAWABLE } from './notice.ts'

/** What a list shows of a notice. */
export interface NoticeLine {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly state: string
  readonly audience: string
  readonly at: string
}

/** The newest first. */
const LISTED = 8

/** Null for those who may not see them. */
export async function listNotices(
  work: Work,
  which: 'all' | 'withdrawable',
): Promise<readonly NoticeLine[] | null> {
  const { actor } = work
  if (actor.kind !== 'staff' || !(await writerOf(work, actor.projectId))) return null
  const all = work.tx
    .selectFrom('notice')
    .selectAll()
    .where('projectId', '=', actor.projectId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(LISTED)
  const query = which === 'all' ? all : all.where('state', 'in', [...WITHDRAWABLE])
  return (await query.execute()).map((row) => lineOf(work, noticeRow(row)))
}

function lineOf(work: Work, notice: NoticeRow): NoticeLine {
  const { id, title, kind, state, audience, sendAt } = notice
  const name = work.rules.notices.kinds[kind].name
  return { id, title, kind: name, state, audience: audience.label, at: sayTime(sendAt, work.now) }
}

export interface Progress extends NoticeLine {
  readonly stewards: readonly {
    readonly name: string
    readonly state: string
    /** Names of the groups it goes to; none when it goes to persons. */
    readonly groups: readonly string[]
    readonly sent: number
    readonly unsent: number
    readonly failed: number
  }[]
  readonly sent: number
  readonly unsent: number
  /** Stewards who have not sent it. */
  readonly waiting: number
  readonly missed: number
  /** The first of those not reached, and why. */
  readonly missing: readonly {
    readonly home: string
    readonly name: string
    readonly why: string
  }[]
}

const SHOWN_MISSING = 10

export async function noticeProgress(work: Work, noticeId: string): Promise<Progress | null> {
  const row = await work.tx
    .selectFrom('notice')
    .selectAll()
    .where('id', '=', noticeId)
    .executeTakeFirst()
  if (!row || !(await writerOf(work, row.projectId))) return null
  const tasks = await work.tx
    .selectFrom('notice_task')
    .select(['id', 'name', 'state', 'groups'])
    .where('noticeId', '=', noticeId)
    .orderBy('name')
    .orderBy('part')
    .execute()
  const counts = await countsOfNotice(work, noticeId)
  const count = (of: readonly StateCount[], ...states: readonly string[]) =>
    of.reduce((sum, { state, people }) => sum + (states.includes(state) ? people : 0), 0)
  const stewards = tasks.map(({ id, name, state, groups }) => {
    const mine = counts.filter(({ taskId }) => taskId === id)
    const [sent, unsent] = [count(mine, 'sent'), count(mine, 'unsent')]
    const failed = mine.reduce((sum, { people }) => sum + people, 0) - sent - unsent
    return { name, state, groups, sent, unsent, failed }
  })
  const all = counts.reduce((sum, { people }) => sum + people, 0)
  const [sent, unsent] = [count(counts, 'sent'), count(counts, 'unsent')]
  const missing = await firstMissing(work, noticeId)
  return {
    ...lineOf(work, noticeRow(row)),
    ...{ stewards, sent, unsent },
    waiting: tasks.filter(({ state }) => state === 'ordered' || state === 'waiting').length,
    missed: all - sent - unsent,
    missing: missing.map(({ name, state: why, ...room }) => ({
      home: roomLabel(work.rules.residents, room),
      name,
      why,
    })),
  }
}

interface StateCount {
  readonly state: string
  readonly people: number
}

async function countsOfNotice(work: Work, noticeId: string) {
  const rows = await work.tx
    .selectFrom('notice_recipient')
    .select(['taskId', 'state'])
    .select((select) => select.fn.countAll<string>().as('people'))
    .where('noticeId', '=', noticeId)
    .groupBy(['taskId', 'state'])
    .execute()
  return rows.map((row) => ({ ...row, people: Number(row.people) }))
}

function firstMissing(work: Work, noticeId: string) {
  return work.tx
    .selectFrom('notice_recipient as recipient')
    .innerJoin('person', 'person.id', 'recipient.personId')
    .innerJoin('room', 'room.id', 'recipient.roomId')
    .innerJoin('building', 'building.id', 'room.buildingId')
    .innerJoin('unit', 'unit.id', 'room.unitId')
    .select(['recipient.state', 'person.name'])
    .select(['building.name as buildingName', 'unit.code as unit', 'room.number'])
    .where('recipient.noticeId', '=', noticeId)
    .where('recipient.state', 'not in', ['sent', 'unsent'])
    .orderBy('room.code')
    .orderBy('recipient.id')
    .limit(SHOWN_MISSING)
    .execute()
}
