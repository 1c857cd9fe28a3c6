/** Giving a ticket to a contractor from its page, taking it back, and noting what a firm that is phoned says. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../../src/desk/work.ts'
import { aContractorsMember, aFirm } from '../support/desk/contractors.ts'
import { aScene } from '../support/desk/scene.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

const REASON = '门机<b>坏了</b>'
const ACTS = ['give', 'took', 'came', 'finished', 'returned', 'recall']

let desk: TicketDesk
let served: ServedConsole
let agent: StaffActor
let lead: StaffActor
let steward: StaffActor
let kone: StaffActor
let lifts: string
let roofs: string
let number: string
let page: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
  lead = await desk.staff('班长', 'lead')
  steward = await desk.staff('管家', 'steward')
  lifts = await aFirm(desk, { name: '通力<i>电梯' })
  roofs = await aFirm(desk, { name: '安居防水', phone: '0571-88001234' })
  await aFirm(desk, { name: '无约公司', agreed: null })
  kone = await aContractorsMember(desk, '通力王工', lifts)
  served = await serveConsole(desk)
})
beforeEach(async () => {
  const scene = await aScene(desk)
  await scene.bringTo('ACCEPTED')
  number = scene.number
  page = `/console/tickets/${(await desk.ticket(number)).id}`
})
afterAll(async () => {
  served.close()
  await desk.close()
})

const form = async (more: Readonly<Record<string, string>> = {}) => ({
  key: randomUUID(),
  version: String((await desk.ticket(number)).version),
  ...more,
})
const send = async (who: StaffActor, act: string, more: Readonly<Record<string, string>> = {}) =>
  served.post(who, `${page}/contractor-${act}`, await form(more))
const give = (who: StaffActor, to: string, text = REASON) => send(who, 'give', { to, text })
const seen = async (who: StaffActor) => (await served.get(who, page)).text()
const order = async () =>
  await desk.db
    .selectFrom('contractor_order')
    .selectAll()
    .where('ticketId', '=', (await desk.ticket(number)).id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
const news = (answer: Response) => answer.headers.get('location')?.split('news=')[1]

describe('giving it out', () => {
  test('an agent chooses a firm, and the page says who has it, since when and why', async () => {
    expect(await seen(agent)).toContain(`action="${page}/contractor-give"`)
    expect(news(await give(agent, lifts))).toBe('given_out')
    expect(await order()).toMatchObject({ contractorId: lifts, staffId: kone.staffId })
    const html = await seen(agent)
    expect(html).toContain('通力王工在企业微信里自己接单')
    expect(html).toContain('门机&lt;b>坏了')
    expect(html).not.toContain('<b>坏了')
    expect(html).not.toContain('通力<i>')
    expect(html).not.toContain(`${page}/contractor-give`)
    expect(html).not.toContain(`${page}/contractor-finished`)
    expect(html).toContain(`${page}/contractor-recall`)
  })

  test.each([
    ['', REASON, '请选择外包单位'],
    ['nobody', REASON, '没有这家外包单位'],
    ["'; DROP TABLE contractor;--", REASON, '没有这家外包单位'],
    ['x'.repeat(9000), REASON, '没有这家外包单位'],
    ['无约公司', REASON, '没有有效合同'],
    ['安居防水', '', '请写一句原因'],
    ['安居防水', '\u200b\u0000', '请写一句原因'],
  ])('to %j for %j: %s', async (to, text, words) => {
    const answer = await give(agent, to, text)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(words)
    expect(await order()).toBeUndefined()
  })

  test('what was typed and chosen stands there again after a refusal', async () => {
    const html = await (await give(agent, 'nobody', '漏<水')).text()
    expect(html).toContain('value="漏&lt;水"')
    const again = await (await give(agent, roofs, ' ')).text()
    expect(again).toMatch(
      new RegExp(
        `<option[^>]*selected[^>]*value="${roofs}"|<option[^>]*value="${roofs}"[^>]*selected`,
      ),
    )
  })

  test('a reason without end is cut, and nothing is lost', async () => {
    expect(news(await give(agent, roofs, '长'.repeat(5000)))).toBe('given_out')
    expect((await order())?.reason).toHaveLength(200)
  })

  test('a double click gives it out once; of two from one page the later sees what it is now', async () => {
    const sent = await form({ to: roofs, text: REASON })
    const path = `${page}/contractor-give`
    const clicks = await Promise.all([1, 2].map(() => served.post(agent, path, sent)))
    expect(clicks.map(({ status }) => status)).toEqual([303, 303])
    const late = await served.post(lead, path, { ...sent, key: randomUUID(), to: lifts })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('刚刚有人操作过')
    expect(await order()).toMatchObject({ contractorId: roofs })
  })
})

describe('who may', () => {
  test('a steward sees the ticket but no form, and no post of theirs does anything', async () => {
    expect(await seen(steward)).not.toContain('/contractor-')
    expect((await give(steward, roofs)).status).toBe(409)
    await give(agent, roofs)
    for (const act of ACTS) {
      expect((await send(steward, act, { to: lifts, text: REASON })).status, act).toBe(409)
    }
    expect(await order()).toMatchObject({ contractorId: roofs, state: 'given' })
  })

  test('a contractor’s person, and nobody of another site, gets to none of them', async () => {
    await give(agent, lifts)
    for (const act of ACTS) {
      expect((await send(kone, act, { text: REASON })).status, act).toBe(404)
      for (const headers of [
        {},
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example' },
      ]) {
        const sent = await form({ text: REASON })
        const answer = await served.post(agent, `${page}/contractor-${act}`, sent, headers)
        expect(answer.status, act).toBe(403)
      }
    }
    expect(await order()).toMatchObject({ state: 'given' })
  })
})

describe('a firm that is phoned', () => {
  beforeEach(async () => void (await give(lead, roofs)))

  test('has said that it comes, has come, has finished', async () => {
    const html = await seen(lead)
    expect(html).toContain('href="tel:0571-88001234"')
    expect(news(await send(lead, 'took'))).toBe('contractor_took')
    expect(await (await send(lead, 'took')).text()).toContain('已经记过了')
    expect(await seen(lead)).not.toContain(`${page}/contractor-took"`)
    expect(news(await send(lead, 'came'))).toBe('contractor_came')
    expect(await seen(lead)).not.toContain(`${page}/contractor-came"`)
    expect(await (await send(lead, 'finished')).text()).toContain('请写一句')
    expect(news(await send(lead, 'finished', { text: '重做了防水' }))).toBe('contractor_finished')
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE', finishNote: '重做了防水' })
    expect(await seen(lead)).not.toContain('/contractor-')
    expect((await send(lead, 'recall', { text: '晚了' })).status).toBe(409)
  })

  test.each(['returned', 'recall'])('%s with a reason: it can go to another', async (act) => {
    expect((await send(agent, act)).status).toBe(409)
    expect(news(await send(agent, act, { text: '人手不够' }))).toBe('contractor_ended')
    expect(await order()).toBeUndefined()
    expect(await (await send(agent, act, { text: '人手不够' })).text()).toContain(
      '不在外包单位手上',
    )
    expect(await seen(agent)).toContain(`${page}/contractor-give`)
  })

  test('an agent notes what it says, but finishes nothing that is another’s', async () => {
    const html = await seen(agent)
    expect(html).toContain(`${page}/contractor-took`)
    expect(html).not.toContain(`${page}/contractor-finished`)
    expect((await send(agent, 'finished', { text: '好了' })).status).toBe(409)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED' })
  })
})
