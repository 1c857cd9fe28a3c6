/** Tickets and ladders together: who hears of a repair nobody takes, and that it stops when somebody does. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ticketSubject } from '../../../src/desk/tickets/subject-view.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let owner: OwnerActor
let people: readonly [StaffActor, StaffActor]

beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  await desk.staff('班长', 'lead')
  await desk.staff('调度', 'dispatcher')
  await desk.staff('客服', 'agent')
  await desk.staff('经理', 'manager')
  people = [await desk.technician('甲'), await desk.technician('乙')]
})
afterEach(() => desk.close())

const report = async (text: string) => {
  const made = await desk.act(owner, 'tickets.create', { text, room: '3-2-501' })
  return String(made.result['number'])
}
const rung = () => desk.tell.of('robot').filter((note) => note.words === 'clocks.ping.robot')

test('silent technicians are passed over, and the group hears of it until somebody takes it', async () => {
  const number = await report('厨房水管漏水')
  await desk.advance(29)
  expect(rung()).toEqual([])
  await desk.advance(2)
  expect(rung()).toMatchObject([{ values: { number, place: '3栋2单元501', level: 3 } }])
  // The owner hears that it takes longer, and nothing of who was asked or called.
  expect(new Set(desk.tell.of('owner').map(({ words }) => words))).toEqual(
    new Set(['tickets.owner.late']),
  )
  await desk.tap(people[0], number, 'accept')
  const before = rung().length
  await desk.advance(3 * 60)
  expect(rung()).toHaveLength(before)
  const runs = await desk.db
    .selectFrom('escalation_run')
    .select(['reason', 'state'])
    .where('reason', '=', 'accept')
    .execute()
  expect(runs).toEqual([{ reason: 'accept', state: 'ended' }])
})

test('a burst pipe is not left for half an hour: everybody above hears within minutes', async () => {
  const number = await report('水管爆了，喷水')
  await desk.advance(11)
  expect(rung()).toMatchObject([{ values: { number, level: 3 } }])
})

test('accepted but not reached, it is called again although somebody has it', async () => {
  const number = await report('水管爆了，喷水')
  const { assigneeId } = await desk.ticket(number)
  const holder = people.find((one) => one.staffId === assigneeId) ?? people[0]
  await desk.tap(holder, number, 'accept')
  await desk.advance(46)
  expect(rung().map((note) => note.values['number'])).toContain(number)
  await desk.tap(holder, number, 'arrive')
  const before = rung().length
  await desk.advance(6 * 60)
  expect(rung()).toHaveLength(before)
})

test('withdrawn or done, nothing rings any more', async () => {
  const withdrawn = await report('厨房水管漏水')
  await desk.act(owner, 'tickets.withdraw', { number: withdrawn })
  const done = await report('客厅灯不亮')
  const { assigneeId } = await desk.ticket(done)
  const holder = people.find((one) => one.staffId === assigneeId) ?? people[0]
  for (const step of ['accept', 'arrive', 'finish']) await desk.tap(holder, done, step)
  await desk.advance(7 * 24 * 60)
  expect(desk.tell.of('robot').filter((note) => note.words.startsWith('clocks'))).toEqual([])
})

test('an appointment in two days makes nobody late before', async () => {
  const made = await desk.act(owner, 'tickets.create', {
    text: '厨房水管漏水',
    room: '3-2-501',
    visit: '2026-11-25T14:00/16:00',
  })
  const number = String(made.result['number'])
  const { assigneeId } = await desk.ticket(number)
  const holder = people.find((one) => one.staffId === assigneeId) ?? people[0]
  await desk.tap(holder, number, 'accept')
  await desk.moveTo('2026-11-25T13:00:00+08:00')
  expect(desk.tell.of('robot')).toEqual([])
  expect((await desk.act(owner, 'tickets.show', { number })).result['next_by']).toBe('今天16:00')
})

test('ladders are told what they need to know, and nothing of what does not exist', async () => {
  const number = await report('厨房水管漏水')
  const { id, assigneeId, firstResponderId } = await desk.ticket(number)
  expect(await desk.work(SYSTEM, (work) => ticketSubject(work, id))).toEqual({
    projectId: 'project-1',
    number,
    title: '厨房水管漏水',
    place: '3栋2单元501',
    priority: 'normal',
    skill: 'plumbing_power',
    buildingCode: '3',
    assigneeStaffId: assigneeId,
    responderStaffId: firstResponderId,
    teamId: null,
    isOpen: true,
    isConfidential: false,
    show: expect.any(Function),
  })
  expect(await desk.work(SYSTEM, (work) => ticketSubject(work, 'nothing'))).toBeNull()
})
