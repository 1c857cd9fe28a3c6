/** 换班, 替班 and a lead's change of the roster: who is on duty afterwards, and who is told what. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClickHandler } from '../../../src/desk/action.ts'
import { onDutyStaff } from '../../../src/desk/roster/on-duty.ts'
import { swapActions } from '../../../src/desk/roster/swaps/actions.ts'
import { decideSwap, swapTimers } from '../../../src/desk/roster/swaps/decide-swap.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let wang: StaffActor
let li: StaffActor
let lead: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  wang = await desk.technician('王强', {
    shift: { from: '2026-11-24T00:00:00Z', to: '2026-11-24T12:00:00Z' },
  })
  li = await desk.technician('李军', {
    shift: { from: '2026-11-25T00:00:00Z', to: '2026-11-25T12:00:00Z' },
  })
  lead = await desk.staff('班长', 'lead')
})
afterEach(() => desk.close())

const say = (actor: StaffActor, name: string, input: object = {}) =>
  desk.work(actor, async (work) => {
    const action = swapActions.find((one) => one.name === `roster.${name}`)
    if (!action) throw new Error(`no action ${name}`)
    return await action.run(work, { ...input })
  })
const tap = (actor: StaffActor, id: string, key: string) =>
  desk.work(actor, (work) =>
    (decideSwap as ClickHandler)(work, { subject: { kind: 'swap', id }, key, selections: {} }),
  )
const swaps = () => desk.db.selectFrom('roster_swap').selectAll().orderBy('createdAt').execute()
const overrides = () => desk.db.selectFrom('roster_override').selectAll().execute()
const onDuty = (at: string) =>
  desk.work(SYSTEM, async (work) => {
    const roles = ['technician'] as const
    const people = await onDutyStaff(work, { projectId: PROJECT, at: new Date(at), roles })
    return people.map(({ name }) => name).sort()
  })
const heard = (words: string) =>
  desk.tell
    .of('staff')
    .filter((note) => note.words === words)
    .map(({ staffId }) => staffId)
    .sort()
const both = () => [wang.staffId, li.staffId].sort()
const TUESDAY = { kind: 'swap', day: '2026-11-24' }

async function asked(input: object = {}): Promise<string> {
  const answer = await say(wang, 'request_swap', { ...TUESDAY, colleague: li.staffId, ...input })
  expect(answer.outcome).toBe('ok')
  return (await swaps()).at(-1)?.id ?? ''
}

test('asked, agreed and approved: the colleague works these hours, and the asker theirs', async () => {
  const id = await asked({ back: '2026-11-25' })
  expect(desk.tell.of('card')).toMatchObject([
    {
      card: 'roster.swap_ask',
      staffId: li.staffId,
      values: { asker: '王强', hours: '明天08:00-20:00' },
    },
  ])
  expect(await tap(wang, id, 'agree')).toEqual({ outcome: 'not-yours' })
  expect(await tap(lead, id, 'approve')).toMatchObject({ outcome: 'over' })
  const [first, second] = await Promise.all([tap(li, id, 'agree'), tap(li, id, 'agree')])
  expect([first.outcome, second.outcome].sort()).toEqual(['agreed', 'over'])
  expect(heard('roster.swap_agreed')).toEqual([wang.staffId])
  expect(await onDuty('2026-11-24T10:00:00+08:00')).toEqual(['王强'])
  const other = await desk.staff('副班长', 'lead')
  const taps = await Promise.all([tap(lead, id, 'approve'), tap(other, id, 'approve')])
  expect(taps.map(({ outcome }) => outcome).sort()).toEqual(['approved', 'over'])
  expect(heard('roster.swap_approved')).toEqual(both())
  expect(await overrides()).toHaveLength(2)
  expect(await onDuty('2026-11-24T10:00:00+08:00')).toEqual(['李军'])
  expect(await onDuty('2026-11-25T10:00:00+08:00')).toEqual(['王强'])
})

test('who stands in asks whose hours they are, and is asked nothing more', async () => {
  const wish = { kind: 'stand_in', day: '2026-11-24', colleague: wang.staffId }
  expect(await say(li, 'request_swap', wish)).toMatchObject({
    outcome: 'ok',
    result: { to: '王强', hours: '明天08:00-20:00' },
  })
  const id = (await swaps())[0]?.id ?? ''
  expect(await tap(li, id, 'agree')).toEqual({ outcome: 'not-yours' })
  expect(await tap(wang, id, 'agree')).toMatchObject({ outcome: 'agreed' })
  expect(await tap(lead, id, 'approve')).toMatchObject({ outcome: 'approved' })
  expect(await onDuty('2026-11-24T10:00:00+08:00')).toEqual(['李军'])
})

test('declined, rejected: everybody else hears who said so, and the roster stays', async () => {
  const declined = await asked()
  expect(await tap(li, declined, 'decline')).toMatchObject({ outcome: 'declined' })
  expect(heard('roster.swap_ended')).toEqual([wang.staffId])
  const rejected = await asked()
  await tap(li, rejected, 'agree')
  expect(await tap(lead, rejected, 'reject')).toMatchObject({ outcome: 'rejected' })
  expect(heard('roster.swap_ended')).toEqual([wang.staffId, ...both()].sort())
  expect(await tap(lead, rejected, 'approve')).toMatchObject({ outcome: 'over' })
  expect(await overrides()).toEqual([])
  expect((await swaps()).map(({ state }) => state)).toEqual(['DECLINED', 'REJECTED'])
})

describe('what changed meanwhile is seen at the tap', () => {
  test('the colleague has leave by then', async () => {
    const id = await asked()
    const leave = {
      startAt: new Date('2026-11-23T16:00:00Z'),
      endAt: new Date('2026-11-24T16:00:00Z'),
    }
    await desk.db
      .insertInto('staff_leave')
      .values({
        ...{ id: 'leave', corpId: 'corp-1', projectId: PROJECT, staffId: li.staffId },
        ...{ ...leave, state: 'APPROVED', createdAt: desk.now() },
      })
      .execute()
    expect(await tap(li, id, 'agree')).toMatchObject({ outcome: 'on_leave' })
    expect(heard('roster.swap_ended')).toEqual(both())
  })

  test('the shift has begun before a lead approves', async () => {
    const id = await asked()
    await tap(li, id, 'agree')
    desk.sleepTo('2026-11-24T08:00:00+08:00')
    expect(await tap(lead, id, 'approve')).toMatchObject({ outcome: 'begun' })
    expect(await overrides()).toEqual([])
    expect(heard('roster.swap_ended')).toEqual(both())
  })

  test('nobody answers until it begins: it is over, once', async () => {
    const id = await asked()
    desk.sleepTo('2026-11-24T08:00:00+08:00')
    const name = 'roster.swap-begins'
    const timer = { name, key: id, dueAt: desk.now(), payload: {} }
    const ring = () =>
      desk.work(SYSTEM, (work) => swapTimers[name]?.(work, timer) ?? Promise.resolve())
    await Promise.all([ring(), ring()])
    expect((await swaps())[0]?.state).toBe('EXPIRED')
    expect(heard('roster.swap_ended')).toEqual(both())
  })

  test('a lead has put somebody else on meanwhile', async () => {
    const id = await asked()
    await tap(li, id, 'agree')
    const zhao = await desk.technician('赵刚', { shift: null })
    const wish = { from: wang.staffId, to: zhao.staffId, day: '2026-11-24' }
    const [override, approval] = await Promise.all([
      say(lead, 'override', wish),
      tap(lead, id, 'approve'),
    ])
    expect([override.outcome, approval.outcome].filter((one) => one === 'no_hours')).toHaveLength(1)
    expect(await overrides()).toHaveLength(1)
  })
})

test('one swap of the same hours at a time, also when asked twice at once', async () => {
  const wish = { ...TUESDAY, colleague: li.staffId }
  const answers = await Promise.all([
    say(wang, 'request_swap', wish),
    say(wang, 'request_swap', wish),
  ])
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'ok'])
})

test('whoever cannot take the hours is not asked', async () => {
  const cleaner = await desk.technician('保洁', { skills: ['cleaning'], shift: null })
  const working = await desk.technician('当班', {
    shift: { from: '2026-11-24T04:00:00Z', to: '2026-11-24T20:00:00Z' },
  })
  const ask = (input: object) => say(wang, 'request_swap', { ...TUESDAY, ...input })
  expect(await ask({ colleague: cleaner.staffId })).toMatchObject({ outcome: 'unskilled' })
  expect(await ask({ colleague: working.staffId })).toMatchObject({ outcome: 'busy' })
  expect(await ask({ colleague: li.staffId, day: '2026-11-27' })).toMatchObject({
    outcome: 'no_hours',
  })
  expect(await ask({ colleague: li.staffId, back: '2026-11-27' })).toMatchObject({
    outcome: 'no_hours',
  })
  expect(await ask({ colleague: wang.staffId })).toMatchObject({ outcome: 'gone' })
  expect(await ask({ colleague: '无此人'.repeat(999) })).toMatchObject({ outcome: 'gone' })
  desk.sleepTo('2026-11-24T09:00:00+08:00')
  expect(await ask({ colleague: li.staffId })).toMatchObject({ outcome: 'begun' })
  await desk.db
    .updateTable('staff')
    .set({ leftAt: desk.now() })
    .where('name', '=', '班长')
    .execute()
  const later = { colleague: wang.staffId, day: '2026-11-25', kind: 'swap' }
  expect(await say(li, 'request_swap', later)).toMatchObject({ outcome: 'no_approver' })
  expect(await swaps()).toEqual([])
  expect(desk.tell.of('card')).toEqual([])
})

test('a lead puts somebody else on, both hear of it; others may not', async () => {
  const wish = { from: wang.staffId, to: li.staffId, day: '2026-11-24' }
  expect(await say(li, 'override', wish)).toMatchObject({ outcome: 'not_allowed' })
  expect(await say(lead, 'override', { ...wish, to: wang.staffId })).toMatchObject({
    outcome: 'gone',
  })
  expect(await say(lead, 'override', wish)).toMatchObject({
    outcome: 'ok',
    result: { hours: '明天08:00-20:00', from: '王强', to: '李军' },
  })
  expect(heard('roster.overridden')).toEqual(both())
  expect(await onDuty('2026-11-24T10:00:00+08:00')).toEqual(['李军'])
  expect(await say(lead, 'override', wish)).toMatchObject({ outcome: 'no_hours' })
})

describe('taken back', () => {
  const back = (actor: StaffActor, id: string) => say(actor, 'withdraw_swap', { swap: id })

  test('by who asked: the colleague hears it, no card can be answered any more', async () => {
    const id = await asked()
    expect(await say(wang, 'open_swaps')).toMatchObject({
      outcome: 'one',
      result: { only: id, items: [{ from: '王强', to: '李军', hours: '明天08:00-20:00' }] },
    })
    expect(await back(wang, id)).toMatchObject({ outcome: 'ok', result: { from: '王强' } })
    expect(heard('roster.swap_ended')).toEqual([li.staffId])
    expect(await tap(li, id, 'agree')).toMatchObject({ outcome: 'over' })
    expect(await back(wang, id)).toEqual({ outcome: 'over' })
    expect(await say(wang, 'open_swaps')).toMatchObject({ outcome: 'none' })
    expect(await swaps()).toMatchObject([{ state: 'WITHDRAWN', decidedById: wang.staffId }])
    const timer = swapTimers['roster.swap-begins']
    await desk.work(SYSTEM, (work) => timer?.(work, { key: id } as never) ?? Promise.resolve())
    expect(await swaps()).toMatchObject([{ state: 'WITHDRAWN' }])
  })

  test('by who had agreed, until a lead has approved; a new one may be asked then', async () => {
    const id = await asked()
    await tap(li, id, 'agree')
    expect(await back(li, id)).toMatchObject({ outcome: 'ok' })
    expect(heard('roster.swap_ended')).toEqual([wang.staffId])
    expect(await tap(lead, id, 'approve')).toMatchObject({ outcome: 'over' })
    const again = await asked()
    await tap(li, again, 'agree')
    await tap(lead, again, 'approve')
    expect(await back(wang, again)).toEqual({ outcome: 'over' })
    expect(await overrides()).toHaveLength(1)
  })

  test('not by others, and nothing that is not there', async () => {
    const id = await asked()
    const other = await desk.technician('赵刚')
    expect(await back(other, id)).toEqual({ outcome: 'gone' })
    expect(await back(wang, 'x'.repeat(5_000))).toEqual({ outcome: 'gone' })
    expect(await swaps()).toMatchObject([{ state: 'REQUESTED' }])
  })

  test('at the moment a lead approves: one of the two holds', async () => {
    const id = await asked()
    await tap(li, id, 'agree')
    const [taken, approved] = await Promise.all([back(wang, id), tap(lead, id, 'approve')])
    const isTaken = taken.outcome === 'ok'
    expect(approved.outcome).toBe(isTaken ? 'over' : 'approved')
    expect(await overrides()).toHaveLength(isTaken ? 0 : 1)
  })
})
