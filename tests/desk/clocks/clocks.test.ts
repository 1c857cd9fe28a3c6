import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelClocks } from '../../../src/desk/clocks/cancel-clocks.ts'
import { clocksOf, dueIfResumed } from '../../../src/desk/clocks/clocks-of.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { meetClock } from '../../../src/desk/clocks/meet-clock.ts'
import { pauseClocks } from '../../../src/desk/clocks/pause-clocks.ts'
import { publishCalendar } from '../../../src/desk/clocks/publish-calendar.ts'
import { resumeClocks } from '../../../src/desk/clocks/resume-clocks.ts'
import { retargetClocks } from '../../../src/desk/clocks/retarget-clocks.ts'
import type { ClockKind } from '../../../src/desk/clocks/rules.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import type { Subject } from '../../../src/desk/work.ts'
import { aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, MONDAY_TEN, openClockDesk } from './clock-desk.ts'

const NORMAL: Match = {
  kind: 'repair',
  categories: ['water', 'water.leak'],
  calendar: 'business',
  priority: 'normal',
}
const URGENT: Match = { ...NORMAL, priority: 'urgent' }

let desk: ClockDesk
let technician: string
beforeAll(async () => {
  desk = await openClockDesk()
  technician = await aStaffMember(desk.db, { name: '王师傅', roles: ['technician'] })
})
afterAll(() => desk.close())
beforeEach(async () => {
  for (const table of ['timer', 'sla_clock', 'sla_pause', 'escalation_run', 'ping'] as const) {
    await desk.db.deleteFrom(table).execute()
  }
  desk.tell.clear()
  desk.sleepTo(MONDAY_TEN)
})

async function promised(
  match: Match,
  kinds: readonly ClockKind[] = ['accept', 'arrive', 'resolve'],
  startAt = desk.now(),
): Promise<Subject> {
  const subject = desk.aTicket({ assigneeStaffId: technician })
  await desk.work((work) =>
    startClocks(work, { projectId: PROJECT, subject, kinds, match, startAt }),
  )
  return subject
}

const at = (text: string) => new Date(`2026-11-${text}:00+08:00`)
const moveTo = (text: string) => desk.moveTo(at(text).toISOString())
const sleepTo = (text: string) => desk.sleepTo(at(text).toISOString())

async function clock(subject: Subject, kind: ClockKind) {
  const all = await desk.work(({ tx }) => clocksOf(tx, subject))
  const found = all.filter((one) => one.kind === kind).at(-1)
  if (!found) throw new Error(`no ${kind} clock`)
  return found
}

const alarms = async (name: string) =>
  (await desk.db.selectFrom('timer').select('id').where('name', '=', name).execute()).length

const meet = (subject: Subject, kind: ClockKind, when = desk.now()) =>
  desk.work((work) => meetClock(work, subject, kind, when))
const pause = (subject: Subject, reason = 'waiting_owner') =>
  desk.work((work) => pauseClocks(work, subject, reason))
const resume = (subject: Subject) => desk.work((work) => resumeClocks(work, subject))

describe('promises begin', () => {
  test('urgent ones round the clock', async () => {
    const ticket = await promised(URGENT)
    expect((await clock(ticket, 'accept')).dueAt).toEqual(at('23T10:05'))
    expect((await clock(ticket, 'arrive')).dueAt).toEqual(at('23T10:30'))
    expect((await clock(ticket, 'resolve')).dueAt).toEqual(at('24T10:00'))
  })

  test('normal ones in office hours and working days', async () => {
    sleepTo('27T17:20')
    const ticket = await promised(NORMAL)
    expect((await clock(ticket, 'accept')).dueAt).toEqual(at('30T08:35'))
    expect((await clock(ticket, 'resolve')).dueAt).toEqual(new Date('2026-12-01T17:20:00+08:00'))
  })

  test.each<[string, Match, string]>([
    [
      'a hazard by its category, whatever its priority',
      {
        kind: 'help',
        categories: ['hazard', 'hazard.trapped'],
        calendar: 'business',
        priority: 'normal',
      },
      '险情',
    ],
    [
      'a complaint by its kind',
      {
        kind: 'complaint',
        categories: ['complaint', 'complaint.noise'],
        calendar: 'business',
        priority: 'urgent',
      },
      '投诉',
    ],
    [
      'an enquiry',
      { kind: 'enquiry', categories: ['enquiry'], calendar: 'business', priority: 'normal' },
      '咨询求助',
    ],
    ['a repair of high priority', { ...NORMAL, priority: 'high' }, '优先'],
    [
      'anything else',
      {
        kind: 'service',
        categories: ['service', 'service.moving'],
        calendar: 'business',
        priority: 'low',
      },
      '普通',
    ],
    [
      'a lift that stands still at night',
      { ...NORMAL, calendar: 'always', priority: 'high' },
      '昼夜优先',
    ],
    ['guards at night', { ...NORMAL, calendar: 'always', priority: 'low' }, '昼夜'],
    ['what is urgent, whatever its hours', { ...URGENT, calendar: 'always' }, '紧急'],
    [
      'somebody in need',
      { kind: 'help', categories: ['help'], calendar: 'always', priority: 'normal' },
      '求助',
    ],
    [
      'a category that only begins alike',
      { kind: 'repair', categories: ['hazardous'], calendar: 'business', priority: 'normal' },
      '普通',
    ],
  ])('by the first policy that fits: %s', async (_name, match, policy) => {
    const ticket = await promised(match, ['accept'])
    expect((await clock(ticket, 'accept')).promise.policy).toBe(policy)
  })

  test('only those that the policy knows', async () => {
    const ticket = await promised(NORMAL, ['complaint_plan', 'accept'])
    const all = await desk.work(({ tx }) => clocksOf(tx, ticket))
    expect(all.map(({ kind }) => kind)).toEqual(['accept'])
  })

  test('not at all for a project without policies', async () => {
    const subject = desk.aTicket()
    const started = await desk.work((work) =>
      startClocks(work, {
        projectId: 'elsewhere',
        subject,
        kinds: ['accept'],
        match: NORMAL,
        startAt: work.now,
      }),
    )
    expect(started).toEqual([])
  })

  test('once: a second clock of a kind is refused while one runs', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    const again = desk.work((work) =>
      startClocks(work, {
        projectId: PROJECT,
        subject: ticket,
        kinds: ['accept'],
        match: NORMAL,
        startAt: work.now,
      }),
    )
    await expect(again).rejects.toMatchObject({ code: 'clock-running' })
  })

  test('with a snapshot: policies and calendars edited later change nothing', async () => {
    const ticket = await promised(NORMAL, ['arrive'])
    const before = await clock(ticket, 'arrive')
    await desk.db.updateTable('sla_target').set({ targetSec: 60, stopReasons: [] }).execute()
    const office = { projectId: PROJECT, name: 'office', zone: 'Asia/Shanghai', version: 7 }
    const week = [{ weekday: 7, from: '00:00', to: '00:00' }]
    await desk.work((work) => publishCalendar(work, { ...office, week, days: [] }))
    sleepTo('23T11:00')
    await pause(ticket)
    sleepTo('23T12:00')
    await resume(ticket)
    const after = await clock(ticket, 'arrive')
    expect(after.dueAt).toEqual(new Date((before.dueAt?.getTime() ?? 0) + 3_600_000))
    expect(after.promise).toEqual(before.promise)
    await desk.close()
    desk = await openClockDesk()
    technician = await aStaffMember(desk.db, { name: '王师傅', roles: ['technician'] })
  })

  test('without hours they have no due time, the group is told, and the matter goes on', async () => {
    await desk.db
      .updateTable('sla_target')
      .set({ calendarName: 'nowhere' })
      .where('kind', '=', 'next_update')
      .where('calendarMode', '=', 'business')
      .execute()
    const ticket = await promised(NORMAL, ['next_update'])
    expect(await clock(ticket, 'next_update')).toMatchObject({
      state: 'running',
      dueAt: null,
      endReason: 'calendar-without-hours',
    })
    expect(desk.tell.of('robot')).toMatchObject([
      { words: 'clocks.no_hours.robot', values: { policy: '普通', promise: '告知进展' } },
    ])
    expect(await meet(ticket, 'next_update')).toBe('met')
  })
})

describe('a promise is kept', () => {
  test.each([
    ['in time', '10:10', 'met', 600, null],
    ['at the last moment', '10:15', 'met', 900, null],
    ['late', '10:16', 'missed', 960, '23T10:15'],
  ] as const)('%s', async (...row) => {
    const [, when, state, elapsedSec, breached] = row
    const ticket = await promised(NORMAL, ['accept'])
    await moveTo(`23T${when}`)
    expect(await meet(ticket, 'accept')).toBe(state)
    expect(await clock(ticket, 'accept')).toMatchObject({
      state,
      elapsedSec,
      metAt: at(`23T${when}`),
      breachedAt: breached === null ? null : at(breached),
      dueAt: at('23T10:15'),
    })
  })

  test('once: doing it again changes nothing', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    await meet(ticket, 'accept')
    const before = await clock(ticket, 'accept')
    sleepTo('23T12:00')
    expect(await meet(ticket, 'accept')).toBe('none')
    expect(await clock(ticket, 'accept')).toEqual(before)
  })

  test('in time when it was done in time and entered late, though the due time was noticed', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    await moveTo('23T11:00')
    expect(await clock(ticket, 'accept')).toMatchObject({ breachedAt: at('23T10:15') })
    expect(await meet(ticket, 'accept', at('23T10:12'))).toBe('met')
    expect(await clock(ticket, 'accept')).toMatchObject({ breachedAt: null, elapsedSec: 720 })
  })

  test('before it began, with nothing elapsed', async () => {
    const ticket = await promised(NORMAL, ['accept'], at('23T10:00'))
    expect(await meet(ticket, 'accept', at('23T09:50'))).toBe('met')
    expect((await clock(ticket, 'accept')).elapsedSec).toBe(0)
  })

  test('and a reopened matter gets a new clock while the old one stays as it ended', async () => {
    const ticket = await promised(NORMAL, ['resolve'])
    await moveTo('24T10:00')
    await meet(ticket, 'resolve')
    await moveTo('25T10:00')
    await desk.work((work) =>
      startClocks(work, {
        projectId: PROJECT,
        subject: ticket,
        kinds: ['resolve'],
        match: NORMAL,
        startAt: work.now,
      }),
    )
    const all = await desk.work(({ tx }) => clocksOf(tx, ticket))
    expect(all.map(({ state, startAt }) => [state, startAt])).toEqual([
      ['met', at('23T10:00')],
      ['running', at('25T10:00')],
    ])
  })
})

describe('a promise is broken', () => {
  test('at its due time, however late that is noticed', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    sleepTo('23T10:35')
    await desk.sweep()
    expect(await clock(ticket, 'accept')).toMatchObject({
      state: 'running',
      breachedAt: at('23T10:15'),
    })
  })

  test('also when nobody noticed before it was done', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    sleepTo('23T10:35')
    expect(await meet(ticket, 'accept')).toBe('missed')
    expect((await clock(ticket, 'accept')).breachedAt).toEqual(at('23T10:15'))
    expect(await desk.sweep()).toBe(0)
  })

  test('not by an alarm of an older generation', async () => {
    const ticket = await promised(NORMAL, ['arrive'])
    const { id } = await clock(ticket, 'arrive')
    await pause(ticket)
    sleepTo('23T11:00')
    await resume(ticket)
    const stale = {
      name: 'clocks.due',
      key: `${id}:1`,
      dueAt: at('23T19:00'),
      payload: { clockId: id },
    }
    await desk.ring({ ...stale, generation: 1 })
    expect((await clock(ticket, 'arrive')).breachedAt).toBeNull()
    await desk.ring({ ...stale, generation: 3 })
    expect((await clock(ticket, 'arrive')).breachedAt).not.toBeNull()
  })

  test.each(['clocks.due', 'clocks.warn'])(
    'not by a %s alarm of a clock that is gone',
    async (name) => {
      await desk.ring({
        name,
        key: 'x',
        dueAt: desk.now(),
        generation: 1,
        payload: { clockId: 'gone', index: 0 },
      })
      expect(desk.tell.told).toEqual([])
    },
  )
})

describe('the assignee is reminded before it is due', () => {
  const warnings = () => desk.tell.of('staff').filter(({ words }) => words === 'clocks.warn')

  test('once, with the time that is left', async () => {
    await promised(URGENT, ['arrive'])
    await moveTo('23T10:24')
    expect(warnings()).toEqual([])
    await moveTo('23T10:26')
    expect(warnings()).toMatchObject([
      {
        staffId: technician,
        values: {
          promise: '到场',
          due_day: '2026-11-23',
          due_time: '10:30',
          minutes: 5,
          is_late: false,
        },
      },
    ])
    await moveTo('23T10:29')
    expect(warnings()).toHaveLength(1)
  })

  test('not when it is done, over, or nobody holds it', async () => {
    const done = await promised(URGENT, ['arrive'])
    await meet(done, 'arrive')
    desk.becomes(await promised(URGENT, ['arrive']), { isOpen: false })
    desk.becomes(await promised(URGENT, ['arrive']), { assigneeStaffId: null })
    desk.becomes(await promised(URGENT, ['arrive']), { assigneeStaffId: 'somebody who left' })
    await moveTo('23T10:29')
    expect(warnings()).toEqual([])
  })

  test('not at night about what can wait', async () => {
    // Half of 48 working hours from Monday 23:00 is Tuesday 23:00.
    sleepTo('23T23:00')
    await promised(NORMAL, ['resolve'])
    await moveTo('25T07:59')
    expect(warnings()).toEqual([])
    await moveTo('25T08:01')
    expect(warnings()).toHaveLength(1)
  })

  test('once after a wait during which it should have come', async () => {
    sleepTo('23T08:30')
    const ticket = await promised(NORMAL, ['arrive'])
    // Two hours before 17:30.
    await moveTo('23T15:00')
    await pause(ticket)
    await moveTo('23T16:30')
    await resume(ticket)
    expect((await clock(ticket, 'arrive')).dueAt).toEqual(at('24T10:00'))
    await moveTo('23T16:59')
    expect(warnings()).toHaveLength(0)
    await moveTo('23T17:01')
    expect(warnings()).toHaveLength(1)
    await pause(ticket)
    await moveTo('23T17:10')
    await resume(ticket)
    expect(await alarms('clocks.warn')).toBe(0)
    await moveTo('24T10:00')
    expect(warnings()).toHaveLength(1)
  })
})

describe('waiting', () => {
  test('for the owner stops the clocks and moves their due times by the working time waited', async () => {
    const ticket = await promised(NORMAL, ['arrive', 'resolve'])
    const before = await clock(ticket, 'resolve')
    await moveTo('23T16:00')
    await pause(ticket)
    expect(await clock(ticket, 'resolve')).toMatchObject({ state: 'paused', dueAt: null })
    await moveTo('24T09:00')
    await resume(ticket)
    // Office hours of the wait: 16:00–17:30 and 8:30–9:00. Of the working days: 17 h.
    expect((await clock(ticket, 'arrive')).dueAt).toEqual(at('24T12:00'))
    expect((await clock(ticket, 'resolve')).dueAt).toEqual(
      new Date((before.dueAt?.getTime() ?? 0) + 17 * 3_600_000),
    )
  })

  test('for a reason that stops only one of them lets the others run', async () => {
    const ticket = await promised(NORMAL, ['arrive', 'resolve'])
    await pause(ticket, 'waiting_parts')
    expect(await clock(ticket, 'arrive')).toMatchObject({
      state: 'running',
      pauses: [{ reason: 'waiting_parts', stopsClock: false, toAt: null }],
    })
    expect(await clock(ticket, 'resolve')).toMatchObject({ state: 'paused' })
    await moveTo('24T10:00')
    expect((await clock(ticket, 'arrive')).breachedAt).toEqual(at('24T10:00'))
    await resume(ticket)
    expect(await clock(ticket, 'arrive')).toMatchObject({
      dueAt: at('24T10:00'),
      pauses: [{ toAt: at('24T10:00') }],
    })
  })

  test('is never late, however long it lasts', async () => {
    const ticket = await promised(NORMAL, ['resolve'])
    await pause(ticket)
    await moveTo('30T10:00')
    expect((await clock(ticket, 'resolve')).breachedAt).toBeNull()
    const paused = await clock(ticket, 'resolve')
    const ifResumed = await desk.work(({ tx, now }) => dueIfResumed(tx, paused, now))
    expect(ifResumed).toEqual(new Date('2026-12-02T10:00:00+08:00'))
  })

  test('after the due time leaves it late', async () => {
    const ticket = await promised(URGENT, ['arrive'])
    sleepTo('23T10:40')
    await pause(ticket)
    expect(await clock(ticket, 'arrive')).toMatchObject({
      state: 'paused',
      dueAt: at('23T10:30'),
      breachedAt: at('23T10:30'),
    })
    sleepTo('23T12:00')
    await resume(ticket)
    expect(await clock(ticket, 'arrive')).toMatchObject({
      state: 'running',
      dueAt: at('23T10:30'),
      breachedAt: at('23T10:30'),
    })
    expect(await meet(ticket, 'arrive')).toBe('missed')
  })

  test('twice at once is refused, and the first wait goes on as it was', async () => {
    const ticket = await promised(NORMAL, ['arrive', 'resolve'])
    await pause(ticket, 'waiting_parts')
    const before = await desk.db.selectFrom('timer').selectAll().orderBy('id').execute()
    await desk.work(async (work) => {
      await expect(pauseClocks(work, ticket, 'waiting_owner')).rejects.toMatchObject({
        code: 'already-paused',
      })
    })
    expect(await desk.db.selectFrom('timer').selectAll().orderBy('id').execute()).toEqual(before)
    expect((await clock(ticket, 'resolve')).pauses).toHaveLength(1)
  })

  test('ends when the matter is done meanwhile', async () => {
    const ticket = await promised(NORMAL, ['resolve'])
    await moveTo('23T11:00')
    await pause(ticket)
    await moveTo('23T13:00')
    expect(await meet(ticket, 'resolve')).toBe('met')
    expect(await clock(ticket, 'resolve')).toMatchObject({
      elapsedSec: 3600,
      pauses: [{ toAt: at('23T13:00') }],
    })
  })

  test('resumed without having waited changes nothing, nor does pausing what is over', async () => {
    const ticket = await promised(NORMAL, ['resolve'])
    const before = await clock(ticket, 'resolve')
    await resume(ticket)
    expect(await clock(ticket, 'resolve')).toEqual(before)
    await meet(ticket, 'resolve')
    await pause(ticket)
    expect((await clock(ticket, 'resolve')).pauses).toEqual([])
  })

  test('longer than the rule allows is shown to the lead, once', async () => {
    const lead = await aStaffMember(desk.db, { name: '赵班长', roles: ['lead'] })
    const ticket = await promised(NORMAL, ['arrive', 'resolve'])
    await pause(ticket)
    await desk.moveTo('2026-12-08T09:59:00+08:00')
    expect(desk.tell.of('staff')).toEqual([])
    await desk.moveTo('2026-12-20T10:00:00+08:00')
    expect(desk.tell.of('staff')).toMatchObject([
      {
        staffId: lead,
        words: 'clocks.long_pause.lead',
        values: { days: 15, place: '3栋2单元501' },
      },
    ])
    await desk.db.deleteFrom('staff').where('id', '=', lead).execute()
    const another = await promised(NORMAL, ['resolve'])
    await pause(another)
    await resume(another)
    await pause(another)
    await desk.moveTo('2027-01-20T10:00:00+08:00')
    expect(desk.tell.of('robot').map(({ words }) => words)).toEqual(['clocks.long_pause.robot'])
  })

  test('ended in time alarms nobody', async () => {
    const ticket = await promised(NORMAL, ['resolve'])
    await pause(ticket)
    expect(await alarms('clocks.long-pause')).toBe(1)
    await moveTo('24T10:00')
    await resume(ticket)
    expect(await alarms('clocks.long-pause')).toBe(0)
    await meet(ticket, 'resolve')
    await desk.moveTo('2026-12-20T10:00:00+08:00')
    expect(desk.tell.of('staff')).toEqual([])
    expect(await desk.db.selectFrom('timer').selectAll().execute()).toEqual([])
  })
})

describe('another priority', () => {
  const retarget = (
    subject: Subject,
    match: Match,
    kinds: ClockKind[] = ['accept', 'arrive', 'resolve'],
  ) =>
    desk.work((work) =>
      retargetClocks(work, { projectId: PROJECT, subject, kinds, match, reason: 'priority' }),
    )

  test('is counted from the original start, and the old promise stays with its reason', async () => {
    const ticket = await promised(NORMAL, ['arrive', 'resolve'])
    await moveTo('23T10:10')
    await retarget(ticket, URGENT)
    const all = await desk.work(({ tx }) => clocksOf(tx, ticket))
    const arrivals = all.filter(({ kind }) => kind === 'arrive')
    expect(arrivals).toMatchObject([
      { state: 'cancelled', endReason: 'priority', promise: { policy: '普通' }, elapsedSec: 600 },
      {
        state: 'running',
        generation: 2,
        startAt: at('23T10:00'),
        dueAt: at('23T10:30'),
        promise: { policy: '紧急' },
      },
    ])
    const replaced = await desk.db
      .selectFrom('sla_clock')
      .select('replacesId')
      .where('id', '=', arrivals[1]?.id ?? '')
      .executeTakeFirst()
    expect(replaced?.replacesId).toBe(arrivals[0]?.id)
  })

  test('leaves what is done as it ended, and adds what was not promised before', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    await meet(ticket, 'accept')
    await moveTo('23T10:10')
    await retarget(ticket, URGENT)
    expect(await clock(ticket, 'accept')).toMatchObject({
      state: 'met',
      promise: { policy: '普通' },
    })
    expect(await clock(ticket, 'arrive')).toMatchObject({
      startAt: at('23T10:00'),
      dueAt: at('23T10:30'),
    })
  })

  test('cancels what is not promised any more', async () => {
    const ticket = await promised(NORMAL, ['arrive'])
    await retarget(ticket, {
      kind: 'enquiry',
      categories: ['enquiry'],
      calendar: 'business',
      priority: 'normal',
    })
    expect(await clock(ticket, 'arrive')).toMatchObject({
      state: 'cancelled',
      endReason: 'priority',
    })
    expect(await clock(ticket, 'resolve')).toMatchObject({
      state: 'running',
      dueAt: at('23T14:00'),
    })
  })

  test('keeps the waits, and keeps waiting', async () => {
    const ticket = await promised(NORMAL, ['arrive'])
    await moveTo('23T10:10')
    await pause(ticket)
    await moveTo('23T10:20')
    await resume(ticket)
    await moveTo('23T10:25')
    await pause(ticket)
    await moveTo('23T10:30')
    await retarget(ticket, URGENT, ['arrive'])
    expect(await clock(ticket, 'arrive')).toMatchObject({ state: 'paused', dueAt: null })
    expect(await desk.db.selectFrom('timer').select('name').execute()).toEqual([
      { name: 'clocks.long-pause' },
    ])
    await moveTo('23T11:00')
    await resume(ticket)
    // 30 minutes, and 10 and 35 minutes of waiting.
    expect(await clock(ticket, 'arrive')).toMatchObject({ state: 'running', dueAt: at('23T11:15') })
    expect((await clock(ticket, 'arrive')).pauses).toHaveLength(2)
  })

  test('that is broken already is broken at its due time, and nobody is warned of what has passed', async () => {
    const ticket = await promised(NORMAL, ['arrive'])
    sleepTo('23T12:00')
    await retarget(ticket, URGENT, ['arrive'])
    await desk.sweep()
    expect((await clock(ticket, 'arrive')).breachedAt).toEqual(at('23T10:30'))
    expect(desk.tell.of('staff').filter(({ words }) => words === 'clocks.warn')).toEqual([])
  })
})

describe('a matter that is withdrawn', () => {
  test('has nothing promised any more, and no alarm left', async () => {
    const ticket = await promised(NORMAL)
    await moveTo('23T10:05')
    await desk.work((work) => cancelClocks(work, ticket, 'withdrawn'))
    const all = await desk.work(({ tx }) => clocksOf(tx, ticket))
    expect(all).toHaveLength(3)
    for (const one of all) {
      expect(one).toMatchObject({
        state: 'cancelled',
        endReason: 'withdrawn',
        elapsedSec: 300,
        breachedAt: null,
      })
    }
    expect(await desk.db.selectFrom('timer').selectAll().execute()).toEqual([])
    await desk.work((work) => cancelClocks(work, ticket, 'again'))
    expect((await clock(ticket, 'accept')).endReason).toBe('withdrawn')
  })

  test('was late if it was, noticed or not', async () => {
    const ticket = await promised(NORMAL, ['accept'])
    sleepTo('23T10:35')
    await desk.work((work) => cancelClocks(work, ticket, 'withdrawn'))
    expect((await clock(ticket, 'accept')).breachedAt).toEqual(at('23T10:15'))
  })
})

test('ids are only ids: odd ones find nothing and break nothing', async () => {
  const odd = { kind: "ticket'; --", id: `${'长'.repeat(5000)}%_` }
  expect(await meet(odd, 'accept')).toBe('none')
  await pause(odd)
  await resume(odd)
  await desk.work((work) => cancelClocks(work, odd, 'x'))
  expect(await desk.work(({ tx }) => clocksOf(tx, odd))).toEqual([])
})
