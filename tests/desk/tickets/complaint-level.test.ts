/** How grave a complaint is chooses its promises and who hears when they break. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let agent: StaffActor

beforeAll(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  agent = await desk.staff('客服', 'agent')
  await desk.staff('经理', 'manager')
})
afterAll(() => desk.close())

async function complain(text: string): Promise<string> {
  const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text })
  return String(made.result['number'])
}

async function clocksOf(number: string) {
  const { id } = await desk.ticket(number)
  return await desk.db
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectId', '=', id)
    .orderBy('kind')
    .orderBy('generation')
    // What was replaced ends with the number the one after it begins with.
    .orderBy('state')
    .execute()
}

async function policies(number: string) {
  const running = (await clocksOf(number)).filter(({ state }) => state === 'running')
  return running.map(({ kind, targetSec, policySnapshot }) => [
    kind,
    (policySnapshot as { policy: string }).policy,
    targetSec / 60,
  ])
}

describe('what is promised', () => {
  test.each([
    ['楼道没人打扫', '投诉', [15, 120, 1440, 5 * 1440]],
    ['楼道没人打扫，再不管我找记者', '重大投诉', [10, 60, 1440, 3 * 1440]],
    ['电梯里有人重伤，没人管', '特大投诉', [5, 15, 720, 3 * 1440]],
  ])('%s: by %s', async (text, policy, [taken, reply, plan, resolve]) => {
    expect(await policies(await complain(text))).toEqual([
      ['accept', policy, taken],
      ['complaint_plan', policy, plan],
      ['complaint_reply', policy, reply],
      ['complaint_result', policy, resolve],
      ['first_response', policy, taken],
      ['resolve', policy, resolve],
    ])
  })

  test('the first answer is given when somebody takes it', async () => {
    const number = await complain('保洁不拖地')
    await desk.advance(3)
    expect(await desk.act(agent, 'tickets.accept', { number })).toMatchObject({
      outcome: 'not_yours',
    })
    await desk.tap(agent, number, 'take_over')
    const met = (await clocksOf(number)).filter(({ state }) => state === 'met')
    expect(met.map(({ kind }) => kind)).toEqual(['accept', 'first_response'])
  })
})

describe('another level', () => {
  const change = (actor: StaffActor, number: string, level?: string, reason?: string) =>
    desk.act(actor, 'tickets.complaint_level', { number, level, reason })

  test('counts what is open anew from the first start, keeps the old rows, and is told', async () => {
    const number = await complain('门岗没人')
    const { createdAt, id } = await desk.ticket(number)
    await desk.advance(2)
    desk.tell.clear()
    const boss = await desk.staff('赵经理', 'manager')
    await desk.tap(agent, number, 'take_over')
    const told = desk.tell.read.length
    expect(await change(boss, number, 'grave', '上了新闻')).toMatchObject({ outcome: 'ok' })
    const resolve = (await clocksOf(number)).filter(({ kind }) => kind === 'resolve')
    expect(resolve).toMatchObject([
      { state: 'cancelled', targetSec: 5 * 86_400 },
      { state: 'running', generation: 2, startAt: createdAt, targetSec: 3 * 86_400 },
    ])
    expect(desk.tell.read.slice(told).join('\n')).toContain('由一般改为特大：上了新闻')
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect(rebuilt).toEqual(kept)
    expect(kept['details']).toMatchObject({ level: 'grave' })
    const event = await desk.db
      .selectFrom('ticket_event')
      .select('payload')
      .where('ticketId', '=', id)
      .where('kind', '=', 'level-changed')
      .executeTakeFirstOrThrow()
    expect(event.payload).toMatchObject({ before: 'general', reason: '上了新闻' })
  })

  test('a grave one reaches the manager half way', async () => {
    const number = await complain('垃圾没人收，很臭')
    const wang = await desk.staff('管家', 'steward')
    await change(agent, number, 'grave', '联名信')
    await desk.tap(agent, number, 'take_over')
    desk.tell.clear()
    await desk.advance(37 * 60)
    const cards = desk.tell.of('card').map(({ card, values }) => [card, values['number']])
    expect(cards).toContainEqual(['escalation.ping', number])
    expect(wang.staffId).not.toBe('')
  })

  test.each([
    ['no level', undefined, '理由', 'level_wanted'],
    ['the level it has', 'general', '理由', 'same'],
    ['no reason', 'major', undefined, 'reason_wanted'],
    ['a reason of unseen signs', 'major', '\u200b\u0000', 'reason_wanted'],
  ])('is refused with %s', async (_name, level, reason, outcome) => {
    const number = await complain('狗乱叫')
    expect(await change(agent, number, level, reason)).toMatchObject({ outcome })
  })

  test('a level there is none of is no input', async () => {
    const number = await complain('狗乱叫')
    await expect(change(agent, number, 'enormous', '理由')).rejects.toThrow()
  })

  test('is nothing for repairs, for technicians, nor for what is over', async () => {
    const made = await desk.act(owner, 'tickets.create', { text: '灯不亮', room: '3-2-501' })
    const repair = String(made.result['number'])
    expect(await change(agent, repair, 'major', '理由')).toMatchObject({ outcome: 'not_complaint' })
    const number = await complain('广场舞太吵')
    const master = await desk.technician('王强')
    expect(await change(master, number, 'major', '理由')).toMatchObject({ outcome: 'not_yours' })
    await desk.act(owner, 'tickets.withdraw', { number })
    expect(await change(agent, number, 'major', '理由')).toMatchObject({ outcome: 'over' })
  })

  test('two at once to the same level: one of them does it', async () => {
    const number = await complain('车位被占')
    const answers = await Promise.all([
      change(agent, number, 'major', '一'),
      change(agent, number, 'major', '二'),
    ])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'same'])
    const running = (await clocksOf(number)).filter(({ state }) => state === 'running')
    expect(running.map(({ kind }) => kind)).toEqual([
      'accept',
      'complaint_plan',
      'complaint_reply',
      'complaint_result',
      'resolve',
    ])
  })
})
