/** Danger: a ticket and an alarm that ends only when somebody takes it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import type { OwnerActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  await desk.staff('客服', 'agent')
  await desk.staff('经理', 'manager')
})
afterEach(() => desk.close())

const robots = () => desk.tell.of('robot').filter((note) => note.words.startsWith('clocks.hazard'))

test('calls the service centre and the group at once, again and again, until a technician takes it', async () => {
  const liftman = await desk.technician('电梯工', { skills: ['lift'] })
  const alarm = await desk.act(owner, 'tickets.alert', { text: '3栋电梯困人了，快来' })
  expect(alarm).toMatchObject({
    outcome: 'ok',
    result: { number: 'QZ20261123-0001', urgent: true, category: '电梯困人', state: 'ASSIGNED' },
  })
  await desk.advance(1)
  expect(robots()).toHaveLength(1)
  await desk.advance(12)
  const called = robots().length
  expect(called).toBeGreaterThan(2)
  await desk.tap(liftman, 'QZ20261123-0001', 'accept')
  await desk.advance(60)
  expect(robots()).toHaveLength(called)
})

test('is never kept back for want of a known room or any place', async () => {
  const unknown = await desk.act(owner, 'tickets.alert', { text: '着火了', room: '99-9-999' })
  expect(unknown.outcome).toBe('ok')
  expect((await desk.ticket(String(unknown.result['number']))).place).toContain('99-9-999')
  const nowhere = await desk.act(owner, 'tickets.alert', { text: '有煤气味' })
  expect(nowhere).toMatchObject({ outcome: 'ok', result: { place: '' } })
})

test('said again by the same chat joins the first; by a neighbour it is an alarm of its own', async () => {
  const neighbour = await desk.owner('邻居')
  const first = await desk.act(owner, 'tickets.alert', { text: '电梯困人' })
  const again = await desk.act(owner, 'tickets.alert', { text: '还困在电梯里' })
  expect(again).toMatchObject({ outcome: 'duplicate', result: { number: first.result['number'] } })
  const other = await desk.act(neighbour, 'tickets.alert', { text: '电梯困人' })
  expect(other.outcome).toBe('ok')
})

test('taken by somebody who does not come, it begins again when it is said again', async () => {
  const alarm = await desk.act(owner, 'tickets.alert', { text: '电梯困人' })
  await desk.advance(1)
  const agent = await desk.staff('值班客服', 'agent')
  const subject = { kind: 'ticket', id: String(alarm.result['ticket_id']) }
  await desk.work(agent, (work) => acknowledgeLadder(work, subject, agent.staffId))
  const before = robots().length
  await desk.advance(30)
  expect(robots()).toHaveLength(before)
  await desk.act(owner, 'tickets.alert', { text: '还困在电梯里，没人来' })
  await desk.advance(1)
  expect(robots().length).toBeGreaterThan(before)
})

describe('an alarm', () => {
  test('is not taken back by chat: somebody looks first', async () => {
    const alarm = await desk.act(owner, 'tickets.alert', { text: '楼下起火' })
    const withdrawn = await desk.act(owner, 'tickets.withdraw', { number: alarm.result['number'] })
    expect(withdrawn).toMatchObject({ outcome: 'too_late', result: { can_withdraw: false } })
  })

  test('without words is asked for them', async () => {
    expect(await desk.act(owner, 'tickets.alert', { text: ' ' })).toMatchObject({
      outcome: 'no_words',
    })
  })
})
