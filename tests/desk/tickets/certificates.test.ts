/** Work that only whoever holds a certificate may do: which leaves ask for one, who is sent, and what happens without. */
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RULES_FOLDER, readRules } from '../../../src/desk/rules.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { BadRules } from '../../../src/rule-file.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

const { categories, staff } = await readRules()

describe('the shipped leaves', () => {
  test.each([
    ['power.trip', 'electrician'],
    ['power.outage', 'electrician'],
    ['power.socket', 'electrician'],
    ['power.light', 'electrician'],
    ['power.danger', 'electrician'],
    ['elec.outage', 'electrician'],
    ['elec.wire', 'electrician'],
    ['public.light', 'electrician'],
    ['parking.light', 'electrician'],
    ['parking.charger', 'electrician'],
    ['fire.light', 'electrician'],
    ['hazard.shock', 'electrician'],
    ['lift.stopped', 'lift'],
    ['lift.inside', 'lift'],
    ['hazard.trapped', 'lift'],
    ['building.facade', 'height'],
    ['fire.alarm', 'fire'],
    // A plumber’s, a handyman’s, or of low voltage.
    ['water.leak', null],
    ['water.heater', null],
    ['plumb.burst', null],
    ['plumb.pump', null],
    ['fire.hydrant', null],
    ['fire.door', null],
    ['door.access', null],
    ['weak.intercom', null],
    ['weak.camera', null],
    ['wall.seep', null],
    ['wall.paint', null],
    ['public.road', null],
    ['cleaning.lift', null],
    ['hazard.burst', null],
    ['hazard.gas', null],
    ['complaint.facility.lift', null],
    ['other', null],
  ])('%s asks for %s', (id, certificate) => {
    expect(categories.byId.get(id)).toMatchObject({ certificate })
  })

  test('every one they ask for is a kind of rules/staff.yaml', () => {
    const asked = new Set(categories.all.flatMap(({ certificate }) => certificate ?? []))
    expect(asked.size).toBeGreaterThan(0)
    expect(Object.keys(staff.certificates.kinds)).toEqual(expect.arrayContaining([...asked]))
  })

  test('a kind nobody can hold is refused when the rules are read, with its category', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guanjia-rules-'))
    await cp(RULES_FOLDER, folder, { recursive: true })
    const file = join(folder, 'categories.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('certificate: height', 'certificate: hight'))
    const read = readRules(folder)
    await expect(read).rejects.toThrow(BadRules)
    await expect(read).rejects.toThrow('building.facade: certificate hight is no kind')
    await rm(folder, { recursive: true })
  })
})

describe('who is sent', () => {
  let desk: TicketDesk
  let owner: OwnerActor
  let dispatcher: StaffActor
  beforeEach(async () => {
    desk = await openTicketDesk()
    owner = await desk.owner('住户', '3-2-501')
    dispatcher = await desk.staff('调度', 'dispatcher')
  })
  afterEach(() => desk.close())

  /** It is Monday, 23 November 2026. */
  async function electrician(name: string, validTo: string): Promise<StaffActor> {
    const one = await desk.technician(name, { certificates: [] })
    const row = { id: randomUUID(), projectId: PROJECT, staffId: one.staffId, kind: 'electrician' }
    await desk.db
      .insertInto('certificate')
      .values({ ...row, validTo, createdAt: desk.now() })
      .execute()
    return one
  }
  async function report(text: string) {
    const made = await desk.act(owner, 'tickets.create', { text, room: '3-2-501' })
    return await desk.ticket(String(made.result['number']))
  }
  const decisions = () =>
    desk.db.selectFrom('dispatch_decision').select(['considered', 'gap']).orderBy('at').execute()
  const called = () =>
    desk.db
      .selectFrom('task')
      .select(['state', 'role', 'values'])
      .where('kind', '=', 'dispatch')
      .execute()

  test('an electrician whose certificate ran out is not: it is kept why, and the dispatcher is called', async () => {
    await electrician('甲', '2026-11-22')
    const ticket = await report('卧室插座没电')
    expect(ticket).toMatchObject({ state: 'NEW', assigneeId: null, category: 'power.socket' })
    expect(await decisions()).toMatchObject([
      { gap: true, considered: [{ name: '甲', dropped: 'certificate-expired' }] },
    ])
    const reason = '在岗的人没有所需的有效证书'
    expect(await called()).toMatchObject([
      { state: 'open', role: 'dispatcher', values: { number: ticket.number, reason } },
    ])
    expect(desk.tell.read.join()).toContain(reason)
    const why = await desk.act(dispatcher, 'tickets.why_chosen', { number: ticket.number })
    expect(why).toMatchObject({ result: { items: [{ name: '甲', dropped: '证书已过期' }] } })
  })

  test('what needs none goes to them as before', async () => {
    const one = await electrician('甲', '2026-11-22')
    expect(await report('厨房水管漏水')).toMatchObject({ assigneeId: one.staffId })
  })

  test('renewed, they are asked at the next try, without anybody’s help', async () => {
    const one = await electrician('甲', '2026-11-22')
    const { number } = await report('卧室插座没电')
    await desk.db.updateTable('certificate').set({ validTo: '2029-11-22' }).execute()
    await desk.advance(desk.rules.tickets.dispatch.gap_retry_minutes)
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: one.staffId })
  })

  test('by hand a dispatcher may still send them', async () => {
    const one = await electrician('甲', '2026-11-22')
    const { number } = await report('卧室插座没电')
    const given = await desk.act(dispatcher, 'tickets.assign', { number, colleague: '甲' })
    expect(given).toMatchObject({ outcome: 'ok' })
    expect(await desk.act(one, 'tickets.accept', { number })).toMatchObject({ outcome: 'ok' })
  })

  test('a certificate that ran out between offer and answer: the next one, unless it is urgent', async () => {
    const one = await electrician('甲', '2026-11-23')
    const { number } = await report('楼道灯不亮')
    expect(await desk.ticket(number)).toMatchObject({ state: 'OFFERED' })
    await desk.db.updateTable('certificate').set({ validTo: '2026-11-22' }).execute()
    expect(await desk.act(one, 'tickets.accept', { number })).toMatchObject({ outcome: 'unfit' })
  })

  test('people in danger: somebody goes all the same, and whoever asks reads why', async () => {
    const one = await electrician('甲', '2026-11-22')
    const made = await desk.act(owner, 'tickets.alert', { text: '有人触电了', room: '3-2-501' })
    expect(made.outcome).toBe('ok')
    const number = String(made.result['number'])
    expect(await desk.ticket(number)).toMatchObject({
      ...{ category: 'hazard.shock', assigneeId: one.staffId },
    })
    expect(await decisions()).toMatchObject([
      { gap: false, considered: [{ name: '甲', despite: 'certificate-expired' }] },
    ])
    const why = await desk.act(dispatcher, 'tickets.why_chosen', { number })
    const dropped = '证书已过期（险情先派人，没有持证的人可派）'
    expect(why).toMatchObject({ result: { chosen: '甲', items: [{ name: '甲', dropped }] } })
  })
})
