/** Staff whom nothing reaches become a task, once per matter; an account that sends nothing is told once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Outgoing } from '../../src/channels/channel.ts'
import { callStaff } from '../../src/conversation/staff-unreached.ts'
import { tellOfPause } from '../../src/conversation/tell-of-pause.ts'
import type { StaffActor } from '../../src/desk/work.ts'
import type { OutboxItem } from '../../src/outbox/item.ts'
import { aProject } from '../support/desk/people.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

let desk: TicketDesk
let zhang: StaffActor
let manager: StaffActor
let userId: string
const SYSTEM = { kind: 'system', name: 'outbox' } as const

beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('调度', 'dispatcher')
  manager = await desk.staff('经理', 'manager')
  await aProject(desk.db)
})
beforeEach(async () => {
  await desk.db.deleteFrom('task').execute()
  zhang = await desk.technician(`张师傅${randomUUID().slice(0, 4)}`)
  const row = await desk.db
    .selectFrom('staff')
    .select('userId')
    .where('id', '=', zhang.staffId)
    .executeTakeFirstOrThrow()
  userId = row.userId
  desk.tell.clear()
})
afterAll(() => desk.close())

const item = (message: Outgoing, change: Partial<OutboxItem> = {}): OutboxItem => ({
  id: randomUUID(),
  key: randomUUID(),
  corpId: zhang.corpId,
  projectId: null,
  lane: 'wecom-app',
  conversationId: 'wecom-app',
  to: { corpId: zhang.corpId, channel: 'wecom-app', account: '1000002', user: userId },
  message,
  purpose: 'notice',
  code: null,
  guard: null,
  attempts: 1,
  repeated: false,
  ...change,
})
const text = (words: string): Outgoing => ({ kind: 'text', text: words })
const card = (taskId: string): Outgoing => ({
  kind: 'card',
  taskId,
  title: '报修待接单',
  lines: [],
  buttons: [],
})
const unreached = (message: Outgoing, change?: Partial<OutboxItem>) =>
  desk.work(SYSTEM, (work) => callStaff(work, item(message, change)))
const aCard = async (subject: { kind: string; id: string }) => {
  const taskId = `t-${randomUUID()}`
  await desk.db
    .insertInto('staff_card')
    .values({
      taskId,
      corpId: zhang.corpId,
      conversationId: 'c',
      staffId: zhang.staffId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      state: 'open',
      createdAt: new Date(),
    })
    .execute()
  return card(taskId)
}
const tasks = () =>
  desk.db.selectFrom('task').selectAll().where('kind', '=', 'staff-unreached').execute()

describe('a member of staff whom nothing reaches', () => {
  test('is a task for the dispatcher, with what was to be said', async () => {
    await unreached(text('请到3栋'))
    expect(await tasks()).toMatchObject([
      {
        state: 'open',
        role: 'dispatcher',
        exceptStaffId: zhang.staffId,
        values: { text: '请到3栋' },
      },
    ])
    expect(desk.tell.read.join('\n')).toContain('收不到消息')
    expect(desk.tell.of('card').map(({ staffId }) => staffId)).not.toContain(zhang.staffId)
  })

  test('is one task a day, however many messages and however their id is written', async () => {
    await unreached(text('一'))
    await unreached(text('二'))
    await unreached(text('三'), { to: { ...item(text('x')).to, user: userId.toUpperCase() } })
    expect(await tasks()).toHaveLength(1)
    await desk.advance(24 * 60)
    await unreached(text('四'))
    expect(await tasks()).toHaveLength(2)
  })

  test('is one task for each matter a card is about', async () => {
    const [one, two] = [
      { kind: 'ticket', id: 'T1' },
      { kind: 'ticket', id: 'T2' },
    ]
    for (const subject of [one, one, two]) await unreached(await aCard(subject))
    expect(await tasks()).toHaveLength(2)
  })

  test('is no task for a card that could not be greyed', async () => {
    await unreached({ kind: 'card-close', taskId: 't', text: '已接单', responseCode: 'R' })
    expect(await tasks()).toEqual([])
  })

  test('does not go round: the card of such a task that reaches nobody makes no other', async () => {
    await unreached(text('请到3栋'))
    const [task] = await tasks()
    await unreached(await aCard({ kind: 'task', id: task?.id ?? '' }))
    expect(await tasks()).toHaveLength(1)
  })

  test('whom nobody knows is nobody’s project’s task', async () => {
    await unreached(text('x'), { to: { ...item(text('x')).to, user: 'nobody' } })
    expect(await tasks()).toEqual([])
  })
})

describe('an account that sends nothing', () => {
  const since = new Date('2026-11-23T02:00:00Z')
  const happens = (channel: string, code = '60020') =>
    desk.work(SYSTEM, async (work) => {
      const pause = { line: `${channel}/${zhang.corpId}/a`, corpId: zhang.corpId, code, since }
      await tellOfPause(work, pause, 'paused')
      await tellOfPause(work, pause, 'paused')
      await tellOfPause(work, pause, 'resumed')
    })

  test('is told to the group, and that it is over', async () => {
    await happens('wecom-kf')
    expect(desk.tell.of('staff')).toEqual([])
    const [paused = '', resumed = ''] = desk.tell
      .of('robot')
      .map(({ words, values }) => desk.tell.text(words, values))
    expect(paused).toMatch(/^【发送暂停】微信客服发不出消息，企业微信返回60020/)
    expect(resumed).toMatch(/^【发送恢复】微信客服恢复发送/)
    expect(desk.tell.of('robot')).toHaveLength(2)
  })

  test('is told to the managers when it is the robot', async () => {
    await happens('wecom-robot', '93000')
    expect(desk.tell.of('robot')).toEqual([])
    const told = desk.tell.of('staff')
    expect(told).toHaveLength(2)
    expect(new Set(told.map(({ staffId }) => staffId))).toEqual(new Set([manager.staffId]))
    expect(told.map(({ words }) => words)).toEqual([
      'conversation.channel_paused',
      'conversation.channel_resumed',
    ])
  })

  test('is no news when it was never configured', async () => {
    await happens('wecom-robot', 'no robot')
    expect(desk.tell.told).toEqual([])
  })
})
