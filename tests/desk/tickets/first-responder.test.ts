/** 首问责任人: told what it means, sees what they answer for, hears when it is late or done, and is never whom it is about. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leaveRoster } from '../../../src/desk/directory/leave-roster.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { takeFromLeaver } from '../../../src/desk/tickets/take-from-leaver.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let owner: OwnerActor
let steward: StaffActor
/** As if a company wanted it told of repairs too. */
const ofRepairs = (rules: Rules): Rules => ({
  ...rules,
  tickets: { ...rules.tickets, responder: { told_of: ['complaint', 'repair'] } },
})
beforeEach(async () => {
  desk = await openTicketDesk(ofRepairs)
  owner = await desk.owner('住户', '3-2-501')
  steward = await desk.staff('管家王', 'steward')
})
afterEach(() => desk.close())

const REPAIR = { text: '厨房水管漏水', room: '3-2-501' }
async function reported(what: object = REPAIR, actor: OwnerActor | StaffActor = owner) {
  const name = actor.kind === 'owner' ? 'create' : 'log_for'
  const made = await desk.act(actor, `tickets.${name}`, { ...what, phone: '13800138000' })
  return String(made.result['number'])
}
const complaint = (text: string) => reported({ kind: 'complaint', text, room: '3-2-501' })
const notes = (staff: StaffActor, words: string) =>
  desk.tell
    .of('staff')
    .filter((note) => note.staffId === staff.staffId && note.words === `tickets.staff.${words}`)
const textsOf = (staff: StaffActor, words: string) =>
  notes(staff, words).map((note) => desk.tell.text(note.words, note.values))
const listOf = async (staff: StaffActor) =>
  ((await desk.act(staff, 'tickets.jobs')).result['items'] ?? []) as { number: string }[]

describe('is told', () => {
  test('when it begins, what it means; and finds it in their list, marked', async () => {
    const number = await reported()
    expect(notes(steward, 'first_new')).toHaveLength(1)
    expect(textsOf(steward, 'first_new')[0]).toContain(number)
    expect(textsOf(steward, 'first_new')[0]).toContain('首问责任人')
    expect(await listOf(steward)).toMatchObject([{ number, first: true }])
    expect(await desk.act(steward, 'tickets.job', { number })).toMatchObject({
      result: { responder: '管家王' },
    })
  })

  test('when it goes from one to another, and when it is done; then it is off their list', async () => {
    const [one, two] = [await desk.technician('张一'), await desk.technician('李二')]
    const boss = await desk.staff('调度', 'dispatcher')
    const number = await reported()
    await desk.act(boss, 'tickets.assign', { number, colleague: '张一' })
    await desk.tap(one, number, 'accept')
    desk.tell.clear()
    await desk.act(one, 'tickets.transfer', { number, colleague: '李二', reason: '手上有急活' })
    expect(textsOf(steward, 'first_moved')).toEqual([expect.stringContaining('李二')])
    await desk.tap(two, number, 'accept')
    await desk.tap(two, number, 'arrive')
    await desk.act(two, 'tickets.finish', { number, photos: ['after'] })
    expect(notes(steward, 'first_done')).toHaveLength(1)
    expect(await listOf(steward)).toEqual([])
    expect((await desk.ticket(number)).firstResponderId).toBe(steward.staffId)
  })

  test('when it is late, as one more beside the level, with a card', async () => {
    const lead = await desk.staff('班长', 'lead')
    await desk.technician('张一')
    const number = await reported({ ...REPAIR, text: '水管爆了，水漫出来' })
    const cards = () =>
      desk.tell
        .of('card')
        .filter(({ card, values }) => card === 'escalation.ping' && values['number'] === number)
        .map(({ staffId, values }) => [staffId, values['promise']])
    await desk.advance(31)
    expect(cards()).toContainEqual([steward.staffId, '到场'])
    expect(cards()).toContainEqual([lead.staffId, '到场'])
  })

  test('beside a level where nobody is there it fills no gap', async () => {
    await desk.technician('张一')
    await reported({ ...REPAIR, text: '水管爆了，水漫出来' })
    await desk.advance(31)
    const gaps = desk.db.selectFrom('ping').selectAll().where('result', '=', 'gap')
    expect((await gaps.execute()).length).toBeGreaterThan(0)
  })

  test('not of what they did themselves or have in hand', async () => {
    const agent = await desk.staff('客服', 'agent')
    const number = await reported(REPAIR, agent)
    expect(await desk.ticket(number)).toMatchObject({ firstResponderId: agent.staffId })
    expect(notes(agent, 'first_new')).toEqual([])
    await desk.tap(agent, number, 'take_over')
    expect(await listOf(agent)).toMatchObject([{ number, first: false }])
  })
})

test('as shipped hears of complaints; a repair only stands in their list', async () => {
  const shipped = await openTicketDesk()
  const who = await shipped.owner('住户', '3-2-501')
  const wang = await shipped.staff('管家王', 'steward')
  await shipped.act(who, 'tickets.create', REPAIR)
  const told = () => shipped.tell.of('staff').map(({ words }) => words)
  expect(told()).toEqual([])
  expect((await shipped.act(wang, 'tickets.jobs')).result['items']).toMatchObject([{ first: true }])
  await shipped.act(who, 'tickets.create', { ...REPAIR, kind: 'complaint', text: '没人管卫生' })
  expect(told()).toContain('tickets.staff.first_new')
  await shipped.close()
})

test('stands on the card of whoever does it, on its sheet, and in the card of the desk', async () => {
  const zhang = await desk.technician('张一')
  const agent = await desk.staff('客服', 'agent')
  const number = await reported()
  const { id } = await desk.ticket(number)
  await desk.tap(zhang, number, 'accept')
  const shown = desk.tell.of('card').filter(({ card }) => card === 'tickets.job')
  expect(shown.at(-1)?.values).toMatchObject({ responder: '管家王' })
  const sheet = await desk.work(zhang, (work) => ticketSheet(work, id))
  expect(sheet).toMatchObject({ responder: '管家王' })
  await desk.act(agent, 'tickets.desk_sheet', { ticket: id })
  const opened = desk.tell.of('card').filter(({ card }) => card === 'tickets.desk_sheet')
  expect(opened.at(-1)?.values).toMatchObject({ responder: '管家王' })
})

describe('of a complaint', () => {
  test('is not whom it is about: the next who is there is', async () => {
    const agent = await desk.staff('客服', 'agent')
    const number = await complaint('投诉管家王态度太差')
    expect(await desk.ticket(number)).toMatchObject({ firstResponderId: agent.staffId })
    expect(notes(steward, 'first_new')).toEqual([])
  })

  test('is nobody, when only they are there; then whoever acts first, and hears so', async () => {
    const number = await complaint('投诉管家王态度太差')
    expect((await desk.ticket(number)).firstResponderId).toBeNull()
    const boss = await desk.staff('经理', 'manager')
    await desk.tap(boss, number, 'take_over')
    expect((await desk.ticket(number)).firstResponderId).toBe(boss.staffId)
    expect(notes(boss, 'first_passed')).toHaveLength(1)
  })

  test('goes to another when they are named later, who hears it; the one named reads nothing of it', async () => {
    const agent = await desk.staff('客服', 'agent')
    const number = await complaint('物业服务态度太差')
    expect(await desk.ticket(number)).toMatchObject({ firstResponderId: steward.staffId })
    await desk.act(owner, 'tickets.add_note', { number, text: '就是管家王，骂人' })
    expect(await desk.ticket(number)).toMatchObject({
      firstResponderId: agent.staffId,
      againstIds: [steward.staffId],
    })
    expect(notes(agent, 'first_passed')).toHaveLength(1)
    expect(textsOf(steward, 'first_gone')).toEqual([
      `【首问】${number}已改由其他同事跟进，您不用再跟了。`,
    ])
    expect(await listOf(steward)).toEqual([])
  })
})

describe('who leaves', () => {
  const leave = (staff: StaffActor) =>
    desk.work(SYSTEM, async (work) => {
      const row = await work.tx
        .selectFrom('staff')
        .selectAll()
        .where('id', '=', staff.staffId)
        .forUpdate()
        .executeTakeFirstOrThrow()
      await leaveRoster(work, row, work.now)
    })

  test('passes it to the stand-in, else to whoever is on duty; also what is done and not yet confirmed', async () => {
    const zhang = await desk.technician('张一')
    const number = await reported()
    for (const step of ['accept', 'arrive']) await desk.act(zhang, `tickets.${step}`, { number })
    await desk.act(zhang, 'tickets.finish', { number, photos: ['after'] })
    const other = await reported({ text: '客厅插座没电', room: '3-2-501' })
    const standIn = await desk.staff('替班', 'manager')
    await desk.staff('客服', 'agent')
    await desk.db
      .updateTable('staff')
      .set({ replacementId: standIn.staffId })
      .where('id', '=', steward.staffId)
      .execute()
    await leave(steward)
    for (const one of [number, other]) {
      expect(await desk.ticket(one)).toMatchObject({ firstResponderId: standIn.staffId })
    }
    expect(notes(standIn, 'first_passed')).toHaveLength(2)
    expect((await listOf(standIn)).map(({ number: one }) => one)).toEqual([other])
    await leave(standIn)
    const next = await desk.ticket(other)
    expect(next.firstResponderId).not.toBe(standIn.staffId)
    expect(next.firstResponderId).not.toBeNull()
  })

  test('and nobody is there: whoever acts next answers for it', async () => {
    const number = await reported()
    await leave(steward)
    expect((await desk.ticket(number)).firstResponderId).toBeNull()
    const agent = await desk.staff('客服', 'agent')
    await desk.tap(agent, number, 'take_over')
    expect((await desk.ticket(number)).firstResponderId).toBe(agent.staffId)
  })

  test('on leave it stays theirs', async () => {
    await desk.staff('客服', 'agent')
    const number = await reported()
    await desk.work(SYSTEM, async (work) => {
      const member = await findStaff(work.tx, steward.staffId)
      if (member) await takeFromLeaver(work, { ...member, standIn: null })
    })
    expect((await desk.ticket(number)).firstResponderId).toBe(steward.staffId)
  })

  test('two who find the same leaver pass it once', async () => {
    const agent = await desk.staff('客服', 'agent')
    const number = await reported()
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('id', '=', steward.staffId)
      .execute()
    const pass = () =>
      desk.work(SYSTEM, (work) => takeFromLeaver(work, { id: steward.staffId, name: '管家王' }))
    await Promise.all([pass(), pass()])
    expect((await desk.ticket(number)).firstResponderId).toBe(agent.staffId)
    expect(notes(agent, 'first_passed')).toHaveLength(1)
  })
})
