import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ALWAYS } from '../../../src/desk/clocks/calendar.ts'
import { publishCalendar } from '../../../src/desk/clocks/publish-calendar.ts'
import { seedClocks } from '../../../src/desk/clocks/seed-clocks.ts'
import {
  calendarOf,
  newestCalendar,
  storedCalendar,
} from '../../../src/desk/clocks/stored-calendar.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, openClockDesk } from './clock-desk.ts'

let desk: ClockDesk
beforeAll(async () => {
  desk = await openClockDesk()
})
afterAll(() => desk.close())

const count = async (table: 'calendar' | 'sla_policy' | 'escalation_chain', projectId: string) =>
  (await desk.db.selectFrom(table).select('id').where('projectId', '=', projectId).execute()).length

test('a new project has the calendars, promises and ladders of the rules', async () => {
  expect(await count('calendar', PROJECT)).toBe(2)
  expect(await count('sla_policy', PROJECT)).toBe(14)
  expect(await count('escalation_chain', PROJECT)).toBe(9)
  const targets = await desk.db.selectFrom('sla_target').selectAll().execute()
  expect(targets.filter((target) => target.kind === 'accept')).toHaveLength(11)
  expect(targets.every((t) => (t.calendarMode === 'always') === (t.calendarName === null))).toBe(
    true,
  )
})

test('seeding again changes nothing', async () => {
  const before = await desk.db.selectFrom('sla_target').selectAll().orderBy('id').execute()
  expect(await desk.work((work) => seedClocks(work, PROJECT))).toBe('present')
  expect(await desk.db.selectFrom('sla_target').selectAll().orderBy('id').execute()).toEqual(before)
})

test('seeding from many processes at once seeds once', async () => {
  const projectId = randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => desk.work((work) => seedClocks(work, projectId))),
  )
  expect(answers.filter((answer) => answer === 'seeded')).toHaveLength(1)
  expect(await count('sla_policy', projectId)).toBe(14)
})

test('quiet hours are windows of the steps that can wait, and only of those', async () => {
  const steps = await desk.db
    .selectFrom('escalation_step')
    .innerJoin('escalation_chain', 'escalation_chain.id', 'escalation_step.chainId')
    .select(['name', 'windowFrom', 'windowTo'])
    .where('projectId', '=', PROJECT)
    .execute()
  const windows = new Set(steps.map((step) => `${step.name} ${step.windowFrom}-${step.windowTo}`))
  expect([...windows].sort()).toEqual([
    'accept-normal 08:00-22:00',
    'accept-urgent null-null',
    'complaint-grave null-null',
    'complaint-major 08:00-22:00',
    'contractor 08:00-22:00',
    'contractor-urgent null-null',
    'hazard null-null',
    'normal 08:00-22:00',
    'urgent null-null',
  ])
})

test('the stored office calendar keeps make-up days, holidays and weekends', async () => {
  const calendar = await desk.work(async ({ tx }) => {
    const newest = await newestCalendar(tx, PROJECT, 'office')
    return storedCalendar(tx, newest?.id ?? '')
  })
  expect(calendar.zone).toBe('Asia/Shanghai')
  expect(calendar.isWorkday('2026-02-14')).toBe(true)
  expect(calendar.isWorkday('2026-10-01')).toBe(false)
  expect(calendar.isWorkday('2026-11-22')).toBe(false)
})

test('a new version leaves the one before as it was', async () => {
  const next = { projectId: PROJECT, name: 'office', zone: 'Asia/Shanghai', version: 2 }
  const week = [{ weekday: 7, from: '10:00', to: '12:00' }]
  const before = await desk.work(({ tx }) => newestCalendar(tx, PROJECT, 'office'))
  const id = await desk.work((work) => publishCalendar(work, { ...next, week, days: [] }))
  const after = await desk.work(({ tx }) => newestCalendar(tx, PROJECT, 'office'))
  expect(after).toEqual({ id, version: 2 })
  const old = await desk.work(({ tx }) => storedCalendar(tx, before?.id ?? ''))
  expect(old.isWorkday('2026-11-23')).toBe(true)
  expect(old.isWorkday('2026-11-22')).toBe(false)
  expect(await desk.work((work) => publishCalendar(work, { ...next, week, days: [] }))).toBeNull()
})

test('a calendar nobody can count in is not published', async () => {
  const broken = {
    projectId: PROJECT,
    name: 'broken',
    zone: 'Asia/Shanghai',
    version: 1,
    week: [{ weekday: 1, from: '9', to: '17' }],
    days: [],
  }
  await expect(desk.work((work) => publishCalendar(work, broken))).rejects.toMatchObject({
    code: 'bad-calendar',
  })
  expect(await desk.work(({ tx }) => newestCalendar(tx, PROJECT, 'broken'))).toBeNull()
})

test('a promise round the clock needs no calendar, one in hours nobody set is never open', async () => {
  const always = await desk.work(({ tx }) =>
    calendarOf(tx, { calendarMode: 'always', calendarId: null }),
  )
  expect(always).toBe(ALWAYS)
  const never = await desk.work(({ tx }) =>
    calendarOf(tx, { calendarMode: 'business', calendarId: null }),
  )
  expect([...never.openSegments(0, 1e12)]).toEqual([])
  await expect(desk.work(({ tx }) => storedCalendar(tx, 'nobody'))).rejects.toMatchObject({
    code: 'bad-calendar',
  })
})
