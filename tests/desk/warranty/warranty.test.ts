/** Work under the developer's warranty: judged by the register, decided by staff, handed out, mended, looked at, free. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import { countedFrom } from '../../../src/desk/warranty/counted-from.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aContractorsMember, aFirm } from '../../support/desk/contractors.ts'
import { aProject } from '../../support/desk/people.ts'
import { somePrices } from '../../support/desk/prices.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

/** It is Monday, 23 November 2026. */
const ROOM = '3-2-501'
const LONG = { from: '2026-01-01T00:00:00Z', to: '2032-01-01T00:00:00Z' }
const HOSTILE = "'; DROP TABLE ticket;--"

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor
let agent: StaffActor
let firm: string

beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', ROOM)
  wang = await desk.technician('王强', { shift: LONG })
  agent = await desk.staff('林霞', 'agent', { shift: LONG })
  await desk.staff('孙磊', 'dispatcher', { shift: LONG })
  firm = await aFirm(desk, {
    name: '远大开发',
    kind: 'developer',
    phone: '0571-88005678',
    agreed: null,
  })
  await somePrices(desk.db)
})
afterEach(() => desk.close())

const room = (day: string | null) =>
  desk.db.updateTable('room').set({ handoverDate: day }).where('code', '=', ROOM).execute()
const building = (days: { completionDate?: string | null; deliveryDate?: string | null }) =>
  desk.db.updateTable('building').set(days).where('code', '=', '3').execute()

const estate = async (days: { completionDate?: string | null; deliveryDate?: string | null }) => {
  await aProject(desk.db)
  await desk.db.updateTable('project').set(days).where('id', '=', PROJECT).execute()
}

async function report(text = '卫生间墙角渗水', more: Readonly<Record<string, unknown>> = {}) {
  const made = await desk.act(owner, 'tickets.create', {
    text,
    room: ROOM,
    phone: '13800138000',
    ...more,
  })
  expect(made.outcome).toBe('ok')
  return { number: String(made.result['number']), result: made.result as Record<string, unknown> }
}
/** On the grounds, unless a building is named. */
const reportOutside = (
  text = '路面塌陷了',
  at: Readonly<Record<string, string>> = { place: '东门' },
) => report(text, { room: undefined, ...at })

/** A leak within the warranty, with its technician on site. */
async function aLeak(steps: readonly string[] = ['accept', 'arrive']) {
  await room('2026-01-01')
  const { number } = await report()
  for (const step of steps) await desk.act(wang, `tickets.${step}`, { number })
  desk.tell.clear()
  return number
}
const settle = (who: StaffActor, number: string, verdict: string, reason?: string) =>
  desk.act(who, 'warranty.settle', { number, verdict, reason })
const give = (who: StaffActor, number: string, reason = '墙角渗水') =>
  desk.act(who, 'contractors.give', { number, contractor: '远大', reason })
const step = (who: StaffActor, number: string, name: string, reason?: string) =>
  desk.act(who, 'contractors.step', { number, step: name, reason })
const check = (who: StaffActor, number: string, result: string, reason?: string) =>
  desk.act(who, 'warranty.check', { number, result, reason })
const order = async () =>
  await desk.db
    .selectFrom('contractor_order')
    .selectAll()
    .orderBy('givenAt', 'desc')
    .executeTakeFirstOrThrow()
const told = () => desk.tell.of('owner').map(({ words }) => words)
const tasks = async (kind: string) =>
  await desk.db
    .selectFrom('task')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('createdAt')
    .execute()
async function clocks(subjectId: string) {
  const rows = await desk.db
    .selectFrom('sla_clock')
    .select(['kind', 'state'])
    .where('subjectId', '=', subjectId)
    .orderBy('kind')
    .orderBy('startAt')
    .execute()
  return rows.map(({ kind, state }) => `${kind} ${state}`)
}

describe('when it is reported', () => {
  // 卫生间墙角渗水 is of pipes (2 years) or of waterproofing (5).
  test.each([
    ['the last day of the shorter', '2024-11-23', 'developer_warranty', 'within'],
    ['the day after it', '2024-11-22', 'unsettled', 'unsettled'],
    ['the last day of the longer', '2021-11-23', 'unsettled', 'unsettled'],
    ['the day after that', '2021-11-22', 'owner', ''],
    ['not delivered yet', '2027-01-01', 'developer_warranty', 'within'],
    ['no day at all', null, 'unsettled', 'unsettled'],
  ])('%s', async (_name, day, payer, said) => {
    await room(day)
    const { number, result } = await report()
    expect(await desk.ticket(number)).toMatchObject({ payer })
    expect(result).toMatchObject({ warranty: said, owner_pays: payer === 'owner' })
    expect(await tasks('settle-warranty')).toHaveLength(payer === 'unsettled' ? 1 : 0)
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('of one class only: the day after is nobody’s doubt', async () => {
    await room('2024-11-22')
    const { number } = await report('卧室插座没电')
    expect(await desk.ticket(number)).toMatchObject({ category: 'power.socket', payer: 'owner' })
    expect(await tasks('settle-warranty')).toEqual([])
  })

  test('the building’s day where the room has none, the room’s before it', async () => {
    await building({ deliveryDate: '2026-01-01' })
    expect(await desk.ticket((await report()).number)).toMatchObject({
      payer: 'developer_warranty',
    })
    await room('2010-01-01')
    const { number } = await report('次卧墙角渗水', { same: 'apart' })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'owner' })
  })

  test('a home is not counted from the day of completion, nor what is shared from that of delivery', async () => {
    await building({ completionDate: '2026-01-01' })
    expect(await desk.ticket((await report()).number)).toMatchObject({ payer: 'unsettled' })
    await building({ completionDate: null, deliveryDate: '2026-01-01' })
    const shared = () =>
      desk.act(owner, 'tickets.create', {
        ...{
          text: '楼道水管漏水',
          building: '3',
          place: '二楼楼道',
          phone: '13800138000',
          same: 'apart',
        },
      })
    const without = String((await shared()).result['number'])
    expect(await desk.ticket(without)).toMatchObject({ roomId: null, payer: 'unsettled' })
    await building({ completionDate: '2026-01-01' })
    const known = String((await shared()).result['number'])
    expect(await desk.ticket(known)).toMatchObject({ payer: 'developer_warranty' })
  })

  test.each([
    ['the last day', { completionDate: '2024-11-23' }, 'developer_warranty', 'within'],
    ['the day after it', { completionDate: '2024-11-22' }, 'property', ''],
    [
      'delivered, and nobody wrote when it was accepted',
      { deliveryDate: '2026-01-01' },
      'unsettled',
      'unsettled',
    ],
    ['no day at all', { completionDate: null }, 'unsettled', 'unsettled'],
  ])('on the grounds: %s', async (_name, days, payer, said) => {
    await estate(days)
    // A building’s own day says nothing about the roads.
    await building({ completionDate: '2026-01-01', deliveryDate: '2026-01-01' })
    const { number, result } = await reportOutside()
    expect(await desk.ticket(number)).toMatchObject({ category: 'public.road', payer })
    expect(result).toMatchObject({ warranty: said, owner_pays: false })
    expect(await tasks('settle-warranty')).toHaveLength(payer === 'unsettled' ? 1 : 0)
  })

  test('the estate’s days say nothing about a home or a building, whose phase may be another', async () => {
    await estate({ completionDate: '2026-01-01', deliveryDate: '2026-01-01' })
    expect(await desk.ticket((await report()).number)).toMatchObject({ payer: 'unsettled' })
    const corridor = await reportOutside('楼道水管漏水', { building: '3', place: '二楼楼道' })
    expect(await desk.ticket(corridor.number)).toMatchObject({ payer: 'unsettled' })
  })

  test('unless the rules say so: all was built at once, and a building’s own day still comes first', async () => {
    const order = ['building-completion', 'estate-completion'] as const
    await estate({ completionDate: '2026-01-01' })
    const inBuilding = { projectId: PROJECT, roomId: null, buildingCode: '3' }
    const from = () => desk.db.transaction().execute((tx) => countedFrom(tx, inBuilding, order))
    expect(await from()).toBe('2026-01-01')
    await building({ completionDate: '2020-01-01' })
    expect(await from()).toBe('2020-01-01')
  })

  test('what wears out is never the developer’s', async () => {
    await room('2026-11-01')
    const { number, result } = await report('厨房水龙头坏了')
    expect(await desk.ticket(number)).toMatchObject({ payer: null })
    expect(result).toMatchObject({ warranty: '', owner_pays: true })
  })

  test('a project without a developer in its book is asked nothing', async () => {
    await desk.db.deleteFrom('contractor').execute()
    expect(await desk.ticket((await report()).number)).toMatchObject({ payer: null })
    expect(await tasks('settle-warranty')).toEqual([])
  })

  test('who handed over with a list: the leaf says the developer, until its time is over', async () => {
    await room('2010-01-01')
    const { number } = await report('收房的时候墙面空鼓')
    expect(await desk.ticket(number)).toMatchObject({ category: 'handover.wall', payer: 'owner' })
  })

  test('reported in time and looked at afterwards, it stays the developer’s', async () => {
    await room('2024-11-23')
    const { number } = await report()
    for (const one of ['accept', 'arrive', 'finish'])
      await desk.act(wang, `tickets.${one}`, { number })
    await desk.moveTo('2027-06-01T10:00:00+08:00')
    expect(await desk.ticket(number)).toMatchObject({ payer: 'developer_warranty' })
  })

  test('the page and lists of staff say who pays', async () => {
    const { number } = await report()
    const sheet = async () =>
      desk.work(agent, async (work) => ticketSheet(work, (await desk.ticket(number)).id))
    expect(await sheet()).toMatchObject({ payer: '待核实是否保修' })
    await settle(agent, number, 'in', '交付不到一年')
    expect(await sheet()).toMatchObject({ payer: '开发商保修' })
  })
})

describe('staff decide', () => {
  test('in: the owner hears that it is free, why, and the asked one is done', async () => {
    const { number } = await report()
    desk.tell.clear()
    expect(await settle(agent, number, 'in', '查到交付单，2026年1月交付')).toMatchObject({
      outcome: 'ok',
      result: { payer_words: '开发商保修' },
    })
    expect(told()).toEqual(['tickets.owner.warranty_in'])
    expect(desk.tell.read.join()).toContain('您不用付费：查到交付单，2026年1月交付')
    expect(await tasks('settle-warranty')).toMatchObject([
      { state: 'done', takenById: agent.staffId },
    ])
    expect(await settle(agent, number, 'in', '再说一次')).toMatchObject({ outcome: 'same' })
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
    const acts = await desk.db
      .selectFrom('audit_log')
      .select('action')
      .where('action', '=', 'ticket.warranty-in')
      .execute()
    expect(acts).toHaveLength(2)
    const events = await desk.db
      .selectFrom('ticket_event')
      .select(['kind', 'payload'])
      .where('kind', '=', 'warranty-in')
      .execute()
    expect(events).toMatchObject([
      { payload: { from: 'unsettled', set: { payer: 'developer_warranty' } } },
    ])
  })

  test('out: who pays then, and that there is a quote first', async () => {
    const number = await aLeak()
    expect(await settle(agent, number, 'out', '业主装修打穿了水管')).toMatchObject({
      outcome: 'ok',
      result: { payer_words: '业主' },
    })
    expect(desk.tell.read.join()).toContain('师傅先报价，您同意了才动工')
    expect(await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })).toMatchObject({
      outcome: 'ok',
    })
  })

  test('of what is shared the company pays then', async () => {
    const made = await desk.act(owner, 'tickets.create', {
      ...{ text: '楼道水管漏水', building: '3', place: '二楼楼道', phone: '13800138000' },
    })
    const number = String(made.result['number'])
    await settle(agent, number, 'out', '管道被人撞坏')
    expect(await desk.ticket(number)).toMatchObject({ payer: 'property' })
    expect(desk.tell.read.join()).toContain('由物业安排处理，您不用付费')
  })

  test.each([
    ['no reason', undefined],
    ['nothing to see', '\u200b\u200b'],
    ['spaces', '   '],
  ])('not with %s', async (_name, reason) => {
    const { number } = await report()
    expect(await settle(agent, number, 'in', reason)).toMatchObject({ outcome: 'reason_wanted' })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'unsettled' })
  })

  test('a reason without end is cut, a hostile one is words', async () => {
    const { number } = await report()
    await settle(agent, number, 'in', HOSTILE.repeat(500))
    const { payload } = await desk.db
      .selectFrom('ticket_event')
      .select('payload')
      .where('kind', '=', 'warranty-in')
      .executeTakeFirstOrThrow()
    expect((payload as { reason: string }).reason.length).toBeLessThanOrEqual(200)
  })

  test('not whoever works on it, nor an owner, nor after it is done, nor of another project', async () => {
    const number = await aLeak()
    expect(await settle(wang, number, 'out', '业主自己弄坏')).toMatchObject({
      outcome: 'not_yours',
    })
    await expect(settle(owner as never, number, 'out', '不要')).rejects.toThrow()
    const other = await desk.staff('别家', 'manager', { projectId: 'project-2' })
    expect(await settle(other, number, 'out', '别的项目')).toMatchObject({ outcome: 'not_found' })
    await desk.act(wang, 'tickets.finish', { number })
    expect(await settle(agent, number, 'out', '晚了')).toMatchObject({ outcome: 'over' })
  })

  test.each([
    ['zero', '0'],
    ['one that is none', '9999'],
    ['hostile', HOSTILE],
    ['half of one', 'BX'],
    ['without end', '7'.repeat(5000)],
    ['empty', ''],
  ])('a number that is %s', async (_name, number) => {
    await aLeak()
    expect((await settle(agent, number, 'in', '理由')).outcome).toMatch(/not_found|none/)
    expect((await check(agent, number, 'passed')).outcome).toMatch(/not_found|none/)
  })

  test('two at once, opposite: both are heard, the later holds, the log says both', async () => {
    const { number } = await report()
    const answers = await Promise.all([
      settle(agent, number, 'in', '交付不到一年'),
      settle(agent, number, 'out', '业主自己弄坏'),
    ])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('a ticket that ends is asked about no more', async () => {
    const { number } = await report()
    await desk.act(owner, 'tickets.withdraw', { number })
    expect(await tasks('settle-warranty')).toMatchObject([{ state: 'cancelled' }])
  })
})

describe('the owner is not asked to pay', () => {
  test('no quote in the warranty, none while it is not known', async () => {
    const number = await aLeak()
    const offer = (name = 'quotes.offer') => desk.act(wang, name, { number, words: '水龙头×1' })
    expect(await offer()).toMatchObject({ outcome: 'warranty' })
    expect(await offer('quotes.draft')).toMatchObject({ outcome: 'warranty' })
    expect(await desk.db.selectFrom('quote').selectAll().execute()).toEqual([])
    await desk.db
      .updateTable('ticket')
      .set({ payer: 'unsettled' })
      .where('number', '=', number)
      .execute()
    expect(await offer()).toMatchObject({ outcome: 'unsettled' })
  })

  test('a quote that was asked is taken back when it turns out to be the developer’s', async () => {
    const number = await aLeak()
    await settle(agent, number, 'out', '看着像业主弄的')
    await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ON_HOLD' })
    expect(await settle(agent, number, 'in', '拆开看是防水层')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ARRIVED',
      payer: 'developer_warranty',
    })
    expect(await desk.db.selectFrom('quote').select('state').execute()).toEqual([
      { state: 'withdrawn' },
    ])
  })

  test('nor for what was agreed and used before', async () => {
    const number = await aLeak()
    await settle(agent, number, 'out', '看着像业主弄的')
    await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })
    await desk.act({ ...owner, messageId: 'm1' }, 'quotes.agree', { number })
    await settle(agent, number, 'in', '拆开看是防水层')
    expect(await desk.act(wang, 'tickets.finish', { number })).toMatchObject({ outcome: 'ok' })
    expect(await desk.db.selectFrom('bill').selectAll().execute()).toEqual([])
    expect(desk.tell.read.join()).toContain('本次由开发商保修，您不用付费')
  })
})

describe('a developer that is phoned', () => {
  test('has it by law without an agreement, with clocks of its own, and the owner’s promise runs on', async () => {
    const number = await aLeak()
    const { id } = await desk.ticket(number)
    const promised = async () => (await clocks(id)).filter((one) => !one.startsWith('next_update'))
    const before = await promised()
    expect(await give(wang, number)).toMatchObject({
      outcome: 'ok',
      result: { firm: '远大开发', member: '' },
    })
    const { id: orderId, agreementId } = await order()
    expect(agreementId).toBeNull()
    expect(await clocks(orderId)).toEqual([
      'contractor_accept running',
      'contractor_arrive running',
      'contractor_finish running',
    ])
    expect(before).toContain('resolve running')
    expect(await promised()).toEqual(before)
    expect(desk.tell.of('owner').at(-1)).toMatchObject({
      words: 'tickets.owner.contractor_given',
      values: { is_developer: true, firm: '远大开发' },
    })
    expect(await settle(agent, number, 'out', '不是保修')).toMatchObject({ outcome: 'given' })
  })

  test('who is not asked yet: the service centre decides by giving it, others are told to ask', async () => {
    const { number } = await report()
    for (const one of ['accept', 'arrive']) await desk.act(wang, `tickets.${one}`, { number })
    expect(await give(wang, number)).toMatchObject({ outcome: 'not_warranty' })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'unsettled' })
    expect(await give(agent, number)).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'developer_warranty' })
    expect(await tasks('settle-warranty')).toMatchObject([{ state: 'done' }])
  })

  test('silent: whoever follows it is called, then who leads', async () => {
    const number = await aLeak()
    await give(wang, number)
    desk.tell.clear()
    await desk.advance(3 * 24 * 60)
    const pings = desk.tell.of('card').filter(({ card }) => card === 'escalation.ping')
    expect(pings.length).toBeGreaterThan(1)
    expect(desk.tell.read.join('\n')).toContain('远大开发：')
  })

  test('mended, looked at, done: only then the owner is asked, and pays nothing', async () => {
    const number = await aLeak()
    await give(wang, number)
    await step(wang, number, 'took')
    desk.tell.clear()
    expect(await step(wang, number, 'mended')).toMatchObject({
      outcome: 'ok',
      result: { firm: '远大开发' },
    })
    expect(await step(wang, number, 'mended')).toMatchObject({ outcome: 'already' })
    expect(told()).toEqual(['tickets.owner.check_wanted'])
    expect(await order()).toMatchObject({ state: 'checking', endedAt: null })
    expect(await clocks((await order()).id)).toEqual([
      'contractor_accept met',
      'contractor_arrive met',
      'contractor_finish met',
    ])
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED' })
    expect(await tasks('check-warranty')).toMatchObject([{ state: 'open', role: 'agent' }])
    expect(await tasks('call-contractor')).toMatchObject([{ state: 'done' }])
    expect(await check(agent, number, 'passed', '闭水48小时不漏')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE', finishNote: '闭水48小时不漏' })
    expect(await order()).toMatchObject({ state: 'done' })
    expect(await tasks('check-warranty')).toMatchObject([{ state: 'cancelled' }])
    expect(told()).toContain('tickets.owner.done')
    expect(await desk.db.selectFrom('bill').selectAll().execute()).toEqual([])
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'over' })
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('not good enough: it is phoned again, with a new time, and the owner hears', async () => {
    const number = await aLeak()
    await give(wang, number)
    await step(wang, number, 'mended')
    expect(await check(agent, number, 'failed')).toMatchObject({ outcome: 'reason_wanted' })
    desk.tell.clear()
    expect(await check(wang, number, 'failed', '墙角还渗')).toMatchObject({ outcome: 'ok' })
    expect(told()).toEqual(['tickets.owner.check_failed'])
    expect(await clocks((await order()).id)).toEqual([
      'contractor_accept met',
      'contractor_arrive met',
      'contractor_finish met',
      'contractor_finish running',
    ])
    expect((await tasks('call-contractor')).map(({ state }) => state)).toEqual([
      'cancelled',
      'open',
    ])
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'not_mended' })
    expect(await step(wang, number, 'mended')).toMatchObject({ outcome: 'ok' })
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'ok' })
  })

  test('not before anybody was there, and not what others mended', async () => {
    const number = await aLeak(['accept'])
    await give(wang, number)
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'not_mended' })
    expect(await step(wang, number, 'mended')).toMatchObject({ outcome: 'wrong_state' })
    await step(wang, number, 'recall', '不等了')
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'no_order' })
    await aFirm(desk, { name: '安居防水' })
    await desk.act(wang, 'contractors.give', { number, contractor: '安居', reason: '要做防水' })
    expect(await step(wang, number, 'mended')).toMatchObject({ outcome: 'not_developers' })
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'no_order' })
  })

  test('gives it back with a reason: still free, and the service centre is asked who is right', async () => {
    const number = await aLeak()
    await give(wang, number)
    expect(await step(wang, number, 'returned', '说是业主打穿的')).toMatchObject({ outcome: 'ok' })
    expect(await order()).toMatchObject({ state: 'returned', note: '说是业主打穿的' })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'developer_warranty' })
    expect(await tasks('settle-warranty')).toMatchObject([
      { state: 'open', values: { why: 'returned', reason: '说是业主打穿的' } },
    ])
    expect(await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })).toMatchObject({
      outcome: 'warranty',
    })
    expect(await settle(agent, number, 'out', '现场看是钻孔')).toMatchObject({ outcome: 'ok' })
    expect(await tasks('settle-warranty')).toMatchObject([{ state: 'done' }])
  })

  test('mended and looked at twice at once: done once', async () => {
    const number = await aLeak()
    await give(wang, number)
    const mended = await Promise.all([step(wang, number, 'mended'), step(agent, number, 'mended')])
    expect(mended.map(({ outcome }) => outcome).sort()).toEqual(['already', 'ok'])
    const checked = await Promise.all([
      check(agent, number, 'passed'),
      check(wang, number, 'failed', '还渗'),
    ])
    expect(checked.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
    expect(await tasks('check-warranty')).toHaveLength(1)
  })
})

describe('a developer with its people in chat', () => {
  let li: StaffActor
  beforeEach(async () => {
    li = await aContractorsMember(desk, '远大李工', firm)
  })

  test('is never chosen by the desk itself, nor given what is not its own', async () => {
    await room('2010-01-01')
    const { number } = await report()
    expect(await desk.ticket(number)).not.toMatchObject({ assigneeId: li.staffId })
    const input = { number, colleague: '远大李工', reason: 'too_busy' }
    for (const one of ['accept']) await desk.act(wang, `tickets.${one}`, { number })
    expect(await desk.act(wang, 'tickets.transfer', input)).toMatchObject({
      outcome: 'no_agreement',
    })
  })

  test('finishing it there asks the house to look; failing brings it back to them', async () => {
    const number = await aLeak()
    expect(await give(wang, number)).toMatchObject({
      outcome: 'ok',
      result: { member: '远大李工' },
    })
    for (const one of ['accept', 'arrive']) await desk.act(li, `tickets.${one}`, { number })
    desk.tell.clear()
    expect(await desk.act(li, 'tickets.finish', { number, note: '重做了防水' })).toMatchObject({
      outcome: 'to_check',
    })
    expect(await desk.act(li, 'tickets.finish', { number })).toMatchObject({ outcome: 'already' })
    expect(told()).toEqual(['tickets.owner.check_wanted'])
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED', completions: 0 })
    expect(await check(li, number, 'passed')).toMatchObject({ outcome: 'not_yours' })
    expect(await check(agent, number, 'failed', '墙角还渗')).toMatchObject({ outcome: 'ok' })
    expect(desk.tell.of('staff').map(({ words }) => words)).toContain('tickets.staff.check_failed')
    expect(await desk.act(li, 'tickets.finish', { number })).toMatchObject({ outcome: 'to_check' })
    expect(await check(agent, number, 'passed')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE' })
    expect(await desk.act(li, 'tickets.job', { number })).toMatchObject({ outcome: 'not_found' })
  })

  test('a tap on the card is the same', async () => {
    const number = await aLeak()
    await give(wang, number)
    for (const one of ['accept', 'arrive']) await desk.act(li, `tickets.${one}`, { number })
    expect(await desk.tap(li, number, 'finish')).toMatchObject({ outcome: 'to_check' })
    expect(await order()).toMatchObject({ state: 'checking' })
  })

  test('gives it back by itself: the service centre is asked who is right', async () => {
    const number = await aLeak()
    await give(wang, number)
    expect(await desk.act(li, 'tickets.return_job', { number, reason: 'too_busy' })).toMatchObject({
      outcome: 'ok',
    })
    expect(await order()).toMatchObject({ state: 'returned' })
    expect(await tasks('settle-warranty')).toMatchObject([{ state: 'open' }])
    expect(await desk.ticket(number)).toMatchObject({ payer: 'developer_warranty' })
  })
})

test('another project’s days count for nothing here', async () => {
  await desk.db
    .insertInto('building')
    .values({
      id: 'other',
      projectId: 'project-2',
      code: '3',
      name: '3栋',
      deliveryDate: '2026-01-01',
    })
    .execute()
  expect(PROJECT).not.toBe('project-2')
  expect(await desk.ticket((await report()).number)).toMatchObject({ payer: 'unsettled' })
})

test('noted as finished like any firm’s work, a developer’s is looked at first, once', async () => {
  const number = await aLeak(['accept'])
  expect(await give(agent, number)).toMatchObject({ outcome: 'ok' })
  expect(await step(wang, number, 'finished', '补了防水')).toMatchObject({ outcome: 'to_check' })
  expect(await order()).toMatchObject({ state: 'checking' })
  expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED', completions: 0 })
  expect(await step(wang, number, 'finished', '补了防水')).toMatchObject({ outcome: 'already' })
  expect(told()).toContain('tickets.owner.check_wanted')
})

describe('what is refused or comes back changes nothing by halves', () => {
  test('on hold nothing is passed; what failed may be said, with a picture of it', async () => {
    const number = await aLeak()
    await give(wang, number)
    await step(wang, number, 'mended')
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await check(agent, number, 'passed', '不漏')).toMatchObject({ outcome: 'wrong_state' })
    expect(await order()).toMatchObject({ state: 'checking' })
    const failed = { number, result: 'failed', reason: '还渗', photos: ['file-1'] }
    expect(await desk.act(agent, 'warranty.check', failed)).toMatchObject({ outcome: 'ok' })
    const { sitePhotos } = await desk.ticket(number)
    expect(sitePhotos).toMatchObject({ 'file-1': { kind: 'before', staffId: agent.staffId } })
  })

  test('an ordinary firm at work hinders no decision', async () => {
    const number = await aLeak()
    await aFirm(desk, { name: '安居防水' })
    await desk.act(wang, 'contractors.give', { number, contractor: '安居', reason: '急' })
    expect(await settle(agent, number, 'out', '现场看是钻孔')).toMatchObject({ outcome: 'ok' })
  })

  test('given back and found to be theirs all the same: the question is answered, by word or by giving it again', async () => {
    const number = await aLeak()
    await give(wang, number)
    await step(wang, number, 'returned', '说是业主打穿的')
    expect(await settle(agent, number, 'in', '现场看没有钻孔')).toMatchObject({ outcome: 'ok' })
    expect((await tasks('settle-warranty')).map(({ state }) => state)).toEqual(['done'])
    expect(await settle(agent, number, 'in', '再说一遍')).toMatchObject({ outcome: 'same' })
    await give(wang, number)
    await step(wang, number, 'returned', '还是不来')
    expect(await give(wang, number)).toMatchObject({ outcome: 'not_warranty' })
    expect(await give(agent, number)).toMatchObject({ outcome: 'ok' })
    expect((await tasks('settle-warranty')).map(({ state }) => state)).toEqual(['done', 'done'])
  })

  test('the local administrator cannot follow a firm that is phoned, and has decided nothing by trying', async () => {
    await room('2010-01-01')
    const { number } = await report()
    await aProject(desk.db)
    await desk.db
      .insertInto('local_admin')
      .values({ id: 'local-admin', passwordHash: 'x', madeAt: new Date() })
      .execute()
    const admin: StaffActor = { ...agent, staffId: `local-admin-${PROJECT}` }
    desk.tell.clear()
    expect(await give(admin, number)).toMatchObject({ outcome: 'not_yours' })
    expect(await desk.ticket(number)).not.toMatchObject({ payer: 'developer_warranty' })
    expect(told()).toEqual([])
  })

  test('cancelled undecided and open again, it is asked about again', async () => {
    const { number } = await report()
    expect(await desk.ticket(number)).toMatchObject({ payer: 'unsettled' })
    for (const one of ['accept', 'arrive', 'finish'])
      await desk.act(wang, `tickets.${one}`, { number, noPhoto: '拍不了' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE' })
    expect((await tasks('settle-warranty')).map(({ state }) => state)).toEqual(['cancelled'])
    expect(await desk.act(owner, 'tickets.reopen', { number, text: '还在漏' })).toMatchObject({
      outcome: 'ok',
    })
    expect((await tasks('settle-warranty')).map(({ state }) => state)).toEqual([
      'cancelled',
      'open',
    ])
  })

  test('the firm gives it to a colleague: its time runs on, and nobody is asked who is right', async () => {
    const li = await aContractorsMember(desk, '远大李工', firm)
    const number = await aLeak()
    await give(wang, number)
    expect(await order()).toMatchObject({ staffId: li.staffId })
    const second = await aContractorsMember(desk, '远大赵工', firm)
    await desk.act(li, 'tickets.accept', { number })
    const before = await order()
    const passed = { number, colleague: '远大赵工', reason: 'too_busy' }
    expect(await desk.act(li, 'tickets.transfer', passed)).toMatchObject({ outcome: 'ok' })
    expect(await order()).toMatchObject({ id: before.id, staffId: second.staffId, endedAt: null })
    expect(await tasks('settle-warranty')).toEqual([])
  })

  test('going on after a pause is no arrival of the firm, whose time stood still as well', async () => {
    const number = await aLeak()
    await give(wang, number)
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await clocks((await order()).id)).toContain('contractor_finish paused')
    await desk.act(wang, 'tickets.resume', { number })
    expect(await order()).toMatchObject({ state: 'given', arrivedAt: null })
    expect(await clocks((await order()).id)).toEqual([
      'contractor_accept running',
      'contractor_arrive running',
      'contractor_finish running',
    ])
  })
})

describe('money that was asked before', () => {
  /** Charged as the owner's own, finished, partly paid, and not mended after all. */
  async function partPaid(paidFen: number) {
    const number = await aLeak()
    await settle(agent, number, 'out', '看着像业主弄的')
    await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })
    expect(await desk.act(owner, 'quotes.agree', { number })).toMatchObject({ outcome: 'ok' })
    expect(await desk.act(wang, 'tickets.finish', { number })).toMatchObject({ outcome: 'ok' })
    const state = paidFen === 0 ? 'UNPAID' : 'PART_PAID'
    await desk.db.updateTable('bill').set({ paidFen, state }).execute()
    await desk.act(owner, 'surveys.not_fixed', { number, text: '还在漏' })
    for (const one of ['accept', 'arrive']) await desk.act(wang, `tickets.${one}`, { number })
    desk.tell.clear()
    return number
  }
  const bills = () => desk.db.selectFrom('bill').select(['state', 'paidFen']).execute()

  test('what was paid goes back: nothing is owed, a manager is asked, the owner hears it', async () => {
    await desk.staff('高远', 'manager', { shift: LONG })
    const number = await partPaid(2000)
    expect(await settle(agent, number, 'in', '拆开看是防水层')).toMatchObject({ outcome: 'ok' })
    expect(await bills()).toEqual([{ state: 'CANCELLED', paidFen: 2000 }])
    expect(await tasks('refund')).toMatchObject([
      {
        ...{ state: 'open', role: 'manager' },
        values: { number, paid: '20.00', reason: '拆开看是防水层' },
      },
    ])
    expect(told()).toContain('tickets.owner.money_back')
    expect(desk.tell.read.join()).toContain('您已付的20.00元会退给您')
    expect((await desk.act(owner, 'fees.list')).outcome).toBe('empty')
    expect(await settle(agent, number, 'in', '再说一次')).toMatchObject({ outcome: 'same' })
    expect(await tasks('refund')).toHaveLength(1)
    // Mended, it makes no bill.
    await desk.act(wang, 'tickets.finish', { number })
    expect(await bills()).toEqual([{ state: 'CANCELLED', paidFen: 2000 }])
  })

  test('handed to the developer it is the same', async () => {
    const number = await partPaid(4500)
    expect(await give(agent, number)).toMatchObject({ outcome: 'ok' })
    expect(await tasks('refund')).toMatchObject([{ values: { paid: '45.00' } }])
    expect(told()).toContain('tickets.owner.money_back')
  })

  test('nothing was paid: the bill goes, and nobody is asked for anything', async () => {
    const number = await partPaid(0)
    await settle(agent, number, 'in', '拆开看是防水层')
    expect(await bills()).toEqual([{ state: 'CANCELLED', paidFen: 0 }])
    expect(await tasks('refund')).toEqual([])
    expect(told()).not.toContain('tickets.owner.money_back')
  })

  test('not the developer’s after all: the money stays with the bill it will be', async () => {
    const number = await partPaid(2000)
    await settle(agent, number, 'in', '拆开看是防水层')
    await settle(agent, number, 'out', '开发商证明是业主打穿')
    expect(await tasks('refund')).toMatchObject([{ state: 'cancelled' }])
    await desk.act(wang, 'tickets.finish', { number })
    expect(await bills()).toEqual([{ state: 'PART_PAID', paidFen: 2000 }])
  })

  test('two decide at once: one refund', async () => {
    const number = await partPaid(2000)
    const answers = await Promise.all([1, 2].map(() => settle(agent, number, 'in', '防水层')))
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'same'])
    expect(await tasks('refund')).toHaveLength(1)
  })

  test('a ticket with an agreed quote, an open one, material or a bill ends in no other one', async () => {
    const other = (await report('厨房水龙头坏了')).number
    const merge = async (number: string) =>
      (await desk.act(agent, 'tickets.merge', { number, into: other })).outcome
    const paid = await partPaid(2000)
    expect(await merge(paid)).toBe('has_money')
    await settle(agent, paid, 'in', '防水层')
    expect(await merge(paid)).toBe('has_money')
    // The other way round nothing is lost.
    const back = await desk.act(agent, 'tickets.merge', { number: other, into: paid })
    expect(back).toMatchObject({ outcome: 'ok' })
  })

  test('a ticket the developer pays for ends in none that its owner pays for', async () => {
    const number = await aLeak()
    const other = (await report('厨房水龙头坏了')).number
    const into = async (from: string, to: string) =>
      (await desk.act(agent, 'tickets.merge', { number: from, into: to })).outcome
    expect(await into(number, other)).toBe('other_payer')
    const second = (await report('次卧墙角渗水', { same: 'apart' })).number
    expect(await into(second, number)).toBe('ok')
  })

  test('material alone is reason enough, and so is a quote that is asked', async () => {
    await room('2010-01-01')
    const first = (await report()).number
    const other = (await report('厨房水龙头坏了')).number
    for (const one of ['accept', 'arrive'])
      await desk.act(wang, `tickets.${one}`, { number: first })
    const merge = async () =>
      (await desk.act(agent, 'tickets.merge', { number: first, into: other })).outcome
    await desk.act(wang, 'quotes.lines', { number: first, words: '角阀×1' })
    expect(await merge()).toBe('has_money')
    await desk.act(wang, 'quotes.lines', { number: first, words: '没用料' })
    await desk.act(wang, 'quotes.offer', { number: first, words: '角阀×1' })
    expect(await merge()).toBe('has_money')
    await desk.act(owner, 'quotes.refuse', { number: first })
    expect(await merge()).toBe('ok')
  })
})

describe('what was split off', () => {
  test('is judged by the day on which it was reported, however often it is split', async () => {
    await room('2024-11-25')
    const { number } = await report('厨房水龙头坏了，卧室插座也没电')
    await desk.moveTo('2026-12-20T10:00:00+08:00')
    const split = async (from: string, text: string) => {
      const made = await desk.act(agent, 'tickets.split', { words: `拆分 ${from} ${text}` })
      expect(made.outcome).toBe('ok')
      return await desk.ticket(String(made.result['other']))
    }
    const socket = await split(number, '卧室插座没电')
    expect(socket).toMatchObject({ category: 'power.socket', payer: 'developer_warranty' })
    const second = await split(socket.number, '书房插座没电')
    expect(second).toMatchObject({ payer: 'developer_warranty' })
    // Also once it is known to be something else.
    const corrected = { number: second.number, category: 'power.panel' }
    expect(await desk.act(agent, 'tickets.change_category', corrected)).toMatchObject({
      outcome: 'ok',
    })
    expect(await desk.ticket(second.number)).toMatchObject({ payer: 'developer_warranty' })
    // Reported today it is too late.
    expect(
      await desk.ticket((await report('次卧插座没电', { same: 'apart' })).number),
    ).toMatchObject({
      payer: 'owner',
    })
  })
})

describe('another category', () => {
  const change = (number: string, category: string) =>
    desk.act(agent, 'tickets.change_category', { number, category })
  const asked = () =>
    desk.db
      .selectFrom('task')
      .select('state')
      .where('kind', '=', 'settle-warranty')
      .orderBy('createdAt')
      .execute()

  test('of the developer’s: judged by the day of the report, what was asked of the owner is taken back', async () => {
    await room('2026-01-01')
    const { number } = await report('水龙头坏了')
    for (const name of ['accept', 'arrive']) await desk.act(wang, `tickets.${name}`, { number })
    await desk.act(wang, 'quotes.offer', { number, words: '水龙头×1' })
    desk.tell.clear()
    expect(await change(number, 'water.leak')).toMatchObject({
      outcome: 'ok',
      result: { payer_words: '开发商保修' },
    })
    expect(await desk.ticket(number)).toMatchObject({ payer: 'developer_warranty' })
    const told = desk.tell.of('owner').map(({ words }) => words)
    expect(told).toEqual(['quotes.owner.withdrawn', 'tickets.owner.recategorised'])
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('not while the developer has it', async () => {
    const number = await aLeak()
    await give(agent, number)
    expect(await change(number, 'water.fixture')).toMatchObject({ outcome: 'developer_has_it' })
    expect(await desk.ticket(number)).toMatchObject({ category: 'water.leak' })
  })

  test('what nobody can know is asked, and asked no more when it is something else', async () => {
    await room(null)
    const { number } = await report('水龙头坏了')
    expect(await asked()).toEqual([])
    await change(number, 'water.leak')
    expect(await desk.ticket(number)).toMatchObject({ payer: 'unsettled' })
    expect(await asked()).toEqual([{ state: 'open' }])
    await change(number, 'water.toilet')
    expect(await desk.ticket(number)).toMatchObject({ payer: null })
    expect(await asked()).toEqual([{ state: 'cancelled' }])
  })
})
