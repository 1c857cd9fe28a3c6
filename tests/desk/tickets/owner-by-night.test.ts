/** What owners hear at night: nothing that can wait and that no person caused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isToldAtNight, peaceUntil } from '../../../src/desk/tickets/by-night.ts'
import { takeFromLeaver } from '../../../src/desk/tickets/take-from-leaver.ts'
import { tellDelayed, tellOwner } from '../../../src/desk/tickets/tell-owner.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let number: string

/** Monday 10:00; a leak of normal priority, which 王强 comes for by Tuesday 10:00. */
beforeEach(async () => {
  desk = await openTicketDesk()
  await desk.staff('张管家', 'steward')
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  await act(wang, 'accept')
})
afterEach(() => desk.close())

const at = (time: string) => `2026-11-${time}:00+08:00`
const act = (actor: OwnerActor | StaffActor, action: string, input = {}) =>
  desk.act(actor, `tickets.${action}`, { number, ...input })
const told = () => desk.tell.of('owner').map(({ words }) => words.replace('tickets.owner.', ''))
const read = () =>
  desk.tell.read
    .filter((line) => line.startsWith('业主'))
    .map((line) => line.split('：').slice(1).join('：'))
/** Alarms ring until then, and what they said is put away. */
async function night(time = '24T00:00') {
  await desk.moveTo(at(time))
  desk.tell.clear()
}
/** What the beginning of a leave does: nobody sits before it. */
const leaves = (staff: StaffActor) =>
  desk.work(SYSTEM, (work) => takeFromLeaver(work, { id: staff.staffId, name: '王强' }))
const becomes = (values: { priority?: string; category?: string }) =>
  desk.db.updateTable('ticket').set(values).where('number', '=', number).execute()
/** They are told, by somebody, that it is done by then. */
const promisedBy = (time: string) =>
  desk.work(owner, async (work) => {
    const next = { kind: 'arrive' as const, by: new Date(at(time)) }
    await tellOwner(work, await desk.ticket(number), { words: 'tickets.owner.still', next })
  })

describe('who is told at night', () => {
  test.each([
    ['water.leak', 'normal', false],
    ['water.leak', 'high', false],
    ['water.leak', 'urgent', true],
    ['water.outage', 'high', true],
    ['water.outage', 'normal', false],
    ['hazard', 'normal', true],
  ])('%s of priority %s: %s', async (category, priority, expected) => {
    const answer = desk.work(SYSTEM, async (work) => isToldAtNight(work, { category, priority }))
    expect(await answer).toBe(expected)
  })

  test.each([
    ['by day', '24T12:00', null, null],
    ['at night', '24T00:00', null, '24T08:00'],
    ['as the quiet hours begin', '23T22:00', null, '24T08:00'],
    ['as they end', '24T08:00', null, null],
    ['when their time passes before the morning', '24T00:00', '24T02:00', null],
    ['when it passes as they end', '24T00:00', '24T08:00', '24T08:00'],
    ['when it passes later', '24T00:00', '24T10:00', '24T08:00'],
    ['when it has passed before', '24T00:00', '23T23:00', '24T08:00'],
  ])('%s', async (_name, now, by, expected) => {
    const { rules } = desk
    const matter = { category: 'water.leak', priority: 'normal' }
    const found = peaceUntil(
      { rules, now: new Date(at(now)) },
      matter,
      by ? new Date(at(by)) : null,
    )
    expect(found).toEqual(expected ? new Date(at(expected)) : null)
  })
})

describe('somebody else has to come, because a leave begins at midnight', () => {
  test('is told at eight, in the words of the morning', async () => {
    await night()
    await leaves(wang)
    await desk.moveTo(at('24T07:59'))
    expect(told()).toEqual([])
    await desk.moveTo(at('24T08:00'))
    expect(told()).toEqual(['rearranged'])
    expect(read().at(-1)).not.toContain('明天')
  })

  test('is told at once when it is urgent', async () => {
    await night()
    await becomes({ priority: 'urgent' })
    await leaves(wang)
    expect(told()).toEqual(['rearranged'])
  })

  test('is told at once when the time they count on passes before the morning', async () => {
    await night()
    await promisedBy('24T02:00')
    await leaves(wang)
    expect(told()).toEqual(['rearranged'])
  })

  test('is told at once by day', async () => {
    await night('23T21:59')
    await leaves(wang)
    expect(told()).toEqual(['rearranged'])
  })

  test('is told at once when a person does it, who waits for the answer', async () => {
    await scene.hire('李军')
    await night()
    const colleague = scene.named('李军')
    await act(wang, 'transfer', { to: colleague, reason: 'too_busy', colleague })
    expect(told()).toEqual(['rearranged'])
  })

  test('is not told any more once they heard where it stands', async () => {
    const li = await scene.hire('李军')
    await night()
    await leaves(wang)
    await desk.work(li, async (work) => {
      await tellOwner(work, await desk.ticket(number), 'tickets.owner.still')
    })
    expect(told()).toEqual(['still'])
    await desk.moveTo(at('24T08:01'))
    expect(told().filter((words) => words === 'rearranged')).toEqual([])
  })

  test('is not told any more once the matter is over', async () => {
    await night()
    await leaves(wang)
    await act(owner, 'withdraw', { text: '不修了' })
    desk.tell.clear()
    await desk.moveTo(at('24T08:01'))
    expect(told()).toEqual([])
  })
})

describe('at the end of the quiet hours', () => {
  const keep = (words: string, isNeeded = false) =>
    desk.work(SYSTEM, async (work) => {
      await tellOwner(work, await desk.ticket(number), {
        words: `tickets.owner.${words}`,
        isNeeded,
      })
    })

  test('several things of one night are one message, the last; needed when one of them was', async () => {
    await night()
    await keep('rearranged', true)
    await keep('resumed')
    await desk.moveTo(at('24T08:01'))
    expect(told()).toEqual(['resumed'])
    expect(desk.tell.of('owner')[0]?.inTime).toBeDefined()
  })

  test('the alarm of the news themselves, due in the same moment, says nothing beside it', async () => {
    await night()
    await keep('resumed')
    await desk.db
      .updateTable('timer')
      .set({ dueAt: at('24T08:00') })
      .where('name', '=', 'tickets.news-due')
      .execute()
    await desk.moveTo(at('24T08:01'))
    expect(told()).toEqual(['resumed'])
  })

  test('what concerns the ticket’s own home is still read there alone', async () => {
    await night()
    const { id } = await desk.ticket(number)
    await desk.db
      .insertInto('ticket_follower')
      .values({
        ...{ ticketId: id, conversationId: 'neighbour', personId: null, joinedAt: desk.now() },
        viaTicketId: id,
      })
      .execute()
    await desk.work(SYSTEM, async (work) => {
      const telling = { words: 'tickets.owner.resumed', ofHome: ['reason'] }
      await tellOwner(work, await desk.ticket(number), telling, { reason: '欠费' })
    })
    await desk.moveTo(at('24T08:00'))
    expect(
      desk.tell.of('owner').map(({ conversationId, values }) => [conversationId, values['reason']]),
    ).toEqual([
      [owner.conversationId, '欠费'],
      ['neighbour', ''],
    ])
  })

  test('two processes ring at once, and a third time: told once', async () => {
    await night()
    await keep('rearranged')
    desk.sleepTo(at('24T08:00'))
    const [alarm] = await desk.db
      .selectFrom('timer')
      .selectAll()
      .where('name', '=', 'tickets.tell-later')
      .execute()
    await Promise.all([desk.sweep(), desk.sweep()])
    const { name, key, dueAt, payload } = alarm ?? expect.fail('it had no alarm')
    const parsed = payload as Readonly<Record<string, unknown>>
    await desk.work(SYSTEM, (work) => tellDelayed(work, { name, key, dueAt, payload: parsed }))
    expect(told()).toEqual(['rearranged'])
  })

  test('a process that dies telling it leaves it to be told', async () => {
    await night()
    await keep('rearranged')
    desk.sleepTo(at('24T08:00'))
    const died = desk.work(SYSTEM, async (work) => {
      await work.tx.deleteFrom('timer').where('name', '=', 'tickets.tell-later').execute()
      throw new Error('died')
    })
    await expect(died).rejects.toThrow('died')
    await desk.moveTo(at('24T08:01'))
    expect(told()).toEqual(['rearranged'])
  })

  test('an alarm that rings late, in the night, waits for the morning', async () => {
    await night('23T21:00')
    await desk.db
      .updateTable('timer')
      .set({ dueAt: at('23T21:30') })
      .where('name', '=', 'tickets.news-due')
      .execute()
    desk.sleepTo(at('23T23:00'))
    await desk.sweep()
    await desk.moveTo(at('24T07:59'))
    expect(told()).toEqual([])
    await desk.moveTo(at('24T08:00'))
    expect(told()).toHaveLength(1)
  })
})

describe('a time that passes in the night', () => {
  test('is put off before it passes, once, and not to an hour of the night', async () => {
    await night('23T22:30')
    const { id } = await desk.ticket(number)
    await desk.db
      .updateTable('sla_clock')
      .set({
        dueAt: at('24T02:00'),
        calendarVersion: null,
        policySnapshot: JSON.stringify({
          ...(await promiseOf(id)),
          calendarMode: 'always',
          calendarId: null,
        }),
      })
      .where('subjectId', '=', id)
      .where('kind', '=', 'arrive')
      .execute()
    await desk.work(owner, async (work) => {
      await tellOwner(work, await desk.ticket(number), 'tickets.owner.still')
    })
    desk.tell.clear()
    await desk.moveTo(at('24T01:29'))
    expect(told()).toEqual([])
    await desk.moveTo(at('24T01:31'))
    expect(told()).toEqual(['late'])
    expect(read().at(-1)).toContain('最晚今天10:00前')
    await desk.moveTo(at('24T08:00'))
    expect(told()).toEqual(['late'])
  })

  async function promiseOf(ticketId: string) {
    const { policySnapshot } = await desk.db
      .selectFrom('sla_clock')
      .select('policySnapshot')
      .where('subjectId', '=', ticketId)
      .where('kind', '=', 'arrive')
      .executeTakeFirstOrThrow()
    return policySnapshot as object
  }
})
