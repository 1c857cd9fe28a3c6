/** An owner phones that it is not mended: staff open it again for them, and are asked when they log it once more. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../../src/desk/staff/roles.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { minutesLeft } from '../../support/desk/minutes-left.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
let scene: Scene

beforeAll(async () => {
  desk = await openTicketDesk((rules) => ({
    ...rules,
    // Nobody is asked: the question is skipped, and there is no call to note anything on.
    surveys: { ...rules.surveys, sample_percent: 0 },
  }))
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  scene = await aScene(desk)
  await scene.bringTo('DONE')
  desk.tell.clear()
})
afterAll(() => desk.close())

const reopen = (reason?: string, actor = agent, number = scene.number) =>
  desk.act(actor, 'tickets.reopen_for', { number, ...(reason !== undefined && { reason }) })
const toldOwner = () => desk.tell.of('owner').map(({ words }) => words)
const pastTheDays = async () => {
  const { reopen_days } = desk.rules.categories.byId.get(
    (await desk.ticket(scene.number)).category,
  ) ?? { reopen_days: 0 }
  await desk.advance(reopen_days * 24 * 60 + minutesLeft(desk.now()))
}

describe('opened again', () => {
  test('of what nobody was called about: to the same technician, and the owner is told', async () => {
    expect(
      await desk.act(agent, 'surveys.called', { number: scene.number, result: 'not_fixed' }),
    ).toMatchObject({ outcome: 'not_asked' })
    expect(await reopen('')).toMatchObject({
      outcome: 'reason_wanted',
      result: { same_ticket: true },
    })
    expect(await reopen('水槽下面还在滴水')).toMatchObject({
      outcome: 'ok',
      result: { number: scene.number },
    })
    expect(await desk.ticket(scene.number)).toMatchObject({
      ...{ state: 'ASSIGNED', assigneeId: scene.wang.staffId, reopenCount: 1 },
      ...{ doneAt: null, conversationId: scene.owner.conversationId },
    })
    expect(toldOwner()).toEqual(['tickets.owner.reopened'])
    expect(desk.tell.of('staff')).toContainEqual(
      expect.objectContaining({
        staffId: scene.wang.staffId,
        words: 'tickets.staff.more',
        values: expect.objectContaining({ text: '水槽下面还在滴水' }),
      }),
    )
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(scene.number))
    expect(rebuilt).toEqual(kept)
    expect(await reopen('还在滴水')).toMatchObject({ outcome: 'still_open' })
  })

  test('past the days of its category a linked one goes on, said twice only once', async () => {
    await pastTheDays()
    desk.tell.clear()
    expect(await reopen('')).toMatchObject({ result: { same_ticket: false } })
    const linked = await reopen('又渗水了')
    expect(linked.outcome).toBe('linked')
    const number = String(linked.result['number'])
    expect(number).not.toBe(scene.number)
    expect(await desk.ticket(number)).toMatchObject({
      ...{ conversationId: scene.owner.conversationId, loggedByStaffId: agent.staffId },
      ...{ assigneeId: scene.wang.staffId, description: '又渗水了' },
    })
    expect(toldOwner()).toEqual(['tickets.owner.continued'])
    expect((await reopen('还在渗')).result['number']).toBe(number)
  })

  test('by the number of what was merged into it', async () => {
    const [above, below] = [await aScene(desk), await aScene(desk)]
    await desk.act(agent, 'tickets.merge', { number: below.number, into: above.number })
    await above.bringTo('DONE')
    expect(await reopen('还漏', agent, below.number)).toMatchObject({
      outcome: 'ok',
      result: { number: above.number },
    })
  })

  test.each([
    ['technician', 'not_yours'],
    ['steward', 'not_yours'],
    ['agent', 'ok'],
    ['dispatcher', 'ok'],
    ['lead', 'ok'],
    ['manager', 'ok'],
  ] as const)('a %s is answered %s, on record', async (role, outcome) => {
    const actor = await desk.staff(`返修${role}`, role as Role)
    expect(await reopen('还在漏', actor)).toMatchObject({ outcome })
    const last = desk.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'ticket.reopen-for')
      .orderBy('seq', 'desc')
    expect(await last.executeTakeFirst()).toMatchObject({
      actorId: actor.staffId,
      detail: { outcome },
    })
  })

  test('what was cancelled, what is of another project, and an owner who tries it', async () => {
    const other = await aScene(desk)
    await other.bringTo('CANCELLED')
    expect(await reopen('还漏', agent, other.number)).toMatchObject({ outcome: 'over' })
    const far = await desk.staff('远方客服', 'agent', { projectId: 'project-9' })
    expect(await reopen('还漏', far)).toMatchObject({ outcome: 'not_found' })
    await expect(reopen('还漏', scene.owner as never)).rejects.toThrow('Only staff')
    await reopen(`${'漏'.repeat(5000)}\u0000`)
    expect(await desk.ticket(scene.number)).toMatchObject({ reopenCount: 1 })
  })

  test('the owner and an agent at the same moment: opened once', async () => {
    for (let round = 0; round < 4; round++) {
      scene = await aScene(desk)
      await scene.bringTo('DONE')
      const both = await Promise.all([
        reopen('还漏'),
        desk.act(scene.owner, 'tickets.reopen', { number: scene.number, text: '还漏' }),
      ])
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'still_open'])
      expect(await desk.ticket(scene.number)).toMatchObject({ reopenCount: 1 })
    }
  })
})

describe('logged once more for a caller', () => {
  const log = async (again: string, more = {}) => {
    const { roomCode: room } = await desk.ticket(scene.number)
    return desk.act(agent, 'tickets.log_for', { text: '厨房水管漏水', room, again, ...more })
  }

  test('of the same room and leaf: asked, and nothing is done yet', async () => {
    const before = await desk.ticket(scene.number)
    expect(await log('ask')).toMatchObject({
      outcome: 'same_finished',
      result: { number: scene.number },
    })
    expect(await desk.ticket(scene.number)).toEqual(before)
  })

  test('it is that again: opened with what was said', async () => {
    expect(await log('reopen')).toMatchObject({
      outcome: 'reopened',
      result: { number: scene.number },
    })
    expect(await desk.ticket(scene.number)).toMatchObject({ reopenCount: 1 })
    expect(toldOwner()).toEqual(['tickets.owner.reopened'])
    // Said twice it is added to what is open.
    expect(await log('reopen')).toMatchObject({ outcome: 'duplicate' })
  })

  test('it is another matter: a ticket of its own', async () => {
    const made = await log('apart')
    expect(made.outcome).toBe('ok')
    expect(made.result['number']).not.toBe(scene.number)
    expect(await log('ask')).toMatchObject({ outcome: 'duplicate' })
  })

  test('past its days, of another leaf, of another room: nobody is asked', async () => {
    expect(await log('ask', { text: '客厅灯不亮' })).toMatchObject({ outcome: 'ok' })
    expect(await log('ask', { room: undefined, place: '大堂' })).toMatchObject({ outcome: 'ok' })
    await pastTheDays()
    expect(await log('ask')).toMatchObject({ outcome: 'ok' })
  })
})
