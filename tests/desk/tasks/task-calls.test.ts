/** How often people hear of a task, and who, until somebody has done it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { finishTask, takeTask } from '../../../src/desk/tasks/take-task.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let first: StaffActor
let taskId: string
beforeEach(async () => {
  desk = await openTicketDesk()
  first = await desk.staff('甲', 'dispatcher')
  await desk.staff('乙', 'dispatcher')
  const owner = await desk.owner('住户', '3-2-501')
  // Nobody of the trade is there: a dispatcher has to decide.
  await desk.act(owner, 'tickets.create', { text: '厨房水管漏水', room: '3-2-501' })
  const task = desk.db.selectFrom('task').select('id').where('kind', '=', 'dispatch')
  taskId = (await task.executeTakeFirstOrThrow()).id
})
afterEach(() => desk.close())

const cards = () =>
  desk.tell
    .of('card')
    .filter(({ card }) => card === 'task.dispatch')
    .map(({ staffId }) => (staffId === first.staffId ? '甲' : '乙'))
    .sort()
const robotCalls = () =>
  desk.tell.of('robot').filter(({ words }) => words === 'tasks.robot.dispatch').length

test('nobody takes it: it is called again when due and every hour, and not for ever', async () => {
  expect([cards(), robotCalls()]).toEqual([['乙', '甲'].sort(), 1])
  await desk.advance(5)
  expect(robotCalls()).toBe(2)
  await desk.advance(59)
  expect(robotCalls()).toBe(2)
  await desk.advance(1)
  expect(robotCalls()).toBe(3)
  await desk.advance(24 * 60)
  expect(robotCalls()).toBe(1 + 1 + desk.rules.tasks.repeat_max)
})

test('whoever takes it late has the usual hour before being called again, and alone', async () => {
  await desk.advance(60)
  expect(await desk.work(first, (work) => takeTask(work, taskId, first.staffId))).toBe('taken')
  const before = [cards().length, robotCalls()]
  await desk.advance(59)
  expect([cards().length, robotCalls()]).toEqual(before)
  const others = cards().filter((name) => name === '乙').length
  await desk.advance(1)
  expect(cards().filter((name) => name === '乙')).toHaveLength(others)
  expect([cards().length, robotCalls()]).toEqual(before.map((count) => count + 1))
})

test('taken and not done when it is due, it is called at once', async () => {
  await desk.advance(4)
  await desk.work(first, (work) => takeTask(work, taskId, first.staffId))
  await desk.advance(1)
  expect(robotCalls()).toBe(2)
})

test('done, nobody is called any more', async () => {
  const end = { staffId: first.staffId, note: null, byTap: true }
  expect(await desk.work(first, (work) => finishTask(work, taskId, end))).toBe('done')
  await desk.advance(24 * 60)
  expect(robotCalls()).toBe(1)
})
