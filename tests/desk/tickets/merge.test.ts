/** One matter reported twice: merged, followed by everybody who reported it, and taken apart when it was a mistake. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clocksOf } from '../../../src/desk/clocks/clocks-of.ts'
import type { Role } from '../../../src/desk/staff/roles.ts'
import { ownerSheet } from '../../../src/desk/tickets/owner-sheet.ts'
import { openRelations } from '../../../src/desk/tickets/relations.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
/** The one that is merged, and the one it goes on as. */
let below: Scene
let above: Scene

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  above = await aScene(desk)
  below = await aScene(desk)
  desk.tell.clear()
})
afterAll(() => desk.close())

const merge = (number = below.number, into = above.number, actor = agent) =>
  desk.act(actor, 'tickets.merge', { number, into })
const unmerge = (number = below.number, actor = agent) =>
  desk.act(actor, 'tickets.unmerge', { number })
const idOf = async (number: string) => (await desk.ticket(number)).id
const clocks = async (number: string) =>
  clocksOf(desk.db as never, { kind: 'ticket', id: await idOf(number) })
const toldTo = (scene: Scene) =>
  desk.tell
    .of('owner')
    .filter(({ conversationId }) => conversationId === scene.owner.conversationId)
const kinds = async (number: string) => {
  const events = desk.db.selectFrom('ticket_event').select('kind').orderBy('seq')
  return (await events.where('ticketId', '=', await idOf(number)).execute()).map(({ kind }) => kind)
}

describe('merged', () => {
  test.each(['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD'])(
    'from %s: nothing is promised for it alone, its reporter and both technicians hear',
    async (state) => {
      await below.bringTo(state)
      desk.tell.clear()
      expect(await merge()).toMatchObject({
        outcome: 'ok',
        result: { number: below.number, state_words: '已合并', other: above.number, told: 1 },
      })
      const ticket = await desk.ticket(below.number)
      expect(ticket).toMatchObject({ state: 'MERGED', closeCode: 'merged', heldFrom: null })
      const open = (await clocks(below.number)).filter((one) =>
        ['running', 'paused'].includes(one.state),
      )
      expect(open).toEqual([])
      const offers = desk.db.selectFrom('assignment').select('id').where('endedAt', 'is', null)
      expect(await offers.where('ticketId', '=', ticket.id).execute()).toEqual([])
      expect(toldTo(below)).toMatchObject([
        { words: 'tickets.owner.merged', values: { number: below.number, into: above.number } },
      ])
      expect(toldTo(below)[0]?.values['next_by']).not.toBe('')
      expect(toldTo(above)).toEqual([])
      const staff = desk.tell.of('staff').map(({ staffId, words }) => [staffId, words])
      expect(staff).toContainEqual([below.wang.staffId, 'tickets.staff.merged'])
      expect(staff).toContainEqual([above.wang.staffId, 'tickets.staff.joined'])
      expect((await kinds(below.number)).at(-1)).toBe('merged')
      expect((await kinds(above.number)).at(-1)).toBe('joined')
    },
  )

  test('its reporter hears every step of the other one, of the place they reported', async () => {
    await merge()
    desk.tell.clear()
    await above.bringTo('DONE')
    const heard = toldTo(below)
    expect(heard.map(({ words }) => words)).toEqual([
      'tickets.owner.accepted',
      'tickets.owner.arrived',
      'tickets.owner.done',
    ])
    const own = (await desk.ticket(below.number)).place
    expect(heard.map(({ values }) => values['place'])).toEqual([own, own, own])
    expect(heard.every(({ values }) => values['number'] === above.number)).toBe(true)
    expect(JSON.stringify(heard)).not.toContain((await desk.ticket(above.number)).place)
  })

  test('its number, its list and its page lead to the other one, and show nothing of the stranger’s home', async () => {
    const secret = '主卧保险柜旁边漏水'
    await desk.act(above.owner, 'tickets.add_note', { number: above.number, text: secret })
    await desk.act(above.owner, 'tickets.add_note', { text: '', photos: ['theirs'] })
    await desk.act(below.owner, 'tickets.add_note', { text: '', photos: ['ours'] })
    await merge()
    const shown = await desk.act(below.owner, 'tickets.show', { number: below.number })
    const { place } = await desk.ticket(below.number)
    expect(shown).toMatchObject({ outcome: 'ok', result: { number: above.number, place } })
    const mine = await desk.act(below.owner, 'tickets.mine')
    expect(mine.result['items']).toMatchObject([{ number: above.number, place }])
    expect(mine.result).toMatchObject({ count: 1, open: 1 })
    const sheet = await desk.work(below.owner, async (work) =>
      ownerSheet(work, await idOf(below.number)),
    )
    expect(sheet).toMatchObject({ number: above.number, place, photoIds: ['ours'] })
    const theirs = await desk.work(above.owner, async (work) =>
      ownerSheet(work, await idOf(above.number)),
    )
    expect(theirs).toMatchObject({ number: above.number, photoIds: ['theirs'] })
    const staff = await desk.work(agent, async (work) =>
      ticketSheet(work, await idOf(above.number)),
    )
    expect(staff?.photoIds).toEqual(['theirs', 'ours'])
  })

  test('what they add reaches the other one’s technician, photos stay with their own home', async () => {
    await merge()
    desk.tell.clear()
    const added = await desk.act(below.owner, 'tickets.add_note', {
      number: below.number,
      text: '水滴到床上了',
      photos: ['bed'],
    })
    expect(added).toMatchObject({ outcome: 'ok', result: { number: above.number } })
    expect(desk.tell.of('staff')).toMatchObject([
      { staffId: above.wang.staffId, words: 'tickets.staff.more', values: { photos: 1 } },
    ])
    expect(await desk.ticket(below.number)).toMatchObject({ photoIds: ['bed'], state: 'MERGED' })
    expect(await desk.ticket(above.number)).toMatchObject({ photoIds: [] })
  })

  test('reported again from the same home it joins the other one', async () => {
    await merge()
    const { roomCode } = await desk.ticket(below.number)
    const again = await desk.act(below.owner, 'tickets.create', {
      text: '厨房水管漏水',
      room: roomCode,
    })
    expect(again).toMatchObject({ outcome: 'duplicate', result: { number: above.number } })
  })

  test('either of them says it is not mended: the other one is opened again', async () => {
    await merge()
    await above.bringTo('DONE')
    const again = await desk.act(below.owner, 'tickets.reopen', {
      number: below.number,
      text: '还在漏',
    })
    expect(again).toMatchObject({ outcome: 'ok', result: { number: above.number } })
    expect(await desk.ticket(above.number)).toMatchObject({ reopenCount: 1 })
    expect(await desk.ticket(below.number)).toMatchObject({ state: 'MERGED' })
  })

  test('an urgent one makes the other urgent, from its own beginning', async () => {
    await desk.act(below.owner, 'tickets.add_note', { text: '爆管了，水喷出来' })
    desk.tell.clear()
    await merge()
    expect(await desk.ticket(above.number)).toMatchObject({ priority: 'urgent' })
    expect(toldTo(above).map(({ words }) => words)).toEqual(['tickets.owner.raised'])
  })

  test('three in a row: all three hear of the last', async () => {
    const third = await aScene(desk)
    await merge(third.number, below.number)
    await merge(below.number, above.number)
    desk.tell.clear()
    await desk.tap(above.wang, above.number, 'accept')
    for (const scene of [above, below, third]) {
      expect(toldTo(scene).map(({ words }) => words)).toEqual(['tickets.owner.accepted'])
    }
    const shown = await desk.act(third.owner, 'tickets.show', { number: third.number })
    expect(shown.result['number']).toBe(above.number)
    await unmerge(below.number)
    desk.tell.clear()
    await desk.tap(above.wang, above.number, 'arrive')
    expect([toldTo(below), toldTo(third)]).toEqual([[], []])
    expect(
      (await desk.act(third.owner, 'tickets.show', { number: third.number })).result['number'],
    ).toBe(below.number)
  })

  test('who reported by telephone has no chat, and whoever merges is told so', async () => {
    const room = (await desk.ticket(below.number)).roomCode
    const made = await desk.act(agent, 'tickets.log_for', {
      text: '客厅灯不亮',
      room,
      phone: '13900139000',
    })
    expect(await merge(String(made.result['number']))).toMatchObject({
      outcome: 'ok',
      result: { told: 0 },
    })
  })
})

describe('refused', () => {
  test('twice, in itself, finished, into what is finished or merged, of another project', async () => {
    expect(await merge(below.number, below.number)).toMatchObject({ outcome: 'self' })
    expect(await merge(below.number, 'BX20261123-9999')).toMatchObject({
      outcome: 'not_found',
      result: { said: 'BX20261123-9999' },
    })
    const third = await aScene(desk)
    await merge()
    expect(await merge()).toMatchObject({ outcome: 'already' })
    expect(await merge(third.number, below.number)).toMatchObject({ outcome: 'other_merged' })
    await third.bringTo('DONE')
    expect(await merge(third.number)).toMatchObject({ outcome: 'over' })
    expect(await merge(above.number, third.number)).toMatchObject({ outcome: 'other_over' })
    expect(await merge(above.number, below.number)).toMatchObject({ outcome: 'other_merged' })
    const far = await desk.staff('远方客服', 'agent', { projectId: 'project-9' })
    expect(await merge(above.number, third.number, far)).toMatchObject({ outcome: 'not_found' })
  })

  test('a complaint stays by itself; a danger is not hidden in something ordinary', async () => {
    const complaint = await desk.act(below.owner, 'tickets.create', {
      kind: 'complaint',
      text: '保安态度不好',
    })
    expect(await merge(String(complaint.result['number']))).toMatchObject({ outcome: 'other_kind' })
    const alarm = await desk.act(below.owner, 'tickets.alert', { text: '煤气泄漏了' })
    expect(await merge(String(alarm.result['number']))).toMatchObject({ outcome: 'danger' })
    expect(await merge(below.number, String(alarm.result['number']))).toMatchObject({
      outcome: 'ok',
    })
  })

  test.each([
    ['technician', 'not_yours'],
    ['steward', 'ok'],
    ['lead', 'ok'],
    ['manager', 'ok'],
    ['dispatcher', 'ok'],
  ] as const)('a %s is answered %s, on record', async (role, outcome) => {
    const actor = await desk.staff(`人${role}`, role as Role)
    const asked = await desk.act(actor, 'tickets.may_merge', {
      words: `合并${below.number}到${above.number}`,
    })
    expect(asked).toMatchObject({ outcome })
    expect(await desk.ticket(below.number)).toMatchObject({ state: 'ASSIGNED' })
    expect(await merge(below.number, above.number, actor)).toMatchObject({ outcome })
    const last = desk.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'ticket.merge')
      .orderBy('seq', 'desc')
    expect(await last.executeTakeFirst()).toMatchObject({
      actorId: actor.staffId,
      detail: { outcome },
    })
  })

  test.each([
    '',
    '合并',
    '合并 7',
    '合并 1 2 3',
    `合并${'7'.repeat(5000)}`,
    "合并'; DROP TABLE ticket; --",
  ])('two numbers are wanted, case %#', async (words) => {
    expect(await desk.act(agent, 'tickets.may_merge', { words })).toMatchObject({
      outcome: 'two_wanted',
    })
  })

  test('an owner gets nowhere', async () => {
    await expect(merge(below.number, above.number, below.owner as never)).rejects.toThrow(
      'Only staff',
    )
  })
})

/** Kept by the telling itself. */
const TOLD = ['next_update', 'first_response']

describe('taken apart', () => {
  test('it is given out again, its promises run from their first beginning, its reporter hears', async () => {
    const before = await clocks(below.number)
    await below.bringTo('ACCEPTED')
    await merge()
    await desk.advance(3)
    desk.tell.clear()
    expect(await unmerge()).toMatchObject({
      outcome: 'ok',
      result: { number: below.number, other: above.number, told: 1 },
    })
    const ticket = await desk.ticket(below.number)
    expect(ticket).toMatchObject({ state: 'ASSIGNED', closeCode: null, closedAt: null })
    const again = (await clocks(below.number)).filter(({ state }) => state === 'running')
    for (const { kind, startAt, dueAt } of before.filter(({ kind }) => !TOLD.includes(kind))) {
      expect(again.find((one) => one.kind === kind)).toMatchObject({ startAt, dueAt })
    }
    expect(toldTo(below).map(({ words }) => words)).toEqual(['tickets.owner.unmerged'])
    desk.tell.clear()
    await desk.tap(above.wang, above.number, 'accept')
    expect(toldTo(below)).toEqual([])
    const shown = await desk.act(below.owner, 'tickets.show', { number: below.number })
    expect(shown.result['number']).toBe(below.number)
    expect((await kinds(below.number)).filter((kind) => kind === 'unmerged')).toHaveLength(1)
    expect((await kinds(above.number)).at(-2)).toBe('parted')
    expect(await merge()).toMatchObject({ outcome: 'ok' })
  })

  test('what is not merged, and who may not', async () => {
    expect(await unmerge()).toMatchObject({ outcome: 'not_merged' })
    await merge()
    expect(await unmerge(below.number, below.wang)).toMatchObject({ outcome: 'not_yours' })
    expect(await unmerge('9999')).toMatchObject({ outcome: 'not_found', result: { said: '9999' } })
    await unmerge()
    expect(await unmerge()).toMatchObject({ outcome: 'not_merged' })
  })
})

describe('at the same moment', () => {
  test('merging what is being finished: one of the two, whole', async () => {
    for (let round = 0; round < 4; round++) {
      const scene = await aScene(desk)
      await scene.bringTo('IN_PROGRESS')
      const [merged, finished] = await Promise.all([
        merge(scene.number),
        desk.act(scene.wang, 'tickets.finish', { number: scene.number }),
      ])
      const { state, completions } = await desk.ticket(scene.number)
      expect([merged.outcome, finished.outcome, state, completions]).toEqual(
        state === 'MERGED' ? ['ok', 'over', 'MERGED', 0] : ['over', 'ok', 'DONE', 1],
      )
    }
  })

  test('into what is being finished: its reporter hears that it is done, or it stays by itself', async () => {
    for (let round = 0; round < 4; round++) {
      const [child, parent] = [await aScene(desk), await aScene(desk)]
      await parent.bringTo('IN_PROGRESS')
      desk.tell.clear()
      const [merged] = await Promise.all([
        merge(child.number, parent.number),
        desk.act(parent.wang, 'tickets.finish', { number: parent.number }),
      ])
      const heard = toldTo(child).map(({ words }) => words)
      expect([merged.outcome, heard]).toEqual(
        merged.outcome === 'ok'
          ? ['ok', ['tickets.owner.merged', 'tickets.owner.done']]
          : ['other_over', []],
      )
    }
  })

  test('each into the other: one goes on', async () => {
    for (let round = 0; round < 4; round++) {
      const [one, two] = [await aScene(desk), await aScene(desk)]
      const answers = await Promise.all([
        merge(one.number, two.number),
        merge(two.number, one.number),
      ])
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'other_merged'])
    }
  })

  test('twice: one merges', async () => {
    const answers = await Promise.all([merge(), merge(), merge()])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'ok'])
    const relations = await openRelations(desk.db as never, [await idOf(below.number)])
    expect(relations).toHaveLength(1)
  })
})

describe('relations on the database', () => {
  test('are only ever ended, once', async () => {
    await merge()
    const table = desk.db.updateTable('ticket_relation')
    const [relation] = await openRelations(desk.db as never, [await idOf(below.number)])
    const id = String(relation?.id)
    await expect(table.set({ type: 'RELATED' }).where('id', '=', id).execute()).rejects.toThrow(
      'only ended',
    )
    await expect(
      desk.db.deleteFrom('ticket_relation').where('id', '=', id).execute(),
    ).rejects.toThrow('only ended')
    await unmerge()
    await expect(table.set({ endedAt: null }).where('id', '=', id).execute()).rejects.toThrow(
      'only ended',
    )
  })
})
