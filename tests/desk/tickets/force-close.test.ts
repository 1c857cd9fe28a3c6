/** A matter a manager ends by force: who may, what stops with it, what the owner can do, and that nobody rates it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clocksOf } from '../../../src/desk/clocks/clocks-of.ts'
import { openRunsOf } from '../../../src/desk/clocks/ladder/run.ts'
import type { Role } from '../../../src/desk/staff/roles.ts'
import { saveScore } from '../../../src/desk/surveys/rate.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { minutesLeft } from '../../support/desk/minutes-left.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let manager: StaffActor
let number: string

const WHY = { reason: 'unreachable', words: '三次上门无人，电话停机' }

beforeAll(async () => {
  desk = await openTicketDesk()
  manager = await desk.staff('经理', 'manager')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ number } = scene)
})
afterAll(() => desk.close())

const close = (actor = manager, more: object = WHY) =>
  desk.act(actor, 'tickets.force_close', { number, ...more })

const lastAudit = async () =>
  desk.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'ticket.force-close')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

describe('by a manager', () => {
  test.each(['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])(
    'from %s: closed for good, nothing is promised, called or asked any more, and everybody hears why',
    async (state) => {
      await scene.bringTo(state)
      desk.tell.clear()
      expect(await close()).toMatchObject({ outcome: 'ok', result: { state_words: '已关闭' } })
      const ticket = await desk.ticket(number)
      expect(ticket).toMatchObject({
        state: 'CLOSED',
        closeCode: 'forced',
        heldFrom: null,
        holdReason: null,
        holdUntil: null,
        completions: 0,
        doneAt: null,
      })
      const subject = { kind: 'ticket', id: ticket.id }
      const clocks = await clocksOf(desk.db as never, subject)
      expect(clocks.length).toBeGreaterThan(0)
      expect(clocks.filter(({ state }) => state === 'running' || state === 'paused')).toEqual([])
      expect(await openRunsOf(desk.db as never, subject)).toEqual([])
      const offers = desk.db.selectFrom('assignment').select('id').where('ticketId', '=', ticket.id)
      expect(await offers.where('endedAt', 'is', null).execute()).toEqual([])
      expect(desk.tell.of('owner')).toMatchObject([
        {
          words: 'tickets.owner.forced',
          values: { reason: '多次联系不上您', words: '三次上门无人，电话停机', days: 7 },
        },
      ])
      expect(desk.tell.of('staff').map(({ words }) => words)).toEqual(['tickets.staff.forced'])
      expect(await lastAudit()).toMatchObject({
        actorId: manager.staffId,
        detail: { from: state, outcome: 'ok' },
      })
      const event = await desk.db
        .selectFrom('ticket_event')
        .selectAll()
        .where('ticketId', '=', ticket.id)
        .where('kind', '=', 'force-closed')
        .executeTakeFirstOrThrow()
      expect(event).toMatchObject({
        fromState: state,
        toState: 'CLOSED',
        payload: { reason: '多次联系不上您', words: WHY.words },
      })
    },
  )

  test('needs a reason of the list, and words; nothing happens without', async () => {
    await scene.bringTo('ACCEPTED')
    for (const [more, outcome] of [
      [{}, 'reason_wanted'],
      [{ reason: 'because', words: '无' }, 'reason_wanted'],
      [{ reason: 'other' }, 'words_wanted'],
      [{ reason: 'other', words: ' \u0000\n ' }, 'words_wanted'],
    ] as const) {
      expect(await close(manager, more)).toMatchObject({ outcome })
    }
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', closeCode: null })
  })

  test('words without end are cut, markup is only words', async () => {
    const words = `<script>{{ x }}${'长'.repeat(5_000)}`
    expect(await close(manager, { reason: 'other', words })).toMatchObject({ outcome: 'ok' })
    const [told] = desk.tell.of('owner').slice(-1)
    expect(String(told?.values['words']).length).toBeLessThanOrEqual(200)
  })

  test('a second time it is done already; what is finished stays with the owner', async () => {
    await close()
    desk.tell.clear()
    expect(await close()).toMatchObject({ outcome: 'already' })
    expect(desk.tell.of('owner')).toEqual([])
    scene = await aScene(desk)
    number = scene.number
    await scene.bringTo('DONE')
    expect(await close()).toMatchObject({ outcome: 'over' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE' })
  })
})

test('a danger that calls until somebody takes it stops calling: its manager has looked at it', async () => {
  const made = await desk.act(scene.owner, 'tickets.alert', { text: '煤气泄漏了' })
  number = String(made.result['number'])
  const { id } = await desk.ticket(number)
  const subject = { kind: 'ticket', id }
  expect((await openRunsOf(desk.db as never, subject)).length).toBeGreaterThan(0)
  expect(await close()).toMatchObject({ outcome: 'ok' })
  expect(await openRunsOf(desk.db as never, subject)).toEqual([])
})

describe('by others', () => {
  test.each(['technician', 'lead', 'steward', 'agent', 'dispatcher'] as Role[])(
    'a %s is refused, and the log keeps that they tried',
    async (role) => {
      const other = await desk.staff(`别人${role}`, role)
      expect(await close(other)).toMatchObject({ outcome: 'not_yours' })
      expect(await desk.act(other, 'tickets.may_force_close', { number })).toMatchObject({
        outcome: 'not_yours',
      })
      expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
      expect(await lastAudit()).toMatchObject({
        actorId: other.staffId,
        detail: { outcome: 'not_yours' },
      })
    },
  )

  test("another project's manager finds no such ticket", async () => {
    const far = await desk.staff('远方经理', 'manager', { projectId: 'project-9' })
    expect(await close(far)).toMatchObject({ outcome: 'not_found' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
  })

  test('an owner gets nowhere', async () => {
    await expect(desk.act(scene.owner, 'tickets.force_close', { number, ...WHY })).rejects.toThrow(
      'Only staff',
    )
  })
})

/** Days pass on desks of their own: nobody else's alarms ring on the way. */
describe('afterwards', () => {
  let shared: TicketDesk
  beforeEach(async () => {
    shared = desk
    desk = await openTicketDesk()
    manager = await desk.staff('经理', 'manager')
    scene = await aScene(desk)
    ;({ number } = scene)
  })
  afterEach(async () => {
    await desk.close()
    desk = shared
  })

  test('nobody asks for a score, and none is taken, not even by telephone', async () => {
    await scene.bringTo('IN_PROGRESS')
    await close()
    const { id } = await desk.ticket(number)
    await desk.advance(7 * 24 * 60)
    const callbacks = desk.db.selectFrom('callback').select('id').where('ticketId', '=', id)
    expect(await callbacks.execute()).toEqual([])
    expect(desk.events.filter(({ data }) => JSON.stringify(data).includes(number))).toEqual([])
    const ticket = await desk.ticket(number)
    const called = await desk.work(manager, (work) =>
      saveScore(work, ticket, { score: 1, reason: '' }, 'called'),
    )
    expect(called).toEqual({ outcome: 'over', recovery: false })
    const ratings = desk.db.selectFrom('rating').select('id').where('ticketId', '=', id)
    expect(await ratings.execute()).toEqual([])
    expect(await desk.ticket(number)).toMatchObject({ state: 'CLOSED', closeCode: 'forced' })
  })

  test('the owner has it opened again within the days, with new clocks, and later as a new one', async () => {
    await scene.bringTo('ACCEPTED')
    await close()
    await desk.advance(6 * 24 * 60)
    const again = await desk.act(scene.owner, 'tickets.reopen', { text: '还在漏' })
    expect(again).toMatchObject({ outcome: 'ok' })
    const ticket = await desk.ticket(number)
    expect(ticket).toMatchObject({ closeCode: null, closedAt: null, reopenCount: 1 })
    const clocks = await clocksOf(desk.db as never, { kind: 'ticket', id: ticket.id })
    expect(clocks.some(({ state }) => state === 'running')).toBe(true)
    await close()
    await desk.advance(7 * 24 * 60 + minutesLeft(desk.now()))
    expect(await desk.act(scene.owner, 'tickets.reopen', { number })).toMatchObject({
      outcome: 'linked',
    })
  })
})

test('closing while the technician finishes: one of the two, whole, and the other is told', async () => {
  const boss = await desk.staff('二经理', 'manager')
  for (let round = 0; round < 3; round++) {
    scene = await aScene(desk)
    number = scene.number
    await scene.bringTo('IN_PROGRESS')
    const [forced, forcedToo, finished] = await Promise.all([
      close(boss),
      close(boss),
      desk.act(scene.wang, 'tickets.finish', { number }),
    ])
    const ticket = await desk.ticket(number)
    const outcomes = [forced.outcome, forcedToo.outcome].sort()
    if (ticket.state === 'DONE')
      expect([...outcomes, finished.outcome]).toEqual(['over', 'over', 'ok'])
    else {
      expect(ticket).toMatchObject({ state: 'CLOSED', closeCode: 'forced', completions: 0 })
      expect([...outcomes, finished.outcome]).toEqual(['already', 'ok', 'over'])
    }
    const callbacks = desk.db.selectFrom('callback').select('id').where('ticketId', '=', ticket.id)
    expect(await callbacks.execute()).toHaveLength(ticket.state === 'DONE' ? 1 : 0)
  }
})
