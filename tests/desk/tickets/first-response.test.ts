/** The first answer of a person: what counts as one, of every kind, and what the desk says by itself does not. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changePriority } from '../../../src/desk/tickets/change-priority.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let agent: StaffActor
let boss: StaffActor
let wang: StaffActor

beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('李女士', '3-2-501')
  agent = await desk.staff('赵客服', 'agent')
  boss = await desk.staff('赵经理', 'manager')
  await desk.staff('张管家', 'steward')
  wang = await desk.technician('王强')
})
afterEach(() => desk.close())

async function report(input: Record<string, unknown> = {}): Promise<string> {
  const made = await desk.act(owner, 'tickets.create', {
    text: '灯不亮',
    room: '3-2-501',
    ...input,
  })
  return String(made.result['number'])
}

async function answersOf(number: string) {
  const { id } = await desk.ticket(number)
  return await desk.db
    .selectFrom('sla_clock')
    .select(['state', 'elapsedSec', 'targetSec', 'endReason', 'generation'])
    .where('subjectId', '=', id)
    .where('kind', '=', 'first_response')
    .orderBy('startAt')
    .orderBy('generation')
    .execute()
}

describe('every kind has one', () => {
  test.each([
    ['repair', '厨房水管漏水', 15],
    ['repair', '家里水管爆了，水喷出来了', 5],
    ['enquiry', '物业费怎么算的', 15],
    ['suggestion', '建议装个充电桩', 15],
    ['praise', '王师傅修得很好', 15],
    ['complaint', '楼道没人打扫', 15],
  ])('%s “%s”: within %i minutes', async (kind, text, minutes) => {
    expect(await answersOf(await report({ kind, text }))).toMatchObject([
      { state: 'running', targetSec: minutes * 60 },
    ])
  })

  test('it calls nobody: the ladder is that of taking it', async () => {
    const number = await report()
    const { id } = await desk.ticket(number)
    const runs = await desk.db
      .selectFrom('escalation_run')
      .select('reason')
      .where('subjectId', '=', id)
      .execute()
    expect(runs.map(({ reason }) => reason)).not.toContain('first_response')
  })
})

describe('what is an answer', () => {
  test('taking it', async () => {
    const number = await report()
    await desk.advance(2)
    await desk.tap(wang, number, 'accept')
    expect(await answersOf(number)).toMatchObject([{ state: 'met', elapsedSec: 120 }])
  })

  test('taking it over', async () => {
    const number = await report()
    await desk.tap(agent, number, 'take_over')
    expect(await answersOf(number)).toMatchObject([{ state: 'met', elapsedSec: 0 }])
  })

  test('asking whether another time suits, before anybody has taken it', async () => {
    const number = await report({ visit: '2026-11-24T09:00/11:00' })
    await desk.advance(4)
    const visit = '2026-11-24T14:00/16:00'
    expect(await desk.act(boss, 'tickets.propose_visit', { number, visit })).toMatchObject({
      outcome: 'ok',
    })
    expect(await answersOf(number)).toMatchObject([{ state: 'met', elapsedSec: 240 }])
    expect(await desk.ticket(number)).toMatchObject({ acceptedAt: null })
  })

  test('speaking with whoever phones: at once; what staff saw themselves waits for somebody', async () => {
    const input = { text: '路灯不亮', room: '3-2-501' }
    const called = await desk.act(agent, 'tickets.log_for', { ...input, phone: '13800138000' })
    expect(await answersOf(String(called.result['number']))).toMatchObject([
      { state: 'met', elapsedSec: 0 },
    ])
    const seen = await desk.act(agent, 'tickets.log_for', { text: '门禁坏了', room: '3-2-501' })
    expect(await answersOf(String(seen.result['number']))).toMatchObject([{ state: 'running' }])
  })

  test('a second call of the same home about what is open', async () => {
    const number = await report()
    const call = { text: '灯还是不亮', room: '3-2-501', phone: '13800138000' }
    expect(await desk.act(agent, 'tickets.log_for', call)).toMatchObject({ outcome: 'duplicate' })
    expect(await answersOf(number)).toMatchObject([{ state: 'met' }])
  })
})

describe('what is none', () => {
  test('the receipt, more words of the owner, and what the desk tells when nobody comes', async () => {
    const number = await report()
    await desk.act(owner, 'tickets.create', { text: '灯还是不亮', room: '3-2-501' })
    await desk.advance(16)
    expect(await answersOf(number)).toMatchObject([{ state: 'running', elapsedSec: null }])
    await desk.tap(agent, number, 'take_over')
    expect(await answersOf(number)).toMatchObject([{ state: 'missed', elapsedSec: 960 }])
  })

  test('it is cancelled with the ticket, and promised anew when that is opened again', async () => {
    const gone = await report()
    await desk.act(owner, 'tickets.withdraw', { number: gone })
    expect(await answersOf(gone)).toMatchObject([{ state: 'cancelled' }])
    const number = await report({ text: '龙头坏了' })
    await desk.tap(wang, number, 'accept')
    await desk.tap(wang, number, 'arrive')
    await desk.tap(wang, number, 'finish')
    await desk.advance(1)
    expect(await desk.act(owner, 'surveys.not_fixed', { number, text: '又坏了' })).toMatchObject({
      outcome: 'ok',
    })
    expect(await answersOf(number)).toMatchObject([{ state: 'met' }, { state: 'running' }])
  })

  test('taken already: another priority promises no first answer again', async () => {
    const number = await report()
    await desk.tap(wang, number, 'accept')
    const { id: ticketId } = await desk.ticket(number)
    const reason = desk.rules.tickets.priority_reasons[0]?.id
    const step = { ticketId, priority: 'urgent', reason }
    const { outcome } = await desk.work(agent, (work) => changePriority(work, step))
    expect(outcome).toBe('ok')
    expect(await answersOf(number)).toHaveLength(1)
  })
})

test('two answers at once keep it once', async () => {
  const number = await report({ visit: '2026-11-24T09:00/11:00' })
  const visit = '2026-11-24T14:00/16:00'
  await Promise.all([
    desk.tap(wang, number, 'accept'),
    desk.act(boss, 'tickets.propose_visit', { number, visit }),
  ])
  expect(await answersOf(number)).toMatchObject([{ state: 'met' }])
})
