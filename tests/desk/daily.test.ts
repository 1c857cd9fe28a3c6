/** What people hear in the morning, at a change of shift, and before a certificate ends. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dailyActions } from '../../src/desk/daily/handover-words.ts'
import { watchDays } from '../../src/desk/daily/timers.ts'
import type { StaffActor } from '../../src/desk/work.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { SYSTEM } from '../support/desk/work.ts'

let desk: TicketDesk
beforeEach(async () => {
  desk = await openTicketDesk()
  await desk.db
    .insertInto('project')
    .values({ id: PROJECT, corpId: 'corp-1', code: 'P1', name: '云锦花园', createdAt: desk.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
})
afterEach(() => desk.close())

const watch = () => desk.work(SYSTEM, watchDays)
const timers = () =>
  desk.db.selectFrom('timer').select(['name', 'dueAt']).where('name', 'like', 'daily.%').execute()
const told = (words: string) => desk.tell.of('staff').filter((note) => note.words === words)
/** Wakes up at a moment after a time in which nothing was running, with two workers. */
async function wakeAt(at: string): Promise<void> {
  desk.sleepTo(at)
  await Promise.all([desk.sweep(), desk.sweep()])
}

async function aTicket(text: string): Promise<string> {
  const owner = await desk.owner('住户', '3-2-501')
  const made = await desk.act(owner, 'tickets.create', { text, room: '3-2-501' })
  return String(made.result['number'])
}

async function certificate(staff: StaffActor, validTo: string | null): Promise<void> {
  const { staffId } = staff
  const row = { id: `c-${staffId}`, projectId: PROJECT, staffId, kind: 'electrician', validTo }
  await desk.db
    .insertInto('certificate')
    .values({ ...row, createdAt: desk.now() })
    .execute()
}

test('each dispatcher and manager gets one summary a day, however late and by however many workers', async () => {
  const dispatcher = await desk.staff('钱调度', 'dispatcher')
  const manager = await desk.staff('李经理', 'manager')
  const shift = { from: '2026-11-24T00:00:00Z', to: '2026-11-25T12:00:00Z' }
  const wang = await desk.technician('王强', { shift, skills: ['lift'] })
  await certificate(wang, '2026-12-01')
  const number = await aTicket('水管漏水')
  await watch()
  await watch()
  expect(await timers()).toHaveLength(3)
  await wakeAt('2026-11-24T08:00:00+08:00')
  const [first] = told('daily.morning')
  expect(
    told('daily.morning')
      .map(({ staffId }) => staffId)
      .sort(),
  ).toEqual([dispatcher.staffId, manager.staffId].sort())
  expect(first?.values).toMatchObject({
    open: 1,
    unassigned: { count: 1, numbers: [number] },
    late: { count: 1, numbers: [number] },
    held: { count: 0 },
    complaints: { count: 0 },
    alarms: 0,
    on_duty: ['王强'],
    certificates: ['王强 电工证 12月1日'],
  })
  // Two days without anything running: one summary, in the afternoon, and the next one tomorrow.
  await wakeAt('2026-11-26T15:00:00+08:00')
  expect(told('daily.morning')).toHaveLength(4)
  await wakeAt('2026-11-26T23:00:00+08:00')
  expect(told('daily.morning')).toHaveLength(4)
  await wakeAt('2026-11-27T08:00:00+08:00')
  expect(told('daily.morning')).toHaveLength(6)
})

test('tasks nobody has done by their time are counted in the morning, with the oldest', async () => {
  await desk.staff('钱调度', 'dispatcher')
  await aTicket('水管漏水')
  await watch()
  await desk.moveTo('2026-11-24T08:00:00+08:00')
  const [note] = told('daily.morning')
  expect(note?.values).toMatchObject({ tasks_late: 1 })
  expect(desk.tell.text('daily.morning', note?.values ?? {})).toContain('超时未完成的待办1件，最早')
})

test('who comes on duty gets one note with what goes on and what the others left', async () => {
  const day = await desk.technician('王强', {
    shift: { from: '2026-11-23T00:00:00Z', to: '2026-11-23T12:00:00Z' },
  })
  const night = await desk.technician('李军', {
    shift: { from: '2026-11-23T12:00:00Z', to: '2026-11-24T00:00:00Z' },
  })
  const number = await aTicket('水管漏水')
  const leave = (said: string) =>
    desk.work(day, (work) => dailyActions[0]?.run(work, { said }) ?? Promise.reject(new Error()))
  const { words_most } = desk.rules.daily.handover
  for (let said = 1; said <= words_most; said++) await leave(`交班：第${said}遍`)
  await desk.advance(1)
  expect(await leave('交班：泵房钥匙在柜里')).toMatchObject({
    outcome: 'ok',
    result: { text: '泵房钥匙在柜里' },
  })
  await desk.advance(1)
  expect(await leave('交班')).toMatchObject({ outcome: 'empty' })
  expect(await leave('话'.repeat(5000))).toMatchObject({
    result: { text: '话'.repeat(desk.rules.daily.handover.words_chars) },
  })
  await watch()
  await wakeAt('2026-11-23T10:10:00+08:00')
  expect(told('daily.handover')).toEqual([])
  for (const at of ['19:50', '20:00', '20:15', '20:30']) {
    await wakeAt(`2026-11-23T${at}:00+08:00`)
  }
  const [note, ...others] = told('daily.handover')
  expect(others).toEqual([])
  expect(note).toMatchObject({
    staffId: night.staffId,
    values: {
      open: 1,
      unassigned: { count: 1, numbers: [number] },
      soon: [{ number, is_late: true }],
    },
  })
  // However often somebody says it, whoever comes reads the newest only.
  const words = note?.values['words'] as readonly { text: string }[]
  expect(words).toHaveLength(words_most)
  expect(words.at(-2)?.text).toBe('泵房钥匙在柜里')
})

test('after a night without anything running, whoever is on duty then gets one note', async () => {
  const shift = (from: string, to: string) => ({ shift: { from, to } })
  const gone = await desk.technician('早班', shift('2026-11-23T12:00:00Z', '2026-11-23T20:00:00Z'))
  const now = await desk.technician('白班', shift('2026-11-24T00:00:00Z', '2026-11-24T12:00:00Z'))
  await watch()
  await wakeAt('2026-11-24T09:30:00+08:00')
  expect(told('daily.handover').map(({ staffId }) => staffId)).toEqual([now.staffId])
  expect(gone.staffId).not.toBe(now.staffId)
})

test('a certificate that ends is reminded of on its days, also when one was missed, and never twice', async () => {
  const wang = await desk.technician('王强', { certificates: [] })
  const lead = await desk.staff('班长', 'lead')
  await certificate(wang, '2026-12-24')
  await certificate(lead, null)
  await watch()
  await wakeAt('2026-11-23T23:00:00+08:00')
  expect(told('daily.certificate.own')).toEqual([])
  // 30 days before is the 24th of November; nothing ran until the 26th.
  await wakeAt('2026-11-26T10:00:00+08:00')
  await wakeAt('2026-11-27T09:00:00+08:00')
  expect(told('daily.certificate.own')).toMatchObject([
    { staffId: wang.staffId, values: { certificate: '电工证', until: '12月24日', is_over: false } },
  ])
  expect(told('daily.certificate.lead')).toMatchObject([
    { staffId: lead.staffId, values: { name: '王强' } },
  ])
  await wakeAt('2026-12-17T09:00:00+08:00')
  expect(told('daily.certificate.own')).toHaveLength(2)
  await wakeAt('2026-12-30T09:00:00+08:00')
  expect(told('daily.certificate.own')).toHaveLength(2)
})
