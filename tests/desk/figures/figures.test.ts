/** The figures of a few tickets, worked out by hand: every number with its denominator, and who it is counted under. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepCategoryNodes } from '../../../src/desk/figures/category-nodes.ts'
import { type Figure, figuresOfMonth, figuresOfWeek } from '../../../src/desk/figures/figures.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor
let li: StaffActor

const create = async (text: string, room = '1-1-101') => {
  const made = await desk.act(owner, 'tickets.create', { text, room, phone: '13800138000' })
  return String(made.result['number'])
}
const take = async (staff: StaffActor, number: string, ...steps: string[]) => {
  for (const step of steps) {
    const reason = step === 'hold' ? { reason: 'waiting_owner' } : {}
    const { outcome } = await desk.act(staff, `tickets.${step}`, { number, ...reason })
    expect(outcome).toBe('ok')
  }
}
const pick = (figures: readonly Figure[], measure: string, dimension = 'all', key = '') => {
  const found = figures.find(
    (one) => one.measure === measure && one.dimension === dimension && one.key === key,
  )
  return found && [found.numerator, found.denominator]
}

/**
 * Monday 23 November 2026, 10:00 on. Wang works in buildings 1 and 3, Li in 2.
 * A  1-1-101 leak: done in time, opened again on Tuesday, done again by Wang, scored 5.
 * B  2-1-201 leak: done in time by Li, scored 2; then C, the same again, on Wednesday: a repeat, done, silence.
 * D  3-1-301 tap: withdrawn. E 3-1-302 tap: accepted and paused for the owner.
 * F  3-1-303 tap: accepted by Wang, never done: late when its 48 hours are over.
 */
beforeAll(async () => {
  desk = await openTicketDesk()
  await keepCategoryNodes(desk.db, desk.rules.categories)
  await desk.db
    .insertInto('team')
    .values({ id: 'team-a', projectId: PROJECT, name: '一班' })
    .execute()
  const rooms = ['1-1-101', '2-1-201', '3-1-301', '3-1-302', '3-1-303']
  owner = await desk.owner('业主', ...rooms)
  const shift = { from: '2026-11-23T00:00:00+08:00', to: '2026-12-31T00:00:00+08:00' }
  wang = await desk.technician('王强', { areas: ['1', '3'], shift })
  li = await desk.technician('李明', { areas: ['2'], shift })
  await desk.db
    .updateTable('staff')
    .set({ teamId: 'team-a' })
    .where('id', '=', wang.staffId)
    .execute()

  const a = await create('厨房水管漏水')
  const b = await create('厨房水管漏水', '2-1-201')
  const d = await create('龙头坏了', '3-1-301')
  const e = await create('龙头坏了', '3-1-302')
  const f = await create('龙头坏了', '3-1-303')
  await take(wang, a, 'accept', 'arrive', 'finish')
  await take(li, b, 'accept', 'arrive', 'finish')
  await desk.act(owner, 'tickets.withdraw', { number: d })
  await take(wang, e, 'accept', 'hold')
  await take(wang, f, 'accept')
  await desk.advance(5 * 60)
  await desk.act(owner, 'surveys.fixed', { number: b })
  expect(await desk.act(owner, 'surveys.save', { number: b, score: 2 })).toMatchObject({
    outcome: 'ok',
  })
  await desk.moveTo('2026-11-24T10:00:00+08:00')
  await desk.act(owner, 'surveys.not_fixed', { number: a, text: '还在漏' })
  await take(wang, a, 'accept', 'arrive', 'finish')
  await desk.advance(4 * 60)
  await desk.act(owner, 'surveys.fixed', { number: a })
  await desk.act(owner, 'surveys.save', { number: a, score: 5 })
  await desk.moveTo('2026-11-25T10:00:00+08:00')
  const c = await create('厨房水管漏水', '2-1-201')
  await take(li, c, 'accept', 'arrive', 'finish')
  await desk.moveTo('2026-11-27T18:00:00+08:00')
}, 120_000)
afterAll(() => desk.close())

describe('the month of six tickets', () => {
  let figures: readonly Figure[]
  const of = (measure: string, dimension?: string, key?: string) =>
    pick(figures, measure, dimension, key)
  const row = (measure: string) =>
    figures.find((one) => one.measure === measure && one.dimension === 'all')

  beforeAll(async () => {
    figures = await figuresOfMonth(desk.db, PROJECT, '2026-11')
  })

  test('six were reported, three are done, one was withdrawn, two are open', () => {
    expect(of('finished')).toEqual([3, 5])
    expect(row('finished')).toMatchObject({ cancelled: 1, total: 6 })
  })

  test('accepted in time: the six that were taken, one twice; the withdrawn one counts nowhere', () => {
    expect(of('accept')).toEqual([6, 6])
    expect(row('accept')).toMatchObject({ cancelled: 1, total: 7 })
    expect(of('accept', 'person', wang.staffId)).toEqual([4, 4])
    expect(of('accept', 'person', li.staffId)).toEqual([2, 2])
  })

  test('done in time: four completions; F is late, E waits for the owner', () => {
    expect(of('resolve')).toEqual([4, 5])
    expect(row('resolve')).toMatchObject({ cancelled: 1, paused: 1, running: 0, total: 7 })
    expect(of('resolve', 'building', '3')).toEqual([0, 1])
    expect(of('resolve', 'person', wang.staffId)).toEqual([2, 3])
  })

  test('a leaf is counted under what stands above it', () => {
    expect(of('resolve', 'leaf', 'water.leak')).toEqual([4, 4])
    expect(of('resolve', 'leaf', 'water.fixture')).toEqual([0, 1])
    expect(of('resolve', 'leaf', 'water')).toEqual([4, 5])
    expect(of('resolve', 'leaf', 'home')).toEqual([4, 5])
  })

  test('mended at the first visit: neither A nor B; C is the second visit for B and no matter of its own', () => {
    expect(of('first_fix')).toEqual([0, 2])
    expect(row('first_fix')).toMatchObject({ repeat: 1, total: 3 })
    expect(of('first_fix', 'person', li.staffId)).toEqual([0, 1])
  })

  test('opened again: one of four completions', () => {
    expect(of('reopen')).toEqual([1, 4])
    expect(of('reopen', 'person', wang.staffId)).toEqual([1, 2])
  })

  test('satisfaction counts answers; who said nothing is shown beside, never inside', () => {
    expect(of('satisfaction')).toEqual([1, 2])
    expect(row('satisfaction')).toMatchObject({ scoreSum: 7, total: 4 })
    expect(of('satisfaction', 'person', li.staffId)).toEqual([0, 1])
    expect(of('satisfaction', 'team', 'team-a')).toEqual([1, 1])
  })

  test('the parts of every dimension but the leaves add up to the whole', () => {
    for (const whole of figures.filter((one) => one.dimension === 'all')) {
      for (const dimension of ['kind', 'building', 'team', 'person']) {
        const parts = figures.filter(
          (one) => one.measure === whole.measure && one.dimension === dimension,
        )
        const sum = parts.reduce((n, one) => n + one.total, 0)
        expect([whole.measure, dimension, sum]).toEqual([whole.measure, dimension, whole.total])
      }
    }
  })

  test('a name that is given later and a team that is changed later move no figure of the past', async () => {
    await desk.db
      .updateTable('staff')
      .set({ name: '改名', teamId: null })
      .where('id', '=', wang.staffId)
      .execute()
    const after = await figuresOfMonth(desk.db, PROJECT, '2026-11')
    expect(pick(after, 'resolve', 'team', 'team-a')).toEqual([2, 3])
    const named = after.find((one) => one.measure === 'reopen' && one.key === wang.staffId)
    expect(named?.name).toBe('王强')
  })

  test('another project and another month are empty; the week has the same figures', async () => {
    expect(await figuresOfMonth(desk.db, 'other', '2026-11')).toEqual([])
    expect(await figuresOfMonth(desk.db, PROJECT, '2026-10')).toEqual([])
    const week = await figuresOfWeek(desk.db, PROJECT, '2026-W48')
    expect(pick(week, 'reopen')).toEqual([1, 4])
    expect(await figuresOfWeek(desk.db, PROJECT, '2026-W47')).toEqual([])
  })
})
