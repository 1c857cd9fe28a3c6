/** A notice from its writing to the call task, on the strict stand-in platform. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SendRefused } from '../../../src/channels/channel.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { CHEN, LIU } from '../../sandbox/support/test-platform.ts'
import { anOwner, aRoom } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { aPerson } from '../../support/desk/people.ts'

const WATER = {
  kind: 'water_stop',
  title: '3栋停水通知',
  text: '因水箱清洗，3栋停水，请提前储水。',
  audience: '3栋',
  when: '2026-11-25T09:00/17:00',
  send: '',
}
let desk: NoticeDesk
let agent: StaffActor
let boss: StaffActor

beforeEach(async () => {
  desk = await openNoticeDesk()
  agent = await desk.staff('林霞', 'agent')
  boss = await desk.staff('高远', 'manager')
  await desk.staff('lina', 'steward', ['3'])
  await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
  await anOwner(desk.db, { user: LIU, rooms: ['3-1-101'] })
  await aPerson(desk.db, { name: '孙老', phone: '13800000009', room: '3-1-102' })
  await anOwner(desk.db, { user: 'elsewhere', rooms: ['5-1-301'] })
  await desk.sandbox.control.addContact('chen', { member: 'lina' })
  await desk.sandbox.control.addContact('liu', { member: 'lina' })
  await desk.readContacts()
})
afterEach(() => desk.close())

const notices = () => desk.db.selectFrom('notice').selectAll().orderBy('createdAt').execute()
const theNotice = async () => (await notices()).at(-1) ?? expect.unreachable('no notice')
const recipients = async () => {
  const rows = await desk.db
    .selectFrom('notice_recipient')
    .innerJoin('person', 'person.id', 'notice_recipient.personId')
    .select(['person.name', 'state'])
    .orderBy('person.name')
    .execute()
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}
const tasksOnPhone = () => desk.sandbox.control.senderTasks('lina')
const confirmAll = async () => {
  for (const { msgid } of await tasksOnPhone())
    await desk.sandbox.control.confirmTask('lina', msgid)
}
const calls = () =>
  desk.db.selectFrom('task').selectAll().where('kind', '=', 'notice-calls').execute()

describe('a notice planned for the full hour', () => {
  const madeAt = async () => {
    const orders = await desk.db
      .selectFrom('remote_order')
      .select('nextAt')
      .where('action', '=', 'notices.create_task')
      .where('state', '=', 'queued')
      .execute()
    return orders.map(({ nextAt }) => nextAt.getTime() - Date.parse('2026-11-23T10:00:00+08:00'))
  }
  const toTen = () =>
    desk.advance((Date.parse('2026-11-23T10:00:00+08:00') - desk.now().getTime()) / 60_000)

  test('has its task made in the minutes after it, away from the crowd', async () => {
    await desk.act(agent, 'notices.create', { ...WATER, send: '2026-11-23T10:00/11:00' })
    await toTen()
    const [after = 0, ...others] = await madeAt()
    expect(others).toEqual([])
    expect(after).toBeGreaterThanOrEqual(60_000)
    expect(after).toBeLessThan(360_000)
    expect(await tasksOnPhone()).toEqual([])
    await desk.advance(6)
    expect(await tasksOnPhone()).toHaveLength(1)
  })

  test.each([
    ['an emergency', { urgent: true }],
    ['one whose lead time ends then', { when: '2026-11-24T10:00/17:00' }],
  ])('%s is made at once', async (_what, more) => {
    await desk.act(agent, 'notices.create', { ...WATER, send: '2026-11-23T10:00/11:00', ...more })
    await toTen()
    expect(await madeAt()).toEqual([])
    expect(await tasksOnPhone()).toHaveLength(1)
  })
})

describe('a notice to a building', () => {
  test('previewed, sent by the steward, and who was not reached is to be called', async () => {
    const shown = await desk.act(agent, 'notices.preview', WATER)
    expect(shown).toEqual({
      outcome: 'ok',
      result: {
        audience: '3栋',
        people: 3,
        reached: 2,
        no_contact: 1,
        over_cap: 0,
        groups: [],
        stewards: [{ name: 'lina', count: 2 }],
        send_at: '今天09:00',
        approval: false,
      },
    })
    expect(await notices()).toEqual([])
    expect((await desk.act(agent, 'notices.create', WATER)).outcome).toBe('scheduled')
    await desk.settle()
    expect(await tasksOnPhone()).toMatchObject([
      { text: '【3栋停水通知】\n因水箱清洗，3栋停水，请提前储水。' },
    ])
    expect(desk.tell.read.some((line) => /有一条通知待您发给业主：3栋停水通知/.test(line))).toBe(
      true,
    )
    expect(await recipients()).toEqual({ [CHEN]: 'unsent', [LIU]: 'unsent', 孙老: 'no_contact' })
    await confirmAll()
    await desk.advance(5)
    expect(await recipients()).toEqual({ [CHEN]: 'sent', [LIU]: 'sent', 孙老: 'no_contact' })
    expect((await theNotice()).state).toBe('PARTLY_FAILED')
    const [call, ...others] = await calls()
    expect(others).toEqual([])
    expect(call?.values).toMatchObject({
      homes: [{ label: '3栋1单元102', name: '孙老', last4: '0009' }],
    })
    expect(desk.tell.read.at(-1)).toMatch(/已送达2人，1人未送达，已转电话告知/)
    const { messages } = await desk.sandbox.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(messages).toHaveLength(1)
  })

  test('an unsent task: two reminders, a third, then it is taken back and everybody is called', async () => {
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(31)
    const reminded = () => desk.tell.read.filter((line) => /次提醒/.test(line)).length
    expect(reminded()).toBe(1)
    await desk.advance(24 * 60)
    expect(reminded()).toBe(3)
    expect(await tasksOnPhone()).toEqual([])
    expect(await recipients()).toEqual({
      [CHEN]: 'cancelled',
      [LIU]: 'cancelled',
      孙老: 'no_contact',
    })
    expect((await calls()).map(({ values }) => (values as { count: number }).count)).toEqual([3])
    expect((await desk.act(agent, 'notices.remind', { id: (await theNotice()).id })).outcome).toBe(
      'none',
    )
  })

  test('sent by the steward in the minutes before the end, it still counts as sent', async () => {
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(24 * 60 - 1)
    await confirmAll()
    await desk.advance(3)
    expect(await recipients()).toMatchObject({ [CHEN]: 'sent', [LIU]: 'sent' })
  })

  test('somebody who is the steward’s customer no more, and one who had too many, are to be called', async () => {
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    await desk.sandbox.control.setMassSendCap('day')
    await desk.sandbox.control.removeContact('liu', 'lina')
    await confirmAll()
    await desk.act(agent, 'notices.create', { ...WATER, title: '补充通知' })
    await desk.settle()
    await confirmAll()
    await desk.advance(6)
    const rows = await desk.db
      .selectFrom('notice_recipient')
      .innerJoin('notice', 'notice.id', 'noticeId')
      .select(['title', 'externalUserId', 'notice_recipient.state'])
      .where('externalUserId', 'is not', null)
      .orderBy('title')
      .orderBy('externalUserId')
      .execute()
    expect(rows.map(({ state }) => state)).toEqual([
      'sent',
      'not_customer',
      'over_cap',
      'not_customer',
    ])
  })
})

describe('who may, and when', () => {
  test('a technician, an owner and a colleague of another project may not', async () => {
    const technician = await desk.staff('王强', 'technician')
    for (const actor of [technician, { ...agent, projectId: 'other' }]) {
      expect((await desk.act(actor, 'notices.create', WATER)).outcome).toBe('not_allowed')
      expect((await desk.act(actor, 'notices.list')).outcome).toBe('not_allowed')
    }
  })

  test('a planned stop in 23 hours is refused with its rule, and goes out as an emergency', async () => {
    const soon = { ...WATER, when: '2026-11-24T08:00/17:00' }
    const refused = await desk.act(agent, 'notices.create', soon)
    expect(refused).toMatchObject({
      outcome: 'too_late',
      result: { law: expect.stringContaining('供水条例') },
    })
    expect(await notices()).toEqual([])
    expect((await desk.act(agent, 'notices.create', { ...soon, urgent: true })).outcome).toBe(
      'scheduled',
    )
  })

  test.each([
    [{ audience: '9栋' }, 'unknown_place'],
    [{ audience: '3-2-1201' }, 'unknown_place'],
    [{ title: ' ' }, 'empty'],
    [{ text: '水'.repeat(1001) }, 'too_long'],
    [{ title: '水'.repeat(41) }, 'too_long'],
    [{ when: '' }, 'no_time'],
    [{ when: '2026-11-22T09:00/17:00' }, 'over'],
  ])('%j is %s', async (change, outcome) => {
    expect((await desk.act(agent, 'notices.create', { ...WATER, ...change })).outcome).toBe(outcome)
    expect(await notices()).toEqual([])
  })

  test('written at night it waits for the morning; withdrawn before, nobody hears of it', async () => {
    await desk.advance(14 * 60)
    const answer = await desk.act(agent, 'notices.create', {
      ...WATER,
      when: '2026-11-26T09:00/17:00',
    })
    expect(answer).toEqual({ outcome: 'scheduled', result: { send_at: '明天08:00' } })
    await desk.advance(8 * 60)
    expect(await tasksOnPhone()).toEqual([])
    const { id } = await theNotice()
    expect(await desk.act(boss, 'notices.withdraw', { id })).toEqual({
      outcome: 'withdrawn',
      result: { sent: 0 },
    })
    await desk.advance(120)
    expect(await tasksOnPhone()).toEqual([])
    expect((await desk.act(boss, 'notices.withdraw', { id })).outcome).toBe('over')
  })

  test('withdrawn while it is being sent, the steward cannot send it any more', async () => {
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(1)
    const { id } = await theNotice()
    expect((await desk.act(agent, 'notices.withdraw', { id })).outcome).toBe('stopped')
    await desk.settle()
    expect(await tasksOnPhone()).toEqual([])
    await desk.advance(25 * 60)
    expect(await calls()).toEqual([])
    expect((await theNotice()).state).toBe('WITHDRAWN')
  })

  test('an owner who had as many as the month allows is called instead', async () => {
    await desk.close()
    desk = await openNoticeDesk((rules) => ({
      ...rules,
      notices: { ...rules.notices, per_month: 1 },
    }))
    agent = await desk.staff('林霞', 'agent')
    await desk.staff('lina', 'steward')
    await anOwner(desk.db, { user: CHEN, rooms: ['3-2-1202'] })
    await desk.sandbox.control.addContact('chen', { member: 'lina' })
    await desk.readContacts()
    await anOwner(desk.db, { user: 'elsewhere', rooms: ['5-1-301'] })
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    const { result } = await desk.act(agent, 'notices.preview', WATER)
    expect(result).toMatchObject({ reached: 0, over_cap: 1 })
    // A new month, a new count.
    await desk.advance(10 * 24 * 60)
    const next = { ...WATER, when: '2026-12-10T09:00/17:00' }
    expect((await desk.act(agent, 'notices.preview', next)).result).toMatchObject({
      reached: 1,
      over_cap: 0,
    })
  })
})

describe('a notice to the whole project', () => {
  const whole = { ...WATER, audience: '全小区' }

  test('somebody else approves it, the writer cannot, and a second tap changes nothing', async () => {
    expect((await desk.act(boss, 'notices.create', whole)).outcome).toBe('in_review')
    await desk.advance(10)
    const { id } = await theNotice()
    expect(await tasksOnPhone()).toEqual([])
    const cards = desk.tell.of('card').filter(({ card }) => card === 'task.approve-notice')
    expect(cards.map(({ staffId }) => staffId)).toEqual([agent.staffId])
    const technician = await desk.staff('王强', 'technician')
    expect(await desk.tap(boss, id, 'approve')).toEqual({ outcome: 'not-yours' })
    expect(await desk.tap(technician, id, 'approve')).toEqual({ outcome: 'not-yours' })
    expect((await desk.tap(agent, id, 'approve')).outcome).toBe('approved')
    expect((await desk.tap(agent, id, 'reject')).outcome).toBe('over')
    await desk.advance(1)
    expect(await tasksOnPhone()).toHaveLength(1)
    expect((await recipients())['elsewhere']).toBe('no_contact')
    const audited = await desk.db
      .selectFrom('audit_log')
      .select(['action', 'actorId'])
      .orderBy('seq')
      .execute()
    expect(audited).toEqual([
      { action: 'notice.create', actorId: boss.staffId },
      { action: 'notice.approve', actorId: agent.staffId },
      { action: 'notice.send', actorId: 'test' },
    ])
  })

  test('every building named one by one is the whole project too', async () => {
    const named = { ...WATER, audience: '3栋、5栋' }
    expect((await desk.act(boss, 'notices.create', named)).outcome).toBe('in_review')
  })

  test('turned down it is not sent, and the writer hears by whom', async () => {
    await desk.act(agent, 'notices.create', whole)
    const { id } = await theNotice()
    expect((await desk.tap(boss, id, 'reject')).outcome).toBe('rejected')
    expect(desk.tell.read.at(-1)).toMatch(/高远没有批准/)
    await desk.advance(25 * 60)
    expect(await tasksOnPhone()).toEqual([])
  })

  test('approved when it is too late for a planned stop, it is not sent and the rule is named', async () => {
    await desk.act(agent, 'notices.create', whole)
    await desk.advance(25 * 60)
    const { id } = await theNotice()
    expect((await desk.tap(boss, id, 'approve')).outcome).toBe('too-late')
    expect(desk.tell.read.at(-1)).toMatch(/供水条例/)
    await desk.advance(10)
    expect(await tasksOnPhone()).toEqual([])
  })

  test('with nobody to approve it, it is not taken', async () => {
    await desk.db.deleteFrom('staff').where('id', '=', boss.staffId).execute()
    expect((await desk.act(agent, 'notices.create', whole)).outcome).toBe('no_approver')
  })
})

describe('whatever the platform does', () => {
  test('a task whose answer was lost is found, not made again', async () => {
    const real = desk.platform
    desk.platform = {
      ...real,
      async createTask(task) {
        await real.createTask(task)
        throw new Error('cut')
      },
    }
    await desk.act(agent, 'notices.create', WATER)
    await desk.settle()
    desk.platform = real
    await desk.advance(2)
    expect(await tasksOnPhone()).toHaveLength(1)
    await confirmAll()
    await desk.advance(10)
    expect(await recipients()).toMatchObject({ [CHEN]: 'sent', [LIU]: 'sent' })
  })

  test('two equal notices of one moment are two tasks', async () => {
    const real = desk.platform
    let lost = 0
    desk.platform = {
      ...real,
      async createTask(task) {
        const made = await real.createTask(task)
        if (lost++ > 0) throw new Error('cut')
        return made
      },
    }
    await desk.act(agent, 'notices.create', WATER)
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(3)
    expect(await tasksOnPhone()).toHaveLength(2)
    const known = await desk.db.selectFrom('notice_task').select('platformId').execute()
    expect(new Set(known.map(({ platformId }) => platformId)).size).toBe(2)
  })

  test('busy for a while it is tried again; refused for good everybody is called', async () => {
    const real = desk.platform
    let tries = 0
    const refuse = (refusal: 'rate' | 'config') => ({
      ...real,
      createTask: async () => {
        tries++
        throw new SendRefused(refusal, '45009', 'refused')
      },
    })
    desk.platform = refuse('rate')
    await desk.act(agent, 'notices.create', WATER)
    await desk.advance(1)
    expect(tries).toBeGreaterThan(2)
    desk.platform = real
    await desk.advance(5)
    expect(await tasksOnPhone()).toHaveLength(1)
    desk.platform = refuse('config')
    await desk.act(agent, 'notices.create', { ...WATER, title: '第二条' })
    await desk.advance(1)
    const last = await theNotice()
    expect(last.state).toBe('PARTLY_FAILED')
    expect((await calls()).some(({ values }) => (values as { count: number }).count === 3)).toBe(
      true,
    )
  })

  test('withdrawn while the task is being made, it is cancelled as soon as it has a name', async () => {
    await desk.act(agent, 'notices.create', WATER)
    const real = desk.platform
    desk.platform = {
      ...real,
      async createTask(task) {
        const made = await real.createTask(task)
        const { id } = await theNotice()
        await desk.act(agent, 'notices.withdraw', { id })
        return made
      },
    }
    await desk.settle()
    await desk.advance(1)
    expect(await tasksOnPhone()).toEqual([])
    expect(await recipients()).toMatchObject({ [CHEN]: 'cancelled', [LIU]: 'cancelled' })
  })
})

test('the manager sees each steward’s part and who was not reached', async () => {
  await desk.act(agent, 'notices.create', WATER)
  await desk.advance(1)
  const { id } = await theNotice()
  expect((await desk.act(boss, 'notices.list')).result).toMatchObject({
    items: [{ id, title: '3栋停水通知', kind: '停水' }],
  })
  expect((await desk.act(boss, 'notices.progress', { id })).result).toMatchObject({
    stewards: [{ name: 'lina', sent: 0, unsent: 2, failed: 0 }],
    waiting: 1,
    missed: 1,
    missing: [{ home: '3栋1单元102', name: '孙老', why: 'no_contact' }],
  })
  expect(await desk.act(boss, 'notices.remind', { id })).toEqual({
    outcome: 'ok',
    result: { count: 1 },
  })
  await desk.act(boss, 'notices.remind', { id })
  await desk.act(boss, 'notices.remind', { id })
  expect((await desk.act(boss, 'notices.remind', { id })).outcome).toBe('enough')
  await confirmAll()
  await desk.advance(10)
  expect((await desk.act(boss, 'notices.progress', { id })).result).toMatchObject({
    sent: 2,
    unsent: 0,
    waiting: 0,
  })
})

test('a building nobody lives in is no audience', async () => {
  await aRoom(desk.db, '7-1-101')
  expect((await desk.act(agent, 'notices.create', { ...WATER, audience: '7栋' })).outcome).toBe(
    'nobody',
  )
})

test('phones are shown of those a notice did not reach, to their steward, and every look is written down', async () => {
  const steward = await desk.staff('何洁', 'steward')
  const elsewhere = await desk.staff('别楼', 'steward', ['5'])
  const phones = (actor: StaffActor, room: string) => desk.act(actor, 'notices.phones', { room })
  expect((await phones(steward, '3-1-102')).outcome).toBe('none')
  await desk.act(agent, 'notices.create', WATER)
  await desk.settle()
  await confirmAll()
  await desk.advance(6)
  expect(await phones(steward, '3-1-102')).toEqual({
    outcome: 'ok',
    result: { label: '3栋1单元102', people: [{ name: '孙老', phone: '13800000009' }] },
  })
  expect((await phones(steward, '3-2-1202')).outcome).toBe('none')
  expect((await phones(elsewhere, '3-1-102')).outcome).toBe('not_allowed')
  expect((await phones(steward, '9-9-999')).outcome).toBe('no_such_room')
  const looks = await desk.db
    .selectFrom('audit_log')
    .select('actorId')
    .where('action', '=', 'phone.reveal')
    .execute()
  expect(looks).toEqual([{ actorId: steward.staffId }])
  await desk.advance(8 * 24 * 60)
  expect((await phones(steward, '3-1-102')).outcome).toBe('none')
})
