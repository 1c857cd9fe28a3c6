/** What staff say of their duty and their leave, and what it does to the roster and to the tickets in hand. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ClickHandler } from '../../../src/desk/action.ts'
import { rosterActions } from '../../../src/desk/roster/actions.ts'
import { decideLeave, rosterTimers } from '../../../src/desk/roster/decide-leave.ts'
import { onDutyStaff } from '../../../src/desk/roster/on-duty.ts'
import { readUntil } from '../../../src/desk/roster/read-until.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let wang: StaffActor
let lead: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  const shift = { from: '2026-11-23T00:00:00Z', to: '2026-11-23T12:00:00Z' }
  wang = await desk.technician('王强', { shift })
  lead = await desk.staff('班长', 'lead')
})
afterEach(() => desk.close())

const say = (actor: StaffActor, name: string, input: object = {}) =>
  desk.work(actor, async (work) => {
    const action = rosterActions.find((one) => one.name === `roster.${name}`)
    if (!action) throw new Error(`no action ${name}`)
    return await action.run(work, { ...input })
  })
const onDuty = () =>
  desk.work(SYSTEM, async (work) => {
    const people = await onDutyStaff(work, {
      projectId: PROJECT,
      at: work.now,
      roles: ['technician'],
    })
    return people.map(({ name }) => name).sort()
  })
const decide = (actor: StaffActor, id: string, key: string) =>
  desk.work(actor, (work) =>
    (decideLeave as ClickHandler)(work, { subject: { kind: 'leave', id }, key, selections: {} }),
  )
const leaves = () => desk.db.selectFrom('staff_leave').selectAll().execute()

test.each<[string, string | null]>([
  ['忙碌到15点', '2026-11-23T15:00:00+08:00'],
  ['忙到下午3点半', '2026-11-23T15:30:00+08:00'],
  ['忙碌到明天8:30', '2026-11-24T08:30:00+08:00'],
  ['忙碌两小时', '2026-11-23T12:00:00+08:00'],
  ['忙半小时', '2026-11-23T10:30:00+08:00'],
  ['忙一个半小时', '2026-11-23T11:30:00+08:00'],
  ['忙1个半小时', '2026-11-23T11:30:00+08:00'],
  ['忙三小时', '2026-11-23T13:00:00+08:00'],
  ['忙两个小时', '2026-11-23T12:00:00+08:00'],
  ['忙二十分钟', '2026-11-23T10:20:00+08:00'],
  ['忙到十二点', '2026-11-23T12:00:00+08:00'],
  ['忙到下午三点一刻', '2026-11-23T15:15:00+08:00'],
  ['忙到晚上12点', '2026-11-24T00:00:00+08:00'],
  ['忙到中午1点', '2026-11-23T13:00:00+08:00'],
  ['忙到2点', '2026-11-23T14:00:00+08:00'],
  ['忙到凌晨2点', '2026-11-24T02:00:00+08:00'],
  ['忙到上午9点', null],
  ['忙到今天9点', null],
  ['忙20分钟', '2026-11-23T10:20:00+08:00'],
  ['忙碌到9点', null],
  ['忙碌到99点', null],
  ['忙碌', null],
  ['忙'.repeat(5000), null],
])('%s', (said, expected) => {
  const until = readUntil(said, new Date('2026-11-23T10:00:00+08:00'))
  expect(until?.getTime() ?? null).toBe(expected === null ? null : Date.parse(expected))
})

test('said at night, a small hour is of the night to come', () => {
  const until = readUntil('忙到2点', new Date('2026-11-23T23:00:00+08:00'))
  expect(until).toEqual(new Date('2026-11-24T02:00:00+08:00'))
})

test('busy lasts as said, and the roster decides again at its end', async () => {
  expect(await say(wang, 'switch', { state: 'busy', said: '忙碌到11点' })).toMatchObject({
    outcome: 'ok',
    result: { until: '今天11:00' },
  })
  expect(await onDuty()).toEqual([])
  await desk.advance(59)
  expect(await onDuty()).toEqual([])
  await desk.advance(1)
  expect(await onDuty()).toEqual(['王强'])
})

test('off lasts to the next hours of the roster, on again to the end of these', async () => {
  expect(await say(wang, 'switch', { state: 'off' })).toMatchObject({
    result: { until: '明天08:00' },
  })
  expect(await onDuty()).toEqual([])
  expect(await say(wang, 'switch', { state: 'on' })).toMatchObject({
    result: { until: '今天20:00' },
  })
  expect(await onDuty()).toEqual(['王强'])
  expect(await say(wang, 'on_duty')).toMatchObject({
    result: { items: [{ name: '王强', trades: '水电', until: '今天20:00', standby: false }] },
  })
  expect(await say(wang, 'mine')).toMatchObject({
    result: { items: [{ line: '今天10:00-20:00 自己报到' }] },
  })
  expect(await say(wang, 'switch', { state: 'busy', said: '900小时' })).toMatchObject({
    outcome: 'too_long',
  })
})

test('leave is asked for once, decided by one lead, and hands over what is in hand', async () => {
  const standIn = await desk.technician('李军')
  const owner = await desk.owner('住户', '3-2-501')
  const made = await desk.act(owner, 'tickets.create', { text: '水管漏水', room: '3-2-501' })
  const number = String(made.result['number'])
  await desk.act(lead, 'tickets.assign', { number, colleague: '王强', reason: 'other' })
  await desk.act(wang, 'tickets.accept', { number })
  expect((await desk.ticket(number)).assigneeId).toBe(wang.staffId)
  const wish = { from: '2026-11-23', to: '2026-11-24', replacement: '李军' }
  expect(await say(wang, 'request_leave', wish)).toMatchObject({ outcome: 'ok' })
  expect(await say(wang, 'request_leave', wish)).toMatchObject({ outcome: 'overlaps' })
  expect(desk.tell.of('card').filter((note) => note.card === 'roster.leave')).toHaveLength(1)
  const [leave] = await leaves()
  expect(await decide(wang, leave?.id ?? '', 'approve')).toEqual({ outcome: 'not-yours' })
  expect(await onDuty()).toEqual(['李军', '王强'])
  const other = await desk.staff('副班长', 'lead')
  const taps = await Promise.all([
    decide(lead, leave?.id ?? '', 'approve'),
    decide(other, leave?.id ?? '', 'approve'),
  ])
  expect(taps.map(({ outcome }) => outcome).sort()).toEqual(['approved', 'over'])
  const told = desk.tell.of('staff').filter(({ words }) => words === 'roster.leave_stands_in')
  expect(told.map(({ staffId }) => staffId)).toEqual([standIn.staffId])
  expect(await onDuty()).toEqual(['李军'])
  expect(await say(wang, 'switch', { state: 'on' })).toMatchObject({ outcome: 'on_leave' })
  const name = 'roster.leave-begins'
  const begins = rosterTimers[name]
  const timer = { name, key: leave?.id ?? '', dueAt: desk.now(), payload: {} }
  for (let twice = 0; twice < 2; twice++)
    await desk.work(SYSTEM, (work) => begins?.(work, timer) ?? Promise.resolve())
  expect(await desk.ticket(number)).toMatchObject({
    state: 'ASSIGNED',
    assigneeId: standIn.staffId,
  })
  expect(await say(wang, 'end_leave')).toMatchObject({ outcome: 'ok' })
  expect(await say(wang, 'end_leave')).toMatchObject({ outcome: 'none' })
  expect(await onDuty()).toEqual(['李军', '王强'])
})

test('leave without a word of who stands in goes to whoever the book names, unless they have left', async () => {
  const usual = await desk.technician('李军')
  const name = (replacementId: string) =>
    desk.db.updateTable('staff').set({ replacementId }).where('id', '=', wang.staffId).execute()
  await name(usual.staffId)
  const wish = { from: '2026-11-24', to: '2026-11-24' }
  expect(await say(wang, 'request_leave', wish)).toMatchObject({
    outcome: 'ok',
    result: { replacement: '李军' },
  })
  const gone = { leftAt: desk.now() }
  await desk.db.updateTable('staff').set(gone).where('id', '=', usual.staffId).execute()
  const later = { from: '2026-11-25', to: '2026-11-25' }
  expect(await say(wang, 'request_leave', later)).toMatchObject({ result: { replacement: '' } })
  expect((await leaves()).map((one) => one.replacementId)).toEqual([usual.staffId, null])
})

test.each([
  [{ from: '2026-11-22', to: '2026-11-23' }, 'bad_days'],
  [{ from: '2026-11-25', to: '2026-11-24' }, 'bad_days'],
  [{ from: '2026-11-24', to: '2027-01-24' }, 'too_long'],
  [{ from: '2026-11-24', to: '2026-11-24', replacement: '查无此人' }, 'no_such_colleague'],
  [{ from: '2026-11-24', to: '2026-11-24', replacement: '王强' }, 'no_such_colleague'],
])('leave %o is refused: %s', async (wish, outcome) => {
  expect(await say(wang, 'request_leave', wish)).toMatchObject({ outcome })
  expect(await leaves()).toEqual([])
})

test('leave nobody decides is spoken of once; whoever stands in hears when it begins for them and when it is over', async () => {
  const standIn = await desk.technician('李军')
  const wish = { from: '2026-11-23', to: '2026-11-24', replacement: '李军' }
  await say(wang, 'request_leave', wish)
  const [leave] = await leaves()
  const name = 'roster.leave-undecided'
  const undecided = rosterTimers[name]
  const timer = { name, key: leave?.id ?? '', dueAt: desk.now(), payload: {} }
  const ring = () => desk.work(SYSTEM, (work) => undecided?.(work, timer) ?? Promise.resolve())
  const due = await desk.db
    .selectFrom('timer')
    .select('dueAt')
    .where('name', '=', 'roster.leave-undecided')
    .execute()
  expect(due).toEqual([{ dueAt: new Date('2026-11-23T12:00:00+08:00') }])
  const heard = () => desk.tell.of('staff').map(({ staffId, words }) => [staffId, words])
  desk.tell.clear()
  await ring()
  expect(heard()).toEqual([
    [wang.staffId, 'roster.leave_undecided'],
    [lead.staffId, 'roster.leave_to_decide'],
  ])
  await decide(lead, leave?.id ?? '', 'approve')
  desk.tell.clear()
  await ring()
  expect(heard()).toEqual([])
  await say(wang, 'end_leave')
  expect(heard()).toEqual([[standIn.staffId, 'roster.leave_stands_out']])
})
