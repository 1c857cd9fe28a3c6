/** A complaint is nothing for whom it is about, whatever else they are: no step of it is theirs, and no ladder calls them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

const PHONE = '13900001111'
const TEXT = '班长陈立、经理何平、客服孙敏互相推诿，没人管'

let desk: TicketDesk
let owner: OwnerActor
let agent: StaffActor
let manager: StaffActor
const accused: Record<string, StaffActor> = {}
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  accused['lead'] = await desk.staff('陈立', 'lead')
  accused['manager'] = await desk.staff('何平', 'manager')
  accused['agent'] = await desk.staff('孙敏', 'agent')
  manager = await desk.staff('赵总', 'manager')
  agent = await desk.staff('周客服', 'agent')
})
beforeEach(async () => {
  const report = { kind: 'complaint', text: TEXT, room: '3-2-501', phone: PHONE }
  number = String((await desk.act(owner, 'tickets.create', report)).result['number'])
  desk.tell.clear()
})
afterAll(() => desk.close())

const who = (role: string): StaffActor => accused[role] as StaffActor
const toldOf = (staff: StaffActor) =>
  desk.tell.told.filter((note) => 'staffId' in note && note.staffId === staff.staffId)

describe.each(['lead', 'manager', 'agent'])('an accused %s', (role) => {
  test.each<[string, Record<string, unknown>]>([
    ['tickets.accept', {}],
    ['tickets.start', {}],
    ['tickets.finish', { note: '不属实' }],
    ['tickets.hold', { reason: '等人' }],
    ['tickets.cancel', { reason: '不属实' }],
    ['tickets.assign', { colleague: '周客服' }],
    ['tickets.complaint_level', { level: 'general', reason: '没那么严重' }],
    ['tickets.may_force_close', {}],
    ['tickets.force_close', { reason: 'unreachable', words: '不属实' }],
    ['tickets.merge', { into: 'TS20261123-0001', reason: '一回事' }],
  ])('%s is not theirs', async (action, input) => {
    const before = await desk.ticket(number)
    expect(await desk.act(who(role), action, { number, ...input })).toMatchObject({
      outcome: 'not_yours',
    })
    expect(await desk.ticket(number)).toEqual(before)
  })

  test.each(['take_over', 'accept', 'assign', 'priority', 'urge', 'call_in'])(
    'a tap on %s is not theirs',
    async (key) => {
      const before = await desk.ticket(number)
      expect(await desk.tap(who(role), number, key)).toMatchObject({ outcome: 'not_yours' })
      expect(await desk.ticket(number)).toEqual(before)
    },
  )

  test('is not given the phone of who complains', async () => {
    const answer = await desk.act(who(role), 'tickets.contact', { number })
    expect(answer.outcome).toBe('masked')
    expect(JSON.stringify(answer)).not.toContain(PHONE)
  })
})

test('somebody else does all of it', async () => {
  expect(await desk.act(agent, 'tickets.contact', { number })).toMatchObject({
    outcome: 'ok',
    result: { phone: PHONE },
  })
  expect(await desk.tap(agent, number, 'take_over')).toMatchObject({ outcome: 'ok' })
})

test('an agent who is named after having it loses it and cannot take it again', async () => {
  const first = { kind: 'complaint', text: '没人管卫生', room: '3-2-501', phone: PHONE }
  number = String((await desk.act(owner, 'tickets.create', first)).result['number'])
  await desk.act(manager, 'tickets.assign', { number, colleague: '孙敏' })
  expect(await desk.act(who('agent'), 'tickets.accept', { number })).toMatchObject({
    outcome: 'ok',
  })
  await desk.act(owner, 'tickets.add_note', { number, text: '就是客服孙敏在推诿' })
  expect(await desk.ticket(number)).toMatchObject({ assigneeId: null })
  expect(await desk.act(who('agent'), 'tickets.accept', { number })).toMatchObject({
    outcome: 'not_yours',
  })
})

test('nobody accused is called when it waits or is late, and somebody else is', async () => {
  await desk.advance(3 * 24 * 60)
  const { id } = await desk.ticket(number)
  const called = await desk.db
    .selectFrom('ping')
    .innerJoin('escalation_run', 'escalation_run.id', 'ping.runId')
    .select('ping.staffId')
    .where('subjectId', '=', id)
    .where('ping.staffId', 'is not', null)
    .execute()
  const ids = called.map(({ staffId }) => staffId)
  expect(ids).toContain(manager.staffId)
  for (const one of Object.values(accused)) {
    expect(ids).not.toContain(one.staffId)
    expect(JSON.stringify(toldOf(one)).includes(number)).toBe(false)
  }
})
