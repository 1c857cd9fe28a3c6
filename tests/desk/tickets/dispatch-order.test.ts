/** The rest of the order of D4 on rows: conflict, rate, certificates, units, leave; and what never changes by any of it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { seeded } from '../clocks/seeded.ts'

let desk: TicketDesk
let owner: OwnerActor
let dispatcher: StaffActor

async function open(certificate: string | null = null) {
  desk = await openTicketDesk((rules) => {
    const all = rules.categories.all.map((one) => ({ ...one, certificate }))
    const byId = new Map(all.map((one) => [one.id, one]))
    return certificate ? { ...rules, categories: { ...rules.categories, all, byId } } : rules
  })
  owner = await desk.owner('住户', '3-2-501')
  dispatcher = await desk.staff('调度', 'dispatcher')
}
beforeEach(async () => open())
afterEach(() => desk.close())

async function report(text = '厨房水管漏水', room = '3-2-501'): Promise<string> {
  await desk.room(room)
  const answer = await desk.act(owner, 'tickets.create', { text, room })
  return String(answer.result['number'])
}

/** Why each was not chosen the last time, by name. */
async function reasons(): Promise<Record<string, string | undefined>> {
  const rows = await desk.db
    .selectFrom('dispatch_decision')
    .select('considered')
    .orderBy('at')
    .execute()
  const last = (rows.at(-1)?.considered ?? []) as unknown as { name: string; dropped?: string }[]
  return Object.fromEntries(last.map(({ name, dropped }) => [name, dropped]))
}

const day = (from: string, to: string) => ({
  startAt: new Date(`${from}T00:00:00+08:00`),
  endAt: new Date(`${to}T00:00:00+08:00`),
})

test('whoever is complained about is considered, dropped, and cannot be given it by hand', async () => {
  await desk.staff('王强', 'agent')
  await desk.staff('李兰', 'agent')
  const answer = await desk.act(owner, 'tickets.create', {
    ...{ text: '投诉王师傅态度太差', kind: 'complaint' },
    room: '3-2-501',
  })
  const number = String(answer.result['number'])
  expect(await desk.ticket(number)).toMatchObject({ kind: 'complaint' })
  expect(await reasons()).toEqual({ 王强: 'conflict', 李兰: undefined })
  expect(await desk.act(dispatcher, 'tickets.assign', { number, colleague: '王强' })).toMatchObject(
    {
      outcome: 'conflict',
    },
  )
  expect(await desk.act(dispatcher, 'tickets.assign', { number, colleague: '李兰' })).toMatchObject(
    {
      outcome: 'ok',
    },
  )
})

test('the rules give one person five tickets in five minutes, and the sixth to a dispatcher', async () => {
  await desk.technician('甲')
  const held = []
  for (let at = 1; at <= 6; at++)
    held.push((await desk.ticket(await report('灯泡不亮了', `3-2-10${at}`))).state)
  const plumber = []
  for (let at = 1; at <= 6; at++) plumber.push(await report('水龙头滴水', `4-1-10${at}`))
  const states = await Promise.all(plumber.map(async (number) => (await desk.ticket(number)).state))
  const assigned = [...held, ...states].filter((state) => state === 'ASSIGNED').length
  expect(assigned).toBe(5)
  expect(await reasons()).toEqual({ 甲: 'rate' })
  await desk.advance(5)
  expect(await desk.ticket(await report('水管漏水', '9-1-101'))).toMatchObject({
    state: 'ASSIGNED',
  })
})

test.each<[string, string | null | undefined, string | undefined]>([
  ['nobody’s', undefined, 'certificate'],
  ['for ever', null, undefined],
  ['good until today', '2026-11-23', undefined],
  ['expired yesterday', '2026-11-22', 'certificate-expired'],
])('a certificate %s', async (_what, validTo, dropped) => {
  await desk.close()
  await open('electrician')
  const one = await desk.technician('甲', { certificates: [] })
  if (validTo !== undefined) {
    const row = { id: randomUUID(), projectId: PROJECT, staffId: one.staffId, kind: 'electrician' }
    await desk.db
      .insertInto('certificate')
      .values({ ...row, validTo, createdAt: desk.now() })
      .execute()
  }
  const number = await report()
  expect(await reasons()).toEqual({ 甲: dropped })
  expect((await desk.ticket(number)).assigneeId).toBe(dropped ? null : one.staffId)
})

test('units, leave and standby keep people out, each with the reason', async () => {
  await desk.technician('一单元', { areas: ['3-1'] })
  const here = await desk.technician('二单元', { areas: ['3-2'] })
  const away = await desk.technician('请假')
  await desk.db
    .insertInto('staff_leave')
    .values({
      ...{ id: randomUUID(), corpId: 'corp-1', projectId: PROJECT, staffId: away.staffId },
      ...{ ...day('2026-11-23', '2026-11-24'), state: 'APPROVED', createdAt: desk.now() },
    })
    .execute()
  const number = await report()
  expect(await reasons()).toEqual({ 一单元: 'area', 二单元: undefined, 请假: 'on-leave' })
  expect((await desk.ticket(number)).assigneeId).toBe(here.staffId)
})

test('a dispatcher reads why; a technician does not', async () => {
  const one = await desk.technician('甲')
  await desk.technician('电梯工', { skills: ['lift'] })
  const number = await report()
  expect(await desk.act(dispatcher, 'tickets.why_chosen', { number })).toMatchObject({
    outcome: 'ok',
    result: {
      ...{ mode: '自动派单', chosen: '甲', times: 1 },
      items: expect.arrayContaining([
        { name: '甲', weight: 0, dropped: '' },
        { name: '电梯工', weight: 0, dropped: '专业不符' },
      ]),
    },
  })
  expect(await desk.act(one, 'tickets.why_chosen', { number })).toMatchObject({
    outcome: 'not_allowed',
  })
})

describe('first responsibility', () => {
  test.each([1, 2, 3, 4])(
    'no history of hands changes who answers for it, seed %i',
    async (seed) => {
      const random = seeded(seed)
      await desk.staff('管家', 'steward')
      const people = [
        await desk.technician('甲'),
        await desk.technician('乙'),
        await desk.technician('丙'),
      ]
      const number = await report()
      const { firstResponderId } = await desk.ticket(number)
      expect(firstResponderId).not.toBeNull()
      const holders = new Set<string | null>()
      for (let step = 0; step < 12; step++) {
        const who = people[random.int(0, 2)] ?? dispatcher
        const colleague = ['甲', '乙', '丙'][random.int(0, 2)]
        const act =
          ['accept', 'return_job', 'transfer', 'assign', 'wait'][random.int(0, 4)] ?? 'wait'
        if (act === 'wait') await desk.advance(random.int(1, 16))
        else {
          const actor = act === 'assign' ? dispatcher : who
          await desk.act(actor, `tickets.${act}`, { number, colleague, reason: 'too_busy' })
        }
        const now = await desk.ticket(number)
        holders.add(now.assigneeId)
        expect(now.firstResponderId).toBe(firstResponderId)
      }
      expect(holders.size).toBeGreaterThan(1)
    },
  )
})

test('a grab and a dispatcher’s word at the same moment end in one holder, and the other is told', async () => {
  for (let round = 0; round < 4; round++) {
    const [one, two] = [await desk.technician(`甲${round}`), await desk.technician(`乙${round}`)]
    const number = await report('水龙头滴水', `7-1-10${round}`)
    const { assigneeId } = await desk.ticket(number)
    const grabber = assigneeId === two.staffId ? two : one
    const other = grabber === one ? `乙${round}` : `甲${round}`
    const [grab, given] = await Promise.all([
      desk.act(grabber, 'tickets.accept', { number }),
      desk.act(dispatcher, 'tickets.assign', { number, colleague: other, reason: 'other' }),
    ])
    const open = await desk.db
      .selectFrom('assignment')
      .innerJoin('ticket', 'ticket.id', 'assignment.ticketId')
      .select('assignment.staffId')
      .where('ticket.number', '=', number)
      .where('assignment.endedAt', 'is', null)
      .execute()
    const now = await desk.ticket(number)
    expect(open.map(({ staffId }) => staffId)).toEqual([now.assigneeId])
    expect(['ok', 'taken', 'not_yours', 'not_found']).toContain(grab.outcome)
    expect(given.outcome).toBe('ok')
  }
})
