/** A job that changes hands: given back, handed over, given out by a dispatcher. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let wang: StaffActor
let lead: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  lead = await desk.staff('班长', 'lead')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

describe('giving back', () => {
  test('an offer goes to the next, and never to the same again', async () => {
    const li = await scene.hire('李四')
    expect(await desk.tap(wang, number, 'return', 'wrong_skill')).toMatchObject({
      outcome: 'ok',
      close: { words: 'tickets.card.did.return' },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
    await desk.tap(li, number, 'return', '今天走不开')
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
    const reasons = await desk.db.selectFrom('assignment').select(['staffId', 'reason']).execute()
    expect(reasons).toEqual(
      expect.arrayContaining([
        { staffId: wang.staffId, reason: '专业不对口' },
        { staffId: li.staffId, reason: '今天走不开' },
      ]),
    )
    expect(desk.tell.of('owner')).toEqual([])
    expect(await desk.tap(wang, number, 'return', 'other')).toMatchObject({ outcome: 'already' })
  })

  test.each(['ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])(
    'a job that is %s goes back to all, and the owner is told',
    async (state) => {
      await scene.bringTo(state)
      desk.tell.clear()
      expect(await desk.tap(wang, number, 'transfer', 'need_help')).toMatchObject({ outcome: 'ok' })
      expect(await desk.ticket(number)).toMatchObject({
        state: 'NEW',
        assigneeId: null,
        acceptedAt: null,
        arrivedAt: null,
        heldFrom: null,
      })
      expect(desk.tell.of('owner').map((note) => note.words)).toContain('tickets.owner.rearranged')
    },
  )

  test('without a reason the card stays', async () => {
    expect(await desk.tap(wang, number, 'return')).toEqual({ outcome: 'reason_wanted' })
    expect(
      await desk.act(wang, 'tickets.return_job', { number, reason: ' \u0000 ' }),
    ).toMatchObject({
      outcome: 'reason_wanted',
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED' })
  })
})

describe('handing over', () => {
  test('to a named colleague, who still has to accept; the owner hears who comes', async () => {
    const li = await scene.hire('李四')
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    const over = { number, colleague: scene.named('李四'), reason: '手上有急活' }
    expect(await desk.act(wang, 'tickets.transfer', over)).toMatchObject({
      outcome: 'ok',
      result: { colleague: scene.named('李四'), off_duty: false, state_words: '待接单' },
    })
    expect(desk.tell.of('owner')).toMatchObject([{ words: 'tickets.owner.rearranged' }])
    await desk.tap(li, number, 'accept')
    expect(desk.tell.of('owner').at(-1)).toMatchObject({ values: { staff: scene.named('李四') } })
    expect(await desk.tap(wang, number, 'arrive')).toMatchObject({ outcome: 'not_yours' })
  })

  test.each([
    ['nobody of that name', '赵六', 'no_such_colleague'],
    ['nothing', '  ', 'no_such_colleague'],
    ['a name with a NUL', '李\u0000四', 'no_such_colleague'],
    ['a name without end', '李'.repeat(10_000), 'no_such_colleague'],
    ['a surname that two have', '小李', 'several'],
  ])('to %s changes nothing', async (_name, colleague, outcome) => {
    for (const name of ['李四', '李雷']) await scene.hire(name)
    await scene.bringTo('ACCEPTED')
    const answer = await desk.act(wang, 'tickets.transfer', { number, colleague, reason: '忙' })
    expect(answer.outcome).toBe(outcome)
    const people: readonly unknown[] = answer.result['people'] ?? []
    if (outcome === 'several') expect(people.length).toBeGreaterThan(1)
    else expect(people).toEqual([])
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', assigneeId: wang.staffId })
  })

  test('to oneself is no change', async () => {
    await scene.bringTo('ACCEPTED')
    const self = { number, colleague: scene.named('王强'), reason: '忙' }
    expect(await desk.act(wang, 'tickets.transfer', self)).toMatchObject({ outcome: 'same' })
  })

  test('needs a reason, which a dispatcher giving it out does not', async () => {
    await scene.hire('李四')
    await scene.bringTo('ACCEPTED')
    const plain = { number, colleague: scene.named('李四') }
    expect(await desk.act(wang, 'tickets.transfer', plain)).toMatchObject({
      outcome: 'reason_wanted',
    })
    expect(await desk.act(wang, 'tickets.assign', plain)).toMatchObject({ outcome: 'not_yours' })
    expect(await desk.act(lead, 'tickets.assign', plain)).toMatchObject({ outcome: 'ok' })
    const words = 'tickets.staff.taken_away'
    expect(desk.tell.of('staff').filter((note) => note.words === words)).toMatchObject([
      {
        staffId: wang.staffId,
        words,
        values: { to: scene.named('李四') },
      },
    ])
  })

  test.each(['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])(
    'a lead takes it out of somebody’s hands when it is %s',
    async (state) => {
      const li = await scene.hire('李四')
      await scene.bringTo(state)
      const given = await desk.act(lead, 'tickets.assign', {
        number,
        colleague: scene.named('李四'),
      })
      expect(given).toMatchObject({ outcome: 'ok' })
      expect(await desk.ticket(number)).toMatchObject({
        state: 'ASSIGNED',
        assigneeId: li.staffId,
        acceptedAt: null,
        arrivedAt: null,
      })
      await desk.tap(li, number, 'accept')
      const clocks = await desk.db.selectFrom('sla_pause').select('toAt').execute()
      expect(clocks.every((pause) => pause.toAt !== null)).toBe(true)
    },
  )
})
