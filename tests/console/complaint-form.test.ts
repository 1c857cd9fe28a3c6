/** Answering whoever complains from the page of a ticket: only on complaints, only by those who may. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../src/desk/work.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

let desk: TicketDesk
let served: ServedConsole
let owner: OwnerActor
let agent: StaffActor
let liu: StaffActor
let page: string
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  agent = await desk.staff('客服', 'agent')
  liu = await desk.staff('刘洋', 'agent')
  served = await serveConsole(desk)
  number = await report({ kind: 'complaint', text: '刘洋态度太差' })
  page = await pageOf(number)
})
afterAll(async () => {
  served.close()
  await desk.close()
})

async function report(input: object): Promise<string> {
  return String((await desk.act(owner, 'tickets.create', { ...input })).result['number'])
}
const pageOf = async (of: string) => `/console/tickets/${(await desk.ticket(of)).id}`
const seen = async (who: StaffActor, at = page) => (await served.get(who, at)).text()
const send = (who: StaffActor, sent: Readonly<Record<string, string>>) =>
  served.post(who, `${page}/tell`, { key: randomUUID(), version: '0', day: '', ...sent })

test('the form stands on a complaint, not on a repair, and not for whom it is about', async () => {
  const html = await seen(agent)
  expect(html).toContain(`action="${page}/tell"`)
  expect(html).toContain('接下来要告诉业主：回复。')
  expect(html).toContain('maxlength="500"')
  expect(await seen(liu)).not.toContain(`${page}/tell`)
  const repair = await pageOf(await report({ text: '灯不亮', room: '3-2-501' }))
  expect(await seen(agent, repair)).not.toContain('/tell"')
})

test('whoever sends it without the form is refused', async () => {
  const answer = await send(liu, { to: 'reply', text: '我没有' })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('您的岗位不能这样操作')
})

test.each([
  [{ to: 'reply', text: ' ' }, '请写下要告诉业主的内容。'],
  [{ to: 'everything', text: '好的' }, '请选择要告诉业主什么。'],
  [{ to: 'reply', text: '很'.repeat(501) }, '最多500字'],
  [{ to: 'plan', text: '换人', day: '2020-01-01' }, '完成日期要从今天起'],
  [{ to: 'plan', text: '换人', day: 'tomorrow' }, '完成日期要从今天起'],
])('%o is refused, and what was typed stays', async (sent, words) => {
  const answer = await send(agent, sent)
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain(words)
  expect((await desk.ticket(number)).details).not.toHaveProperty('reply')
})

test('a reply and a plan reach the owner, stand on the page, and meet their clocks', async () => {
  expect((await send(agent, { to: 'reply', text: '<b>已经在查</b>' })).status).toBe(303)
  const plan = { to: 'plan', text: '更换门岗', day: '2026-11-26' }
  expect((await send(agent, plan)).status).toBe(303)
  expect(await (await send(agent, plan)).text()).toContain('这句话刚刚已经告诉业主了')
  const html = await seen(agent)
  expect(html).toContain('&lt;b>已经在查&lt;/b>')
  expect(html).toContain('更换门岗（11月26日前完成）')
  expect(html).toContain('告知处理方案')
  expect(html).toContain('接下来要告诉业主：处理结果。')
  expect(desk.tell.read.join('\n')).toContain('更换门岗（11月26日前完成）')
})
