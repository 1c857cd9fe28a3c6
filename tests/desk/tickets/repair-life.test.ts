/** The life of a repair, from the owner's words to the rating, in the words people read. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

const NUMBER = 'BX20261123-0001'

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor

beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('李女士', '3-2-501')
  await desk.staff('张管家', 'steward')
  await desk.staff('赵客服', 'agent')
  wang = await desk.technician('王强')
})
afterEach(() => desk.close())

const REPORT = {
  text: '厨房水管漏水，滴了一地',
  room: '3-2-501',
  visit: '2026-11-24T09:00/11:00',
  photos: ['photo-1', 'photo-2'],
  phone: '13800138000',
  name: '李女士',
}

test('by card buttons, each step told to the owner', async () => {
  const created = await desk.act(owner, 'tickets.create', REPORT)
  expect(created).toMatchObject({
    outcome: 'ok',
    result: {
      number: NUMBER,
      category: '漏水渗水',
      state_words: '待接单',
      place: '3栋2单元501',
      appointment: '明天09:00-11:00',
      responder: '张管家',
      photo_wanted: false,
      next_words: '等待师傅接单',
      next_by: '今天10:15',
    },
  })
  expect(desk.tell.read.splice(0)).toEqual([
    `卡片：报修待接单｜厨房水管漏水，滴了一地｜工单号 ${NUMBER}｜位置 3栋2单元501｜类别 漏水渗水（普通）｜预约 11月24日(周二)9:00–11:00｜照片 2张，点开查看｜首问责任人 张管家`,
  ])

  expect(await desk.tap(wang, NUMBER, 'accept')).toMatchObject({
    outcome: 'ok',
    close: { words: 'tickets.card.did.accept' },
  })
  expect(desk.tell.read.splice(0)).toEqual([
    `卡片：${NUMBER} 已接单｜厨房水管漏水，滴了一地｜位置 3栋2单元501｜类别 漏水渗水（普通）｜预约 11月24日(周二)9:00–11:00｜联系人 李女士 尾号8000｜照片 2张，点开查看｜首问责任人 张管家`,
    `业主 李女士：${NUMBER}：王强师傅（水电）已接单，将按约定11月24日(周二)9:00–11:00上门。请您保持电话畅通。`,
  ])

  await desk.moveTo('2026-11-24T09:05:00+08:00')
  await desk.tap(wang, NUMBER, 'arrive')
  await desk.tap(wang, NUMBER, 'finish')
  const words = desk.tell.read.filter((line) => line.startsWith('业主'))
  expect(words).toEqual([
    `业主 李女士：${NUMBER}：王强师傅已到3栋2单元501，开始处理，最晚11月26日09:00前办好。`,
    `业主 李女士：${NUMBER}：王强师傅已完工。有不妥的地方，12月1日前随时告诉我。`,
  ])

  await desk.advance(121)
  expect(desk.events).toMatchObject([
    {
      event: 'ticket.done',
      conversationId: owner.conversationId,
      data: { number: NUMBER, staff: '王强' },
    },
  ])
  expect(await desk.act(owner, 'surveys.fixed', { number: NUMBER })).toMatchObject({
    outcome: 'ok',
    result: { state_words: '待评价' },
  })
  expect(await desk.act(owner, 'surveys.save', { number: NUMBER, score: 5 })).toMatchObject({
    outcome: 'ok',
    result: { state_words: '已关闭', recovery: false },
  })
  expect(await desk.ticket(NUMBER)).toMatchObject({
    state: 'CLOSED',
    closeCode: 'rated',
    completions: 1,
    acceptedAt: new Date('2026-11-23T10:00:00+08:00'),
    arrivedAt: new Date('2026-11-24T09:05:00+08:00'),
  })
})

test('by short replies without a number, while one job is open', async () => {
  await desk.act(owner, 'tickets.create', REPORT)
  for (const [action, state] of [
    ['accept', '已接单'],
    ['arrive', '已到场'],
    ['start', '处理中'],
    ['hold', '已挂起'],
    ['resume', '处理中'],
    ['finish', '待确认'],
  ]) {
    const input = action === 'hold' ? { reason: '等配件到货' } : {}
    const answer = await desk.act(wang, `tickets.${action}`, input)
    expect(answer).toMatchObject({ outcome: 'ok', result: { number: NUMBER, state_words: state } })
  }
  expect(desk.tell.read.filter((line) => line.startsWith('业主'))).toEqual([
    `业主 李女士：${NUMBER}：王强师傅（水电）已接单，将按约定11月24日(周二)9:00–11:00上门。请您保持电话畅通。`,
    `业主 李女士：${NUMBER}：王强师傅已到3栋2单元501，开始处理，最晚11月26日09:00前办好。`,
    `业主 李女士：${NUMBER}暂时停下：等配件到货，预计11月26日继续。给您添麻烦了，一有进展就告诉您。`,
    `业主 李女士：${NUMBER}已恢复处理，王强师傅最晚11月26日09:00前办好。`,
    `业主 李女士：${NUMBER}：王强师傅已完工。有不妥的地方，11月30日前随时告诉我。`,
  ])
  expect(desk.tell.of('card').map((card) => card.card)).toEqual([
    'tickets.offer',
    'tickets.job',
    'tickets.on_site',
    'tickets.held',
    'tickets.on_site',
  ])
})

test('with several jobs a reply without a number gets the list, and a short number is enough', async () => {
  await desk.act(owner, 'tickets.create', REPORT)
  await desk.act(owner, 'tickets.create', { text: '客厅灯不亮', room: '3-2-501' })
  const which = await desk.act(wang, 'tickets.accept')
  expect(which).toMatchObject({
    outcome: 'ambiguous',
    result: {
      items: [{ number: NUMBER, title: '厨房水管漏水，滴了一地' }, { title: '客厅灯不亮' }],
    },
  })
  expect(await desk.act(wang, 'tickets.accept', { number: '2' })).toMatchObject({
    outcome: 'ok',
    result: { number: 'BX20261123-0002' },
  })
  expect(await desk.act(wang, 'tickets.jobs')).toMatchObject({ outcome: 'many' })
  expect(await desk.act(wang, 'tickets.jobs', { verb: 'arrive' })).toMatchObject({
    outcome: 'one',
    result: { number: 'BX20261123-0002' },
  })
  expect(await desk.act(wang, 'tickets.jobs', { verb: 'finish' })).toMatchObject({
    outcome: 'none',
  })
})

describe('a matter without a visit', () => {
  test('is taken and settled at a desk: no arrival is invented', async () => {
    const asked = await desk.act(owner, 'tickets.create', {
      kind: 'enquiry',
      text: '物业费怎么算的',
    })
    const number = String(asked.result['number'])
    expect(number).toBe('ZX20261123-0001')
    const agent = await someStaff('赵客服')
    await desk.tap(agent, number, 'accept')
    expect(await desk.tap(agent, number, 'arrive')).toMatchObject({ outcome: 'wrong_state' })
    expect(await desk.tap(agent, number, 'finish')).toMatchObject({ outcome: 'ok' })
    const clocks = await desk.db.selectFrom('sla_clock').select(['kind', 'state']).execute()
    expect(clocks).toEqual(
      expect.arrayContaining([
        { kind: 'accept', state: 'met' },
        { kind: 'first_response', state: 'met' },
        { kind: 'resolve', state: 'met' },
      ]),
    )
    expect(clocks).toHaveLength(3)
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE', arrivedAt: null })
    await desk.advance(48 * 60)
    expect(await desk.ticket(number)).toMatchObject({ state: 'CONFIRMED', closeCode: 'not-asked' })
    expect(desk.events).toEqual([])
  })
})

async function someStaff(name: string): Promise<StaffActor> {
  const row = desk.db.selectFrom('staff').select('id').where('name', '=', name)
  const { id } = await row.executeTakeFirstOrThrow()
  return { ...wang, staffId: id }
}
