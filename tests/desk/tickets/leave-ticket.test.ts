/** Several reported the same and one takes it back: they leave, and the matter goes on for the others. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
/** The ticket whose reporter leaves. */
let scene: Scene
let room: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  scene = await aScene(desk)
  room = String((await desk.ticket(scene.number)).roomCode)
  desk.tell.clear()
})
afterAll(() => desk.close())

const withdraw = (owner: OwnerActor = scene.owner, reason = '自己修好了') =>
  desk.act(owner, 'tickets.withdraw', { number: scene.number, reason })
const report = (owner: OwnerActor, place: Readonly<Record<string, string>> = { room }) =>
  desk.act(owner, 'tickets.create', { text: '厨房水管漏水', ...place })
const merge = (number: string) => desk.act(agent, 'tickets.merge', { number, into: scene.number })
const toldTo = ({ conversationId }: OwnerActor) =>
  desk.tell
    .of('owner')
    .filter((one) => one.conversationId === conversationId)
    .map(({ words }) => words)
const toldStaff = ({ staffId }: StaffActor) =>
  desk.tell
    .of('staff')
    .filter((one) => one.staffId === staffId)
    .map(({ words }) => words)
const kindsOf = async (number: string) => {
  const { id } = await desk.ticket(number)
  const events = desk.db.selectFrom('ticket_event').select('kind').where('ticketId', '=', id)
  return (await events.orderBy('seq').execute()).map(({ kind }) => kind)
}
const isRebuilt = async (number: string) => {
  const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
  expect(rebuilt).toEqual(kept)
}

/** Somebody who lives in the same home and reported the same. */
async function joined(name: string): Promise<OwnerActor> {
  const other = await desk.owner(`${name}${scene.number}`, room)
  const sealed = await desk.work(other, async ({ seals }) => seals.phone('13900139000'))
  await desk.db.updateTable('person').set(sealed).where('id', '=', other.personId).execute()
  expect(await report(other)).toMatchObject({
    outcome: 'duplicate',
    result: { number: scene.number },
  })
  desk.tell.clear()
  return other
}

test('whoever goes on by the web chat stands there as that', async () => {
  const gate = { text: '路灯不亮', place: `${scene.number}北门` }
  const made = await desk.act(scene.owner, 'tickets.create', gate)
  const { number } = made.result
  const conversationId = `web/corp-1/P1/${scene.number}`
  const visitor = { ...(await desk.owner(`网页${scene.number}`, room)), conversationId }
  expect(await desk.act(visitor, 'tickets.create', gate)).toMatchObject({ outcome: 'duplicate' })
  expect(await desk.act(scene.owner, 'tickets.withdraw', { number })).toMatchObject({
    outcome: 'goes_on',
  })
  expect(await desk.ticket(String(number))).toMatchObject({ channel: 'web', conversationId })
})

describe('joined by somebody of the same home', () => {
  test.each(['ASSIGNED', 'ACCEPTED', 'ON_HOLD'])(
    'from %s it stays with its technician, and is the other one’s now',
    async (state) => {
      const wife = await joined('太太')
      await scene.bringTo(state)
      desk.tell.clear()
      const left = await withdraw()
      expect(left).toMatchObject({ outcome: 'goes_on', result: { number: scene.number } })
      expect(await desk.ticket(scene.number)).toMatchObject({
        ...{ state, assigneeId: scene.wang.staffId, closeCode: null },
        conversationId: wife.conversationId,
        reporterPersonId: wife.personId,
        reporterName: wife.userId,
        contactPhoneLast4: '9000',
      })
      expect(toldTo(wife)).toEqual(['tickets.owner.yours_now'])
      expect(toldTo(scene.owner)).toEqual([])
      expect(toldStaff(scene.wang)).toEqual(['tickets.staff.reporter_left'])
      const [note] = desk.tell.of('staff')
      expect(note?.values).toMatchObject({
        ...{ reason: '自己修好了', name: wife.userId, contact: '尾号9000' },
      })
      expect(JSON.stringify(desk.tell.of('owner'))).not.toContain(scene.owner.userId)
      expect((await kindsOf(scene.number)).at(-1)).toBe('reporter-left')
      await isRebuilt(scene.number)
    },
  )

  test('who left hears no more of it and may not decide any more; who stayed may take it back for good', async () => {
    const wife = await joined('太太')
    await withdraw()
    desk.tell.clear()
    await desk.tap(scene.wang, scene.number, 'accept')
    expect(toldTo(wife)).toEqual(['tickets.owner.accepted'])
    expect(toldTo(scene.owner)).toEqual([])
    expect(await withdraw()).toMatchObject({ outcome: 'not_yours' })
    expect(await withdraw(wife)).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(scene.number)).toMatchObject({ state: 'CANCELLED' })
  })

  test('of three the one who joined first is next; the third only goes on following', async () => {
    const first = await joined('太太')
    await desk.advance(1)
    const second = await joined('老人')
    await withdraw()
    expect(await desk.ticket(scene.number)).toMatchObject({
      conversationId: first.conversationId,
    })
    expect(toldTo(first)).toEqual(['tickets.owner.yours_now'])
    expect(toldTo(second)).toEqual([])
  })

  test('a second chat of the same person is nobody else: then it is taken back whole', async () => {
    const { conversationId } = await desk.owner(`旧手机${scene.number}`)
    const self = { ...scene.owner, conversationId }
    await desk.act(self, 'tickets.add_note', { number: scene.number, text: '还在漏' })
    expect(await withdraw()).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(scene.number)).toMatchObject({ state: 'CANCELLED' })
  })

  test('a chat without a home that joined a public matter is next, and no phone of whoever left stays', async () => {
    const place = { place: `${scene.number}大门` }
    const made = await report(scene.owner, { ...place, phone: '13800138000' })
    const number = String(made.result['number'])
    const guest = await desk.owner(`路人${scene.number}`)
    expect(await report(guest, place)).toMatchObject({ outcome: 'duplicate' })
    expect(await desk.act(scene.owner, 'tickets.withdraw', { number })).toMatchObject({
      outcome: 'goes_on',
    })
    expect(await desk.ticket(number)).toMatchObject({
      ...{ conversationId: guest.conversationId, reporterPersonId: null },
      ...{ contactPhoneEnc: null, contactPhoneHash: null, contactPhoneLast4: null },
    })
  })
})

describe('with others merged into it', () => {
  test('another home’s comes back as it began, first to the technician who knows the matter', async () => {
    const below = await aScene(desk)
    await merge(below.number)
    await scene.bringTo('ACCEPTED')
    desk.tell.clear()
    expect(await withdraw()).toMatchObject({ outcome: 'goes_on' })
    expect(await desk.ticket(scene.number)).toMatchObject({
      ...{ state: 'CANCELLED', closeCode: 'withdrawn' },
    })
    expect(await desk.ticket(below.number)).toMatchObject({
      ...{ state: 'ASSIGNED', closeCode: null, closedAt: null },
      conversationId: below.owner.conversationId,
    })
    expect(toldTo(below.owner)).toEqual(['tickets.owner.unmerged'])
    expect(toldTo(scene.owner)).toEqual([])
    expect(toldStaff(scene.wang)).toContain('tickets.staff.withdrawn')
    expect((await kindsOf(scene.number)).slice(-2)).toEqual(['parted', 'withdrawn'])
    expect(await kindsOf(below.number)).toContain('unmerged')
    const shown = await desk.act(below.owner, 'tickets.show', { number: below.number })
    expect(shown.result['number']).toBe(below.number)
    await isRebuilt(scene.number)
    await isRebuilt(below.number)
  })

  test('of three homes each goes on by itself, with what was merged into it', async () => {
    const [one, two, deeper] = [await aScene(desk), await aScene(desk), await aScene(desk)]
    await desk.act(agent, 'tickets.merge', { number: deeper.number, into: one.number })
    await merge(one.number)
    await merge(two.number)
    expect(await withdraw()).toMatchObject({ outcome: 'goes_on' })
    expect(await desk.ticket(one.number)).toMatchObject({ state: 'ASSIGNED' })
    expect(await desk.ticket(two.number)).toMatchObject({ state: 'ASSIGNED' })
    expect(await desk.ticket(deeper.number)).toMatchObject({ state: 'MERGED' })
    const shown = await desk.act(deeper.owner, 'tickets.show', { number: deeper.number })
    expect(shown.result['number']).toBe(one.number)
  })

  test('of a public place it goes on itself, for whoever reported the other one', async () => {
    const place = `${scene.number}楼道`
    const made = await report(scene.owner, { place })
    const number = String(made.result['number'])
    const neighbour = await desk.owner(`邻居${scene.number}`, `${room}9`)
    const other = await report(neighbour, { place: `${place}东头` })
    const otherNumber = String(other.result['number'])
    await desk.act(agent, 'tickets.merge', { number: otherNumber, into: number })
    desk.tell.clear()
    expect(await desk.act(scene.owner, 'tickets.withdraw', { number })).toMatchObject({
      outcome: 'goes_on',
    })
    expect(await desk.ticket(number)).toMatchObject({
      ...{ closeCode: null, conversationId: neighbour.conversationId },
    })
    expect(await desk.ticket(otherNumber)).toMatchObject({ state: 'MERGED' })
    expect(toldTo(neighbour)).toEqual(['tickets.owner.yours_now'])
  })

  test('what they reported themselves once more ends with it', async () => {
    const made = await desk.act(scene.owner, 'tickets.create', { text: '客厅灯不亮', room })
    const own = String(made.result['number'])
    await merge(own)
    expect(await withdraw()).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(own)).toMatchObject({ state: 'CANCELLED', closeCode: 'withdrawn' })
    await isRebuilt(own)
  })

  test('a complaint goes on in its owner’s own words', async () => {
    const complain = async (owner: OwnerActor, text: string) => {
      const made = await desk.act(owner, 'tickets.create', { kind: 'complaint', text })
      return String(made.result['number'])
    }
    const neighbour = await desk.owner(`邻居${scene.number}`, `${room}9`)
    const one = await complain(scene.owner, '楼上装修太吵')
    const two = await complain(neighbour, '装修从早吵到晚')
    await desk.act(agent, 'tickets.merge', { number: two, into: one })
    expect(await desk.act(scene.owner, 'tickets.withdraw', { number: one })).toMatchObject({
      outcome: 'goes_on',
    })
    expect(await desk.ticket(one)).toMatchObject({ state: 'CANCELLED' })
    expect(await desk.ticket(two)).toMatchObject({ description: '装修从早吵到晚', closeCode: null })
    expect((await desk.ticket(two)).state).not.toBe('MERGED')
  })
})

describe('cancelled by staff', () => {
  test('what was merged into it ends with it, however far down, and who reported that reads why', async () => {
    const [below, deeper] = [await aScene(desk), await aScene(desk)]
    await desk.act(agent, 'tickets.merge', { number: deeper.number, into: below.number })
    await merge(below.number)
    await scene.bringTo('IN_PROGRESS')
    desk.tell.clear()
    const cancelled = await desk.act(scene.wang, 'tickets.cancel', {
      number: scene.number,
      reason: '业主自行解决',
    })
    expect(cancelled).toMatchObject({ outcome: 'ok' })
    for (const { number, owner } of [below, deeper]) {
      expect(await desk.ticket(number)).toMatchObject({
        ...{ state: 'CANCELLED', closeCode: 'cancelled' },
      })
      expect(toldTo(owner)).toEqual(['tickets.owner.cancelled'])
      const mine = await desk.act(owner, 'tickets.mine')
      expect(mine.result['items']).toMatchObject([{ number, state_words: '已取消' }])
      await isRebuilt(number)
    }
  })
})

describe('at the same moment', () => {
  test('withdrawn while somebody joins: their report is on a ticket that goes on', async () => {
    for (let round = 0; round < 6; round++) {
      scene = await aScene(desk)
      room = String((await desk.ticket(scene.number)).roomCode)
      const wife = await desk.owner(`太太${scene.number}`, room)
      const [left, reported] = await Promise.all([withdraw(), report(wife)])
      const number = String(reported.result['number'])
      const went = [left.outcome, reported.outcome, number === scene.number]
      expect([
        ['goes_on', 'duplicate', true],
        ['ok', 'ok', false],
      ]).toContainEqual(went)
      expect((await desk.ticket(number)).state).toBe('ASSIGNED')
      expect(await desk.ticket(number)).toMatchObject({ conversationId: wife.conversationId })
    }
  })

  test('withdrawn while another is merged into it: nothing stays part of what is over', async () => {
    for (let round = 0; round < 4; round++) {
      scene = await aScene(desk)
      const below = await aScene(desk)
      const [left, merged] = await Promise.all([withdraw(), merge(below.number)])
      expect([
        ['goes_on', 'ok'],
        ['ok', 'other_over'],
      ]).toContainEqual([left.outcome, merged.outcome])
      expect((await desk.ticket(scene.number)).state).toBe('CANCELLED')
      expect((await desk.ticket(below.number)).state).toBe('ASSIGNED')
    }
  })
})
