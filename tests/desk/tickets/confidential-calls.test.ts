/** What is called out about a confidential complaint: to whom it concerns with its words, to the group without. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let hidden: readonly StaffActor[]
let agent: StaffActor
let boss: StaffActor

beforeAll(async () => {
  desk = await openTicketDesk()
  const liu = await desk.staff('刘洋', 'agent')
  const mate = await desk.staff('孙队员', 'agent')
  hidden = [liu, mate, await desk.staff('班长', 'lead'), await desk.staff('调度', 'dispatcher')]
  agent = await desk.staff('客服', 'agent')
  boss = await desk.staff('经理', 'manager')
  const team = { teamId: 'team-guards' }
  const ids = [liu.staffId, mate.staffId]
  await desk.db.updateTable('staff').set(team).where('id', 'in', ids).execute()
})
afterAll(() => desk.close())

test('nobody taking it for three days, only those who may know are called by name and with its words', async () => {
  const owner = await desk.owner('住户', '3-2-501')
  const text = '门岗刘洋骂人，请保密'
  await desk.act(owner, 'tickets.create', { kind: 'complaint', text, room: '3-2-501' })
  await desk.advance(3 * 24 * 60)
  const group = desk.tell.read.filter((said) => said.startsWith('群：'))
  expect(group.filter((said) => said.includes('保密事项')).length).toBeGreaterThan(2)
  for (const said of group) expect(said).not.toMatch(/骂人|刘洋|3-2-501|3栋|经理|客服|班长|调度/)
  for (const { mention } of desk.tell.of('robot')) expect(mention).toEqual([])
  const told = [...desk.tell.of('card'), ...desk.tell.of('staff')]
  const about = told.filter(({ values }) => JSON.stringify(values).includes('TS2026'))
  const receivers = new Set(about.map(({ staffId }) => staffId))
  expect(receivers).toEqual(new Set([agent.staffId, boss.staffId]))
  for (const { staffId } of hidden) expect(receivers.has(staffId)).toBe(false)
})

test('taken by somebody, the group hears that, and not by whom', async () => {
  const run = await desk.db
    .selectFrom('escalation_run')
    .select('id')
    .where('state', '=', 'running')
    .where('reason', '=', 'accept')
    .executeTakeFirstOrThrow()
  const from = desk.tell.read.length
  const { takeEscalation } = await import('../../../src/desk/clocks/clicks.ts')
  const click = { subject: { kind: 'escalation', id: run.id }, key: 'take', selections: {} }
  expect(await desk.work(agent, (work) => takeEscalation(work, click))).toMatchObject({
    outcome: 'taken',
  })
  const group = desk.tell.read.slice(from).filter((said) => said.startsWith('群：'))
  expect(group).toHaveLength(1)
  expect(group[0]).toMatch(/TS\d+-\d+：已有同事接手。/)
})
