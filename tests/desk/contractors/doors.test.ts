/** A ticket in a contractor's hands and every way out of them, the late, the hostile and the simultaneous among them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endingAgreements } from '../../../src/desk/contractors/ending-agreements.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { maySee } from '../../../src/desk/tickets/may-see.ts'
import { maySeePhoto } from '../../../src/desk/tickets/may-see-photo.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aContractorsMember, aFirm } from '../../support/desk/contractors.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let agent: StaffActor
let dispatcher: StaffActor
let manager: StaffActor
let kone: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
  manager = await desk.staff('经理', 'manager')
  dispatcher = await desk.staff('调度', 'dispatcher')
  kone = await aContractorsMember(desk, '通力王工', await aFirm(desk, { name: '通力 电梯KONE' }))
  await aFirm(desk, { name: '安居防水', phone: '0571-88001234' })
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  await scene.bringTo('ACCEPTED')
  desk.tell.clear()
})
afterAll(() => desk.close())

const give = (actor: StaffActor, contractor: string, of = number) =>
  desk.act(actor, 'contractors.give', { number: of, contractor, reason: '要专用工具' })
const step = (actor: StaffActor, name: string, reason?: string) =>
  desk.act(actor, 'contractors.step', { number, step: name, reason })
const orders = async () =>
  await desk.db
    .selectFrom('contractor_order')
    .selectAll()
    .where('ticketId', '=', (await desk.ticket(number)).id)
    .orderBy('givenAt')
    .orderBy('endedAt')
    .execute()
const running = async () =>
  await desk.db
    .selectFrom('sla_clock')
    .select('subjectId')
    .where('subjectKind', '=', 'contractor-order')
    .where('state', 'in', ['running', 'paused'])
    .where(
      'subjectId',
      'in',
      (await orders()).map(({ id }) => id),
    )
    .execute()
const callTask = async () =>
  await desk.db
    .selectFrom('task')
    .select('state')
    .where('kind', '=', 'call-contractor')
    .where('subjectId', '=', (await desk.ticket(number)).id)
    .execute()
const told = (to: StaffActor) =>
  desk.tell
    .of('staff')
    .filter(({ staffId }) => staffId === to.staffId)
    .map(({ words }) => words)

describe('given to a firm in chat', () => {
  test.each(['通力电梯', '通力 电梯', 'kone', '通力　电梯ｋｏｎｅ'])(
    'by its name as %s',
    async (said) => {
      expect(await give(wang, said)).toMatchObject({
        outcome: 'ok',
        result: { member: '通力王工' },
      })
    },
  )

  test('is taken by the time of its agreement, not passed on by the minutes of our own people', async () => {
    await give(dispatcher, '通力')
    await desk.advance(30)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: kone.staffId })
    expect(await orders()).toMatchObject([{ endedAt: null, state: 'given' }])
    await desk.act(kone, 'tickets.return_job', { number, reason: '人手不够' })
  })

  test('the one it was taken from hears where it went, the firm’s person why', async () => {
    await give(dispatcher, '通力')
    expect(told(wang)).toEqual(['tickets.staff.taken_away'])
    expect(told(kone)).toEqual(['tickets.staff.given_out'])
    expect(desk.tell.read.join('\n')).toContain('请贵单位处理：要专用工具')
  })

  test('whoever gives it out himself is not told that he did', async () => {
    await give(wang, '通力')
    expect(told(wang)).toEqual([])
  })

  test('a complaint of that person goes to no hands of theirs: the firm is phoned', async () => {
    await desk.db
      .updateTable('ticket')
      .set({ kind: 'complaint', againstIds: [kone.staffId] })
      .where('number', '=', number)
      .execute()
    expect(await give(dispatcher, '通力')).toMatchObject({ outcome: 'ok', result: { member: '' } })
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: wang.staffId })
  })

  test('a photo opens for them as long as the ticket is theirs', async () => {
    await desk.db
      .updateTable('ticket')
      .set({ photoIds: ['file-1'] })
      .where('number', '=', number)
      .execute()
    const looks = (who: StaffActor, file: string) =>
      desk.work(who, (work) => maySeePhoto(work, file))
    expect(await looks(kone, 'file-1')).toBe(false)
    await give(wang, '通力')
    expect(await looks(kone, 'file-1')).toBe(true)
    expect(await looks(kone, 'file-2')).toBe(false)
    await desk.act(kone, 'tickets.return_job', { number, reason: '人手不够' })
    expect(await looks(kone, 'file-1')).toBe(false)
    expect(await looks(wang, 'file-1')).toBe(true)
  })
})

describe('a confidential complaint', () => {
  test('comes to no contractor by any door', async () => {
    const { roomCode: room } = await desk.ticket(number)
    const report = {
      kind: 'complaint',
      text: '门岗保安刘洋骂人，请保密',
      room,
      phone: '13800138000',
    }
    number = String((await desk.act(owner, 'tickets.create', report)).result['number'])
    expect((await give(manager, '通力')).outcome).not.toBe('ok')
    const over = { number, colleague: '通力王工', reason: 'too_busy' }
    expect(await desk.act(manager, 'tickets.assign', over)).toMatchObject({
      outcome: 'conflict',
    })
    const call = { number, words: '通力王工 来看看' }
    expect((await desk.act(manager, 'tickets.call_in', call)).outcome).not.toBe('ok')
    await desk.db
      .updateTable('ticket')
      .set({ assigneeId: kone.staffId })
      .where('number', '=', number)
      .execute()
    const isSeen = await desk.work(kone, async (work) => {
      const member = await findStaff(work.tx, kone.staffId)
      return member && maySee(work, member, await desk.ticket(number))
    })
    expect(isSeen).toBe(false)
  })
})

describe('given to a firm that is phoned', () => {
  test('and then to somebody of a contractor in chat: one of them has it', async () => {
    await give(wang, '安居防水')
    await desk.act(dispatcher, 'tickets.assign', {
      number,
      colleague: '通力王工',
      reason: '来得快',
    })
    expect(await orders()).toMatchObject([
      { staffId: null, state: 'withdrawn' },
      { staffId: kone.staffId, state: 'given' },
    ])
    expect((await running()).length).toBeGreaterThan(0)
    expect(new Set((await running()).map(({ subjectId }) => subjectId)).size).toBe(1)
    expect(await callTask()).toEqual([{ state: 'cancelled' }])
  })

  test.each([
    ['withdrawn by the owner', () => desk.act(owner, 'tickets.withdraw', { number })],
    ['finished', () => finish()],
    ['taken back', () => step(agent, 'recall', '业主自己修好了')],
  ])('nobody has to phone it and no clock runs once it is %s', async (_how, end) => {
    await give(wang, '安居防水')
    expect(await callTask()).toEqual([{ state: 'open' }])
    await end()
    expect(await callTask()).toEqual([{ state: 'cancelled' }])
    expect(await running()).toEqual([])
  })

  async function finish() {
    await desk.act(wang, 'tickets.arrive', { number })
    return desk.act(wang, 'tickets.finish', { number })
  }

  test('by its word it has come, and has finished; the owner hears both', async () => {
    await give(wang, '安居防水')
    expect(await step(wang, 'came')).toMatchObject({ outcome: 'ok' })
    expect(await step(wang, 'came')).toMatchObject({ outcome: 'already' })
    expect(await step(wang, 'finished')).toMatchObject({ outcome: 'reason_wanted' })
    expect(await step(wang, 'finished', '重做了防水')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE', finishNote: '重做了防水' })
    expect((await orders())[0]).toMatchObject({ state: 'done' })
    expect(desk.tell.of('owner').map(({ words }) => words)).toEqual([
      'tickets.owner.contractor_given',
      'tickets.owner.arrived',
      'tickets.owner.done',
    ])
  })

  test('while somebody of the house was there before: only the firm’s clock ends', async () => {
    await desk.act(wang, 'tickets.arrive', { number })
    await give(wang, '安居防水')
    expect(await step(wang, 'came')).toMatchObject({ outcome: 'ok' })
    expect((await orders())[0]).toMatchObject({ state: 'arrived' })
    expect((await running()).length).toBe(1)
  })

  test('what is noted is refused for a firm in chat, on hold, by strangers and twice at once', async () => {
    await give(wang, '通力')
    expect(await step(agent, 'came')).toMatchObject({ outcome: 'by_chat' })
    expect(await step(agent, 'finished', '好了')).toMatchObject({ outcome: 'by_chat' })
    await desk.act(kone, 'tickets.return_job', { number, reason: '人手不够' })
    await desk.act(wang, 'tickets.accept', { number })
    await give(wang, '安居防水')
    const other = await scene.hire('李四')
    expect(await step(other, 'finished', '好了')).toMatchObject({ outcome: 'not_yours' })
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await step(wang, 'came')).toMatchObject({ outcome: 'wrong_state' })
    await desk.act(wang, 'tickets.resume', { number })
    const twice = await Promise.all([
      step(wang, 'finished', '好了'),
      step(wang, 'finished', '好了'),
    ])
    expect(twice.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'over'])
    expect(await desk.ticket(number)).toMatchObject({ completions: 1 })
  })
})

describe('at once', () => {
  test('given out while it is finished: one of them holds', async () => {
    await desk.act(wang, 'tickets.arrive', { number })
    const answers = await Promise.all([
      give(dispatcher, '通力'),
      desk.act(wang, 'tickets.finish', { number }),
    ])
    expect(answers.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
    const open = (await orders()).filter(({ endedAt }) => endedAt === null)
    expect(open).toHaveLength((await desk.ticket(number)).state === 'DONE' ? 0 : 1)
  })

  test('given back while it is taken back: one order ended, the ticket with somebody else', async () => {
    await give(wang, '通力')
    const answers = await Promise.all([
      desk.act(kone, 'tickets.return_job', { number, reason: '人手不够' }),
      step(agent, 'recall', '业主自己修好了'),
    ])
    expect(answers.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
    expect((await orders()).filter(({ staffId }) => staffId === kone.staffId)).toHaveLength(1)
    expect((await orders()).every(({ endedAt }) => endedAt !== null)).toBe(true)
    expect(await desk.ticket(number)).not.toMatchObject({ assigneeId: kone.staffId })
  })
})

test('an agreement that ends while an order runs ends nothing, but is the last one', async () => {
  await aContractorsMember(
    desk,
    '日升赵工',
    await aFirm(desk, { name: '日升', agreed: { to: '2026-11-23' } }),
  )
  expect(await give(wang, '日升')).toMatchObject({ outcome: 'ok' })
  await desk.db
    .updateTable('contractor_agreement')
    .set({ validTo: '2026-11-22' })
    .where('number', '=', 'HT-日升')
    .execute()
  const [order] = await orders()
  const actor = { ...kone, staffId: order?.staffId ?? '' }
  for (const name of ['accept', 'arrive', 'finish']) {
    expect(await desk.act(actor, `tickets.${name}`, { number })).toMatchObject({ outcome: 'ok' })
  }
  expect(await orders()).toMatchObject([{ state: 'done' }])
  const next = await aScene(desk)
  await next.bringTo('ACCEPTED')
  expect(await give(next.wang, '日升', next.number)).toMatchObject({ outcome: 'expired' })
})

test('the morning names an agreement that ends, unless another follows without a gap for all its work', async () => {
  const agreed = { to: '2026-12-01', skills: ['lift'] as const }
  const followed = async (name: string, more: object) => {
    const contractorId = await aFirm(desk, { name, agreed })
    await desk.db
      .insertInto('contractor_agreement')
      .values({
        ...{ id: `next-${name}`, projectId: PROJECT, contractorId, number: 'HT-后' },
        ...{
          skills: ['lift'],
          validFrom: '2026-12-02',
          validTo: '2028-12-01',
          createdAt: desk.now(),
          ...more,
        },
      })
      .execute()
  }
  await followed('续签', {})
  await followed('改行', { skills: ['greening'] })
  await followed('断档', { validFrom: '2027-02-01' })
  const lines = (await desk.work(SYSTEM, (work) => endingAgreements(work, PROJECT))).join()
  expect(lines).not.toContain('续签')
  expect(lines).toContain('改行')
  expect(lines).toContain('断档')
})
