/** A year's holidays: found or brought in, confirmed by a manager, reminded of while they are missing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { meetClock } from '../../../src/desk/clocks/meet-clock.ts'
import { pauseClocks } from '../../../src/desk/clocks/pause-clocks.ts'
import { resumeClocks } from '../../../src/desk/clocks/resume-clocks.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import { bringInYear } from '../../../src/desk/clocks/statutory/bring-in-year.ts'
import { decideYear } from '../../../src/desk/clocks/statutory/decide-year.ts'
import { watchYears } from '../../../src/desk/clocks/statutory/look-at-years.ts'
import { newestCalendar, storedCalendar } from '../../../src/desk/clocks/stored-calendar.ts'
import type { Subject } from '../../../src/desk/work.ts'
import { actorOf, aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, openClockDesk } from './clock-desk.ts'

const NORMAL: Match = {
  kind: 'repair',
  categories: ['water', 'water.leak'],
  calendar: 'business',
  priority: 'normal',
}

let desk: ClockDesk
let manager: string
beforeEach(async () => {
  desk = await openClockDesk()
  manager = await aStaffMember(desk.db, { name: '李经理', roles: ['manager'] })
  const project = { id: PROJECT, corpId: 'corp-1', code: 'p1', name: '测试小区' }
  await desk.db
    .insertInto('project')
    .values({ ...project, createdAt: new Date('2026-01-01T00:00:00Z') } as never)
    .execute()
})
afterEach(() => desk.close())

const day = (date: string, isOffDay: boolean, name = '元旦') => ({ name, date, isOffDay })
const aYear = (...days: object[]) =>
  JSON.stringify({ year: 2027, papers: ['https://www.gov.cn/2027'], days })
const NEW_YEAR = [
  day('2027-01-01', true),
  day('2027-01-02', true),
  day('2027-01-03', true),
  day('2027-01-09', false),
]

/** A second later than what was done before: the newest file of a year holds. */
const bringIn = (text: string) => {
  desk.sleepTo(new Date(desk.now().getTime() + 1000).toISOString())
  return desk.work((work) => bringInYear(work, text))
}
const tasks = (kind: string) =>
  desk.db
    .selectFrom('task')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

async function tap(staffId: string, key: string, subjectId?: string) {
  const proposals = await tasks('confirm-holidays')
  const asked = proposals.find(({ state }) => state === 'open') ?? proposals.at(-1)
  const id = subjectId ?? asked?.subjectId ?? ''
  const subject = { kind: 'holidays', id }
  const actor = actorOf(staffId)
  return desk.workAs(actor, (work) => decideYear()(work, { subject, key, selections: {} }))
}

async function isWorkday(date: string, name = 'office'): Promise<boolean> {
  return desk.work(async ({ tx }) => {
    const newest = await newestCalendar(tx, PROJECT, name)
    return (await storedCalendar(tx, newest?.id ?? '')).isWorkday(date)
  })
}

async function promised(at: string, assigneeStaffId: string | null = null): Promise<Subject> {
  const subject = desk.aTicket({ assigneeStaffId })
  desk.sleepTo(at)
  await desk.work((work) =>
    startClocks(work, {
      projectId: PROJECT,
      subject,
      kinds: ['resolve'],
      match: NORMAL,
      startAt: work.now,
    }),
  )
  return subject
}

const clocks = (subject: Subject) =>
  desk.db
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectId', '=', subject.id)
    .orderBy('generation')
    .execute()
const run = (subject: Subject) =>
  desk.db
    .selectFrom('escalation_run')
    .selectAll()
    .where('subjectId', '=', subject.id)
    .executeTakeFirstOrThrow()

describe('a year that is brought in', () => {
  test('is shown to the manager with what changes, and nothing is counted by it before they confirm', async () => {
    expect(await bringIn(aYear(...NEW_YEAR))).toBe('kept')
    await desk.sweep()
    expect(desk.tell.of('card')).toMatchObject([
      {
        staffId: manager,
        card: 'task.confirm-holidays',
        subject: { kind: 'holidays' },
        values: {
          year: 2027,
          is_new: true,
          off: 3,
          worked: 1,
          festivals: [
            { name: '元旦', from: '2027-01-01', to: '2027-01-03', days: 3, worked: ['2027-01-09'] },
          ],
        },
      },
    ])
    expect(await isWorkday('2027-01-01')).toBe(true)
    expect(await tap(manager, 'confirm')).toEqual({
      outcome: 'confirm',
      close: { words: 'clocks.card_holidays_confirm', values: { year: 2027 } },
    })
    for (const name of ['office', 'workdays']) {
      expect(await isWorkday('2027-01-01', name)).toBe(false)
      expect(await isWorkday('2027-01-09', name)).toBe(true)
      expect(await isWorkday('2026-02-14', name)).toBe(true)
    }
    const versions = await desk.db.selectFrom('calendar').select(['name', 'version']).execute()
    expect(versions.filter(({ name }) => name === 'office').map(({ version }) => version)).toEqual([
      1, 2,
    ])
    const log = await desk.db
      .selectFrom('audit_log')
      .select(['actorId', 'action', 'detail'])
      .where('subjectKind', '=', 'holidays')
      .execute()
    expect(log).toEqual([
      {
        actorId: manager,
        action: 'holidays.confirm',
        detail: { year: 2027, days: 4, published: 2 },
      },
    ])
  })

  test('and left out changes nothing and is not asked about again', async () => {
    await bringIn(aYear(...NEW_YEAR))
    await desk.sweep()
    expect(await tap(manager, 'reject')).toMatchObject({ outcome: 'reject' })
    expect(await isWorkday('2027-01-01')).toBe(true)
    await desk.moveTo('2026-12-15T12:00:00+08:00')
    expect(await tasks('confirm-holidays')).toHaveLength(1)
    expect(await tap(manager, 'confirm')).toMatchObject({ outcome: 'over' })
    expect(await isWorkday('2027-01-01')).toBe(true)
  })

  test('is confirmed by a manager and nobody else, and only once', async () => {
    const agent = await aStaffMember(desk.db, { name: '孙客服', roles: ['agent'] })
    const second = await aStaffMember(desk.db, { name: '王经理', roles: ['manager'] })
    const stranger = await aStaffMember(desk.db, {
      name: '外人',
      roles: ['manager'],
      projectId: 'elsewhere',
    })
    await bringIn(aYear(...NEW_YEAR))
    await desk.sweep()
    expect(await tap(agent, 'confirm')).toEqual({ outcome: 'not-manager' })
    expect(desk.tell.of('staff').at(-1)).toMatchObject({ words: 'clocks.needs_manager' })
    expect(await tap(manager, 'destroy')).toEqual({ outcome: 'unknown-key' })
    expect(await tap(manager, 'confirm', '2027-0')).toEqual({ outcome: 'not-yours' })
    const proposal = (await tasks('confirm-holidays'))[0]?.subjectId ?? ''
    const elsewhere = await desk.workAs(actorOf(stranger, 'elsewhere'), (work) =>
      decideYear()(work, {
        subject: { kind: 'holidays', id: proposal },
        key: 'confirm',
        selections: {},
      }),
    )
    expect(elsewhere).toEqual({ outcome: 'not-yours' })
    const both = await Promise.all([tap(manager, 'confirm'), tap(second, 'confirm')])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['confirm', 'over'])
    const office = await desk.db
      .selectFrom('calendar')
      .select('version')
      .where('name', '=', 'office')
      .execute()
    expect(office).toHaveLength(2)
  })

  test('again, with a day changed: the old question is taken back, and only what differs is shown', async () => {
    await bringIn(aYear(...NEW_YEAR))
    await desk.sweep()
    const old = (await tasks('confirm-holidays'))[0]?.subjectId ?? ''
    await bringIn(aYear(...NEW_YEAR.slice(0, 3)))
    expect(await tap(manager, 'confirm', old)).toMatchObject({ outcome: 'over' })
    await desk.sweep()
    await tap(manager, 'confirm')
    expect(await isWorkday('2027-01-09')).toBe(false)
    await bringIn(aYear(...NEW_YEAR.slice(0, 2), day('2027-01-10', false)))
    await desk.sweep()
    expect(desk.tell.of('card').at(-1)?.values).toMatchObject({
      is_new: false,
      changes: [
        { day: '2027-01-03', before: 'off', after: 'usual' },
        { day: '2027-01-10', before: 'usual', after: 'work' },
      ],
    })
    await tap(manager, 'confirm')
    expect(await isWorkday('2027-01-10')).toBe(true)
    expect(await bringIn(aYear(...NEW_YEAR.slice(0, 2), day('2027-01-10', false)))).toBe('known')
  })

  test('keeps the days of the next year that lie in its December, and the other way round', async () => {
    await bringIn(aYear(day('2026-12-31', true), ...NEW_YEAR))
    await desk.sweep()
    await tap(manager, 'confirm')
    expect(await isWorkday('2026-12-31')).toBe(false)
    const { days } = JSON.parse(
      await readFile(new URL('../../../rules/holidays/2026.json', import.meta.url), 'utf8'),
    ) as { days: object[] }
    const shorter = { year: 2026, papers: ['x'], days: days.slice(0, -1) }
    await bringIn(JSON.stringify(shorter))
    await desk.sweep()
    await tap(manager, 'confirm')
    expect(await isWorkday('2026-12-31')).toBe(false)
  })
})

test('a year that came with new software is found by itself, and asked about once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holidays-'))
  await writeFile(join(folder, '2027.json'), aYear(...NEW_YEAR))
  const look = () =>
    desk.lookAtYears(folder, {
      name: 'clocks.holidays',
      key: PROJECT,
      dueAt: desk.now(),
      generation: 0,
      payload: {},
    })
  await look()
  await look()
  expect(await tasks('confirm-holidays')).toHaveLength(1)
  await rm(folder, { recursive: true })
})

describe('a year without data', () => {
  test('is reminded of from November, once a week, until it is there', async () => {
    desk.sleepTo('2026-10-20T10:00:00+08:00')
    await desk.work(watchYears)
    await desk.work(watchYears)
    await desk.moveTo('2026-11-01T23:00:00+08:00')
    expect(await tasks('missing-holidays')).toHaveLength(0)
    await desk.moveTo('2026-11-16T10:00:00+08:00')
    const reminded = await tasks('missing-holidays')
    expect(reminded.map(({ createdAt, state }) => [createdAt.toISOString(), state])).toEqual([
      ['2026-11-02T01:00:00.000Z', 'cancelled'],
      ['2026-11-09T01:00:00.000Z', 'cancelled'],
      ['2026-11-16T01:00:00.000Z', 'open'],
    ])
    expect(desk.tell.of('card').at(-1)).toMatchObject({
      staffId: manager,
      card: 'task.missing-holidays',
      values: { year: 2027 },
    })
    await bringIn(aYear(...NEW_YEAR))
    await desk.sweep()
    expect((await tasks('missing-holidays')).map(({ state }) => state)).not.toContain('open')
    await desk.moveTo('2026-12-01T10:00:00+08:00')
    expect(await tasks('missing-holidays')).toHaveLength(3)
    // Not confirmed yet: the manager hears of it again each week.
    expect(
      desk.tell.of('card').filter(({ card }) => card === 'task.confirm-holidays'),
    ).toHaveLength(3)
  })
})

describe('what is still open when a year is confirmed', () => {
  /** 48 working-day hours from Wednesday 30 December 10:00: due on Friday 1 January, unless that is a holiday. */
  const START = '2026-12-30T10:00:00+08:00'

  async function confirmNewYear(at: string): Promise<void> {
    await bringIn(aYear(...NEW_YEAR))
    desk.sleepTo(at)
    await desk.sweep()
    await tap(manager, 'confirm')
  }

  test('is due by the new calendar, from its original start, and the old promise stays with its reason', async () => {
    const lead = await aStaffMember(desk.db, { name: '赵班长', roles: ['lead'] })
    const technician = await aStaffMember(desk.db, { name: '王师傅', roles: ['technician'] })
    const ticket = await promised(START, technician)
    const before = await run(ticket)
    await desk.db.updateTable('escalation_chain').set({ calendarName: null }).execute()
    await confirmNewYear('2026-12-30T11:00:00+08:00')
    const [old, now] = await clocks(ticket)
    expect(old).toMatchObject({
      state: 'cancelled',
      endReason: 'calendar',
      dueAt: new Date('2027-01-01T10:00:00+08:00'),
      calendarVersion: 1,
    })
    expect(now).toMatchObject({
      state: 'running',
      startAt: new Date(START),
      replacesId: old?.id,
      generation: 2,
      calendarVersion: 2,
      dueAt: new Date('2027-01-04T10:00:00+08:00'),
    })
    const after = await run(ticket)
    expect(after).toMatchObject({ id: before.id, state: 'running', clockId: now?.id })
    expect(after.snapshot).toEqual(before.snapshot)
    expect(after.dueAt).toEqual(now?.dueAt)
    desk.tell.clear()
    await desk.moveTo('2027-01-04T09:59:00+08:00')
    expect(desk.tell.of('card')).toHaveLength(0)
    await desk.moveTo('2027-01-04T10:00:00+08:00')
    expect(desk.tell.of('card').map(({ staffId }) => staffId)).toEqual([lead])
  })

  test('keeps its pauses, and one that stands still is counted anew when it goes on', async () => {
    const ticket = await promised(START)
    await desk.work((work) => pauseClocks(work, ticket, 'waiting_owner'))
    await confirmNewYear('2026-12-30T11:00:00+08:00')
    expect(await clocks(ticket)).toHaveLength(1)
    await desk.work((work) => resumeClocks(work, ticket))
    expect(await clocks(ticket)).toMatchObject([
      { state: 'running', dueAt: new Date('2027-01-04T11:00:00+08:00'), calendarVersion: 2 },
    ])
  })

  test('is not called about again by whoever has it, and what is over or late already stays as it is', async () => {
    await aStaffMember(desk.db, { name: '赵班长', roles: ['lead'] })
    const over = await promised(START)
    await desk.work((work) => meetClock(work, over, 'resolve', work.now))
    const late = await promised('2026-12-21T10:00:00+08:00')
    await desk.moveTo('2026-12-23T10:01:00+08:00')
    await desk.work((work) => acknowledgeLadder(work, late, manager))
    await desk.db.deleteFrom('timer').where('name', '=', 'clocks.ladder').execute()
    const taken = await run(late)
    await confirmNewYear('2026-12-30T11:00:00+08:00')
    expect(await clocks(over)).toMatchObject([{ state: 'met', calendarVersion: 1 }])
    expect(await clocks(late)).toMatchObject([
      { state: 'running', calendarVersion: 1, breachedAt: new Date('2026-12-23T10:00:00+08:00') },
    ])
    expect(await run(late)).toEqual(taken)
  })

  test('has every alarm it had, where nothing moves', async () => {
    const ticket = await promised('2026-11-23T10:00:00+08:00')
    const alarms = () =>
      desk.db
        .selectFrom('timer')
        .select(['name', 'key', 'dueAt'])
        .where('name', 'like', 'clocks.%')
        .where('name', '<>', 'clocks.holidays')
        .orderBy('name')
        .orderBy('key')
        .execute()
    const before = await alarms()
    await confirmNewYear('2026-11-23T11:00:00+08:00')
    expect(await alarms()).toEqual(before)
    expect(await clocks(ticket)).toMatchObject([{ generation: 1, calendarVersion: 2 }])
  })
})

test('a broken year is refused with its problems and changes nothing', async () => {
  for (const [text, problem] of [
    ['nothing', 'not JSON'],
    ['{}', 'year'],
    [aYear(day('2027-02-30', true)), 'days.0.date'],
    [aYear(day('2027-01-01', true), day('2027-01-01', false)), 'stands there twice'],
    [aYear(day('2031-01-01', true)), 'is not of 2027'],
    [aYear(...Array.from({ length: 121 }, () => day('2027-01-01', true))), 'days'],
    [JSON.stringify({ year: 1e9, papers: [], days: [] }), 'year'],
  ] as const) {
    await expect(bringIn(text)).rejects.toThrow(problem)
  }
  expect(await desk.db.selectFrom('holiday_year').select('id').execute()).toEqual([])
})
