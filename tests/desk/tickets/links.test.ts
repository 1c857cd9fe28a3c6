/** Tickets that come out of others or wait for them: split, waited for, and gone on with after their days. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { namedNumbers, numberAndRest } from '../../../src/desk/tickets/named-numbers.ts'
import type { LoggedEvent } from '../../../src/desk/tickets/rebuild-ticket.ts'
import { openRelations } from '../../../src/desk/tickets/relations.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { minutesLeft } from '../../support/desk/minutes-left.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
let scene: Scene
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

const idOf = async (of: string) => (await desk.ticket(of)).id
const kinds = async (of: string) => {
  const events = desk.db.selectFrom('ticket_event').select(['kind', 'seq', 'toState', 'payload'])
  const rows = await events
    .where('ticketId', '=', await idOf(of))
    .orderBy('seq')
    .execute()
  return (rows as (LoggedEvent & { kind: string })[]).map(({ kind }) => kind)
}
const toldTo = (of: Scene) =>
  desk.tell.of('owner').filter((one) => one.conversationId === of.owner.conversationId)

test.each([
  ['合并 7 到 3', ['7', '3']],
  ['把0007并入0003', ['0007', '0003']],
  ['bx20261123-0007等BX20261123-3', ['bx20261123-0007', 'BX20261123-3']],
  ['合并３和７号', ['3', '7']],
  ['3栋2单元501的0007等0003', ['0007', '0003']],
  ['等3天再说', []],
  ['', []],
] as const)('the numbers of “%s”', (words, numbers) => {
  expect(namedNumbers(words)).toEqual(numbers)
})

test.each([
  ['拆分 7 门铃不响', '7', '门铃不响'],
  ['拆分BX20261123-0007：WiFi 用不了', 'BX20261123-0007', 'WiFi 用不了'],
  ['拆单0007', '0007', ''],
  ['拆分 门铃不响', '', ''],
] as const)('number and words of “%s”', (words, at, rest) => {
  expect(numberAndRest(words)).toEqual({ number: at, rest })
})

describe('split', () => {
  const split = (words: string, actor = agent) => desk.act(actor, 'tickets.split', { words })

  test('a new ticket of the same people and place, with its own number, clocks and handler; told once', async () => {
    const answer = await split(`拆分 ${number} 客厅灯不亮`)
    expect(answer).toMatchObject({ outcome: 'ok', result: { number } })
    const made = await desk.ticket(String(answer.result['other']))
    const origin = await desk.ticket(number)
    expect(made).toMatchObject({
      kind: 'repair',
      description: '客厅灯不亮',
      roomId: origin.roomId,
      conversationId: scene.owner.conversationId,
      contactPhoneLast4: origin.contactPhoneLast4,
      firstResponderId: origin.firstResponderId,
    })
    expect(made.category).not.toBe(origin.category)
    const clocks = desk.db.selectFrom('sla_clock').select('id').where('subjectId', '=', made.id)
    expect((await clocks.execute()).length).toBeGreaterThan(1)
    expect(toldTo(scene)).toMatchObject([
      {
        words: 'tickets.owner.split',
        values: { from: number, number: made.number, problem: '客厅灯不亮' },
      },
    ])
    expect(await openRelations(desk.db as never, [origin.id])).toMatchObject([
      { type: 'SPLIT', fromId: made.id, toId: origin.id },
    ])
    expect((await kinds(number)).at(-1)).toBe('split-off')
    expect(await kinds(made.number)).toContain('split-from')
  })

  test('the technician who finds it may, another may not; without words or number nothing is made', async () => {
    expect(await split(`拆分 ${number} 插座没电`, scene.wang)).toMatchObject({ outcome: 'ok' })
    const other = await desk.technician('外人', { areas: ['99'] })
    expect(await split(`拆分 ${number} 插座没电`, other)).toMatchObject({ outcome: 'not_yours' })
    expect(await split(`拆分 ${number}`)).toMatchObject({ outcome: 'words_wanted' })
    expect(await split('拆分')).toMatchObject({ outcome: 'number_wanted' })
    expect(await split('拆分 99999 灯')).toMatchObject({ outcome: 'not_found' })
    const far = await desk.staff('远方', 'agent', { projectId: 'project-9' })
    expect(await split(`拆分 ${number} 灯`, far)).toMatchObject({ outcome: 'not_found' })
    await scene.bringTo('DONE')
    expect(await split(`拆分 ${number} 灯不亮`)).toMatchObject({ outcome: 'over' })
  })

  test('words without end are cut, markup is only words', async () => {
    const text = `<script>{{ x }}${'长'.repeat(5000)}`
    const answer = await desk.act(agent, 'tickets.split', { words: number, text })
    const made = await desk.ticket(String(answer.result['other']))
    expect(made.description.length).toBeLessThanOrEqual(desk.rules.tickets.max_chars)
  })
})

describe('waiting', () => {
  let other: Scene
  beforeEach(async () => {
    other = await aScene(desk)
    await scene.bringTo('IN_PROGRESS')
    desk.tell.clear()
  })
  const wait = (first = number, second = other.number, actor = agent) =>
    desk.act(actor, 'tickets.wait_for', { words: `${first} 等 ${second}` })

  test('on hold with the reason, and on again with word to its holder and owner when that one is done', async () => {
    expect(await wait()).toMatchObject({ outcome: 'ok', result: { state_words: '已挂起' } })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ON_HOLD',
      holdReason: 'waiting_ticket',
      heldFrom: 'IN_PROGRESS',
    })
    expect(toldTo(scene)).toMatchObject([
      { words: 'tickets.owner.held', values: { reason: '等另一件事先办好' } },
    ])
    await other.bringTo('DONE')
    desk.tell.clear()
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'IN_PROGRESS', holdReason: null })
    expect(desk.tell.of('staff')).toMatchObject([
      {
        staffId: scene.wang.staffId,
        words: 'tickets.staff.unblocked',
        values: { other: other.number },
      },
    ])
    expect(toldTo(scene).map(({ words }) => words)).toEqual(['tickets.owner.resumed'])
    expect((await kinds(number)).slice(-4)).toEqual(['blocked-by', 'held', 'unblocked', 'resumed'])
    expect(await openRelations(desk.db as never, [await idOf(number)])).toEqual([])
  })

  test('taken back counts as well, and of two it waits for both', async () => {
    const third = await aScene(desk)
    await wait()
    expect(await wait(number, third.number)).toMatchObject({ outcome: 'ok' })
    await desk.act(other.owner, 'tickets.withdraw', { number: other.number })
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ON_HOLD' })
    await third.bringTo('DONE')
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'IN_PROGRESS' })
  })

  test('what it waits for was merged: it waits for what that goes on as', async () => {
    const third = await aScene(desk)
    await wait()
    await desk.act(agent, 'tickets.merge', { number: other.number, into: third.number })
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ON_HOLD' })
    await third.bringTo('DONE')
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'IN_PROGRESS' })
  })

  test('a circle, itself, what is over, what nobody has taken, a stranger: refused, and why', async () => {
    const third = await aScene(desk)
    expect(await wait(third.number)).toMatchObject({ outcome: 'wrong_state' })
    await other.bringTo('ACCEPTED')
    await third.bringTo('ACCEPTED')
    expect(await wait()).toMatchObject({ outcome: 'ok' })
    expect(await wait()).toMatchObject({ outcome: 'already' })
    expect(await wait(other.number, third.number)).toMatchObject({ outcome: 'ok' })
    expect(await wait(third.number, number)).toMatchObject({ outcome: 'circle' })
    expect(await wait(other.number, number)).toMatchObject({ outcome: 'circle' })
    expect(
      await desk.act(agent, 'tickets.merge', { number: other.number, into: number }),
    ).toMatchObject({ outcome: 'waits' })
    const stranger = await desk.technician('路人', { areas: ['99'] })
    expect(await wait(number, third.number, stranger)).toMatchObject({ outcome: 'not_yours' })
    const done = await aScene(desk)
    await done.bringTo('DONE')
    expect(await wait(number, done.number)).toMatchObject({ outcome: 'other_over' })
    expect(await wait(done.number, number)).toMatchObject({ outcome: 'over' })
  })

  test('each for the other at the same moment: one waits', async () => {
    await other.bringTo('IN_PROGRESS')
    const answers = await Promise.all([wait(), wait(other.number, number)])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['circle', 'ok'])
  })

  test('waiting for what is being finished: it goes on, or never waits', async () => {
    await other.bringTo('IN_PROGRESS')
    const [waits] = await Promise.all([
      wait(),
      desk.act(other.wang, 'tickets.finish', { number: other.number }),
    ])
    expect(['ok', 'other_over']).toContain(waits.outcome)
    await desk.advance(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'IN_PROGRESS' })
  })
})

/** Days pass on a desk of their own: nobody else's alarms ring on the way. */
describe('after the days in which it can be opened again', () => {
  let shared: TicketDesk
  beforeEach(async () => {
    shared = desk
    desk = await openTicketDesk()
    agent = await desk.staff('客服', 'agent')
    scene = await aScene(desk)
    ;({ number } = scene)
    await scene.bringTo('DONE')
    const { reopen_days } = desk.rules.categories.byId.get(
      (await desk.ticket(number)).category,
    ) ?? { reopen_days: 0 }
    await desk.advance(reopen_days * 24 * 60 + minutesLeft(desk.now()))
    desk.tell.clear()
  })
  afterEach(async () => {
    await desk.close()
    desk = shared
  })

  const again = () =>
    desk.act(scene.owner, 'tickets.reopen', { number, text: '还在漏', photos: ['p'] })

  test('a new ticket goes on: same priority, first responder and technician, linked both ways', async () => {
    const answer = await again()
    expect(answer.outcome).toBe('linked')
    const made = await desk.ticket(String(answer.result['number']))
    const ended = await desk.ticket(number)
    expect(made.number).not.toBe(number)
    expect(made).toMatchObject({
      state: 'ASSIGNED',
      assigneeId: scene.wang.staffId,
      priority: ended.priority,
      category: ended.category,
      firstResponderId: ended.firstResponderId,
      description: '还在漏',
      photoIds: ['p'],
      reopenCount: 0,
    })
    expect(ended).toMatchObject({ state: 'CLOSED', reopenCount: 0 })
    expect(await openRelations(desk.db as never, [ended.id])).toMatchObject([
      { type: 'RELATED', fromId: made.id, toId: ended.id },
    ])
    expect((await kinds(number)).at(-1)).toBe('continued')
    expect(await kinds(made.number)).toContain('continues')
  })

  test('said twice it is one new ticket, also at the same moment', async () => {
    const answers = await Promise.all([again(), again()])
    const numbers = new Set(answers.map(({ result }) => String(result['number'])))
    expect(answers.map(({ outcome }) => outcome)).toEqual(['linked', 'linked'])
    expect(numbers.size).toBe(1)
  })

  test('an agent who calls notes it, the call is over, and the owner reads the new number', async () => {
    const answer = await desk.act(agent, 'surveys.called', {
      number,
      result: 'not_fixed',
      reason: '说又漏了',
    })
    expect(answer.outcome).toBe('linked')
    const made = await desk.ticket(String(answer.result['linked']))
    expect(made).toMatchObject({
      description: '说又漏了',
      conversationId: scene.owner.conversationId,
      contactPhoneLast4: '8000',
      loggedByStaffId: agent.staffId,
    })
    expect(toldTo(scene)).toMatchObject([
      { words: 'tickets.owner.continued', values: { from: number, number: made.number } },
    ])
    const callback = desk.db.selectFrom('callback').selectAll().where('completion', '=', 1)
    expect(await callback.executeTakeFirst()).toMatchObject({
      state: 'answered',
      outcome: 'not-fixed',
    })
    const tasks = desk.db.selectFrom('task').select('state').where('kind', '=', 'call-owner')
    expect((await tasks.execute()).every(({ state }) => state !== 'open')).toBe(true)
  })
})
