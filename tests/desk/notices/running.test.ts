/** Whom a stop concerns, and when it does: what answers 怎么没水了. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectEnv } from '../../../src/conversation/env.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { anOwner } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { PROJECT } from '../../support/desk/staff.ts'

let desk: NoticeDesk
let agent: StaffActor
let inThree: OwnerActor
let inFive: OwnerActor
let stranger: OwnerActor
beforeAll(async () => {
  desk = await openNoticeDesk()
  agent = await desk.staff('林霞', 'agent')
  await desk.staff('高远', 'manager')
  inThree = await anOwner(desk.db, { user: 'three', rooms: ['3-2-501'] })
  inFive = await anOwner(desk.db, { user: 'five', rooms: ['5-1-301'] })
  stranger = await anOwner(desk.db, { user: 'stranger' })
})
afterAll(() => desk.close())

const envOf = (actor: OwnerActor | StaffActor, at: string) =>
  desk.doWork(at, (work) => projectEnv(work, PROJECT), actor)
const titleAt = async (actor: OwnerActor | StaffActor, at: string) =>
  (await envOf(actor, at))['water_stop_title'] ?? null

test.each([
  ['3栋', true, false],
  ['3栋2单元', true, false],
  ['3-2-501', true, false],
  ['5栋1单元', false, true],
  ['3栋、5栋1单元', true, true],
])('a stop of %s', async (audience, three, five) => {
  await desk.db.updateTable('notice').set({ state: 'WITHDRAWN' }).execute()
  const when = '2026-11-23T12:00/14:00'
  const wish = {
    kind: 'water_stop',
    title: audience,
    text: '水箱清洗停水',
    audience,
    when,
    urgent: true,
  }
  const made = await desk.act(agent, 'notices.create', wish)
  expect(made.outcome === 'scheduled' || made.outcome === 'in_review').toBe(true)
  const during = '2026-11-23T13:00:00+08:00'
  expect(await titleAt(inThree, during)).toBeNull()
  await desk.db
    .updateTable('notice')
    .set({ state: 'SENDING' })
    .where('title', '=', audience)
    .execute()
  expect(await titleAt(inThree, during)).toBe(three ? audience : null)
  expect(await titleAt(inFive, during)).toBe(five ? audience : null)
  expect(await titleAt(stranger, during)).toBeNull()
  expect(await titleAt(agent, during)).toBeNull()
})

test('before it is coming, during it is running, afterwards it is no excuse', async () => {
  await desk.db.updateTable('notice').set({ state: 'WITHDRAWN' }).execute()
  const when = '2026-11-23T12:00/14:00'
  const wish = { kind: 'water_stop', title: '停水', text: '水箱清洗停水', when, urgent: true }
  await desk.act(agent, 'notices.create', { ...wish, audience: '全小区' })
  await desk.db.updateTable('notice').set({ state: 'SENT' }).where('title', '=', '停水').execute()
  expect(await envOf(inThree, '2026-11-23T11:59:00+08:00')).toMatchObject({
    coming_stop_title: '停水',
    coming_stop_from: '2026-11-23T12:00',
  })
  expect(await titleAt(inThree, '2026-11-23T11:59:00+08:00')).toBeNull()
  expect(await envOf(stranger, '2026-11-23T12:00:00+08:00')).toMatchObject({
    water_stop_title: '停水',
    water_stop_text: '水箱清洗停水',
    water_stop_until: '2026-11-23T14:00',
  })
  expect(await titleAt(inThree, '2026-11-23T14:00:00+08:00')).toBeNull()
})
