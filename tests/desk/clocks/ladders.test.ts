import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelClocks } from '../../../src/desk/clocks/cancel-clocks.ts'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import { endLadder } from '../../../src/desk/clocks/ladder/end-ladder.ts'
import { restartLadder } from '../../../src/desk/clocks/ladder/restart-ladder.ts'
import { startLadder } from '../../../src/desk/clocks/ladder/start-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { meetClock } from '../../../src/desk/clocks/meet-clock.ts'
import { pauseClocks } from '../../../src/desk/clocks/pause-clocks.ts'
import { resumeClocks } from '../../../src/desk/clocks/resume-clocks.ts'
import { retargetClocks } from '../../../src/desk/clocks/retarget-clocks.ts'
import type { ClockKind } from '../../../src/desk/clocks/rules.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import type { Subject } from '../../../src/desk/work.ts'
import { actorOf, aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, MONDAY_TEN, openClockDesk } from './clock-desk.ts'

const URGENT: Match = {
  kind: 'repair',
  categories: ['water', 'water.leak'],
  calendar: 'business',
  priority: 'urgent',
}
const NORMAL: Match = { ...URGENT, priority: 'normal' }

type Name = '王师傅' | '赵班长' | '钱调度' | '孙客服' | '李经理'

let desk: ClockDesk
let staff: Record<Name, string>
beforeAll(async () => {
  desk = await openClockDesk()
})
afterAll(() => desk.close())
beforeEach(async () => {
  const tables = [
    'timer',
    'sla_clock',
    'sla_pause',
    'escalation_run',
    'ping',
    'staff',
    'roster_shift',
  ] as const
  for (const table of tables) await desk.db.deleteFrom(table).execute()
  desk.tell.clear()
  desk.sleepTo(MONDAY_TEN)
  staff = {
    王师傅: await aStaffMember(desk.db, { name: '王师傅', roles: ['technician'] }),
    赵班长: await aStaffMember(desk.db, { name: '赵班长', roles: ['lead'] }),
    钱调度: await aStaffMember(desk.db, { name: '钱调度', roles: ['dispatcher'] }),
    孙客服: await aStaffMember(desk.db, { name: '孙客服', roles: ['agent'] }),
    李经理: await aStaffMember(desk.db, { name: '李经理', roles: ['manager'] }),
  }
})

const at = (text: string) => new Date(`2026-11-${text}:00+08:00`)
const moveTo = (text: string) => desk.moveTo(at(text).toISOString())
const sleepTo = (text: string) => desk.sleepTo(at(text).toISOString())

async function promised(match: Match, kinds: ClockKind[] = ['arrive']): Promise<Subject> {
  const subject = desk.aTicket({ assigneeStaffId: staff['王师傅'] })
  await desk.work((work) =>
    startClocks(work, { projectId: PROJECT, subject, kinds, match, startAt: work.now }),
  )
  return subject
}

async function inDanger(): Promise<Subject> {
  const subject = desk.aTicket({ title: '电梯困人', place: '2栋电梯' })
  await alarm(subject)
  await desk.sweep()
  return subject
}

const alarm = (subject: Subject) =>
  desk.work((work) =>
    startLadder(work, {
      projectId: PROJECT,
      subject,
      reason: 'hazard',
      chain: 'hazard',
      startAt: work.now,
      dueAt: work.now,
    }),
  )
const leaves = (...names: Name[]) =>
  desk.db
    .deleteFrom('staff')
    .where(
      'id',
      'in',
      names.map((name) => staff[name]),
    )
    .execute()

/** Everybody called so far, as "time level name". */
async function calls(): Promise<string[]> {
  const names = new Map(Object.entries(staff).map(([name, id]) => [id, name]))
  const pings = await desk.db
    .selectFrom('ping')
    .selectAll()
    .orderBy('at')
    .orderBy('level')
    .execute()
  return pings
    .map((ping) => {
      const time = new Date(ping.at.getTime() + 8 * 3_600_000).toISOString().slice(8, 16)
      const asked = ping.result === 'asked' ? '问' : ''
      const who = ping.result === 'gap' ? '无人' : (names.get(ping.staffId ?? '') ?? '群')
      return `${time} L${ping.level} ${asked}${who}`
    })
    .sort()
}

async function run(subject: Subject, reason = 'arrive') {
  return desk.db
    .selectFrom('escalation_run')
    .selectAll()
    .where('subjectId', '=', subject.id)
    .where('reason', '=', reason)
    .orderBy('createdAt', 'desc')
    .orderBy('state', 'desc')
    .executeTakeFirstOrThrow()
}

const acknowledge = (subject: Subject, name: Name) =>
  desk.work((work) => acknowledgeLadder(work, subject, staff[name]))

describe('a ladder nobody stops', () => {
  test('climbs from the assignee to the manager, rings the group, and repeats the last level', async () => {
    await promised(URGENT)
    await moveTo('23T14:00')
    expect(await calls()).toEqual(
      [
        '23T10:15 L1 王师傅',
        '23T10:30 L2 赵班长',
        '23T10:30 L2 钱调度',
        '23T10:45 L3 孙客服',
        '23T10:45 L3 群',
        '23T10:45 L3 钱调度',
        ...['11:30', '11:45', '12:00', '12:15', '12:30', '12:45'].flatMap((time) => [
          `23T${time} L4 李经理`,
          `23T${time} L4 群`,
        ]),
      ].sort(),
    )
    expect(await desk.db.selectFrom('timer').selectAll().execute()).toEqual([])
  })

  test('reminds the assignee in words, gives the others a card to take it, and names them in the group', async () => {
    await promised(URGENT)
    await moveTo('23T10:45')
    const reminder = desk.tell.of('staff').find(({ words }) => words === 'clocks.ping.assignee')
    expect(reminder).toMatchObject({
      staffId: staff['王师傅'],
      values: { is_late: false, minutes: 15, promise: '到场' },
    })
    const [card] = desk.tell.of('card')
    expect(card).toMatchObject({
      staffId: staff['赵班长'],
      card: 'escalation.ping',
      subject: { kind: 'escalation' },
      values: {
        level: 2,
        number: expect.any(String),
        place: '3栋2单元501',
        assignee: '王师傅',
        is_late: true,
      },
    })
    expect(card?.values['page']).toContain(staff['赵班长'])
    expect(desk.tell.of('robot')).toMatchObject([
      {
        words: 'clocks.ping.robot',
        purpose: 'alert',
        mention: expect.arrayContaining(['孙客服', '钱调度']),
        values: { level: 3, minutes: 15, people: expect.arrayContaining(['孙客服', '钱调度']) },
      },
    ])
  })

  test('counts normal matters in office hours and keeps the night quiet', async () => {
    sleepTo('27T14:00')
    await promised(NORMAL)
    // Nine office hours from Friday 14:00 are Monday 14:00.
    await desk.moveTo('2026-12-02T12:00:00+08:00')
    const times = (await calls()).map((call) => call.slice(0, 11))
    expect([...new Set(times)]).toEqual([
      '01T09:00 L3',
      '01T14:00 L4',
      '30T12:12 L1',
      '30T14:00 L2',
    ])
  })

  test('about what can wait never calls at night, about danger it does', async () => {
    sleepTo('23T22:30')
    // 48 working hours end on Wednesday 22:30.
    await promised(NORMAL, ['resolve'])
    await promised(URGENT)
    await moveTo('26T09:00')
    const resolveCalls = (await calls()).filter(
      (call) => call.startsWith('26') || call.startsWith('25'),
    )
    expect(resolveCalls[0]).toBe('25T12:54 L1 王师傅')
    expect(resolveCalls[1]).toBe('26T08:00 L2 赵班长')
    expect((await calls())[0]).toBe('23T22:45 L1 王师傅')
  })

  test('is frozen: a chain edited later changes nothing', async () => {
    await promised(URGENT)
    const steps = await desk.db.selectFrom('escalation_step').selectAll().execute()
    await desk.db
      .updateTable('escalation_step')
      .set({ targets: ['manager'] })
      .execute()
    await moveTo('23T10:30')
    await desk.db.deleteFrom('escalation_step').execute()
    for (const step of steps) {
      await desk.db
        .insertInto('escalation_step')
        .values({ ...step, trigger: JSON.stringify(step.trigger) })
        .execute()
    }
    expect(await calls()).toEqual([
      '23T10:15 L1 王师傅',
      '23T10:30 L2 赵班长',
      '23T10:30 L2 钱调度',
    ])
  })
})

describe('an empty level', () => {
  test('is left at once for the next, and kept as a gap', async () => {
    await leaves('赵班长', '钱调度')
    await promised(URGENT)
    await moveTo('23T10:30')
    expect(await calls()).toEqual([
      '23T10:15 L1 王师傅',
      '23T10:30 L2 无人',
      '23T10:30 L3 孙客服',
      '23T10:30 L3 群',
    ])
    await moveTo('23T11:30')
    expect((await calls()).slice(4)).toEqual(['23T11:30 L4 李经理', '23T11:30 L4 群'])
  })

  test('without an assignee the lead hears instead', async () => {
    desk.becomes(await promised(URGENT), { assigneeStaffId: null })
    await moveTo('23T10:15')
    expect(await calls()).toEqual(['23T10:15 L1 无人', '23T10:15 L2 赵班长', '23T10:15 L2 钱调度'])
  })

  test('and nobody anywhere: the group is rung, again and again', async () => {
    await leaves('王师傅', '赵班长', '钱调度', '孙客服', '李经理')
    await promised(URGENT)
    await moveTo('23T10:15')
    expect(await calls()).toEqual([
      '23T10:15 L1 无人',
      '23T10:15 L2 无人',
      '23T10:15 L3 无人',
      '23T10:15 L3 群',
      '23T10:15 L4 无人',
      '23T10:15 L4 群',
    ])
    await moveTo('23T10:30')
    expect((await calls()).filter((call) => call.startsWith('23T10:30'))).toEqual([
      '23T10:30 L4 无人',
      '23T10:30 L4 群',
    ])
    expect(desk.tell.of('robot')[0]).toMatchObject({ mention: [], values: { people: [] } })
  })

  test('stops at the window of the next: what can wait still waits for the morning', async () => {
    await leaves('王师傅')
    sleepTo('23T22:30')
    await promised(NORMAL, ['resolve'])
    await desk.db
      .updateTable('escalation_run')
      .set((set) => ({
        snapshot: set.cast(set.val(JSON.stringify(ladderOpenOnlyAfterLevelOne())), 'jsonb'),
      }))
      .execute()
    await moveTo('25T12:54')
    expect(await calls()).toEqual(['25T12:54 L1 无人'])
    await moveTo('26T08:00')
    expect(await calls()).toContain('26T08:00 L2 赵班长')
  })

  function ladderOpenOnlyAfterLevelOne() {
    const step = { trigger: { percent: 80 }, targets: ['assignee'], repeatSec: null, repeatMax: 0 }
    return {
      chain: 'test',
      untilTaken: false,
      zone: 'Asia/Shanghai',
      calendarId: null,
      catchUpSec: 300,
      resumeAfterSec: 1800,
      steps: [
        { ...step, level: 1, window: null },
        {
          ...step,
          level: 2,
          trigger: { afterSec: 0 },
          targets: ['lead'],
          window: { from: '08:00', to: '09:00' },
        },
      ],
    }
  }
})

describe('whom a level calls', () => {
  test('the lead of the trade and place', async () => {
    const lift = await aStaffMember(desk.db, {
      name: '周班长',
      roles: ['lead'],
      skills: ['lift'],
      areas: ['2'],
    })
    desk.becomes(await promised(URGENT), { skill: 'lift', buildingCode: '2' })
    await moveTo('23T10:30')
    expect(
      desk.tell
        .of('card')
        .map(({ staffId }) => staffId)
        .sort(),
    ).toEqual([lift, staff['钱调度']].sort())
  })

  test('somebody of two roles once', async () => {
    const both = await aStaffMember(desk.db, {
      name: '吴全能',
      roles: ['lead', 'dispatcher', 'agent', 'manager'],
    })
    await leaves('赵班长', '钱调度', '孙客服', '李经理')
    await promised(URGENT)
    await moveTo('23T10:45')
    expect(desk.tell.of('card').map(({ staffId }) => staffId)).toEqual([both, both])
    const pings = await desk.db
      .selectFrom('ping')
      .select('target')
      .where('staffId', '=', both)
      .orderBy('level')
      .execute()
    expect(pings.map(({ target }) => target)).toEqual(['lead', 'service-centre'])
  })

  test('nobody of another project, nobody who has left', async () => {
    await aStaffMember(desk.db, { name: '别处班长', roles: ['lead'], projectId: 'elsewhere' })
    await aStaffMember(desk.db, { name: '前班长', roles: ['lead'], leftAt: '2026-06-01T00:00:00Z' })
    await promised(URGENT)
    await moveTo('23T10:30')
    expect(
      desk.tell
        .of('card')
        .map(({ staffId }) => staffId)
        .sort(),
    ).toEqual([staff['赵班长'], staff['钱调度']].sort())
  })
})

describe('whoever the roster has', () => {
  const night = { from: '2026-11-23T12:00:00Z', to: '2026-11-24T00:00:00Z' }

  async function chainCalling(...targets: string[]): Promise<Subject> {
    const step = { level: 3, trigger: { percent: 50 }, targets, window: null }
    const ticket = await promised(URGENT)
    const { id, snapshot } = await run(ticket)
    const steps = [{ ...step, repeatSec: null, repeatMax: 0 }]
    const changed = { ...(snapshot as object), steps }
    await desk.db
      .updateTable('escalation_run')
      .set({ snapshot: JSON.stringify(changed) })
      .where('id', '=', id)
      .execute()
    return ticket
  }

  async function onStandby(name: string) {
    const id = await aStaffMember(desk.db, { name, roles: ['technician'], shift: night })
    await desk.db
      .updateTable('roster_shift')
      .set({ kind: 'standby' })
      .where('staffId', '=', id)
      .execute()
    return id
  }

  const toldBy = () => desk.tell.of('card').map(({ staffId }) => staffId)

  test('on standby is called, of any role or of one, and only during the shift', async () => {
    const first = await onStandby('备班师傅')
    const second = await onStandby('备班师傅乙')
    await chainCalling('standby')
    await moveTo('23T10:16')
    expect(await calls()).toEqual(['23T10:15 L3 无人'])
    sleepTo('23T21:00')
    desk.tell.clear()
    await chainCalling('standby:steward')
    await moveTo('23T21:16')
    expect(toldBy()).toEqual([])
    await chainCalling('standby', 'standby:technician')
    await moveTo('23T21:32')
    expect([...toldBy()].sort()).toEqual([first, second].sort())
  })

  test('on duty is asked of the roster, of every role, the trade and place first', async () => {
    const ours = await aStaffMember(desk.db, {
      name: '弱电班长',
      roles: ['lead'],
      skills: ['low_voltage'],
      shift: { from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' },
    })
    const ticket = await chainCalling('duty:lead')
    desk.becomes(ticket, { skill: 'low_voltage' })
    await moveTo('23T10:16')
    expect(toldBy()).toEqual([ours])
  })
})

describe('somebody takes it', () => {
  test('by tapping: it stops, who and when is kept, the others’ cards close, the group hears', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:50')
    const { id } = await run(ticket)
    expect(await desk.tap(staff['孙客服'], id)).toEqual({
      outcome: 'taken',
      words: 'clocks.card_yours',
    })
    expect(await run(ticket)).toMatchObject({
      state: 'acknowledged',
      ackById: staff['孙客服'],
      ackAt: at('23T10:50'),
    })
    expect(desk.tell.of('close')).toMatchObject([
      {
        subject: { kind: 'escalation', id },
        words: 'clocks.card_taken',
        values: { holder: '孙客服' },
        exceptStaffId: staff['孙客服'],
      },
    ])
    expect(desk.tell.of('robot').at(-1)).toMatchObject({
      words: 'clocks.taken.robot',
      values: { holder: '孙客服', about: expect.stringContaining('3栋2单元501') },
    })
    const before = await calls()
    await moveTo('23T11:04')
    expect(await calls()).toEqual(before)
  })

  test('the second is told who has it, the first may tap again, and every tap is in the audit log', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:50')
    const { id } = await run(ticket)
    await desk.tap(staff['孙客服'], id)
    expect(await desk.tap(staff['钱调度'], id)).toEqual({
      outcome: 'taken-by-other',
      words: 'clocks.card_taken',
    })
    expect(await desk.tap(staff['孙客服'], id)).toEqual({
      outcome: 'taken',
      words: 'clocks.card_yours',
    })
    expect((await run(ticket)).ackById).toBe(staff['孙客服'])
    const rows = await desk.db
      .selectFrom('audit_log')
      .select(['actorId', 'action', 'detail'])
      .where('subjectId', '=', id)
      .orderBy('seq')
      .execute()
    expect(
      rows.map(({ actorId, detail }) => [actorId, (detail as { outcome: string }).outcome]),
    ).toEqual([
      [staff['孙客服'], 'taken'],
      [staff['钱调度'], 'taken-by-other'],
      [staff['孙客服'], 'taken'],
    ])
  })

  test('too late: it is over', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:50')
    const { id } = await run(ticket)
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    expect(await desk.tap(staff['孙客服'], id)).toEqual({
      outcome: 'over',
      words: 'clocks.card_over',
    })
  })

  test('but not a stranger, not somebody who left, and not by another button', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:50')
    const { id } = await run(ticket)
    const stranger = await aStaffMember(desk.db, {
      name: '外人',
      roles: ['lead'],
      projectId: 'elsewhere',
    })
    expect(await desk.tap(stranger, id)).toEqual({ outcome: 'not-staff' })
    expect(await desk.tap('nobody', id)).toEqual({ outcome: 'not-staff' })
    expect(await desk.tap(staff['孙客服'], 'no-such-ladder')).toEqual({ outcome: 'not-yours' })
    expect(await desk.tap(staff['孙客服'], id, 'destroy')).toEqual({ outcome: 'unknown-key' })
    const elsewhere = await desk.db
      .updateTable('escalation_run')
      .set({ projectId: 'elsewhere' })
      .where('id', '=', id)
      .execute()
    expect(elsewhere).toHaveLength(1)
    expect(await desk.tap(staff['孙客服'], id)).toEqual({ outcome: 'not-yours' })
    expect((await run(ticket)).state).toBe('running')
  })

  test('by accepting the job: ladders that call stop, those that have not called yet go on', async () => {
    const ticket = await promised(URGENT, ['accept', 'arrive', 'resolve'])
    await moveTo('23T10:10')
    await desk.work((work) => meetClock(work, ticket, 'accept', work.now))
    expect(await acknowledge(ticket, '王师傅')).toBe(0)
    await moveTo('23T10:16')
    expect(await calls()).toContain('23T10:15 L1 王师傅')
    expect(await acknowledge(ticket, '王师傅')).toBe(0)
    expect((await run(ticket, 'accept')).state).toBe('ended')
    expect((await run(ticket, 'arrive')).state).toBe('running')
    await moveTo('23T10:30')
    expect((await calls()).filter((call) => call.includes('T10:30'))).toEqual([
      '23T10:30 L2 赵班长',
      '23T10:30 L2 钱调度',
    ])
    expect(await acknowledge(ticket, '赵班长')).toBe(1)
    expect((await run(ticket, 'arrive')).state).toBe('acknowledged')
    expect((await run(ticket, 'resolve')).state).toBe('running')
  })

  test('and does nothing: asked in vain, half an hour after the due time it begins again from the assignee', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:35')
    await acknowledge(ticket, '赵班长')
    await moveTo('23T10:49')
    expect(await calls()).toHaveLength(3)
    await moveTo('23T11:04')
    expect((await calls()).slice(3)).toEqual(['23T10:50 L2 问赵班长'])
    expect(desk.tell.of('card').at(-1)).toMatchObject({
      staffId: staff['赵班长'],
      card: 'escalation.still',
      values: { promise: '到场', answer_minutes: 15 },
    })
    await moveTo('23T11:12')
    expect((await calls()).slice(4)).toEqual([
      '23T11:05 L1 王师傅',
      '23T11:10 L2 赵班长',
      '23T11:10 L2 钱调度',
    ])
    expect(await run(ticket)).toMatchObject({ state: 'running', ackById: null, epoch: 4 })
  })

  test('and the promise is kept: nothing begins again', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:35')
    await acknowledge(ticket, '赵班长')
    await moveTo('23T10:45')
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    await moveTo('23T18:00')
    expect(await calls()).toHaveLength(3)
    expect(await run(ticket)).toMatchObject({
      state: 'ended',
      endReason: 'missed',
      ackById: staff['赵班长'],
    })
  })

  test('and gives it back: it begins again at once, under a new epoch', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:35')
    await acknowledge(ticket, '赵班长')
    await moveTo('23T10:40')
    expect(await desk.work((work) => restartLadder(work, ticket))).toBe(1)
    expect(await desk.work((work) => restartLadder(work, ticket))).toBe(0)
    await moveTo('23T10:50')
    expect((await calls()).slice(3)).toEqual([
      '23T10:40 L1 王师傅',
      '23T10:45 L2 赵班长',
      '23T10:45 L2 钱调度',
      '23T10:50 L3 孙客服',
      '23T10:50 L3 群',
      '23T10:50 L3 钱调度',
    ])
  })
})

describe('whoever has it', () => {
  async function takenByTap(name: Name = '赵班长'): Promise<{ ticket: Subject; id: string }> {
    const ticket = await promised(URGENT)
    await moveTo('23T10:35')
    const { id } = await run(ticket)
    await desk.tap(staff[name], id)
    return { ticket, id }
  }

  test('gets one card to give it back by, and giving it back calls everybody again', async () => {
    const { ticket, id } = await takenByTap()
    await desk.tap(staff['赵班长'], id)
    const held = desk.tell.of('card').filter(({ card }) => card === 'escalation.holding')
    expect(held).toMatchObject([
      {
        staffId: staff['赵班长'],
        values: { promise: '到场', about: expect.stringContaining('3栋') },
      },
    ])
    expect(await desk.tap(staff['赵班长'], id, 'give_back')).toEqual({
      outcome: 'given-back',
      words: 'clocks.card_given_back',
    })
    expect(await run(ticket)).toMatchObject({ state: 'running', ackById: null, step: 0 })
    await moveTo('23T10:41')
    expect((await calls()).slice(3)).toEqual([
      '23T10:35 L1 王师傅',
      '23T10:40 L2 赵班长',
      '23T10:40 L2 钱调度',
    ])
    expect(await desk.tap(staff['赵班长'], id, 'give_back')).toMatchObject({ outcome: 'resumed' })
    expect(await desk.tap(staff['赵班长'], id, 'still')).toMatchObject({ outcome: 'resumed' })
  })

  test('says they still have it, and is asked again later, as often as it takes', async () => {
    const { ticket, id } = await takenByTap()
    await moveTo('23T10:55')
    expect(await desk.tap(staff['赵班长'], id, 'still')).toEqual({
      outcome: 'still',
      words: 'clocks.card_still',
    })
    await moveTo('23T11:12')
    expect((await calls()).slice(3)).toEqual(['23T10:50 L2 问赵班长', '23T11:10 L2 问赵班长'])
    await desk.tap(staff['赵班长'], id, 'still')
    expect(await run(ticket)).toMatchObject({ state: 'acknowledged', askedAt: null })
    await moveTo('23T11:56')
    expect((await calls()).slice(5)).toEqual([
      '23T11:27 L2 问赵班长',
      '23T11:42 L1 王师傅',
      '23T11:47 L2 赵班长',
      '23T11:47 L2 钱调度',
      '23T11:52 L3 孙客服',
      '23T11:52 L3 群',
      '23T11:52 L3 钱调度',
    ])
  })

  test('is the only one who answers for it', async () => {
    const { id } = await takenByTap()
    for (const key of ['still', 'give_back']) {
      expect(await desk.tap(staff['钱调度'], id, key)).toEqual({
        outcome: 'taken-by-other',
        words: 'clocks.card_taken',
      })
    }
    const ticket = await promised(URGENT)
    const other = (await run(ticket)).id
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    expect(await desk.tap(staff['赵班长'], other, 'give_back')).toMatchObject({ outcome: 'over' })
    expect(await desk.tap(staff['赵班长'], other, 'still')).toMatchObject({ outcome: 'over' })
  })

  test('has left: nobody is asked, it begins again', async () => {
    const { ticket } = await takenByTap()
    await leaves('赵班长')
    await moveTo('23T10:51')
    expect((await calls()).slice(3)).toEqual(['23T10:50 L1 王师傅'])
    expect(await run(ticket)).toMatchObject({ state: 'running', ackById: null })
  })
})

describe('what can wait is put off until the desk opens', () => {
  /** Due at 19:00 on Monday: the lead is called then, outside office hours. */
  async function calledInTheEvening(): Promise<{ ticket: Subject; id: string }> {
    const ticket = desk.aTicket({ assigneeStaffId: staff['王师傅'] })
    sleepTo('19T19:00')
    await desk.work((work) =>
      startClocks(work, {
        projectId: PROJECT,
        subject: ticket,
        kinds: ['resolve'],
        match: NORMAL,
        startAt: work.now,
      }),
    )
    await moveTo('23T19:00')
    return { ticket, id: (await run(ticket, 'resolve')).id }
  }

  test('by a button that is there only while it is closed; then it begins again', async () => {
    const { ticket, id } = await calledInTheEvening()
    const cards = desk.tell.of('card').filter(({ card }) => card === 'escalation.ping')
    expect(cards.map(({ values }) => values['can_snooze'])).toEqual([true, true])
    expect(await desk.tap(staff['赵班长'], id, 'snooze')).toEqual({
      outcome: 'snoozed',
      words: 'clocks.card_snoozed',
    })
    expect(await run(ticket, 'resolve')).toMatchObject({
      state: 'snoozed',
      nextAt: at('24T08:30'),
    })
    const before = await calls()
    await moveTo('24T08:29')
    expect(await calls()).toEqual(before)
    await moveTo('24T08:36')
    expect((await calls()).slice(before.length)).toEqual([
      '24T08:30 L1 王师傅',
      '24T08:35 L2 赵班长',
      '24T08:35 L2 钱调度',
    ])
    expect(desk.tell.of('card').at(-1)?.values['can_snooze']).toBe(false)
  })

  test('and somebody may take it meanwhile', async () => {
    const { ticket, id } = await calledInTheEvening()
    await desk.tap(staff['赵班长'], id, 'snooze')
    expect(await desk.tap(staff['钱调度'], id)).toMatchObject({ outcome: 'taken' })
    expect(await run(ticket, 'resolve')).toMatchObject({ state: 'acknowledged' })
    expect(await desk.tap(staff['赵班长'], id, 'snooze')).toEqual({
      outcome: 'taken-by-other',
      words: 'clocks.card_taken',
    })
  })

  test('not while it is open, not what cannot wait, and the ladder goes on', async () => {
    const { ticket, id } = await calledInTheEvening()
    await moveTo('24T11:00')
    expect(await desk.tap(staff['赵班长'], id, 'snooze')).toEqual({ outcome: 'open-now' })
    const urgent = await promised(URGENT)
    const { id: urgentId } = await run(urgent)
    expect(await desk.tap(staff['赵班长'], urgentId, 'snooze')).toEqual({ outcome: 'cannot-wait' })
    const danger = await inDanger()
    const { id: dangerId } = await run(danger, 'hazard')
    expect(await desk.tap(staff['赵班长'], dangerId, 'snooze')).toEqual({ outcome: 'cannot-wait' })
    expect(
      desk.tell
        .of('staff')
        .slice(-3)
        .map(({ words, values }) => [words, values]),
    ).toEqual([
      ['clocks.cannot_snooze', { is_open: true }],
      ['clocks.cannot_snooze', { is_open: false }],
      ['clocks.cannot_snooze', { is_open: false }],
    ])
    await moveTo('24T14:00')
    expect(await calls()).toContain('24T12:30 L3 孙客服')
    expect((await calls()).filter((call) => call.startsWith('24T11:15 L1'))).toHaveLength(1)
    expect((await run(ticket, 'resolve')).state).toBe('running')
  })

  test('the clock is met meanwhile: nothing begins again', async () => {
    const { ticket, id } = await calledInTheEvening()
    await desk.tap(staff['赵班长'], id, 'snooze')
    await desk.work((work) => meetClock(work, ticket, 'resolve', work.now))
    const before = await calls()
    await moveTo('24T12:00')
    expect(await calls()).toEqual(before)
    expect(await desk.tap(staff['赵班长'], id, 'snooze')).toMatchObject({ outcome: 'over' })
  })
})

describe('a ladder stands still with its clock', () => {
  test('and goes on with it, without calling twice', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:20')
    await desk.work((work) => pauseClocks(work, ticket, 'waiting_owner'))
    await moveTo('23T12:00')
    expect(await calls()).toEqual(['23T10:15 L1 王师傅'])
    expect((await run(ticket)).state).toBe('paused')
    await desk.work((work) => resumeClocks(work, ticket))
    await moveTo('23T12:25')
    expect((await calls()).slice(1)).toEqual([
      '23T12:10 L2 赵班长',
      '23T12:10 L2 钱调度',
      '23T12:25 L3 孙客服',
      '23T12:25 L3 群',
      '23T12:25 L3 钱调度',
    ])
  })

  test('though somebody had taken it, and is looked at again after the new due time', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:31')
    await acknowledge(ticket, '赵班长')
    await desk.work((work) => pauseClocks(work, ticket, 'waiting_owner'))
    await moveTo('23T13:00')
    await desk.work((work) => resumeClocks(work, ticket))
    expect(await run(ticket)).toMatchObject({ state: 'acknowledged', ackById: staff['赵班长'] })
    await moveTo('23T13:29')
    expect((await calls()).slice(3)).toEqual(['23T13:15 L2 问赵班长'])
    await moveTo('23T13:31')
    expect((await calls()).slice(4)).toEqual(['23T13:30 L1 王师傅'])
  })

  test('also when it is taken, or given back, while it stands still', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:31')
    await desk.work((work) => pauseClocks(work, ticket, 'waiting_owner'))
    expect(await acknowledge(ticket, '赵班长')).toBe(1)
    await moveTo('23T18:00')
    expect(await calls()).toHaveLength(3)
    expect((await run(ticket)).state).toBe('acknowledged')
    await desk.work((work) => restartLadder(work, ticket))
    expect((await run(ticket)).state).toBe('paused')
    await moveTo('23T19:00')
    expect(await calls()).toHaveLength(3)
    await desk.work((work) => resumeClocks(work, ticket))
    await moveTo('23T19:00')
    expect((await calls()).slice(3)).toEqual(['23T19:00 L1 王师傅'])
  })
})

describe('another target', () => {
  test('begins a new ladder; one that was late already climbs from the first level, not all at once', async () => {
    const ticket = await promised(NORMAL)
    sleepTo('23T12:00')
    await desk.work((work) =>
      retargetClocks(work, {
        projectId: PROJECT,
        subject: ticket,
        kinds: ['arrive'],
        match: URGENT,
        reason: 'priority',
      }),
    )
    await moveTo('23T12:16')
    expect(await calls()).toEqual([
      '23T12:00 L1 王师傅',
      '23T12:05 L2 赵班长',
      '23T12:05 L2 钱调度',
      '23T12:10 L3 孙客服',
      '23T12:10 L3 群',
      '23T12:10 L3 钱调度',
      '23T12:15 L4 李经理',
      '23T12:15 L4 群',
    ])
  })

  test('is taken by whoever had taken the old one', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:35')
    await acknowledge(ticket, '赵班长')
    await desk.work((work) =>
      retargetClocks(work, {
        projectId: PROJECT,
        subject: ticket,
        kinds: ['arrive'],
        match: NORMAL,
        reason: 'priority',
      }),
    )
    const open = await desk.db
      .selectFrom('escalation_run')
      .selectAll()
      .where('state', '<>', 'ended')
      .execute()
    expect(open).toMatchObject([
      {
        state: 'acknowledged',
        ackById: staff['赵班长'],
        ackAt: at('23T10:35'),
        nextAt: at('24T10:15'),
      },
    ])
  })
})

describe('danger to people', () => {
  test('calls the service centre and the group at once, then everybody, until somebody takes it', async () => {
    const ticket = await inDanger()
    expect(await calls()).toEqual(
      ['23T10:00 L3 孙客服', '23T10:00 L3 群', '23T10:00 L3 赵班长', '23T10:00 L3 钱调度'].sort(),
    )
    expect(desk.tell.of('card')[0]).toMatchObject({
      card: 'escalation.hazard',
      values: { title: '电梯困人', place: '2栋电梯' },
    })
    await moveTo('23T20:00')
    const managed = (await calls()).filter((call) => call.endsWith('L4 李经理'))
    expect(managed).toHaveLength(120)
    expect(desk.tell.of('robot').every(({ words }) => words === 'clocks.hazard.robot')).toBe(true)
    expect(await desk.tap(staff['李经理'], (await run(ticket, 'hazard')).id)).toMatchObject({
      outcome: 'taken',
    })
    const before = await calls()
    await moveTo('24T20:00')
    expect(await calls()).toEqual(before)
  })

  test('leaves everybody one card with buttons, the newest', async () => {
    const ticket = await inDanger()
    await moveTo('23T10:06')
    const closedAgain = desk.tell.of('close').filter(({ words }) => words === 'clocks.card_again')
    expect(closedAgain.length).toBeGreaterThan(0)
    const lastClose = desk.tell.told.findLastIndex((note) => note.to === 'close')
    const open = desk.tell.told.slice(lastClose).filter((note) => note.to === 'card')
    const { id } = await run(ticket, 'hazard')
    expect(open.map((note) => note.to === 'card' && note.subject.id)).toEqual([id, id, id, id])
  })

  test('is not called off by withdrawing or closing the report', async () => {
    const ticket = await inDanger()
    desk.becomes(ticket, { isOpen: false })
    await desk.work((work) => endLadder(work, ticket, 'withdrawn'))
    await desk.work((work) => cancelClocks(work, ticket, 'withdrawn'))
    await moveTo('23T10:05')
    expect((await calls()).filter((call) => call.includes('T10:05'))).toHaveLength(5)
    await acknowledge(ticket, '孙客服')
    await desk.work((work) => endLadder(work, ticket, 'closed'))
    expect(await run(ticket, 'hazard')).toMatchObject({
      state: 'ended',
      endReason: 'closed',
      ackById: staff['孙客服'],
    })
  })

  test('reported again while it calls is one alarm; after it was taken it is a new one', async () => {
    const ticket = await inDanger()
    const { id } = await run(ticket, 'hazard')
    expect(await alarm(ticket)).toBe(id)
    await desk.sweep()
    expect(await calls()).toHaveLength(4)
    await acknowledge(ticket, '孙客服')
    await moveTo('23T10:20')
    expect(await alarm(ticket)).toBe(id)
    await desk.sweep()
    expect((await calls()).filter((call) => call.includes('T10:20'))).toHaveLength(4)
    expect((await run(ticket, 'hazard')).state).toBe('running')
  })

  test('is unlike what anybody may take: that is not begun again by asking for it again', async () => {
    const subject = desk.aTicket()
    const ask = () =>
      desk.work((work) =>
        startLadder(work, {
          projectId: PROJECT,
          subject,
          reason: 'inspection',
          chain: 'accept-urgent',
          startAt: work.now,
          dueAt: work.now,
        }),
      )
    const id = await ask()
    await desk.sweep()
    expect(await calls()).toEqual(['23T10:00 L2 赵班长', '23T10:00 L2 钱调度'])
    await acknowledge(subject, '赵班长')
    expect(await ask()).toBe(id)
    await moveTo('23T18:00')
    expect(await calls()).toHaveLength(2)
    expect((await run(subject, 'inspection')).state).toBe('acknowledged')
  })

  test('given back by who took it calls again', async () => {
    const ticket = await inDanger()
    await acknowledge(ticket, '孙客服')
    await moveTo('23T10:20')
    await desk.work((work) => restartLadder(work, ticket))
    await desk.sweep()
    expect((await calls()).filter((call) => call.includes('T10:20'))).toHaveLength(4)
  })

  test('can be taken before the first call was made', async () => {
    const ticket = desk.aTicket()
    await alarm(ticket)
    expect(await acknowledge(ticket, '孙客服')).toBe(1)
    await moveTo('23T12:00')
    expect(await calls()).toEqual([])
  })

  test('needs a chain the project has', async () => {
    const wrong = desk.work((work) =>
      startLadder(work, {
        projectId: 'elsewhere',
        subject: desk.aTicket(),
        reason: 'hazard',
        chain: 'hazard',
        startAt: work.now,
        dueAt: work.now,
      }),
    )
    await expect(wrong).rejects.toMatchObject({ code: 'no-such-chain' })
  })
})

describe('a ladder ends', () => {
  test('when the promise is kept, with its cards', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:31')
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    expect(desk.tell.of('close')).toMatchObject([{ words: 'clocks.card_over' }])
    await moveTo('23T18:00')
    expect(await calls()).toHaveLength(3)
  })

  test('without a word when nobody was called yet', async () => {
    const ticket = await promised(URGENT)
    await moveTo('23T10:10')
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    expect(desk.tell.told).toEqual([])
    expect(await run(ticket)).toMatchObject({ state: 'ended', endReason: 'met' })
  })

  test('by itself when the matter is over or gone though its clock was forgotten', async () => {
    const closed = await promised(URGENT)
    desk.becomes(closed, { isOpen: false })
    await moveTo('23T10:15')
    expect(await run(closed)).toMatchObject({ state: 'ended', endReason: 'subject-over' })
    expect(await calls()).toEqual([])
  })

  test('for all of a matter at once', async () => {
    const ticket = await promised(URGENT, ['accept', 'arrive', 'resolve'])
    await desk.work((work) => endLadder(work, ticket, 'closed'))
    const states = await desk.db
      .selectFrom('escalation_run')
      .select(['state', 'endReason'])
      .execute()
    expect(states).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'ended', endReason: 'closed' })),
    )
  })
})

describe('an old alarm does nothing', () => {
  test.each([
    ['of an epoch that is over', { generation: 99 }],
    ['of a step that was made', { step: 3 }],
    ['of a round that was not reached', { round: 1 }],
  ])('%s', async (_name, wrong) => {
    const ticket = await promised(URGENT)
    const { id } = await run(ticket)
    const {
      generation = 1,
      step = 0,
      round = 0,
    } = wrong as { generation?: number; step?: number; round?: number }
    await desk.ring({
      name: 'clocks.ladder',
      key: `${id}:1`,
      dueAt: desk.now(),
      generation,
      payload: { runId: id, step, round },
    })
    expect(await calls()).toEqual([])
  })

  test('of a ladder that is gone', async () => {
    await desk.ring({
      name: 'clocks.ladder',
      key: 'x',
      dueAt: desk.now(),
      generation: 1,
      payload: { runId: 'gone', step: 0, round: 0 },
    })
    expect(desk.tell.told).toEqual([])
  })

  test('rung twice: one call', async () => {
    const ticket = await promised(URGENT)
    const { id } = await run(ticket)
    const timer = {
      name: 'clocks.ladder',
      key: `${id}:1`,
      dueAt: desk.now(),
      generation: 1,
      payload: { runId: id, step: 0, round: 0 },
    }
    await desk.ring(timer)
    await desk.ring(timer)
    expect(await calls()).toEqual(['23T10:00 L1 王师傅'])
  })

  test('about a kind of matter nobody answers for: that is a broken desk', async () => {
    const subject = { kind: 'unknown', id: 'x' }
    await desk.work((work) =>
      startClocks(work, {
        projectId: PROJECT,
        subject,
        kinds: ['arrive'],
        match: URGENT,
        startAt: work.now,
      }),
    )
    await expect(moveTo('23T10:15')).rejects.toThrow(
      'nobody answers for subjects of kind "unknown"',
    )
  })
})

test('a tap is somebody’s: the system has no hands', async () => {
  const ticket = await promised(URGENT)
  await moveTo('23T10:31')
  const { id } = await run(ticket)
  const owner = { ...actorOf(staff['李经理']), staffId: '' }
  expect(await desk.tap(owner.staffId, id)).toEqual({ outcome: 'not-staff' })
})
