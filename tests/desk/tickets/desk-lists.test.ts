/** The service centre's lists and the card of one ticket: who sees what, and what its buttons do. */
import { randomUUID } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clocksOf } from '../../../src/desk/clocks/clocks-of.ts'
import { type DeskLine, deskList } from '../../../src/desk/tickets/desk-lists.ts'
import { actingStaff } from '../../../src/desk/tickets/staff-step.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let dispatcher: StaffActor
let scene: Scene
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  dispatcher = await desk.staff('马调度', 'dispatcher')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

async function list(name: string, words: string, actor = dispatcher) {
  const { outcome, result } = await desk.act(actor, 'tickets.desk_list', { list: name, words })
  return { outcome, items: (result['items'] ?? []) as readonly DeskLine[] }
}

/** More tickets like this one, in a building of their own. */
async function copies(id: string, count: number): Promise<void> {
  const row = desk.db.selectFrom('ticket').selectAll().where('id', '=', id)
  const { details, ...ticket } = await row.executeTakeFirstOrThrow()
  const many = Array.from({ length: count }, () => {
    const copy = randomUUID()
    return {
      ...ticket,
      details: JSON.stringify(details),
      id: copy,
      number: copy,
      buildingCode: '888',
    }
  })
  await desk.db.insertInto('ticket').values(many).execute()
}

const lastAudit = (action: string) =>
  desk.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

describe('lists', () => {
  test('what is worked on, by person, building, room, end of number and of phone', async () => {
    const { roomCode, buildingCode } = await desk.ticket(number)
    const mine = { number, holder: scene.named('王强'), broken: '' }
    for (const words of [scene.named('王强'), `${buildingCode}栋`, `查单 ${roomCode}`]) {
      expect((await list('in_hand', words)).items).toMatchObject([mine])
    }
    expect((await list('in_hand', `查单 ${number}`)).items).toMatchObject([mine])
    const byPhone = (await list('in_hand', '查单 8000')).items.map((item) => item.number)
    expect(byPhone).toContain(number)
    expect((await list('in_hand', '查单 999栋')).outcome).toBe('none')
  })

  test('what nobody has, with how long it waits and by when it is promised; late ones first', async () => {
    await desk.tap(scene.wang, number, 'return', 'off_duty')
    await desk.advance(3)
    const { buildingCode } = await desk.ticket(number)
    const [fresh] = (await list('unassigned', `${buildingCode}栋`)).items
    expect(fresh).toMatchObject({ number, holder: '', minutes: 3, hours: 0, broken: '' })
    expect(fresh?.due).not.toBe('')
    await desk.advance(120)
    const [late] = (await list('unassigned', `${buildingCode}栋`)).items
    expect(late).toMatchObject({ number, due: '', broken: '接单' })
    const all = (await list('overdue', '')).items
    expect(all.map((item) => item.number)).toContain(number)
    const minutes = all.map((item) => item.minutes)
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a))
    expect(all.every((item) => item.broken !== '')).toBe(true)
  })

  test('of very many the most pressing are listed, all are counted, and the questions to the database stay as few', async () => {
    const { id } = await desk.ticket(number)
    const shown = async () => {
      let questions = 0
      const counting: KyselyPlugin = {
        transformQuery({ node }) {
          questions += 1
          return node
        },
        transformResult: async ({ result }) => result,
      }
      const list = await desk.work(dispatcher, async (work) => {
        const self = await actingStaff(work)
        const heard = { ...work, tx: work.tx.withPlugin(counting) }
        return await deskList(heard, [self], { list: 'in_hand', words: '888栋' })
      })
      return { count: list.count, listed: list.lines.length, questions }
    }
    await copies(id, 3)
    const few = await shown()
    expect(few).toMatchObject({ count: 3, listed: 3 })
    await copies(id, 60)
    expect(await shown()).toEqual({ count: 63, listed: 56, questions: few.questions })
  })

  test('a technician is refused, and it is kept; an owner gets nowhere', async () => {
    expect(await list('unassigned', '', scene.wang)).toEqual({ outcome: 'not_yours', items: [] })
    expect(await lastAudit('ticket.desk-list')).toMatchObject({ actorId: scene.wang.staffId })
    await expect(desk.act(scene.owner, 'tickets.desk_list', { list: 'overdue' })).rejects.toThrow(
      'Only staff',
    )
  })

  test("one's own projects only, all of them", async () => {
    const far = await desk.staff('远方调度', 'dispatcher', { projectId: 'project-9' })
    expect((await list('in_hand', '', far)).outcome).toBe('none')
    const { id } = await desk.ticket(number)
    expect(await desk.act(far, 'tickets.desk_sheet', { ticket: id })).toMatchObject({
      outcome: 'not_yours',
    })
    expect(desk.tell.of('card')).toEqual([])
    for (const projectId of ['project-1', 'project-9']) {
      await desk.db
        .insertInto('project')
        .values({
          id: projectId,
          corpId: 'corp-1',
          code: projectId,
          name: projectId,
          createdAt: new Date(0),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    const both = await desk.staff('双项目', 'dispatcher', { projectId: 'project-9' })
    await desk.staff('双项目', 'dispatcher')
    const [line] = (await list('in_hand', scene.named('王强'), both)).items
    expect(line).toMatchObject({ number, project: 'project-1' })
    expect(await desk.act(both, 'tickets.desk_sheet', { ticket: id })).toMatchObject({
      outcome: 'ok',
    })
  })

  test.each(['', 'nothing', "'; --", '9'.repeat(5_000)])(
    'no ticket of id "%.20s"',
    async (ticket) => {
      expect(await desk.act(dispatcher, 'tickets.desk_sheet', { ticket })).toMatchObject({
        outcome: 'not_yours',
      })
    },
  )
})

describe('the card', () => {
  test('shows the matter, and only buttons that do something', async () => {
    const { id } = await desk.ticket(number)
    await desk.act(dispatcher, 'tickets.desk_sheet', { ticket: id })
    const [card] = desk.tell.of('card')
    expect(card).toMatchObject({
      card: 'tickets.desk_sheet',
      values: { number, holder: scene.named('王强') },
    })
    expect(JSON.stringify(card)).not.toContain('13800138000')
    expect(await lastAudit('ticket.open-sheet')).toMatchObject({ subjectId: id })
  })

  test('接管: the dispatcher has it, whoever had it and the owner hear, the first responder stays', async () => {
    await scene.bringTo('IN_PROGRESS')
    const before = await desk.ticket(number)
    desk.tell.clear()
    expect(await desk.tap(dispatcher, number, 'take_over')).toMatchObject({
      outcome: 'ok',
      close: { words: 'tickets.card.did.take_over' },
    })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ACCEPTED',
      assigneeId: dispatcher.staffId,
      firstResponderId: before.firstResponderId,
      arrivedAt: null,
    })
    expect(desk.tell.of('staff').map(({ words }) => words)).toEqual(['tickets.staff.taken_away'])
    expect(desk.tell.of('owner').map(({ words }) => words)).toEqual(['tickets.owner.accepted'])
    expect(await desk.tap(dispatcher, number, 'take_over')).toMatchObject({ outcome: 'already' })
    expect(await desk.tap(scene.wang, number, 'arrive')).toMatchObject({ outcome: 'not_yours' })
    const open = desk.db
      .selectFrom('assignment')
      .select('staffId')
      .where('ticketId', '=', before.id)
    expect(await open.where('endedAt', 'is', null).execute()).toEqual([
      { staffId: dispatcher.staffId },
    ])
  })

  test.each(['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'ON_HOLD'])('接管 from %s', async (state) => {
    await scene.bringTo(state)
    const agent = await desk.staff(`客服${state}`, 'agent')
    expect(await desk.tap(agent, number, 'take_over')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ACCEPTED',
      assigneeId: agent.staffId,
    })
  })

  test('two taking over at once: one after the other, and one of them has it', async () => {
    const others = [
      await desk.staff('甲调度', 'dispatcher'),
      await desk.staff('乙调度', 'dispatcher'),
    ]
    const taps = await Promise.all(others.map((one) => desk.tap(one, number, 'take_over')))
    expect(taps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    const { id, assigneeId } = await desk.ticket(number)
    const open = desk.db.selectFrom('assignment').select('staffId').where('ticketId', '=', id)
    expect(await open.where('endedAt', 'is', null).execute()).toEqual([{ staffId: assigneeId }])
  })

  test('派单: a form asks to whom, and it goes to them', async () => {
    const li = await scene.hire('李四')
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    expect(await desk.tap(dispatcher, number, 'assign')).toEqual({ outcome: 'asked' })
    expect(desk.tell.of('card')).toMatchObject([{ card: 'tickets.reassign_to' }])
    expect(
      await desk.tap(dispatcher, number, 'reassign_to', { colleague: [scene.named('李四')] }),
    ).toMatchObject({
      outcome: 'ok',
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
  })

  test('催办: whoever has it is told; nobody, when nobody has it', async () => {
    expect(await desk.tap(dispatcher, number, 'urge')).toMatchObject({ outcome: 'ok' })
    expect(desk.tell.of('staff')).toMatchObject([
      { words: 'tickets.staff.urged', values: { by: '马调度' } },
    ])
    await desk.tap(scene.wang, number, 'return', 'off_duty')
    expect(await desk.tap(dispatcher, number, 'urge')).toMatchObject({
      outcome: 'no_handler',
      close: { words: 'tickets.card.refused.no_handler' },
    })
  })

  test('改优先级: with a reason; open promises are counted anew from the report', async () => {
    await scene.bringTo('ACCEPTED')
    const ticket = await desk.ticket(number)
    const next = ticket.priority === 'urgent' ? 'normal' : 'urgent'
    await desk.advance(5)
    desk.tell.clear()
    expect(await desk.tap(dispatcher, number, 'priority')).toEqual({ outcome: 'asked' })
    const sent = (priority: string, reason: string) =>
      desk.tap(dispatcher, number, 'change_priority', { priority: [priority], reason: [reason] })
    expect(await sent('now!', 'worse')).toEqual({ outcome: 'priority_wanted' })
    expect(await sent(ticket.priority, 'worse')).toMatchObject({ outcome: 'same' })
    expect(await sent(next, '')).toMatchObject({ outcome: 'reason_wanted' })
    expect(await desk.ticket(number)).toMatchObject({ priority: ticket.priority })
    expect(await sent(next, 'safety')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ priority: next })
    const clocks = await clocksOf(desk.db as never, { kind: 'ticket', id: ticket.id })
    // News are owed from the last telling on, and the change was told.
    const running = clocks.filter(
      ({ state, kind }) => state === 'running' && kind !== 'next_update',
    )
    expect(running.length).toBeGreaterThan(0)
    expect(running.every(({ startAt }) => startAt.getTime() <= ticket.createdAt.getTime())).toBe(
      true,
    )
    expect(desk.tell.of('staff').map(({ words }) => words)).toContain('tickets.staff.priority')
  })

  test.each(['take_over', 'assign', 'urge', 'priority', 'change_priority'])(
    'a technician, and a dispatcher of another project, cannot %s',
    async (key) => {
      const before = await desk.ticket(number)
      expect(await desk.tap(scene.wang, number, key)).toMatchObject({ outcome: 'not_yours' })
      const far = await desk.staff(`远${key}`, 'dispatcher', { projectId: 'project-9' })
      expect(await desk.tap(far, number, key)).toEqual({ outcome: 'not_found' })
      expect(await desk.ticket(number)).toEqual(before)
    },
  )
})
