/** How often people hear of a task, and who, until somebody has done it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTask } from '../../../src/desk/tasks/open-task.ts'
import { finishTask, takeTask } from '../../../src/desk/tasks/take-task.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
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

test('nobody takes it: it is called again when due and every hour, then every day until it is done', async () => {
  expect([cards(), robotCalls()]).toEqual([['乙', '甲'].sort(), 1])
  await desk.advance(5)
  expect(robotCalls()).toBe(2)
  await desk.advance(59)
  expect(robotCalls()).toBe(2)
  await desk.advance(1)
  expect(robotCalls()).toBe(3)
  await desk.moveTo('2026-11-24T08:29:59+08:00')
  const hourly = 1 + 1 + desk.rules.tasks.repeat_max
  expect(robotCalls()).toBe(hourly)
  await desk.moveTo('2026-11-24T08:30:00+08:00')
  expect(robotCalls()).toBe(hourly + 1)
  await desk.moveTo('2026-11-27T08:30:00+08:00')
  expect(robotCalls()).toBe(hourly + 4)
  const end = { staffId: first.staffId, note: null, byTap: true }
  await desk.work(first, (work) => finishTask(work, taskId, end))
  await desk.advance(48 * 60)
  expect(robotCalls()).toBe(hourly + 4)
})

test('the level above hears of it after some calls, also of what somebody took and does not do', async () => {
  const boss = await desk.staff('经理', 'manager')
  const toBoss = (kind: string) =>
    desk.tell.of('card').filter(({ staffId, card }) => {
      return staffId === boss.staffId && card === `task.${kind}`
    }).length
  const values = { number: 'BX1', place: '', staff: '', phone: '', reason: '', attempts: 0 }
  const opened = await desk.work(first, (work) =>
    openTask(work, {
      ...{ kind: 'call-owner', key: 'call-1', corpId: 'corp-1', projectId: PROJECT },
      ...{ role: 'dispatcher', values: { ...values, category: '', visit: true, parts: false } },
    }),
  )
  const { above, due_minutes } = desk.rules.tasks
  await desk.advance(due_minutes['call-owner'] + (above.after - 1) * 60)
  expect(toBoss('call-owner')).toBe(0)
  await desk.work(first, (work) => takeTask(work, String(opened), first.staffId))
  await desk.advance(120)
  expect(toBoss('call-owner')).toBeGreaterThan(0)
  // A job nobody gives out climbs by the ladder of accepting it.
  expect(toBoss('dispatch')).toBe(0)
})

test('what can wait is called at the end of the quiet hours; somebody who waits now at once', async () => {
  await desk.moveTo('2026-11-23T21:00:00+08:00')
  desk.tell.clear()
  const wish = (kind: 'recovery' | 'handoff') =>
    desk.work(first, (work) =>
      openTask(
        { ...work, rules: { ...work.rules, tasks: shortly(work.rules.tasks) } },
        {
          ...{ kind, key: `night-${kind}`, corpId: 'corp-1', projectId: PROJECT },
          role: 'dispatcher',
          values: {
            ...{ number: 'BX1', place: '', score: 1, staff: '', phone: '', reason: '' },
            ...{ person: '住户', summary: '' },
          },
        },
      ),
    )
  await wish('recovery')
  await wish('handoff')
  const calls = (kind: string) =>
    desk.tell.of('robot').filter(({ words }) => words === `tasks.robot.${kind}`).length
  await desk.moveTo('2026-11-24T07:59:00+08:00')
  expect(calls('recovery')).toBe(1)
  expect(calls('handoff')).toBeGreaterThan(1)
  await desk.moveTo('2026-11-24T08:00:00+08:00')
  expect(calls('recovery')).toBe(2)
})
const shortly = (rules: TicketDesk['rules']['tasks']) => ({
  ...rules,
  due_minutes: { ...rules.due_minutes, recovery: 90, handoff: 90 },
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
