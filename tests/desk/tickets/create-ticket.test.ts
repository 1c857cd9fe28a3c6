/** Reporting a matter: what becomes of good, wrong, repeated and hostile reports. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let owner: OwnerActor
let stranger: OwnerActor
let steward: StaffActor
let agent: StaffActor
let made = 0

beforeAll(async () => {
  desk = await openTicketDesk((rules) => ({
    ...rules,
    // One technician takes all that is reported here.
    tickets: {
      ...rules.tickets,
      dispatch: {
        ...rules.tickets.dispatch,
        max_open_weight: 1000,
        rate: { offers: 1000, minutes: 5 },
      },
    },
  }))
  for (const code of ['3-2-501', '3-2-502', '5-1-101']) await desk.room(code)
  owner = await desk.owner('住户', '3-2-501')
  stranger = await desk.owner('路人')
  steward = await desk.staff('五栋管家', 'steward', { areas: ['5'] })
  agent = await desk.staff('客服', 'agent')
  await desk.technician('师傅')
})
afterAll(() => desk.close())

const report = (
  actor: OwnerActor | StaffActor,
  input: Record<string, unknown>,
  action = 'create',
) => desk.act(actor, `tickets.${action}`, input)

/** A room nobody has reported from: duplicates would hide what is tested. */
async function freshRoom(): Promise<string> {
  made += 1
  const code = `9-1-${100 + made}`
  await desk.room(code)
  return code
}

async function rowOf(answer: { result: Record<string, unknown> }) {
  return await desk.ticket(String(answer.result['number']))
}

describe('a report', () => {
  test('keeps the owner’s own words, the place as it reads, and the phone only sealed', async () => {
    const room = await freshRoom()
    const answer = await report(owner, {
      text: ' 漏水\n快来 ',
      room,
      phone: '13800138000',
      name: '李',
    })
    const row = await rowOf(answer)
    expect(row).toMatchObject({
      state: 'ASSIGNED',
      kind: 'repair',
      category: 'water.leak',
      priority: 'normal',
      channel: 'kf',
      description: '漏水\n快来',
      roomCode: room,
      buildingCode: '9',
      place: `9栋1单元${room.slice(4)}`,
      contactPhoneLast4: '8000',
      conversationId: owner.conversationId,
      reporterPersonId: owner.personId,
      reporterName: '李',
    })
    expect(row.contactPhoneEnc).not.toContain('13800138000')
    const events = await desk.db.selectFrom('ticket_event').selectAll().execute()
    expect(JSON.stringify(events)).not.toContain('13800138000')
    expect(JSON.stringify(events)).not.toContain(row.contactPhoneEnc ?? 'x')
  })

  test('says through which chat it came in', async () => {
    const visitor = { ...owner, conversationId: 'web/corp-1/P1/visitor-1' }
    const answer = await report(visitor, { text: '路灯不亮', place: '东门' })
    expect(await rowOf(answer)).toMatchObject({ channel: 'web' })
  })

  test.each([
    ['nothing said', { text: '   ' }, 'no_words'],
    ['only what cannot be seen', { text: '\u0000\u200b\u0007' }, 'no_words'],
    ['a room that is not there', { text: '漏水', room: '99-9-999' }, 'no_room'],
    ['garbage for a room', { text: '漏水', room: "'; DROP TABLE ticket;--" }, 'no_room'],
    ['a room with a NUL in it', { text: '漏水', room: '3-2-\u0000501' }, 'ok'],
    ['no place at all', { text: '漏水' }, 'no_place'],
    ['a place of spaces', { text: '漏水', place: '   ' }, 'no_place'],
    [
      'a category that is not there',
      { text: '漏水', place: '大堂', category: 'magic' },
      'no_category',
    ],
    [
      'a category of another kind',
      { text: '漏水', place: '大堂', category: 'praise' },
      'no_category',
    ],
    [
      'a danger as a repair',
      { text: '漏水', place: '大堂', category: 'hazard.gas' },
      'no_category',
    ],
    [
      'the prototype of all objects',
      { text: '漏水', place: '大堂', category: '__proto__' },
      'no_category',
    ],
    [
      'a time that has passed',
      { text: '漏水', place: '车库A', visit: '2026-11-23T07:00/09:30' },
      'window_past',
    ],
    [
      'a time that is passing',
      { text: '漏水', place: '车库B', visit: '2026-11-23T09:30/10:30' },
      'ok',
    ],
    [
      'an hour too early',
      { text: '漏水', place: '车库D', visit: '2026-11-24T07:59/09:00' },
      'window_closed',
    ],
    [
      'a minute too late',
      { text: '漏水', place: '车库D', visit: '2026-11-24T18:00/20:01' },
      'window_closed',
    ],
    [
      'the first and last minute',
      { text: '漏水', place: '车库D', visit: '2026-11-24T08:00/20:00' },
      'ok',
    ],
    [
      'over night',
      { text: '漏水', place: '车库E', visit: '2026-11-24T18:00/2026-11-25T09:00' },
      'window_closed',
    ],
    [
      'the last day that is planned',
      { text: '漏水', place: '车库E', visit: '2026-12-07T09:00/11:00' },
      'ok',
    ],
    [
      'a day farther',
      { text: '漏水', place: '车库F', visit: '2026-12-08T09:00/11:00' },
      'window_closed',
    ],
    [
      'in a thousand years',
      { text: '漏水', place: '车库F', visit: '3026-11-24T09:00/11:00' },
      'window_closed',
    ],
    ['any time', { text: '漏水', place: '车库C', visit: 'asap' }, 'ok'],
    ['a place for what needs none', { kind: 'praise', text: '谢谢师傅' }, 'ok'],
  ])('%s: %j is %s', async (_name, input, outcome) => {
    expect((await report(owner, input)).outcome).toBe(outcome)
  })

  test.each([
    ['a kind that is none', { text: '漏水', place: '大堂', kind: 'party' }],
    ['a window that is none', { text: '漏水', place: '大堂', visit: 'tomorrow' }],
    [
      'a window that ends before it begins',
      { text: '漏水', place: '大堂', visit: '2026-11-24T11:00/09:00' },
    ],
    ['a phone that is none', { text: '漏水', place: '大堂', phone: 'call me' }],
    ['photos that are none', { text: '漏水', place: '大堂', photos: ['../../etc/passwd'] }],
    ['text that is none', { text: 7, place: '大堂' }],
  ])('%s is a broken flow and stores nothing', async (_name, input) => {
    const before = await count()
    await expect(report(owner, input)).rejects.toThrow()
    expect(await count()).toBe(before)
  })

  test('a text without end is cut, a photo album too, and neither breaks anything', async () => {
    const photos = Array.from({ length: 300 }, (_, at) => `p-${at}`)
    const text = `漏水${'😀'.repeat(100_000)}`
    const row = await rowOf(await report(owner, { text, room: await freshRoom(), photos }))
    expect([...row.description]).toHaveLength(2000)
    expect(row.photoIds).toHaveLength(12)
    expect(row.description).toBe(Buffer.from(row.description).toString())
  })

  test('words that look like templates, markup or SQL are kept as they are', async () => {
    const text =
      "{{ number }} {% raw %} <script>alert(1)</script> '); DROP TABLE ticket;-- __proto__"
    const row = await rowOf(await report(owner, { text, room: await freshRoom() }))
    expect(row.description).toBe(text)
    expect(desk.tell.read.at(-1)).toContain(text)
  })

  test('nobody but an owner or staff can report', async () => {
    await expect(
      desk.act(SYSTEM, 'tickets.create', { text: '漏水', place: '大堂' }),
    ).rejects.toMatchObject({ code: 'no-reporter' })
  })

  test('urgent words raise the priority and skip the pool', async () => {
    const row = await rowOf(
      await report(owner, {
        text: '大堂地面全是水，止不住，很急',
        place: '1栋大堂',
        category: 'public',
      }),
    )
    expect(row).toMatchObject({ priority: 'urgent', state: 'ASSIGNED' })
  })
})

describe('whoever answers for it', () => {
  test.each([
    ['the steward of the building', '5-1-101', () => steward],
    ['an agent where no steward is', '3-2-502', () => agent],
  ])('is %s', async (_name, room, who) => {
    const row = await rowOf(await report(stranger, { text: '窗户关不上', room }))
    expect(row.firstResponderId).toBe(who().staffId)
  })

  test('is whoever logged it, and a transfer never changes that', async () => {
    const room = await freshRoom()
    const answer = await report(agent, { text: '门锁坏了', room, phone: '13900139000' }, 'log_for')
    const number = String(answer.result['number'])
    expect(await rowOf(answer)).toMatchObject({
      channel: 'phone',
      loggedByStaffId: agent.staffId,
      firstResponderId: agent.staffId,
      conversationId: null,
    })
    const [one, two] = [
      await desk.technician('门锁甲', { skills: ['masonry'] }),
      await desk.technician('门锁乙', { skills: ['masonry'] }),
    ]
    const boss = await desk.staff('调度', 'dispatcher')
    await desk.act(boss, 'tickets.assign', { number, colleague: '门锁甲' })
    await desk.tap(one, number, 'accept')
    await desk.act(one, 'tickets.transfer', { number, colleague: '门锁乙', reason: '手上有急活' })
    await desk.tap(two, number, 'accept')
    expect(await rowOf(answer)).toMatchObject({
      firstResponderId: agent.staffId,
      assigneeId: two.staffId,
    })
    const audited = await desk.db.selectFrom('audit_log').select(['action', 'actorId']).execute()
    expect(audited).toContainEqual({ action: 'ticket.log', actorId: agent.staffId })
  })

  test('is whoever first does something, when nobody was there to receive it', async () => {
    const empty = await openTicketDesk()
    const someone = await empty.owner('某人')
    await empty.technician('值班', {
      shift: { from: '2026-11-23T04:00:00Z', to: '2026-11-23T12:00:00Z' },
    })
    const answer = await empty.act(someone, 'tickets.create', { text: '灯坏了', place: '1栋一层' })
    const number = String(answer.result['number'])
    expect(answer.result['responder']).toBe('')
    const manager = await empty.staff('经理', 'manager')
    await empty.act(manager, 'tickets.accept', { number })
    await empty.act(manager, 'tickets.assign', { number, colleague: '值班' })
    expect((await empty.ticket(number)).firstResponderId).toBe(manager.staffId)
    await empty.close()
  })
})

describe('the same thing again', () => {
  test('from the same room joins the open ticket with words and photos, and tells whoever has it', async () => {
    const first = await report(owner, { text: '马桶堵了', room: '3-2-501', photos: ['a'] })
    desk.tell.clear()
    const again = await report(owner, {
      text: '马桶堵得更厉害了',
      room: '3-2-501',
      photos: ['a', 'b'],
    })
    expect(again).toMatchObject({
      outcome: 'duplicate',
      result: { number: first.result['number'] },
    })
    expect((await rowOf(first)).photoIds).toEqual(['a', 'b'])
    expect(desk.tell.of('staff')).toMatchObject([
      { words: 'tickets.staff.more', values: { text: '马桶堵得更厉害了', photos: 1 } },
    ])
  })

  test('asked first, nothing is made; apart it is a ticket of its own, and both logs name the other', async () => {
    const what = { text: '滑梯坏了', place: '中心花园' }
    const first = await report(owner, what)
    const before = await rowOf(first)
    const asked = await report(owner, { ...what, same: 'ask' })
    expect(asked).toMatchObject({
      outcome: 'same_open',
      result: { number: first.result['number'], next_by: expect.stringMatching(/./) },
    })
    expect((await rowOf(first)).version).toBe(before.version)
    const apart = await report(owner, { ...what, same: 'apart' })
    expect(apart.outcome).toBe('ok')
    const made = await rowOf(apart)
    expect(made.number).not.toBe(before.number)
    const relations = await desk.db
      .selectFrom('ticket_relation')
      .select(['type', 'toId'])
      .where('fromId', '=', made.id)
      .execute()
    expect(relations).toEqual([{ type: 'RELATED', toId: before.id }])
    const events = await desk.db
      .selectFrom('ticket_event')
      .select('ticketId')
      .where('kind', '=', 'related')
      .execute()
    expect(events.map(({ ticketId }) => ticketId).sort()).toEqual([before.id, made.id].sort())
    // A public spot is everybody's: the neighbour is asked too.
    expect((await report(stranger, { ...what, same: 'ask' })).outcome).toBe('same_open')
    // What stays open would ring through the days of the next tests.
    for (const { number } of [before, made]) {
      expect((await desk.act(owner, 'tickets.withdraw', { number })).outcome).toBe('ok')
    }
  })

  test('is another matter in another category, another room, or after 72 hours', async () => {
    const first = await report(owner, { text: '暖气不热', room: '3-2-501' })
    expect((await report(owner, { text: '窗户玻璃裂了', room: '3-2-501' })).outcome).toBe('ok')
    expect((await report(stranger, { text: '暖气不热', room: '3-2-502' })).outcome).toBe('ok')
    await desk.advance(72 * 60 - 1)
    expect(await report(owner, { text: '暖气不热', room: '3-2-501' })).toMatchObject({
      outcome: 'duplicate',
    })
    await desk.advance(2)
    const later = await report(owner, { text: '暖气不热', room: '3-2-501' })
    expect(later.outcome).toBe('ok')
    expect(later.result['number']).not.toBe(first.result['number'])
  })

  test('tells a stranger nothing about a home: they get a ticket of their own', async () => {
    const room = '3-2-501'
    const known = await report(owner, { text: '可视对讲没声音', room })
    const other = await report(stranger, { text: '可视对讲没声音', room })
    expect(other.outcome).toBe('ok')
    expect(other.result['number']).not.toBe(known.result['number'])
    expect(await report(stranger, { text: '可视对讲还是没声音', room })).toMatchObject({
      outcome: 'duplicate',
      result: { number: other.result['number'] },
    })
  })

  test('is seen by staff who log it for a caller', async () => {
    const known = await report(owner, { text: '插座没电', room: '3-2-501' })
    const logged = await report(agent, { text: '住户来电：插座没电', room: '3-2-501' }, 'log_for')
    expect(logged).toMatchObject({
      outcome: 'duplicate',
      result: { number: known.result['number'] },
    })
  })

  test('of a public place joins two neighbours, and both hear how it goes on', async () => {
    const neighbour = await desk.owner('邻居', '5-1-101')
    const first = await report(owner, { text: '电梯坏了', building: '3', place: '电梯' })
    const second = await report(neighbour, {
      text: '电梯停在一楼不动',
      building: '3栋',
      place: '3栋电梯',
    })
    expect(second).toMatchObject({
      outcome: 'duplicate',
      result: { number: first.result['number'] },
    })
    const number = String(first.result['number'])
    const liftman = await desk.technician('电梯工', { skills: ['lift'] })
    const boss = await desk.staff('班长', 'lead')
    await desk.act(boss, 'tickets.assign', { number, colleague: '电梯工' })
    desk.tell.clear()
    await desk.tap(liftman, number, 'accept')
    const heard = desk.tell.of('owner').map((note) => note.conversationId)
    expect(heard.sort()).toEqual([owner.conversationId, neighbour.conversationId].sort())
    expect(await desk.act(neighbour, 'tickets.show', { number })).toMatchObject({ outcome: 'ok' })
    expect(await desk.act(neighbour, 'tickets.withdraw', { number })).toMatchObject({
      outcome: 'not_yours',
    })
  })

  test('reported by ten at once becomes one ticket', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, (_, at) => desk.owner(`同楼${at}`)))
    const answers = await Promise.all(
      people.map((one) => report(one, { text: '路灯不亮', place: '南门路口' })),
    )
    expect(new Set(answers.map((answer) => answer.result['number'])).size).toBe(1)
    expect(answers.filter((answer) => answer.outcome === 'ok')).toHaveLength(1)
  })

  test('does not join what is finished', async () => {
    const room = await freshRoom()
    const first = await report(stranger, { text: '水龙头滴水', room })
    const number = String(first.result['number'])
    await desk.act(stranger, 'tickets.withdraw', { number })
    expect((await report(stranger, { text: '水龙头滴水', room })).outcome).toBe('ok')
  })
})

async function count(): Promise<number> {
  const row = await desk.db
    .selectFrom('ticket')
    .select((select) => select.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

describe('what the leaf says', () => {
  test.each([
    ['家里没电了', '昼夜优先', false],
    ['厨房瓷砖掉了', '普通', true],
    ['窗户关不上', '普通', true],
  ])('%s is promised by the policy %s, at the owner’s cost: %s', async (text, policy, pays) => {
    const answer = await report(stranger, { text, room: await freshRoom() })
    expect(answer.result).toMatchObject({ owner_pays: pays })
    const row = await rowOf(answer)
    const clock = await desk.db
      .selectFrom('sla_clock')
      .select('policySnapshot')
      .where('subjectId', '=', row.id)
      .where('kind', '=', 'resolve')
      .executeTakeFirstOrThrow()
    expect(clock.policySnapshot).toMatchObject({ policy })
  })
})
