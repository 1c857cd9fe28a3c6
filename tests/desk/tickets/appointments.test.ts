/** The time of a visit: changed by the owner at once, by staff only with the owner's word; clocks follow. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { ownerEvents } from '../../support/desk/owner-events.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let number: string

/** Monday 23 November 2026, 10:00: the desk's first moment. */
const TOMORROW = '2026-11-24T14:00/16:00'
const THURSDAY = '2026-11-26T09:00/11:00'

beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('调度', 'dispatcher')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

const change = (visit: string, who: OwnerActor = owner) =>
  desk.act(who, 'tickets.reschedule', { number, visit })
const propose = (visit: string, who: StaffActor = wang) =>
  desk.act(who, 'tickets.propose_visit', { number, visit })

async function proposals() {
  const { id } = await desk.ticket(number)
  const asked = await ownerEvents(desk.db, 'ticket.visit-proposed')
  const rows = await desk.db
    .selectFrom('visit_proposal')
    .selectAll()
    .where('ticketId', '=', id)
    .orderBy('proposedAt')
    .execute()
  return { rows, asked: asked.filter(({ data }) => data['number'] === number) }
}

async function lastProposal() {
  return String((await proposals()).asked.at(-1)?.data['proposal'])
}

async function clocks(kind: string) {
  const { id } = await desk.ticket(number)
  return desk.db
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectId', '=', id)
    .where('kind', '=', kind)
    .orderBy('generation')
    .execute()
}

const toldStaff = (words: string) =>
  desk.tell.of('staff').filter((note) => note.words === words && note.values['number'] === number)

describe('the owner changes the time', () => {
  beforeEach(() => scene.bringTo('ACCEPTED'))

  test('it holds at once, is counted, and the technician hears of it with a new card', async () => {
    expect(await change(TOMORROW)).toMatchObject({
      outcome: 'ok',
      result: { appointment: '明天14:00-16:00', staff: scene.named('王强') },
    })
    expect(await change(THURSDAY)).toMatchObject({ outcome: 'ok' })
    const ticket = await desk.ticket(number)
    expect(ticket).toMatchObject({ apptText: THURSDAY, apptChanges: 2, state: 'ACCEPTED' })
    expect(toldStaff('tickets.staff.rescheduled')).toHaveLength(2)
    expect(desk.tell.read.filter((line) => line.startsWith('员工')).at(-1)).toBe(
      `员工：【改约】${number} ${ticket.place}，业主把上门时间由明天14:00-16:00改到11月26日09:00-11:00（第2次改）。`,
    )
    expect(desk.tell.read.at(-2)).toContain('预约 11月26日')
    const events = await desk.db
      .selectFrom('ticket_event')
      .selectAll()
      .where('ticketId', '=', ticket.id)
      .where('kind', '=', 'appointment-changed')
      .orderBy('seq')
      .execute()
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { before: null, askedBy: 'owner', set: { apptText: TOMORROW } },
      { before: TOMORROW, askedBy: 'owner', set: { apptText: THURSDAY } },
    ])
  })

  test('coming is promised for the end of the window, and the mending from its beginning', async () => {
    await change(TOMORROW)
    await change(THURSDAY)
    const arrive = await clocks('arrive')
    expect(arrive.map(({ state, endReason }) => [state, endReason])).toEqual([
      ['cancelled', 'appointment'],
      ['cancelled', 'appointment'],
      ['running', null],
    ])
    expect(arrive.map(({ generation }) => generation)).toEqual([2, 3, 3])
    expect(arrive.at(-1)).toMatchObject({
      startAt: new Date('2026-11-26T09:00:00+08:00'),
      dueAt: new Date('2026-11-26T11:00:00+08:00'),
    })
    const [, , resolve] = await clocks('resolve')
    expect(resolve).toMatchObject({ startAt: new Date('2026-11-26T09:00:00+08:00') })
    expect(await clocks('accept')).toHaveLength(1)
  })

  test('“as soon as possible” takes the window away, and the usual time is promised', async () => {
    await change(TOMORROW)
    expect(await change('asap')).toMatchObject({ outcome: 'ok', result: { appointment: '' } })
    expect(await desk.ticket(number)).toMatchObject({ apptStart: null, apptText: null })
    expect((await clocks('arrive')).at(-1)).toMatchObject({ targetSec: 9 * 3600 })
  })

  test('the same time again changes nothing', async () => {
    await change(TOMORROW)
    expect(await change(TOMORROW)).toMatchObject({ outcome: 'same' })
    expect(await desk.ticket(number)).toMatchObject({ apptChanges: 1 })
  })

  test.each([
    ['over already', '2020-01-01T09:00/11:00', 'past'],
    ['in the night', '2026-12-01T22:00/23:00', 'closed'],
    ['too early', '2026-12-01T07:30/09:00', 'closed'],
    ['over midnight', '2026-12-01T19:00/2026-12-02T08:30', 'closed'],
    ['next year', '2027-06-01T09:00/11:00', 'too_far'],
    ['at the end of time', '9999-12-31T09:00/11:00', 'too_far'],
  ])('a window %s is answered and changes nothing', async (_name, visit, outcome) => {
    expect(await change(visit)).toMatchObject({ outcome })
    expect(await desk.ticket(number)).toMatchObject({ apptChanges: 0, apptText: null })
  })

  test('words that are no window are a broken flow', async () => {
    await expect(change('明天')).rejects.toThrow('no time window')
  })

  test('after somebody has come it is too late, and on hold after that too', async () => {
    await desk.act(wang, 'tickets.arrive', { number })
    expect(await change('2026-12-02T09:00/11:00')).toMatchObject({ outcome: 'too_late' })
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_parts' })
    expect(await change('2026-12-02T09:00/11:00')).toMatchObject({ outcome: 'too_late' })
  })

  test('while it waits for something the clocks stand still with the new time', async () => {
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await change('2026-12-02T09:00/11:00')).toMatchObject({ outcome: 'ok' })
    expect((await clocks('arrive')).at(-1)).toMatchObject({ state: 'paused', dueAt: null })
    await desk.act(wang, 'tickets.resume', { number })
    expect((await clocks('arrive')).at(-1)).toMatchObject({ state: 'running' })
  })

  test('somebody else’s is not theirs to change', async () => {
    const neighbour = await desk.owner(`邻居${number}`, '900-1-101')
    expect(await change('2026-12-02T09:00/11:00', neighbour)).toEqual({
      outcome: 'not_found',
      result: { items: [] },
    })
    const family = await desk.owner(`家人${number}`, (await desk.ticket(number)).roomCode ?? '')
    expect(await change('2026-12-02T09:00/11:00', family)).toMatchObject({ outcome: 'not_yours' })
  })
})

describe('while nobody has it', () => {
  test('the offer shows the new time, and a dispatcher hears when there is no offer', async () => {
    await change('2026-12-02T14:00/16:00')
    expect(desk.tell.of('card').at(-1)).toMatchObject({ card: 'tickets.offer' })
    await scene.bringTo('ACCEPTED')
    await desk.act(wang, 'tickets.return_job', { number, reason: 'too_busy' })
    const { assigneeId } = await desk.ticket(number)
    desk.tell.clear()
    await change('2026-12-03T14:00/16:00')
    expect(assigneeId).toBeNull()
    expect(toldStaff('tickets.staff.rescheduled')).toHaveLength(1)
  })

  test('a withdrawn matter has no visit any more', async () => {
    await scene.bringTo('CANCELLED')
    expect(await change('2026-12-02T14:00/16:00')).toMatchObject({ outcome: 'over' })
  })
})

describe('a technician proposes another time', () => {
  beforeEach(() => scene.bringTo('ACCEPTED'))
  const visit = '2026-12-02T14:00/16:00'

  test('the owner is asked, and nothing changes until they agree', async () => {
    expect(await propose(visit)).toMatchObject({ outcome: 'ok' })
    const { asked, rows } = await proposals()
    expect(asked).toMatchObject([
      { conversationId: owner.conversationId, data: { staff: scene.named('王强'), before: '' } },
    ])
    expect(rows).toMatchObject([{ state: 'open' }])
    expect(await desk.ticket(number)).toMatchObject({ apptChanges: 0, apptText: null })
    const proposal = await lastProposal()
    const signed = { ...owner, messageId: 'msg-17' }
    expect(await desk.act(signed, 'tickets.agree_visit', { number, proposal })).toMatchObject({
      outcome: 'ok',
    })
    expect(await desk.ticket(number)).toMatchObject({ apptChanges: 1, apptText: visit })
    expect((await proposals()).rows).toMatchObject([{ state: 'agreed', messageId: 'msg-17' }])
    expect(toldStaff('tickets.staff.visit_agreed')).toHaveLength(1)
  })

  test('coming follows, but nobody gets more time for the mending', async () => {
    const [before] = await clocks('resolve')
    await propose(visit)
    await desk.act(owner, 'tickets.agree_visit', { number, proposal: await lastProposal() })
    expect((await clocks('arrive')).at(-1)).toMatchObject({
      dueAt: new Date('2026-12-02T16:00:00+08:00'),
    })
    expect(await clocks('resolve')).toEqual([before])
  })

  test('declined, all stays as it was and the technician hears', async () => {
    await propose(visit)
    const proposal = await lastProposal()
    expect(await desk.act(owner, 'tickets.decline_visit', { number, proposal })).toMatchObject({
      outcome: 'ok',
    })
    expect(await desk.ticket(number)).toMatchObject({ apptChanges: 0 })
    expect(toldStaff('tickets.staff.visit_declined')).toHaveLength(1)
    expect(await desk.act(owner, 'tickets.decline_visit', { number, proposal })).toMatchObject({
      outcome: 'already',
    })
    expect(await desk.act(owner, 'tickets.agree_visit', { number, proposal })).toMatchObject({
      outcome: 'replaced',
    })
  })

  test('a second tap, a newer proposal, and the owner’s own wish meanwhile', async () => {
    await propose(visit)
    const first = await lastProposal()
    await propose('2026-12-02T09:00/11:00')
    const second = await lastProposal()
    const agree = (proposal: string) => desk.act(owner, 'tickets.agree_visit', { number, proposal })
    expect(await agree(first)).toMatchObject({ outcome: 'replaced' })
    expect(await agree(second)).toMatchObject({ outcome: 'ok' })
    expect(await agree(second)).toMatchObject({ outcome: 'already' })
    await propose(visit)
    const third = await lastProposal()
    await change('2026-12-03T09:00/11:00')
    expect(await agree(third)).toMatchObject({ outcome: 'replaced' })
    expect(await desk.ticket(number)).toMatchObject({
      apptText: '2026-12-03T09:00/11:00',
      apptChanges: 2,
    })
  })

  test('late: over by then, somebody came, or it was withdrawn', async () => {
    await propose(visit)
    const proposal = await lastProposal()
    await desk.act(wang, 'tickets.arrive', { number })
    expect(await desk.act(owner, 'tickets.agree_visit', { number, proposal })).toMatchObject({
      outcome: 'too_late',
    })
    await desk.act(wang, 'tickets.finish', { number })
    expect(await desk.act(owner, 'tickets.agree_visit', { number, proposal })).toMatchObject({
      outcome: 'over',
    })
  })

  test.each(['nonsense', "'; DROP TABLE ticket;--", ''])(
    '%j names no proposal',
    async (proposal) => {
      await propose(visit)
      expect(await desk.act(owner, 'tickets.agree_visit', { number, proposal })).toMatchObject({
        outcome: 'not_found',
      })
    },
  )

  test('only whoever reported it answers, and only whoever has it asks', async () => {
    await propose(visit)
    const proposal = await lastProposal()
    const family = await desk.owner(`家人${number}`, (await desk.ticket(number)).roomCode ?? '')
    expect(await desk.act(family, 'tickets.agree_visit', { number, proposal })).toMatchObject({
      outcome: 'not_yours',
    })
    const colleague = await scene.hire('李军')
    expect(await propose('2026-12-02T09:00/11:00', colleague)).toMatchObject({
      outcome: 'not_yours',
    })
    expect((await proposals()).rows).toMatchObject([{ state: 'open' }])
  })

  test.each([
    ['2020-01-01T09:00/11:00', 'past'],
    ['2026-12-02T21:00/22:00', 'closed'],
    ['2027-12-02T09:00/11:00', 'too_far'],
    ['asap', 'window_wanted'],
  ])('%s is answered with %s and nobody is asked', async (text, outcome) => {
    expect(await propose(text)).toMatchObject({ outcome })
    expect((await proposals()).asked).toEqual([])
  })

  test('both change it at the same moment: one after the other, and the owner’s own time holds', async () => {
    await propose(visit)
    const proposal = await lastProposal()
    const answers = await Promise.all([
      change('2026-12-03T09:00/11:00'),
      propose('2026-12-02T09:00/11:00'),
      desk.act(owner, 'tickets.agree_visit', { number, proposal }),
    ])
    expect(answers[0]).toMatchObject({ outcome: 'ok' })
    expect(['ok', 'replaced']).toContain(answers[2].outcome)
    const { rows } = await proposals()
    expect(rows.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1)
    const running = (await clocks('arrive')).filter(({ state }) => state === 'running')
    expect(running).toHaveLength(1)
    const ticket = await desk.ticket(number)
    expect(running[0]?.dueAt).toEqual(ticket.apptEnd)
  })
})

test('for a caller without a chat the technician agrees by phone, and it holds at once', async () => {
  const agent = await desk.staff(`客服${number}`, 'agent')
  const made = await desk.act(agent, 'tickets.log_for', {
    text: '厨房水管漏水',
    room: (await desk.ticket(number)).roomCode,
    name: '陈先生',
    phone: '13900139000',
  })
  expect(made.outcome).toBe('duplicate')
  const other = await desk.act(agent, 'tickets.log_for', {
    text: '插座没电',
    room: (await desk.ticket(number)).roomCode,
    name: '陈先生',
    phone: '13900139000',
  })
  const called = String(other.result['number'])
  await desk.act(wang, 'tickets.accept', { number: called })
  expect(
    await desk.act(wang, 'tickets.propose_visit', {
      number: called,
      visit: '2026-12-02T14:00/16:00',
    }),
  ).toMatchObject({ outcome: 'agreed', result: { appointment: '12月2日14:00-16:00' } })
})

test('nobody is called for coming inside the window, and somebody is after it', async () => {
  await scene.bringTo('ACCEPTED')
  await change(TOMORROW)
  const calls = () =>
    desk.tell.read.filter((line) => /到场(超时|到时限)/.test(line) && line.includes(number))
  await desk.moveTo('2026-11-24T15:59:00+08:00')
  expect(calls()).toEqual([])
  await desk.moveTo('2026-11-24T16:01:00+08:00')
  expect(calls()).not.toEqual([])
})
