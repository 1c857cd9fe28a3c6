/** What "今日未完成工单" finds, and for whom. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let wang: StaffActor
let manager: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  wang = await desk.technician('王强')
  manager = await desk.staff('刘经理', 'manager')
  await desk.staff('调度', 'dispatcher')
})
afterEach(() => desk.close())

async function report(text: string, room: string): Promise<string> {
  const owner = await desk.owner(`住户${room}`, room)
  const { result } = await desk.act(owner, 'tickets.create', { text, room })
  return String(result['number'])
}
const unfinished = async (actor: StaffActor) => {
  const { outcome, result } = await desk.act(actor, 'tickets.unfinished')
  const { items, ...rest } = result as object as { items: { number: string }[] }
  return { outcome, ...rest, numbers: items.map(({ number }) => number) }
}

test('a manager sees all of the project, a technician what is in hand, nobody what is done', async () => {
  const first = await report('厨房水管漏水', '3-2-501')
  expect(await unfinished(manager)).toMatchObject({ outcome: 'some', all: true, numbers: [first] })
  await desk.tap(wang, first, 'accept')
  const second = await report('客厅插座没电', '3-2-502')
  expect(await unfinished(wang)).toMatchObject({ all: false, count: 2, more: 0 })
  await desk.tap(wang, first, 'arrive')
  await desk.act(wang, 'tickets.finish', { number: first, result: '换了垫圈' })
  const left = await unfinished(manager)
  expect(left.numbers).toContain(second)
  expect(left.numbers).not.toContain(first)
})

test('those whose promise has passed are counted', async () => {
  const calm = await report('楼道灯不亮', '3-2-501')
  await desk.tap(wang, calm, 'accept')
  const late = await report('客厅插座没电', '3-2-502')
  await desk.tap(wang, late, 'accept')
  expect(await unfinished(manager)).toMatchObject({ overdue: 0 })
  await desk.advance(60 * 24 * 14)
  const found = await unfinished(manager)
  expect(found).toMatchObject({ overdue: 2, count: 2 })
})

test('a dozen are listed, of the rest there is the number', async () => {
  for (let n = 0; n < 14; n++) await report('厨房水管漏水', `3-2-${501 + n}`)
  const found = await unfinished(manager)
  expect(found).toMatchObject({ count: 14, more: 2 })
  expect(found.numbers).toHaveLength(12)
})

test('nothing is left', async () => {
  expect(await unfinished(manager)).toMatchObject({ outcome: 'none', count: 0, numbers: [] })
})
