/** A confidential complaint is known to those who need it, by no door to anybody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardPage } from '../../../src/desk/board/board-rows.ts'
import { memberFor } from '../../../src/desk/board/board-scope.ts'
import { homesOfCaller } from '../../../src/desk/board/caller.ts'
import { tellMorning } from '../../../src/desk/daily/morning.ts'
import { openMatters } from '../../../src/desk/daily/open-matters.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { linkedTickets } from '../../../src/desk/tickets/linked-tickets.ts'
import { keepRelation } from '../../../src/desk/tickets/relations.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor, Work } from '../../../src/desk/work.ts'
import { readComplaints } from '../../../src/report/read/complaints.ts'
import { readOpenMatters } from '../../../src/report/read/open-matters.ts'
import { aPerson } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

const TEXT = '门岗保安刘洋骂人，请保密'
const PHONE = '13900001111'

let desk: TicketDesk
let owner: OwnerActor
let liu: StaffActor
let boss: StaffActor
let agent: StaffActor
let responder: StaffActor
let mate: StaffActor
let lead: StaffActor
let dispatcher: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  await aPerson(desk.db, { name: '住户', phone: PHONE, room: '3-2-501' })
  owner = await desk.owner('住户', '3-2-501')
  responder = await desk.staff('管家王', 'steward')
  liu = await desk.staff('刘洋', 'agent')
  mate = await desk.staff('孙队员', 'agent')
  agent = await desk.staff('客服', 'agent')
  boss = await desk.staff('经理', 'manager')
  lead = await desk.staff('班长', 'lead')
  dispatcher = await desk.staff('调度', 'dispatcher')
  await desk.db
    .updateTable('staff')
    .set({ teamId: 'team-guards' })
    .where('id', 'in', [liu.staffId, mate.staffId])
    .execute()
})
beforeAll(async () => {
  number = await complain(TEXT)
})
afterAll(() => desk.close())

async function complain(text: string): Promise<string> {
  const report = { kind: 'complaint', text, room: '3-2-501', phone: PHONE }
  return String((await desk.act(owner, 'tickets.create', report)).result['number'])
}

/** Every way by which a member of staff could learn of it: what each shows. */
const DOORS: Readonly<Record<string, (actor: StaffActor) => Promise<unknown>>> = {
  'a number typed in chat': (actor) => desk.act(actor, 'tickets.job', { number }),
  'its last digits': (actor) => desk.act(actor, 'tickets.job', { number: number.slice(-4) }),
  'the phone of who complains': (actor) => desk.act(actor, 'tickets.contact', { number }),
  'why it was given to whom': (actor) => desk.act(actor, 'tickets.why_chosen', { number }),
  'what nobody has': (actor) => desk.act(actor, 'tickets.unassigned'),
  'what is not finished': (actor) => desk.act(actor, 'tickets.unfinished'),
  'own jobs': (actor) => desk.act(actor, 'tickets.jobs'),
  'the list of the desk': (actor) => desk.act(actor, 'tickets.desk_list', { list: 'unassigned' }),
  'the desk searched by room': (actor) =>
    desk.act(actor, 'tickets.desk_list', { list: 'unassigned', words: '3-2-501' }),
  'the desk searched by digits': (actor) =>
    desk.act(actor, 'tickets.desk_list', { list: 'unassigned', words: PHONE.slice(-4) }),
  'its page': (actor) =>
    desk.work(actor, async (work) => ticketSheet(work, (await desk.ticket(number)).id)),
  'the board': (actor) => board(actor, ''),
  'the board searched': (actor) => board(actor, number),
  'its page in the console': (actor) =>
    withMember(actor, async (work, member) => {
      const found = await memberFor(work, [member], await desk.ticket(number))
      return found ? number : null
    }),
  'the page of calls': (actor) =>
    withMember(actor, (work, member) => homesOfCaller(work, member, PHONE)),
}

async function withMember<T>(
  actor: StaffActor,
  run: (work: Work, member: NonNullable<Awaited<ReturnType<typeof findStaff>>>) => Promise<T>,
): Promise<T> {
  return desk.work(actor, async (work) => {
    const member = await findStaff(work.tx, actor.staffId)
    if (!member) throw new Error('nobody')
    return run(work, member)
  })
}

function board(actor: StaffActor, text: string) {
  const search = { text, phoneHash: '' }
  const filter = {
    group: 'open' as const,
    ...{ projectId: '', kind: '', building: '', assigneeId: '' },
    ...{ lateOnly: false, freeOnly: false, search },
  }
  return withMember(actor, (work, member) => boardPage(work, [member], { filter, after: null }))
}

const shows = (shown: unknown) => JSON.stringify(shown ?? '').includes(number)

describe.each(Object.entries(DOORS))('%s', (_name, open) => {
  test.each([
    ['whom it is about', () => liu],
    ['their team mate', () => mate],
    ['a lead of others', () => lead],
    ['a dispatcher', () => dispatcher],
  ])('does not show it to %s', async (_who, actor) => {
    expect(shows(await open(actor()))).toBe(false)
  })
})

test.each([
  ['a number typed in chat', () => agent],
  ['the list of the desk', () => agent],
  ['the list of the desk', () => boss],
  ['its page', () => boss],
  ['its page', () => agent],
  ['its page', () => responder],
  ['the board', () => boss],
  ['its page in the console', () => boss],
  ['the page of calls', () => agent],
])('%s shows it to those who need it', async (door, actor) => {
  expect(await desk.ticket(number)).toMatchObject({
    firstResponderId: responder.staffId,
    againstIds: [liu.staffId],
  })
  expect(shows(await DOORS[door]?.(actor()))).toBe(true)
})

test('who is given it sees it from then on, and no longer once another has it', async () => {
  number = await complain(TEXT)
  const helper = await desk.staff(`管家${number}`, 'steward')
  const page = DOORS['its page']
  expect(shows(await page?.(helper))).toBe(false)
  expect(
    await desk.act(boss, 'tickets.assign', { number, colleague: `管家${number}` }),
  ).toMatchObject({ outcome: 'ok' })
  expect(shows(await page?.(helper))).toBe(true)
  await desk.tap(agent, number, 'take_over')
  expect(shows(await page?.(helper))).toBe(false)
})

test.each([
  ['whom it is about', '刘洋'],
  ['their team mate', '孙队员'],
])('it is not given to %s', async (_who, colleague) => {
  expect(await desk.act(boss, 'tickets.assign', { number, colleague })).toMatchObject({
    outcome: 'conflict',
  })
})

test.each(['accept', 'take_over', 'urge', 'assign', 'priority', 'finish'])(
  'a tap on %s by whom it is about finds nothing',
  async (key) => {
    expect(await desk.tap(liu, number, key)).toEqual({ outcome: 'not_found' })
  },
)

test('the summary of the morning counts it and does not name it', async () => {
  const matters = await desk.work(SYSTEM, (work) => openMatters(work, PROJECT))
  expect(matters.filter((one) => one.number === number)).toMatchObject([{ isConfidential: true }])
  desk.tell.clear()
  await desk.work(SYSTEM, (work) =>
    tellMorning(work, { key: PROJECT, payload: {} } as unknown as Parameters<
      typeof tellMorning
    >[1]),
  )
  const [note] = desk.tell.of('staff')
  const open = matters.filter(({ kind }) => kind === 'complaint').length
  expect(open).toBeGreaterThan(0)
  expect(note?.values).toMatchObject({ complaints: { numbers: [], count: open } })
})

test('the report counts it; its lists mark it', async () => {
  const month = { startAt: new Date('2026-11-01'), endAt: new Date('2027-01-01') } as never
  const all = await desk.work(SYSTEM, ({ tx }) => readComplaints(tx, { projectId: PROJECT, month }))
  expect(all.find((one) => one.number === number)).toMatchObject({ isConfidential: true })
  const now = new Date('2026-12-15T10:00:00+08:00')
  const { late } = await desk.work(SYSTEM, ({ tx }) =>
    readOpenMatters(tx, { projectId: PROJECT, now, before: new Date('2027-01-01') }),
  )
  expect(late.find((one) => one.number === number)).toMatchObject({ isConfidential: true })
})

test('another matter that hangs together with it does not name it to others', async () => {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text: '门岗没人登记' })
  const other = await desk.ticket(String(made.result['number']))
  const own = await desk.ticket(number)
  const linked = async (actor: StaffActor) =>
    withMember(actor, (work, member) => linkedTickets(work, other.id, member))
  await desk.work(SYSTEM, (work) => keepRelation(work, { type: 'RELATED', from: other, to: own }))
  expect(shows(await linked(boss))).toBe(true)
  expect(shows(await linked(lead))).toBe(false)
})

test('it is not merged with one that others see', async () => {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text: '保安不登记' })
  const open = String(made.result['number'])
  expect(await desk.act(boss, 'tickets.merge', { number, into: open })).toMatchObject({
    outcome: 'other_kind',
  })
})

test('who is named later is kept out, and what is asked for later holds', async () => {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text: '有个保安骂我' })
  const later = String(made.result['number'])
  await desk.act(owner, 'tickets.add_note', { number: later, text: '叫刘洋，不要说是我' })
  expect(await desk.ticket(later)).toMatchObject({
    againstIds: [liu.staffId],
    details: { confidential: true },
  })
  expect(await desk.act(liu, 'tickets.job', { number: later })).toMatchObject({
    outcome: 'not_found',
  })
})

test('named only after they have it, they have it no more, and a dispatcher gives it out', async () => {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text: '大门没人管' })
  const later = String(made.result['number'])
  const given = { number: later, colleague: '孙队员' }
  expect(await desk.act(boss, 'tickets.assign', given)).toMatchObject({ outcome: 'ok' })
  await desk.tap(mate, later, 'accept')
  await desk.act(boss, 'tickets.call_in', { number: later, words: '刘洋' })
  desk.tell.clear()
  await desk.act(owner, 'tickets.add_note', { number: later, text: '就是孙队员和刘洋不管' })
  const ticket = await desk.ticket(later)
  expect(ticket).toMatchObject({ state: 'NEW', assigneeId: null, acceptedAt: null })
  expect(
    await desk.db
      .selectFrom('assignment')
      .selectAll()
      .where('ticketId', '=', ticket.id)
      .where('endedAt', 'is', null)
      .execute(),
  ).toEqual([])
  const helpers = await desk.db
    .selectFrom('ticket_helper')
    .select(['staffId', 'outcome'])
    .where('ticketId', '=', ticket.id)
    .execute()
  expect(helpers).toEqual([{ staffId: liu.staffId, outcome: 'sent-off' }])
  const toThem = [...desk.tell.of('staff'), ...desk.tell.of('card')].filter(({ staffId }) =>
    [mate.staffId, liu.staffId].includes(staffId),
  )
  expect(toThem).toEqual([])
  const tasks = await desk.db
    .selectFrom('task')
    .select('values')
    .where('kind', '=', 'dispatch')
    .where('subjectId', '=', ticket.id)
    .execute()
  expect(JSON.stringify(tasks)).toContain('投诉涉及接单人')
})
