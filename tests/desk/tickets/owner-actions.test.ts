/** What owners do with what they reported: see it, hurry it, add to it, take it back, open it again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { anOwner } from '../../support/desk/homes.ts'
import { minutesLeft } from '../../support/desk/minutes-left.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

/** Days pass for every ticket the tests before left open. */
const DAYS_PASS = { timeout: 180_000 }

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('调度', 'dispatcher')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

describe('my tickets', () => {
  test('lists what goes on before what is finished, newest first, in ready words', async () => {
    await desk.advance(1)
    await desk.act(owner, 'tickets.create', { kind: 'praise', text: '师傅很好' })
    await scene.bringTo('DONE')
    const mine = await desk.act(owner, 'tickets.mine')
    expect(mine).toMatchObject({
      outcome: 'ok',
      result: {
        count: 2,
        open: 1,
        items: [
          { kind_words: '表扬', title: '师傅很好', state_words: '待派单' },
          { number, kind_words: '报修', title: '厨房水管漏水', state_words: '待确认' },
        ],
      },
    })
  })

  test('is empty for who never reported', async () => {
    const nobody = await desk.owner(`新人${number}`)
    expect(await desk.act(nobody, 'tickets.mine')).toEqual({
      outcome: 'empty',
      result: { items: [], count: 0, open: 0 },
    })
  })

  test('is never longer than the rule, and forgets what is long over', async () => {
    const many = await desk.owner(`多事${number}`)
    for (let at = 0; at < 30; at++) {
      const made = await desk.act(many, 'tickets.create', {
        text: '楼道灯不亮',
        place: `${number}门${at}`,
      })
      if (at < 3) await desk.act(many, 'tickets.withdraw', { number: made.result['number'] })
    }
    const mine = await desk.act(many, 'tickets.mine')
    expect(mine.result['items']).toHaveLength(24)
  })

  test('what took weeks stands there as long as anything else once it is done', async () => {
    const ago = (days: number) => new Date(desk.now().getTime() - days * 86_400_000)
    const change = (set: object) =>
      desk.db.updateTable('ticket').set(set).where('number', '=', number).execute()
    const listed = async () => (await desk.act(owner, 'tickets.mine')).result['items']
    await scene.bringTo('DONE')
    await change({ createdAt: ago(50) })
    expect(await listed()).toMatchObject([{ number }])
    await change({ doneAt: ago(31) })
    expect(await listed()).toEqual([])
  })
})

describe('one ticket', () => {
  test.each([
    ['ASSIGNED', '等待师傅接单', 'withdraw nudge'],
    ['ACCEPTED', '等待师傅上门', 'withdraw nudge'],
    ['ARRIVED', '师傅正在处理', 'nudge'],
    ['ON_HOLD', '暂时停下，条件具备后继续', 'withdraw nudge'],
    ['DONE', '等待您确认是否修好', 'reopen'],
    ['CANCELLED', '已取消', ''],
  ])('%s shows what comes next and what can be done', async (state, next, can) => {
    await scene.bringTo(state)
    expect(await desk.act(owner, 'tickets.show', { number })).toMatchObject({
      outcome: 'ok',
      result: {
        number,
        next_words: next,
        can_withdraw: can.includes('withdraw'),
        can_nudge: can.includes('nudge'),
        can_reopen: can.includes('reopen'),
        staff: ['ASSIGNED', 'CANCELLED'].includes(state) ? '' : scene.named('王强'),
      },
    })
  })

  test('a promise that has passed is not made again', DAYS_PASS, async () => {
    await scene.bringTo('ACCEPTED')
    const before = await desk.act(owner, 'tickets.show', { number })
    expect(before.result['next_by']).not.toBe('')
    await desk.advance(3 * 24 * 60)
    const after = await desk.act(owner, 'tickets.show', { number })
    expect(after.result['next_by']).toBe('')
  })

  test('is found by the only open one, a short number, or the whole', async () => {
    const serial = String(Number(number.split('-')[1]))
    for (const said of [undefined, '', '  ', serial, `${serial}号`, number.toLowerCase(), number]) {
      expect(await desk.act(owner, 'tickets.show', { number: said })).toMatchObject({
        outcome: 'ok',
        result: { number },
      })
    }
  })

  test('with two open ones the person chooses', async () => {
    await desk.act(owner, 'tickets.create', { text: '灯不亮', place: `${number}大堂` })
    const which = await desk.act(owner, 'tickets.show')
    expect(which.outcome).toBe('ambiguous')
    expect(which.result['items']).toHaveLength(2)
  })

  test.each(['你好', '9999', 'BX20200101-0001', "'; DROP TABLE ticket;--", '%', '_', '\u0000'])(
    '%j is not found',
    async (said) => {
      expect(await desk.act(owner, 'tickets.show', { number: said })).toEqual({
        outcome: 'not_found',
        result: { items: [] },
      })
    },
  )
})

describe('what others may see', () => {
  test('a neighbour, a stranger and the same person elsewhere', async () => {
    const neighbour = (await aScene(desk)).owner
    const stranger = await desk.owner(`路人${number}`)
    for (const actor of [neighbour, stranger]) {
      for (const action of ['show', 'nudge', 'withdraw', 'add_note', 'reopen']) {
        const answer = await desk.act(actor, `tickets.${action}`, { number, text: '我也要' })
        expect(answer).toEqual({ outcome: 'not_found', result: { items: [] } })
      }
    }
    const secondPhone = { ...stranger, personId: owner.personId }
    expect(await desk.act(secondPhone, 'tickets.show', { number })).toMatchObject({ outcome: 'ok' })
  })

  test('whoever lives there sees its repairs, not its complaints, and no longer once moved out', async () => {
    const { roomCode } = await desk.ticket(number)
    const spouse = await desk.owner(`家人${number}`, roomCode ?? '')
    const complaint = await desk.act(owner, 'tickets.create', {
      kind: 'complaint',
      text: '保安态度差',
      room: roomCode,
    })
    expect(await desk.act(spouse, 'tickets.show', { number })).toMatchObject({ outcome: 'ok' })
    const hidden = { number: complaint.result['number'] }
    expect(await desk.act(spouse, 'tickets.show', hidden)).toMatchObject({ outcome: 'not_found' })
    expect(await desk.act(spouse, 'tickets.withdraw', { number })).toMatchObject({
      outcome: 'not_yours',
    })
    await desk.db
      .updateTable('occupancy')
      .set({ validTo: '2026-11-01' })
      .where('personId', '=', spouse.personId)
      .execute()
    expect(await desk.act(spouse, 'tickets.show', { number })).toMatchObject({
      outcome: 'not_found',
    })
  })

  test('the same room in another project is another room', async () => {
    const { roomCode } = await desk.ticket(number)
    const other = await anOwner(desk.db, {
      user: `异地${number}`,
      rooms: [roomCode ?? ''],
      projectId: 'project-2',
    })
    expect(await desk.act(other, 'tickets.show', { number })).toMatchObject({
      outcome: 'not_found',
    })
    expect(await desk.act(other, 'tickets.mine')).toMatchObject({ outcome: 'empty' })
  })
})

describe('hurrying', () => {
  test('goes to whoever has it, at most every half hour', async () => {
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    expect(await desk.act(owner, 'tickets.nudge', { number })).toMatchObject({
      outcome: 'ok',
      result: { times: 1 },
    })
    expect(await desk.act(owner, 'tickets.nudge', { number })).toMatchObject({
      outcome: 'too_soon',
    })
    await desk.advance(30)
    expect(await desk.act(owner, 'tickets.nudge', { number })).toMatchObject({
      outcome: 'ok',
      result: { times: 2 },
    })
    const nudges = desk.tell.of('staff').filter((note) => note.words === 'tickets.staff.nudged')
    expect(nudges).toMatchObject([
      { staffId: wang.staffId, values: { times: 1 } },
      { staffId: wang.staffId, values: { times: 2 } },
    ])
  })

  test('goes to the dispatcher when nobody has it, and nowhere when it is done', async () => {
    await desk.act(wang, 'tickets.return_job', { number, reason: '忙' })
    desk.tell.clear()
    await desk.act(owner, 'tickets.nudge', { number })
    const dispatcher = await desk.db
      .selectFrom('staff')
      .select('id')
      .where('name', '=', '调度')
      .executeTakeFirst()
    expect(desk.tell.of('staff').map((note) => note.staffId)).toEqual([dispatcher?.id])
    await desk.act(owner, 'tickets.withdraw', { number })
    expect(await desk.act(owner, 'tickets.nudge', { number })).toMatchObject({ outcome: 'over' })
  })
})

describe('taking it back', () => {
  test.each([
    ['ASSIGNED', 'ok'],
    ['ACCEPTED', 'ok'],
    ['ON_HOLD', 'ok'],
    ['ARRIVED', 'too_late'],
    ['IN_PROGRESS', 'too_late'],
    ['DONE', 'over'],
    ['CANCELLED', 'over'],
  ])('when %s: %s', async (state, outcome) => {
    await scene.bringTo(state)
    expect(await desk.act(owner, 'tickets.withdraw', { number })).toMatchObject({ outcome })
  })

  test('tells the technician, ends every clock and call, and cannot be undone by a late tap', async () => {
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    await desk.act(owner, 'tickets.withdraw', { number, reason: '自己修好了' })
    expect(desk.tell.of('staff')).toMatchObject([
      { staffId: wang.staffId, words: 'tickets.staff.withdrawn' },
    ])
    const { id } = await desk.ticket(number)
    const open = desk.db.selectFrom('sla_clock').select('id').where('subjectId', '=', id)
    expect(await open.where('state', 'in', ['running', 'paused']).execute()).toEqual([])
    expect(await desk.tap(wang, number, 'arrive')).toMatchObject({
      outcome: 'over',
      close: { words: 'tickets.card.refused.over', values: { state: '已取消' } },
    })
  })

  test('takes the dispatcher’s task back when nobody had it', async () => {
    await desk.act(wang, 'tickets.return_job', { number, reason: '忙' })
    const { id } = await desk.ticket(number)
    const task = desk.db.selectFrom('task').select('state').where('subjectId', '=', id)
    expect(await task.execute()).toEqual([{ state: 'open' }])
    await desk.act(owner, 'tickets.withdraw', { number })
    expect(await task.execute()).toEqual([{ state: 'cancelled' }])
  })
})

describe('adding to it', () => {
  test.each([
    [{ text: '水更大了' }, 'ok'],
    [{ photos: ['p-1', 'p-2'] }, 'ok'],
    [{}, 'nothing'],
    [{ text: '  ' }, 'nothing'],
    [
      { text: 'x'.repeat(100_000), photos: Array.from({ length: 100 }, (_, at) => `q-${at}`) },
      'ok',
    ],
  ])('%j', async (addition, outcome) => {
    const answer = await desk.act(owner, 'tickets.add_note', { number, ...addition })
    expect(answer.outcome).toBe(outcome)
    expect((await desk.ticket(number)).photoIds.length).toBeLessThanOrEqual(12)
  })

  test('a hundred notes at once are a hundred lines of the log', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        desk.act(owner, 'tickets.add_note', { number, text: `第${at}句` }),
      ),
    )
    const { id, version } = await desk.ticket(number)
    const notes = desk.db.selectFrom('ticket_event').select('seq').where('ticketId', '=', id)
    expect(await notes.where('kind', '=', 'note').execute()).toHaveLength(100)
    expect(await notes.execute()).toHaveLength(version)
  })

  test('what sounds urgent makes it urgent, with the promises of an urgent one', async () => {
    const dueOf = async (kind: string) => {
      const { id } = await desk.ticket(number)
      const clocks = desk.db.selectFrom('sla_clock').selectAll().where('subjectId', '=', id)
      const rows = await clocks.where('kind', '=', kind).where('state', '=', 'running').execute()
      return rows.map((row) => row.dueAt?.getTime() ?? 0)
    }
    await scene.bringTo('ACCEPTED')
    const [before = 0] = await dueOf('arrive')
    desk.tell.clear()
    await desk.act(owner, 'tickets.add_note', { number, text: '水止不住了，马上来' })
    expect(await desk.ticket(number)).toMatchObject({ priority: 'urgent' })
    const after = await dueOf('arrive')
    expect(after).toHaveLength(1)
    expect(after[0]).toBeLessThan(before)
    expect(desk.tell.read.some((line) => line.includes('【转急】'))).toBe(true)
    await desk.act(owner, 'tickets.add_note', { number, text: '马上来啊' })
    expect(await dueOf('arrive')).toEqual(after)
  })

  test('what is over takes nothing more', async () => {
    await scene.bringTo('DONE')
    expect(await desk.act(owner, 'tickets.add_note', { number, text: '还有' })).toMatchObject({
      outcome: 'over',
    })
  })
})

describe('opening it again', () => {
  test('goes back to whoever did it, with clocks of its own; the first stay as they ended', async () => {
    await scene.hire('李四')
    await scene.bringTo('DONE')
    await desk.advance(60)
    const answer = await desk.act(owner, 'tickets.reopen', {
      number,
      text: '还在漏',
      photos: ['again'],
    })
    expect(answer).toMatchObject({ outcome: 'ok', result: { state_words: '待接单' } })
    const ticket = await desk.ticket(number)
    expect(ticket).toMatchObject({
      state: 'ASSIGNED',
      assigneeId: wang.staffId,
      reopenCount: 1,
      doneAt: null,
      photoIds: ['again'],
    })
    const clocks = await desk.db
      .selectFrom('sla_clock')
      .select(['kind', 'state'])
      .where('subjectId', '=', ticket.id)
      .where('kind', '=', 'resolve')
      .orderBy('startAt')
      .execute()
    expect(clocks).toEqual([
      { kind: 'resolve', state: 'met' },
      { kind: 'resolve', state: 'running' },
    ])
    expect(desk.tell.of('card').at(-1)).toMatchObject({
      card: 'tickets.offer',
      values: { reopened: true },
    })
  })

  test('goes to another when the first is off duty, and to the dispatcher when all are', async () => {
    await scene.bringTo('DONE')
    await desk.db.deleteFrom('roster_shift').where('staffId', '=', wang.staffId).execute()
    const li = await scene.hire('李四')
    await desk.act(owner, 'tickets.reopen', { number })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
    for (const step of ['accept', 'arrive', 'finish']) await desk.tap(li, number, step)
    await desk.db.deleteFrom('roster_shift').where('staffId', '=', li.staffId).execute()
    await desk.act(owner, 'tickets.reopen', { number })
    expect(await desk.ticket(number)).toMatchObject({ state: 'REOPENED', reopenCount: 2 })
    expect(await desk.act(owner, 'tickets.withdraw', { number })).toMatchObject({ outcome: 'ok' })
  })

  test.each([
    ['in the last minute of', -1, 'ok'],
    ['as it ends, so after', 0, 'linked'],
  ])('%s the last day the owner was told: %s', DAYS_PASS, async (_when, minutes, outcome) => {
    await scene.bringTo('DONE')
    await desk.advance(7 * 24 * 60 + minutesLeft(desk.now()) + minutes)
    expect(await desk.act(owner, 'tickets.reopen', { number })).toMatchObject({ outcome })
  })

  test.each([
    ['ACCEPTED', 'still_open'],
    ['CANCELLED', 'over'],
  ])('when %s: %s', async (state, outcome) => {
    await scene.bringTo(state)
    expect(await desk.act(owner, 'tickets.reopen', { number })).toMatchObject({ outcome })
  })

  test('said twice at once it is opened once', async () => {
    await scene.bringTo('DONE')
    const both = await Promise.all([1, 2].map(() => desk.act(owner, 'tickets.reopen', { number })))
    expect(both.map((answer) => answer.outcome).sort()).toEqual(['ok', 'still_open'])
    expect(await desk.ticket(number)).toMatchObject({ reopenCount: 1 })
  })
})
