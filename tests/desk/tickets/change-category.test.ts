/** What a matter really is: everything that hangs on its category follows, whoever needs to know hears. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../../src/desk/staff/roles.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
/** Of a leak in a kitchen, with a plumber. */
let scene: Scene
let mason: StaffActor

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  scene = await aScene(desk)
  const { buildingCode } = await desk.ticket(scene.number)
  mason = await desk.technician(`泥瓦${buildingCode}`, {
    skills: ['masonry'],
    areas: [String(buildingCode)],
  })
  desk.tell.clear()
})
afterAll(() => desk.close())

const change = (category?: string, actor = agent, number = scene.number) =>
  desk.act(actor, 'tickets.change_category', { number, ...(category && { category }) })
const toldOwner = () => desk.tell.of('owner').map(({ words }) => words)
const toldStaff = ({ staffId }: StaffActor) =>
  desk.tell
    .of('staff')
    .filter((one) => one.staffId === staffId)
    .map(({ words }) => words)
const clocksOf = async () => {
  const { id } = await desk.ticket(scene.number)
  const clocks = desk.db.selectFrom('sla_clock').selectAll().where('subjectId', '=', id)
  return await clocks.where('kind', '<>', 'next_update').orderBy('generation').execute()
}
const lastEvent = async () => {
  const { id } = await desk.ticket(scene.number)
  const events = desk.db.selectFrom('ticket_event').selectAll().where('ticketId', '=', id)
  return await events.where('kind', '=', 'category-changed').executeTakeFirst()
}
const isRebuilt = async () => {
  const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(scene.number))
  expect(rebuilt).toEqual(kept)
}

describe('before anybody is there', () => {
  test.each(['ASSIGNED', 'ACCEPTED', 'ON_HOLD'])(
    'from %s another trade is sent, and whoever had it is told',
    async (state) => {
      await scene.bringTo(state)
      desk.tell.clear()
      expect(await change('door.lock')).toMatchObject({
        outcome: 'ok',
        result: { number: scene.number, category: '入户门锁' },
      })
      const ticket = await desk.ticket(scene.number)
      expect(ticket).toMatchObject({
        ...{ category: 'door.lock', state: 'ASSIGNED', assigneeId: mason.staffId },
        ...{ acceptedAt: null, holdReason: null },
      })
      expect(toldStaff(scene.wang)).toContain('tickets.staff.category_away')
      const open = desk.db.selectFrom('assignment').select('staffId').where('endedAt', 'is', null)
      expect(await open.where('ticketId', '=', ticket.id).execute()).toEqual([
        { staffId: mason.staffId },
      ])
      // Who was told that somebody comes is told that it is arranged anew; else nothing has changed for them.
      expect(toldOwner()).toEqual(state === 'ASSIGNED' ? [] : ['tickets.owner.recategorised'])
      await isRebuilt()
    },
  )

  test('of the same trade it stays where it is, and its handler is told', async () => {
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    expect(await change('water.fixture')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(scene.number)).toMatchObject({
      ...{ state: 'ACCEPTED', assigneeId: scene.wang.staffId },
    })
    expect(toldStaff(scene.wang)).toEqual(['tickets.staff.category'])
    expect(toldOwner()).toEqual([])
  })

  test('what everybody may grab is offered to those of the new trade', async () => {
    const { buildingCode: building } = await desk.ticket(scene.number)
    const made = await desk.act(scene.owner, 'tickets.create', { text: '路灯不亮', building })
    const number = String(made.result['number'])
    expect(await desk.ticket(number)).toMatchObject({ state: 'OFFERED', category: 'public.light' })
    expect(await change('public.bench', agent, number)).toMatchObject({ outcome: 'ok' })
    const { id, state } = await desk.ticket(number)
    expect(state).toBe('OFFERED')
    const open = desk.db.selectFrom('assignment').select('staffId').where('endedAt', 'is', null)
    const offered = await open.where('ticketId', '=', id).execute()
    expect(offered.map(({ staffId }) => staffId)).toContain(mason.staffId)
    expect(offered.map(({ staffId }) => staffId)).not.toContain(scene.wang.staffId)
  })
})

describe('what is promised', () => {
  test('is that of the new one from the first start, in a new generation, and the owner hears', async () => {
    const before = await clocksOf()
    await desk.advance(3)
    desk.tell.clear()
    expect(await change('water.burst')).toMatchObject({
      outcome: 'ok',
      result: { priority_words: '紧急' },
    })
    const after = await clocksOf()
    const answered = after.filter(({ kind, state }) => kind === 'first_response' && state === 'met')
    expect(answered).toMatchObject([{ elapsedSec: 180, targetSec: 300 }])
    for (const { kind, startAt, targetSec } of before) {
      if (kind === 'first_response') continue
      const old = after.find((one) => one.kind === kind && one.state === 'cancelled')
      const now = after.find((one) => one.kind === kind && one.state === 'running')
      expect(old).toMatchObject({ endReason: 'category', startAt, targetSec })
      expect(now).toMatchObject({ generation: 2, startAt })
      expect(now?.targetSec).toBeLessThanOrEqual(targetSec)
    }
    expect(await desk.ticket(scene.number)).toMatchObject({
      ...{ priority: 'urgent', urgency: 'urgent', impact: 'home' },
      assigneeId: scene.wang.staffId,
    })
    expect(toldOwner()).toEqual(['tickets.owner.recategorised'])
    expect(await lastEvent()).toMatchObject({
      payload: { before: 'water.leak', name: '爆管跑水', by: '客服' },
    })
    await isRebuilt()
  })

  test('a priority somebody set stays', async () => {
    const input = { number: scene.number, priority: 'low', reason: 'less' }
    const reasons = desk.rules.tickets.priority_reasons
    await desk.work(agent, async (work) => {
      const { changePriority } = await import('../../../src/desk/tickets/change-priority.ts')
      const { id: ticketId } = await desk.ticket(scene.number)
      await changePriority(work, { ...input, reason: reasons[0]?.id, ticketId })
    })
    expect(await desk.ticket(scene.number)).toMatchObject({ priority: 'low' })
    await change('water.burst')
    expect(await desk.ticket(scene.number)).toMatchObject({ priority: 'low', urgency: 'urgent' })
    await isRebuilt()
  })

  test('what was added later is weighed with it', async () => {
    await desk.act(scene.owner, 'tickets.add_note', { text: '家里有婴儿，很急' })
    await change('water.fixture')
    expect(await desk.ticket(scene.number)).toMatchObject({ priority: 'urgent', impact: 'frail' })
  })
})

describe('who pays', () => {
  test('is judged anew, and the owner is told when it is another', async () => {
    expect(await change('water.upstairs')).toMatchObject({
      outcome: 'ok',
      result: { payer_words: '物业' },
    })
    expect(desk.tell.of('owner')).toMatchObject([
      { words: 'tickets.owner.recategorised', values: { pays: 'property' } },
    ])
  })

  test('not after the owner has agreed to pay, nor while the other way round', async () => {
    const agreed = { quoteFen: 8000, consentAt: desk.now() }
    const { id } = await desk.ticket(scene.number)
    await desk.db.updateTable('ticket').set(agreed).where('id', '=', id).execute()
    expect(await change('water.upstairs')).toMatchObject({ outcome: 'agreed_quote' })
    expect(await change('water.fixture')).toMatchObject({ outcome: 'ok' })
  })
})

describe('who may', () => {
  test('whoever has it, once they are there', async () => {
    await scene.bringTo('ACCEPTED')
    expect(await change('water.fixture', scene.wang)).toMatchObject({ outcome: 'not_yours' })
    await desk.act(scene.wang, 'tickets.arrive', { number: scene.number })
    desk.tell.clear()
    expect(await change('door.lock', mason)).toMatchObject({ outcome: 'not_yours' })
    expect(await change('door.lock', scene.wang)).toMatchObject({ outcome: 'ok' })
    // Begun, it stays with who is there, of whatever trade.
    expect(await desk.ticket(scene.number)).toMatchObject({
      ...{ state: 'ARRIVED', category: 'door.lock', assigneeId: scene.wang.staffId },
    })
    expect(toldStaff(scene.wang)).toEqual([])
  })

  test.each([
    ['technician', 'not_yours'],
    ['steward', 'not_yours'],
    ['dispatcher', 'ok'],
    ['lead', 'ok'],
    ['manager', 'ok'],
  ] as const)('a %s is answered %s, on record', async (role, outcome) => {
    const actor = await desk.staff(`改类${role}`, role as Role)
    expect(await change('water.fixture', actor)).toMatchObject({ outcome })
    const last = desk.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'ticket.change-category')
      .orderBy('seq', 'desc')
    expect(await last.executeTakeFirst()).toMatchObject({
      actorId: actor.staffId,
      detail: { outcome },
    })
  })

  test('an owner gets nowhere, another project sees nothing', async () => {
    await expect(change('water.fixture', scene.owner as never)).rejects.toThrow('Only staff')
    const far = await desk.staff('远方客服', 'agent', { projectId: 'project-9' })
    expect(await change('water.fixture', far)).toMatchObject({ outcome: 'not_found' })
  })
})

describe('refused', () => {
  test.each([
    [undefined, 'category_wanted'],
    ['water', 'category_wanted'],
    ['nothing.like.it', 'category_wanted'],
    ["x'; DROP TABLE ticket; --", 'category_wanted'],
    ['重'.repeat(5000), 'category_wanted'],
    ['water.leak', 'same_category'],
    ['complaint.repair.slow', 'kind_fixed'],
    ['hazard.burst', 'hazard_fixed'],
  ])('%.20s: %s, and nothing is changed', async (category, outcome) => {
    const before = await desk.ticket(scene.number)
    expect(await change(category)).toMatchObject({ outcome })
    expect(await desk.ticket(scene.number)).toEqual(before)
  })

  test('what is over, and a danger', async () => {
    await scene.bringTo('DONE')
    expect(await change('water.fixture')).toMatchObject({ outcome: 'over' })
    const alarm = await desk.act(scene.owner, 'tickets.alert', { text: '煤气泄漏了' })
    const number = String(alarm.result['number'])
    expect(await change('help.thing.lost', agent, number)).toMatchObject({
      outcome: 'hazard_fixed',
    })
  })
})

describe('at the same moment', () => {
  test('changed while it is accepted: whoever had it is told, and has it no more', async () => {
    for (let round = 0; round < 4; round++) {
      scene = await aScene(desk)
      desk.tell.clear()
      const [changed, accepted] = await Promise.all([
        change('greening.tree'),
        desk.tap(scene.wang, scene.number, 'accept'),
      ])
      expect(changed.outcome).toBe('ok')
      const { state, assigneeId } = await desk.ticket(scene.number)
      // Nobody is there for it, and it stays with nobody of the wrong trade, whoever was first.
      expect(['ok', 'unfit']).toContain(accepted.outcome)
      expect([state, assigneeId]).toEqual(['NEW', null])
      expect(toldStaff(scene.wang)).toContain('tickets.staff.category_away')
    }
  })

  test('twice to the same: once', async () => {
    const both = await Promise.all([change('water.fixture'), change('water.fixture')])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'same_category'])
  })
})

describe('choosing', () => {
  const leaves = (input: Readonly<Record<string, unknown>>) =>
    desk.act(agent, 'tickets.leaves', { kind: 'repair', ...input })
  const namesOf = (answer: Awaited<ReturnType<typeof leaves>>) =>
    (answer.result['items'] as unknown as { id: string }[]).map(({ id }) => id)

  test.each([
    ['改类别 0007 马桶堵了', 'water.toilet'],
    ['改类别0007门锁', 'door.lock'],
    ['路灯', 'public.light'],
  ])('%s finds %s', async (words, id) => {
    const found = await leaves({ words })
    expect(found.outcome).toBe('leaves')
    expect(namesOf(found)).toContain(id)
    expect(namesOf(found).length).toBeLessThanOrEqual(8)
  })

  test('without a word the groups, then what stands in one; every leaf is reached so', async () => {
    for (const kind of [
      'repair',
      'complaint',
      'enquiry',
      'help',
      'suggestion',
      'praise',
      'service',
    ]) {
      const groups = await leaves({ kind, words: '改类别 0007' })
      expect(groups.outcome).toBe('groups')
      const reached: string[] = []
      for (const group of namesOf(groups)) reached.push(...namesOf(await leaves({ kind, group })))
      const all = desk.rules.categories.all.filter(
        (one) => one.kind === kind && one.isLeaf && !one.hazard,
      )
      expect(reached.sort()).toEqual(all.map(({ id }) => id).sort())
    }
  })
})

test('it counts for the fault it is, and no more for the one it was taken for', async () => {
  const owner = await desk.owner(`老住户${scene.number}`, '8-1-801')
  const numbers: string[] = []
  for (let time = 0; time < 3; time++) {
    const report = { text: '厨房水管漏水', room: '8-1-801', same: 'apart' }
    numbers.push(String((await desk.act(owner, 'tickets.create', report)).result['number']))
  }
  const problems = async () => {
    const rows = desk.db.selectFrom('problem').select(['category', 'state'])
    return await rows.where('key', 'like', '%').execute()
  }
  expect(await problems()).toEqual([{ category: 'water.leak', state: 'open' }])
  for (const number of numbers) {
    expect(await change('water.fixture', agent, number)).toMatchObject({ outcome: 'ok' })
  }
  expect(await problems()).toEqual([{ category: 'water.fixture', state: 'open' }])
})
