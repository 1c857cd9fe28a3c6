import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALWAYS } from '../../../src/desk/clocks/calendar.ts'
import { completeClocks } from '../../../src/desk/clocks/complete-clocks.ts'
import { publishCalendar } from '../../../src/desk/clocks/publish-calendar.ts'
import { seedClocks } from '../../../src/desk/clocks/seed-clocks.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import {
  calendarOf,
  newestCalendar,
  storedCalendar,
} from '../../../src/desk/clocks/stored-calendar.ts'
import type { Rules } from '../../../src/desk/rules.ts'
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

describe('a project of an older release', () => {
  /** Seeded before there were levels of complaints and the three clocks of one. */
  const older = (rules: Rules): Rules => ({
    ...rules,
    clocks: {
      ...rules.clocks,
      policies: rules.clocks.policies
        .filter(({ name }) => !NEWER.includes(name))
        .map((policy) => {
          const targets = Object.entries(policy.targets).filter(
            ([kind]) => !kind.startsWith('complaint'),
          )
          return { ...policy, targets: Object.fromEntries(targets) }
        }),
      chains: Object.fromEntries(
        Object.entries(rules.clocks.chains).filter(([name]) => !name.startsWith('complaint')),
      ),
    },
  })
  const NEWER = ['重大投诉', '特大投诉']

  async function anOldProject(
    change: (projectId: string) => Promise<unknown> = async () => undefined,
  ) {
    const projectId = randomUUID()
    await desk.work((work) => seedClocks({ ...work, rules: older(work.rules) }, projectId))
    await change(projectId)
    return projectId
  }
  const start = (projectId: string) => desk.work((work) => completeClocks(work, projectId))
  const policiesOf = async (projectId: string) => {
    const rows = desk.db.selectFrom('sla_policy').selectAll().where('projectId', '=', projectId)
    return await rows.orderBy('position').execute()
  }
  async function targetsOf(projectId: string, name: string) {
    const rows = await desk.db
      .selectFrom('sla_target')
      .innerJoin('sla_policy', 'sla_policy.id', 'sla_target.policyId')
      .select('sla_target.kind')
      .where('projectId', '=', projectId)
      .where('name', '=', name)
      .execute()
    return rows.map(({ kind }) => kind).sort()
  }
  const set = (projectId: string, name: string, values: object) =>
    desk.db
      .updateTable('sla_policy')
      .set(values)
      .where('projectId', '=', projectId)
      .where('name', '=', name)
      .execute()
  const drop = (projectId: string, name: string) =>
    desk.db
      .deleteFrom('sla_policy')
      .where('projectId', '=', projectId)
      .where('name', '=', name)
      .execute()

  test('gets at start what it never had, in its place, and nothing the second time', async () => {
    const projectId = await anOldProject()
    expect(await start(projectId)).toEqual(['特大投诉', '重大投诉', '投诉'])
    const names = (await policiesOf(projectId)).map(({ name }) => name)
    const shipped = await desk.work(async ({ rules }) => rules.clocks.policies)
    expect(names).toEqual(shipped.map(({ name }) => name))
    for (const { name, targets } of shipped) {
      expect(await targetsOf(projectId, name)).toEqual(Object.keys(targets).sort())
    }
    expect(await count('escalation_chain', projectId)).toBe(9)
    expect(await count('calendar', projectId)).toBe(2)
    const before = await policiesOf(projectId)
    expect(await start(projectId)).toEqual([])
    expect(await policiesOf(projectId)).toEqual(before)
  })

  test('with two processes at once gets it once', async () => {
    const projectId = await anOldProject()
    const answers = await Promise.all([start(projectId), start(projectId), start(projectId)])
    expect(answers.map((added) => added.length).sort()).toEqual([0, 0, 3])
    expect(await count('sla_policy', projectId)).toBe(14)
  })

  test('keeps what it changed, and its own policy of that place goes first', async () => {
    const projectId = await anOldProject(async (id) => {
      await set(id, '投诉', { priorities: ['high'] })
      await set(id, '普通', { name: '本小区普通' })
    })
    expect(await start(projectId)).toEqual(['特大投诉', '重大投诉'])
    expect(await targetsOf(projectId, '投诉')).toEqual(['accept', 'first_response', 'resolve'])
    const names = (await policiesOf(projectId)).map(({ name }) => name)
    expect(names.slice(-2)).toEqual(['优先', '本小区普通'])
    expect(names).not.toContain('普通')
  })

  test('does not get again what it took out, by deleting or by ending it', async () => {
    const projectId = await anOldProject()
    await start(projectId)
    await drop(projectId, '重大投诉')
    await set(projectId, '特大投诉', { validTo: new Date('2026-11-24') })
    const { id } = (await policiesOf(projectId)).find(({ name }) => name === '投诉') ?? {}
    await desk.db
      .deleteFrom('sla_target')
      .where('policyId', '=', String(id))
      .where('kind', '=', 'complaint_plan')
      .execute()
    expect(await start(projectId)).toEqual([])
    expect(await targetsOf(projectId, '投诉')).not.toContain('complaint_plan')
  })

  test('of the time before that was kept, rows and clocks tell what it had', async () => {
    const projectId = await anOldProject(async (id) => {
      await desk.db.deleteFrom('sla_given').where('projectId', '=', id).execute()
      await set(id, '求助', { validTo: new Date('2026-11-01') })
    })
    const match = {
      ...{ kind: 'enquiry', categories: ['enquiry'], calendar: 'business' as const },
      priority: 'normal',
    }
    const subject = { kind: 'ticket', id: randomUUID() }
    const clock = { projectId, subject, match, startAt: new Date('2026-11-23T02:00:00Z') }
    await desk.work((work) => startClocks(work, { ...clock, kinds: ['accept'] }))
    await drop(projectId, '咨询求助')
    expect(await start(projectId)).toEqual(['特大投诉', '重大投诉', '投诉'])
  })

  test('one without promises stays without', async () => {
    expect(await start(randomUUID())).toEqual([])
  })
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
