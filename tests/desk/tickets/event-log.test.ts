/** The log of a ticket is whole: its present can be rebuilt from it, whatever happened. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rebuildTicket } from '../../../src/desk/tickets/rebuild-ticket.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('班长', 'lead')
})
beforeEach(async () => {
  scene = await aScene(desk)
})
afterAll(() => desk.close())

const owner = (action: string, input = {}) =>
  desk.act(scene.owner, action, { number: scene.number, ...input })
const wang = (action: string, input = {}) =>
  desk.act(scene.wang, `tickets.${action}`, { number: scene.number, ...input })

const LIVES: Readonly<Record<string, () => Promise<unknown>>> = {
  'just reported': async () => undefined,
  'nudged, added to and withdrawn': async () => {
    await owner('tickets.nudge')
    await owner('tickets.add_note', { text: '水更大了', photos: ['p'] })
    await owner('tickets.withdraw', { reason: '好了' })
  },
  'held, resumed and done': async () => {
    await wang('accept')
    await wang('hold', { reason: 'waiting_parts' })
    await wang('resume')
    await wang('arrive')
    await wang('finish', { note: '换了阀芯' })
  },
  'reached, said later, put right and handed over': async () => {
    await wang('accept')
    await desk.advance(30)
    const minutesAgo = (many: number) =>
      new Date(desk.now().getTime() - many * 60_000 + 8 * 3_600_000).toISOString().slice(11, 16)
    await wang('arrive', { at: minutesAgo(20), words: '在大堂', photos: ['a1', 'a2'] })
    await wang('arrive', { at: minutesAgo(10), photos: ['a3'] })
    await scene.hire('李四')
    await wang('transfer', { colleague: scene.named('李四'), reason: '忙' })
  },
  'returned, timed out and waiting': async () => {
    await scene.hire('李四')
    await wang('accept')
    await wang('return_job', { reason: '忙' })
    await desk.advance(60)
  },
  'done, silent and closed': async () => {
    await scene.bringTo('DONE')
    await desk.advance(7 * 24 * 60)
  },
  'reopened and rated': async () => {
    await scene.bringTo('DONE')
    await owner('tickets.reopen', { text: '还漏' })
    await scene.bringTo('DONE')
    await owner('surveys.fixed')
    await owner('surveys.save', { score: 2, reason: '慢' })
  },
  'cancelled by staff': async () => {
    await scene.bringTo('ARRIVED')
    await wang('cancel', { reason: '业主不修了' })
  },
}

test.each(Object.keys(LIVES))('%s', async (life) => {
  await LIVES[life]?.()
  const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(scene.number))
  expect(rebuilt).toEqual(kept)
})

test('a log with a gap is refused', () => {
  const event = { toState: 'NEW', payload: { set: {} } }
  expect(() => rebuildTicket([{ seq: 2, ...event }])).toThrow(RangeError)
  expect(() =>
    rebuildTicket([
      { seq: 1, ...event },
      { seq: 3, ...event },
    ]),
  ).toThrow(RangeError)
})

test('what an owner wrote or tapped stands with what it caused; of what staff did there is no message', async () => {
  const from = (messageId: string) => ({ ...scene.owner, messageId })
  const says = (messageId: string, action: string, input = {}) =>
    desk.act(from(messageId), action, { number: scene.number, ...input })
  const room = (await desk.ticket(scene.number)).roomCode
  await desk.act(from('m1'), 'tickets.create', { text: '插座没电', room })
  await says('m2', 'tickets.add_note', { text: '水更大了', photos: ['p'] })
  await says('m3', 'tickets.nudge')
  await scene.bringTo('DONE')
  await says('m4', 'surveys.fixed')
  await says('m5', 'surveys.save', { score: 5 })
  await says('m6', 'surveys.change', { speed: 4 })
  const gone = await desk.act(from('m7'), 'tickets.create', { text: '门锁坏了', room })
  const withdrawn = { number: gone.result['number'], reason: '好了' }
  await desk.act(from('m8'), 'tickets.withdraw', withdrawn)
  const events = await desk.db
    .selectFrom('ticket_event')
    .select(['msgId', 'kind', 'actorKind'])
    .where('at', '>=', desk.now())
    .orderBy('seq')
    .execute()
  const signed = events.filter(({ msgId }) => msgId !== null)
  expect(new Set(signed.map(({ msgId }) => msgId))).toEqual(
    new Set(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8']),
  )
  expect(new Set(signed.map(({ actorKind }) => actorKind))).toEqual(new Set(['owner']))
  const kindOf = (id: string) => signed.filter(({ msgId }) => msgId === id).map(({ kind }) => kind)
  expect(kindOf('m1')).toContain('created')
  expect(kindOf('m2')).toEqual(['note'])
  expect(kindOf('m4')).toEqual(['confirmed'])
  expect(kindOf('m6')).toEqual(['rating-changed'])
  expect(events.some(({ actorKind, msgId }) => actorKind === 'staff' && msgId === null)).toBe(true)
})
