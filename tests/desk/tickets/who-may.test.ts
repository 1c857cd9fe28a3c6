/** Who may do what with a job: its holder, a lead for him, and nobody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let lead: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  lead = await desk.staff('班长', 'lead')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

describe('others', () => {
  test.each(['accept', 'arrive', 'start', 'hold', 'resume', 'finish', 'return', 'transfer'])(
    'a colleague who was not asked cannot %s it',
    async (step) => {
      const other = await scene.hire('李四')
      await scene.bringTo('ACCEPTED')
      const before = await desk.ticket(number)
      expect(await desk.tap(other, number, step, 'too_busy')).toMatchObject({
        outcome: 'not_yours',
      })
      expect(await desk.ticket(number)).toEqual(before)
    },
  )

  test.each(['accept', 'arrive', 'hold', 'finish', 'return'])(
    'for staff of another project it does not exist: %s',
    async (step) => {
      const foreign = await desk.technician(`外人${step}`, { projectId: 'project-2' })
      expect(await desk.tap(foreign, number, step, 'too_busy')).toEqual({ outcome: 'not_found' })
      const action = step === 'return' ? 'return_job' : step
      expect(await desk.act(foreign, `tickets.${action}`, { number })).toMatchObject({
        outcome: 'not_found',
        result: { items: [] },
      })
    },
  )

  test('a lead acts for the technician: the work stays the technician’s', async () => {
    await scene.bringTo('ACCEPTED')
    expect(await desk.act(lead, 'tickets.arrive', { number })).toMatchObject({ outcome: 'ok' })
    expect(await desk.act(lead, 'tickets.finish', { number, note: '换了阀门' })).toMatchObject({
      outcome: 'ok',
    })
    const { id } = await desk.ticket(number)
    const callback = await desk.db
      .selectFrom('callback')
      .selectAll()
      .where('ticketId', '=', id)
      .executeTakeFirstOrThrow()
    expect(callback).toMatchObject({ staffId: wang.staffId, staffName: scene.named('王强') })
    expect(desk.tell.of('owner').at(-1)?.values).toMatchObject({
      staff: scene.named('王强'),
      note: '换了阀门',
    })
  })

  test('a lead takes over what nobody has accepted, and the technician’s card says so', async () => {
    expect(await desk.tap(lead, number, 'accept')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', assigneeId: lead.staffId })
    expect(await desk.tap(wang, number, 'accept')).toMatchObject({ outcome: 'taken' })
  })

  test.each([
    ['an owner', () => owner],
    ['the system', () => SYSTEM],
  ])('%s never gets as far as a step of staff', async (_who, actor) => {
    for (const action of [
      'accept',
      'finish',
      'jobs',
      'unassigned',
      'contact',
      'log_for',
      'assign',
    ]) {
      const input = { number, text: '漏水', place: '大堂', colleague: '王强' }
      await expect(desk.act(actor(), `tickets.${action}`, input)).rejects.toMatchObject({
        code: 'staff-only',
      })
    }
  })

  test('somebody who has left the company does nothing any more', async () => {
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('id', '=', wang.staffId)
      .execute()
    await expect(desk.tap(wang, number, 'accept')).rejects.toMatchObject({ code: 'staff-only' })
  })

  test('a tap that is no staff’s, and a button that is none, do nothing', async () => {
    const foreign = await desk.work(owner, async (work) => {
      const { ticketClicks } = await import('../../../src/desk/tickets/clicks.ts')
      return ticketClicks['ticket']?.(work, {
        subject: { kind: 'ticket', id: 'x' },
        key: 'accept',
        selections: {},
      })
    })
    expect(foreign).toEqual({ outcome: 'not-staff' })
    for (const key of ['explode', '__proto__', 'constructor', '']) {
      expect(await desk.tap(wang, number, key)).toEqual({ outcome: 'unknown-key' })
    }
  })
})

describe('cancelling by staff', () => {
  test('what the owner can no longer take back alone is passed on to whoever is there', async () => {
    await scene.bringTo('ARRIVED')
    desk.tell.clear()
    const asked = { number, reason: '自己修好了' }
    expect(await desk.act(owner, 'tickets.withdraw', asked)).toMatchObject({ outcome: 'too_late' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED' })
    await desk.act(owner, 'tickets.withdraw', asked)
    const told = desk.tell.of('staff').filter(({ words }) => words === 'tickets.staff.wants_cancel')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ values: { reason: '自己修好了' } })
    expect(
      await desk.act(wang, 'tickets.cancel', { number, reason: '业主自己修好了' }),
    ).toMatchObject({ outcome: 'ok' })
  })

  test('a complaint is judged void by a supervisor, not by whoever handles it', async () => {
    const steward = await desk.staff('管家', 'steward')
    const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text: '楼上太吵了' })
    const complaint = String(made.result['number'])
    await desk.act(lead, 'tickets.assign', { number: complaint, colleague: '管家' })
    await desk.tap(steward, complaint, 'accept')
    const reason = '同一件事已有一张单'
    expect(await desk.act(steward, 'tickets.cancel', { number: complaint, reason })).toMatchObject({
      outcome: 'not_yours',
    })
    expect(await desk.act(lead, 'tickets.cancel', { number: complaint, reason })).toMatchObject({
      outcome: 'ok',
    })
  })

  test('needs a reason, which the owner reads', async () => {
    await scene.bringTo('ARRIVED')
    expect(await desk.act(wang, 'tickets.cancel', { number })).toMatchObject({
      outcome: 'reason_wanted',
    })
    expect(
      await desk.act(wang, 'tickets.cancel', { number, reason: '业主自己修好了' }),
    ).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'CANCELLED', closeCode: 'cancelled' })
    expect(desk.tell.of('owner').at(-1)).toMatchObject({ values: { reason: '业主自己修好了' } })
    const { id } = await desk.ticket(number)
    const running = desk.db
      .selectFrom('sla_clock')
      .select('id')
      .where('subjectId', '=', id)
      .where('state', 'in', ['running', 'paused'])
    expect(await running.execute()).toEqual([])
  })
})

describe('the record', () => {
  test('every act of staff is audited, refused or not', async () => {
    await desk.tap(wang, number, 'accept')
    await desk.tap(wang, number, 'finish')
    const rows = await desk.db
      .selectFrom('audit_log')
      .select(['action', 'actorId', 'detail'])
      .where('subjectId', '=', (await desk.ticket(number)).id)
      .orderBy('seq')
      .execute()
    expect(rows).toMatchObject([
      {
        action: 'ticket.accept',
        actorId: wang.staffId,
        detail: { outcome: 'ok', from: 'ASSIGNED' },
      },
      { action: 'ticket.finish', actorId: wang.staffId, detail: { outcome: 'wrong_state' } },
    ])
  })

  test('a phone is hidden until somebody asks, and asking is kept', async () => {
    expect(await desk.act(wang, 'tickets.job', { number })).toMatchObject({
      outcome: 'ok',
      result: { phone: '尾号8000', page_url: expect.stringContaining(wang.staffId) },
    })
    expect(await desk.act(wang, 'tickets.contact', { number })).toMatchObject({
      outcome: 'ok',
      result: { phone: '13800138000' },
    })
    const rows = await desk.db.selectFrom('audit_log').select(['action', 'detail']).execute()
    expect(rows.map((row) => row.action)).toContain('phone.reveal')
    expect(JSON.stringify(rows)).not.toContain('13800138000')
  })
})
