/** What a ticket keeps of how grave it is and of what only its kind has, on a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let master: StaffActor
let agent: StaffActor

beforeAll(async () => {
  desk = await openTicketDesk()
  for (const code of ['3-2-501', '3-2-502', '3-2-503']) await desk.room(code)
  owner = await desk.owner('住户', '3-2-501')
  master = await desk.technician('王强')
  agent = await desk.staff('客服', 'agent')
})
afterAll(() => desk.close())

const report = (input: Record<string, unknown>) => desk.act(owner, 'tickets.create', input)

async function rowOf(answer: { result: Record<string, unknown> }) {
  return await desk.ticket(String(answer.result['number']))
}

async function eventsOf(ticketId: string) {
  return await desk.db
    .selectFrom('ticket_event')
    .select(['kind', 'payload'])
    .where('ticketId', '=', ticketId)
    .orderBy('seq')
    .execute()
}

describe('how grave it is', () => {
  test('is kept on the ticket, with the words that made it so in its log', async () => {
    const row = await rowOf(await report({ text: '家里没电，有老人', room: '3-2-501' }))
    expect(row).toMatchObject({ urgency: 'high', impact: 'frail', priority: 'urgent' })
    const [created] = await eventsOf(row.id)
    expect(created).toMatchObject({
      kind: 'created',
      payload: { reason: '“有老人”', set: { urgency: 'high', impact: 'frail' } },
    })
  })

  test('is raised by what the owner adds, told to whoever has it, and counted from the first start', async () => {
    const answer = await report({ text: '客厅灯不亮', room: '3-2-502' })
    const number = String(answer.result['number'])
    const before = await rowOf(answer)
    expect(before).toMatchObject({ urgency: 'normal', impact: 'home', priority: 'normal' })
    await desk.tap(master, number, 'accept')
    await desk.advance(5)
    const told = desk.tell.read.length
    expect(await desk.act(owner, 'tickets.add_note', { number, text: '家里有孕妇' })).toMatchObject(
      {
        outcome: 'ok',
      },
    )
    const after = await rowOf(answer)
    expect(after).toMatchObject({ urgency: 'normal', impact: 'frail', priority: 'high' })
    expect(desk.tell.read.slice(told).join('\n')).toContain('【升为优先】')
    expect((await eventsOf(after.id)).at(-1)?.payload).toMatchObject({ reason: '“孕妇”' })
    const clocks = await desk.db
      .selectFrom('sla_clock')
      .select(['startAt', 'policySnapshot'])
      .where('subjectId', '=', after.id)
      .where('kind', '=', 'resolve')
      .where('state', '=', 'running')
      .execute()
    expect(clocks).toHaveLength(1)
    expect(clocks[0]).toMatchObject({
      startAt: before.createdAt,
      policySnapshot: { policy: '优先' },
    })
  })

  test('is not raised twice by the same words, nor lowered by kind ones', async () => {
    const answer = await report({ text: '插座没反应，家里有孕妇', room: '3-2-503' })
    const number = String(answer.result['number'])
    const told = desk.tell.read.length
    for (const text of ['孕妇在家', '不急，慢慢来']) {
      await desk.act(owner, 'tickets.add_note', { number, text })
    }
    expect(await rowOf(answer)).toMatchObject({ priority: 'high' })
    expect(desk.tell.read.slice(told).join('\n')).not.toMatch(/升为|转急/)
  })
})

describe('what only a kind has', () => {
  test.each([
    [
      'complaint',
      { text: '王师傅态度很差，再这样我打12345，请保密' },
      { level: 'major', against: '王强', confidential: true, topic: 'complaint.staff' },
    ],
    [
      'complaint',
      { text: '楼上太吵了', against: '楼上602' },
      { level: 'general', against: '楼上602' },
    ],
    ['enquiry', { text: '物业费怎么算' }, { topic: 'enquiry.fee' }],
    ['help', { text: '钥匙忘带了' }, { topic: 'help.entry' }],
    ['suggestion', { text: '建议多种点花' }, { about: 'suggestion.green' }],
    ['praise', { text: '感谢王师傅修得好' }, { about: 'praise.technician', who: '王强' }],
    ['service', { text: '擦玻璃', place: '大堂' }, { item: 'service.cleaning.window' }],
    ['repair', { text: '电梯坏了', place: '3栋', asset: '2号梯' }, { asset: '2号梯' }],
  ])('%s: %j is kept as %j', async (kind, input, details) => {
    const row = await rowOf(await report({ kind, ...input }))
    expect(row.details).toMatchObject(details)
  })

  test.each([
    ['a level there is none of', { kind: 'complaint', text: '太吵', level: 'enormous' }],
    ['what another kind has', { kind: 'enquiry', text: '物业费怎么算', level: 'major' }],
    ['somebody praised in a repair', { text: '灯坏了', place: '大堂', who: '王师傅' }],
  ])('refuses %s', async (_name, input) => {
    expect(await report(input)).toMatchObject({ outcome: 'bad_details' })
  })

  test('cuts what is too long and takes out what cannot be seen', async () => {
    const row = await rowOf(
      await report({ kind: 'complaint', text: '太吵了呀', against: `\u0000${'长'.repeat(5000)}` }),
    )
    expect(row.details).toMatchObject({ against: '长'.repeat(60) })
  })

  test('stands on the sheet for staff in words, and what was answered joins it', async () => {
    const asked = await report({ kind: 'enquiry', text: '怎么开发票' })
    const number = String(asked.result['number'])
    await desk.tap(agent, number, 'accept')
    expect(await desk.act(agent, 'tickets.finish', { number, note: '前台就能开' })).toMatchObject({
      outcome: 'ok',
    })
    const row = await rowOf(asked)
    expect(row.details).toEqual({ topic: 'enquiry.fee', answer: '前台就能开' })
    const sheet = await desk.work(agent, (work) => ticketSheet(work, row.id))
    expect(sheet?.details).toEqual([{ name: 'answer', words: '前台就能开' }])
  })

  test('is the same in the log as on the ticket', async () => {
    const row = await rowOf(await report({ kind: 'praise', text: '感谢王师傅，修得真好' }))
    const [created] = await eventsOf(row.id)
    expect(created?.payload).toMatchObject({ set: { details: row.details } })
  })
})
