/** A ticket in a contractor's hands: who may be given it, what they see, and what is promised meanwhile. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openOrderOf } from '../../../src/desk/contractors/order.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aContractorsMember, aFirm } from '../../support/desk/contractors.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let agent: StaffActor
let kone: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
  await desk.staff('班长', 'lead')
  kone = await aContractorsMember(desk, '通力王工', await aFirm(desk, { name: '通力电梯' }))
  await aFirm(desk, { name: '安居防水', phone: '0571-88001234' })
  await aFirm(desk, { name: '远大开发', kind: 'developer' })
  await aFirm(desk, { name: '老李工程', agreed: { to: '2026-11-22' } })
  await aFirm(desk, { name: '新源维保', agreed: { from: '2026-12-01' } })
  await aFirm(desk, { name: '无约公司', agreed: null })
  await aFirm(desk, { name: '绿化公司', agreed: { skills: ['greening'] } })
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  await scene.bringTo('ACCEPTED')
  desk.tell.clear()
})
afterAll(() => desk.close())

const give = (actor: StaffActor, contractor?: string, reason: string | null = '要专用工具') =>
  desk.act(actor, 'contractors.give', { number, contractor, reason })
const step = (actor: StaffActor, name: string, reason?: string) =>
  desk.act(actor, 'contractors.step', { number, step: name, reason })
const orders = async () =>
  await desk.db
    .selectFrom('contractor_order')
    .selectAll()
    .where('ticketId', '=', (await desk.ticket(number)).id)
    .orderBy('givenAt')
    .execute()
async function clocks(subjectId: string) {
  const rows = await desk.db
    .selectFrom('sla_clock')
    .select(['kind', 'state'])
    .where('subjectId', '=', subjectId)
    .orderBy('kind')
    .execute()
  return Object.fromEntries(rows.map(({ kind, state }) => [kind, state]))
}
const told = () => desk.tell.of('owner').map(({ words }) => words)

describe('who is given it', () => {
  test.each([
    ['老李工程', 'expired'],
    ['新源维保', 'not_begun'],
    ['无约公司', 'no_agreement'],
    ['绿化公司', 'not_covered'],
    ['没有这家', 'no_contractor'],
    ['公司', 'several'],
    [undefined, 'contractor_wanted'],
    ['x'.repeat(5000), 'no_contractor'],
    ["'; DROP TABLE contractor;--", 'no_contractor'],
  ])('%s: %s', async (firm, outcome) => {
    expect(await give(wang, firm)).toMatchObject({ outcome })
    expect(await orders()).toEqual([])
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: wang.staffId })
  })

  test('the last day of an agreement is its own, and the refusal names it', async () => {
    expect(await give(wang, '老李工程')).toMatchObject({
      outcome: 'expired',
      result: { firm: '老李工程', until: '昨天' },
    })
    await aFirm(desk, { name: '今天到期', agreed: { to: '2026-11-23' } })
    expect(await give(wang, '今天到期')).toMatchObject({ outcome: 'ok' })
  })

  test('needs a reason, and the hands or the desk of whoever gives it', async () => {
    expect(await give(wang, '通力电梯', '\u200b')).toMatchObject({ outcome: 'reason_wanted' })
    const other = await scene.hire('李四')
    expect(await give(other, '通力电梯')).toMatchObject({ outcome: 'not_yours' })
    await desk.act(wang, 'tickets.arrive', { number })
    await desk.act(wang, 'tickets.finish', { number })
    expect(await give(agent, '通力电梯')).toMatchObject({ outcome: 'over' })
  })

  test('nor by hand to people of a firm without an agreement', async () => {
    const firm = await aFirm(desk, { name: `散工${number}`, agreed: null })
    await aContractorsMember(desk, `赵${number}`, firm)
    const input = { number, colleague: `赵${number}`, reason: 'too_busy' }
    expect(await desk.act(wang, 'tickets.transfer', input)).toMatchObject({
      outcome: 'no_agreement',
    })
  })
})

describe('a firm in chat', () => {
  test('has it like anybody, with clocks of its own, while the promise to the owner runs on', async () => {
    const { id } = await desk.ticket(number)
    const before = await clocks(id)
    expect(await give(wang, '通力')).toMatchObject({
      outcome: 'ok',
      result: { firm: '通力电梯', member: '通力王工' },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: kone.staffId })
    const [order] = await orders()
    expect(order).toMatchObject({ state: 'given', staffId: kone.staffId, byStaffId: wang.staffId })
    expect(await clocks(order?.id ?? '')).toEqual({
      contractor_accept: 'running',
      contractor_arrive: 'running',
      contractor_finish: 'running',
    })
    // The owner is told who comes: that is a person's answer.
    expect(await clocks(id)).toEqual({ ...before, first_response: 'met' })
    expect(told()).toContain('tickets.owner.contractor_given')
    for (const name of ['accept', 'arrive', 'finish']) {
      expect(await desk.act(kone, `tickets.${name}`, { number })).toMatchObject({ outcome: 'ok' })
    }
    expect((await orders())[0]).toMatchObject({ state: 'done' })
    expect(await clocks(order?.id ?? '')).toEqual({
      contractor_accept: 'met',
      contractor_arrive: 'met',
      contractor_finish: 'met',
    })
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
  })

  test('sees the one ticket, its phone masked, and nothing else', async () => {
    await give(wang, '通力')
    const other = await aScene(desk)
    expect(await desk.act(kone, 'tickets.job', { number })).toMatchObject({
      outcome: 'ok',
      result: { phone: '尾号8000' },
    })
    expect(await desk.act(kone, 'tickets.contact', { number })).toMatchObject({
      outcome: 'masked',
      result: { phone: '' },
    })
    for (const action of ['job', 'contact', 'arrive', 'accept']) {
      expect(await desk.act(kone, `tickets.${action}`, { number: other.number })).toMatchObject({
        outcome: 'not_found',
      })
    }
    expect(await desk.act(kone, 'tickets.desk_list', { list: 'in_hand' })).toMatchObject({
      outcome: 'not_yours',
    })
    expect(await desk.act(kone, 'tickets.colleagues')).toMatchObject({ outcome: 'none' })
    expect(await desk.act(kone, 'contractors.list')).toMatchObject({ outcome: 'not_yours' })
    const sheet = await desk.work(kone, async (work) =>
      ticketSheet(work, (await desk.ticket(number)).id),
    )
    expect(sheet).toMatchObject({ number, mayReveal: false, phone: '尾号8000' })
  })

  test.each([
    ['finished', 'done', async () => finish()],
    [
      'given back',
      'returned',
      async () => desk.act(kone, 'tickets.return_job', { number, reason: 'too_busy' }),
    ],
    ['taken back', 'withdrawn', async () => step(agent, 'recall', '业主自己修好了')],
    ['taken over', 'withdrawn', async () => desk.tap(agent, number, 'take_over')],
    [
      'withdrawn by the owner',
      'withdrawn',
      async () => desk.act(owner, 'tickets.withdraw', { number }),
    ],
  ])('loses sight of it when it is %s', async (_how, state, end) => {
    await give(wang, '通力')
    expect(await desk.act(kone, 'tickets.job', { number })).toMatchObject({ outcome: 'ok' })
    expect(await end()).toMatchObject({ outcome: expect.stringMatching(/ok|taken/) })
    expect((await orders())[0]).toMatchObject({ state })
    expect(await desk.act(kone, 'tickets.job', { number })).toMatchObject({ outcome: 'not_found' })
    expect(await desk.act(kone, 'tickets.arrive', { number })).toMatchObject({
      outcome: 'not_found',
    })
    const sheet = await desk.work(kone, async (work) =>
      ticketSheet(work, (await desk.ticket(number)).id),
    )
    expect(sheet).toBeNull()
    const [order] = await orders()
    expect(Object.values(await clocks(order?.id ?? ''))).not.toContain('running')
  })

  async function finish() {
    await desk.act(kone, 'tickets.accept', { number })
    await desk.act(kone, 'tickets.arrive', { number })
    return desk.act(kone, 'tickets.finish', { number })
  }
})

describe('a firm without chat', () => {
  test('is phoned by the service centre with a script, and somebody of the house follows it', async () => {
    expect(await give(wang, '安居防水', '屋面要重做')).toMatchObject({
      outcome: 'ok',
      result: { firm: '安居防水', member: '' },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', assigneeId: wang.staffId })
    const [card] = desk.tell.of('card').filter((one) => one.card === 'task.call-contractor')
    expect(card).toMatchObject({ staffId: agent.staffId, values: { phone: '0571-88001234' } })
    expect(JSON.stringify(card?.values)).not.toContain('13800138000')
    expect(await step(wang, 'took')).toMatchObject({ outcome: 'ok' })
    expect(await step(wang, 'took')).toMatchObject({ outcome: 'already' })
    expect(told()).toEqual(['tickets.owner.contractor_given', 'tickets.owner.contractor_accepted'])
    await desk.act(wang, 'tickets.arrive', { number })
    expect(desk.tell.of('owner').at(-1)?.values).toMatchObject({ staff: '安居防水' })
    await desk.act(wang, 'tickets.finish', { number })
    expect((await orders())[0]).toMatchObject({ state: 'done' })
  })

  test('gives it back with a reason: the owner hears it, the ticket stays with who follows it', async () => {
    await give(wang, '安居防水')
    expect(await step(wang, 'returned')).toMatchObject({ outcome: 'reason_wanted' })
    expect(await step(wang, 'returned', '人手不够')).toMatchObject({ outcome: 'ok' })
    expect((await orders())[0]).toMatchObject({ state: 'returned', note: '人手不够' })
    expect(told().at(-1)).toBe('tickets.owner.contractor_ended')
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', assigneeId: wang.staffId })
    expect(await step(wang, 'returned', '再说一次')).toMatchObject({ outcome: 'no_order' })
    expect(await give(wang, '通力')).toMatchObject({ outcome: 'ok' })
  })

  test('the developer is a firm like that, with longer clocks and other words', async () => {
    expect(await give(wang, '远大')).toMatchObject({ outcome: 'not_warranty' })
    expect(await give(agent, '远大')).toMatchObject({ outcome: 'ok' })
    const [order] = await orders()
    const rows = await desk.db
      .selectFrom('sla_clock')
      .select('policySnapshot')
      .where('subjectId', '=', order?.id ?? '')
      .execute()
    expect(rows.map((row) => (row.policySnapshot as { policy: string }).policy)).toEqual(
      rows.map(() => '开发商保修'),
    )
    expect(desk.tell.of('owner').at(-1)?.values).toMatchObject({ is_developer: true })
  })

  test('who does not come is called out to whoever follows it, then to the lead', async () => {
    await give(wang, '安居防水')
    await desk.advance(2 * 60)
    const said = desk.tell.read.join('\n')
    expect(said).toContain('安居防水：')
    expect(desk.tell.of('card').map(({ card }) => card)).toContain('escalation.ping')
  })
})

describe('at once', () => {
  test('two who give it out: one order', async () => {
    const answers = await Promise.all([give(wang, '安居防水'), give(agent, '远大')])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['given_already', 'ok'])
    expect((await orders()).filter(({ endedAt }) => endedAt === null)).toHaveLength(1)
  })

  test('finishing and giving back: one of them holds', async () => {
    await give(wang, '通力')
    await desk.act(kone, 'tickets.accept', { number })
    await desk.act(kone, 'tickets.arrive', { number })
    const answers = await Promise.all([
      desk.act(kone, 'tickets.finish', { number }),
      desk.act(kone, 'tickets.return_job', { number, reason: 'too_busy' }),
    ])
    const { state } = await desk.ticket(number)
    const [order] = await orders()
    expect(answers.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
    expect(order?.state).toBe(state === 'DONE' ? 'done' : 'returned')
  })
})

test('somebody with a lead’s role is a contractor all the same', async () => {
  await desk.db
    .updateTable('staff')
    .set({ roles: ['technician', 'lead', 'agent'] })
    .where('id', '=', kone.staffId)
    .execute()
  expect(await desk.act(kone, 'tickets.job', { number })).toMatchObject({ outcome: 'not_found' })
  expect(await desk.act(kone, 'tickets.unassigned')).toMatchObject({ outcome: 'not_yours' })
  const member = await desk.work(kone, (work) => findStaff(work.tx, kone.staffId))
  expect(member).toMatchObject({ kind: 'contractor' })
  const order = await desk.work(kone, async ({ tx }) =>
    openOrderOf(tx, (await desk.ticket(number)).id),
  )
  expect(order).toBeNull()
})

describe('another priority while a firm has it', () => {
  const open = async (orderId: string) =>
    await desk.db
      .selectFrom('sla_clock')
      .select(['kind', 'state', 'startAt', 'dueAt'])
      .where('subjectId', '=', orderId)
      .where('state', 'in', ['running', 'met'])
      .orderBy('kind')
      .execute()
  const minutes = ({ startAt, dueAt }: { startAt: Date; dueAt: Date | null }) =>
    ((dueAt?.getTime() ?? 0) - startAt.getTime()) / 60_000

  test('what the firm still owes is counted anew from when it was given, what it kept stays', async () => {
    await give(wang, '安居防水')
    const [order] = await orders()
    const id = order?.id ?? ''
    expect((await open(id)).map(minutes).at(0)).toBe(120)
    await step(wang, 'took')
    const kept = (await open(id)).find(({ kind }) => kind === 'contractor_accept')
    const reason = desk.rules.tickets.priority_reasons[0]?.id ?? ''
    const change = { priority: ['urgent'], reason: [reason] }
    await desk.tap(agent, number, 'change_priority', change)
    expect(await desk.ticket(number)).toMatchObject({ priority: 'urgent' })
    const now = await open(id)
    expect(now.find(({ kind }) => kind === 'contractor_accept')).toEqual(kept)
    // rules/clocks.yaml, 外包急修: an hour to come, twelve to mend.
    const running = now.filter(({ state }) => state === 'running')
    expect(running.map((one) => [one.kind, minutes(one), one.startAt])).toEqual([
      ['contractor_arrive', 60, order?.givenAt],
      ['contractor_finish', 720, order?.givenAt],
    ])
  })

  test('a developer owes the same whatever the priority', async () => {
    await give(agent, '远大开发')
    const [order] = await orders()
    const before = (await open(order?.id ?? '')).map(({ kind, dueAt }) => [kind, dueAt])
    const reason = desk.rules.tickets.priority_reasons[0]?.id ?? ''
    await desk.tap(agent, number, 'change_priority', { priority: ['urgent'], reason: [reason] })
    const after = (await open(order?.id ?? '')).map(({ kind, dueAt }) => [kind, dueAt])
    expect(after).toEqual(before)
  })
})
