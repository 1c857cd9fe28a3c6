/** 到场: when they came, said now or later; from where; what it does to the promise, the log and what people hear. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let day = 0

beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('老李', 'dispatcher')
})
/** Accepted at 10:05:30 of a day of its own. */
beforeEach(async () => {
  day += 1
  desk.sleepTo(at('10:00'))
  scene = await aScene(desk)
  desk.sleepTo(at('10:05', '30'))
  await wang('accept')
})
afterAll(() => desk.close())

const at = (clock: string, seconds = '00') =>
  `${new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10)}T${clock}:${seconds}+08:00`
const wang = (action: string, input = {}) =>
  desk.act(scene.wang, `tickets.${action}`, { number: scene.number, ...input })
const row = () => desk.ticket(scene.number)
const clockOf = async (kind: string) =>
  desk.db
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectId', '=', (await row()).id)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
const eventsOf = async (kind: string) =>
  desk.db
    .selectFrom('ticket_event')
    .select(['at', 'payload'])
    .where('ticketId', '=', (await row()).id)
    .where('kind', '=', kind)
    .execute()
const arrivalsTold = () =>
  desk.tell
    .of('owner')
    .filter(({ conversationId }) => conversationId === scene.owner.conversationId)
    .filter(({ words }) => words === 'tickets.owner.arrived')

test('at once: no time is said, and nothing is entered later', async () => {
  desk.sleepTo(at('10:20'))
  expect(await wang('arrive')).toMatchObject({ outcome: 'ok', result: { at_words: '' } })
  expect(await row()).toMatchObject({
    arrivedAt: new Date(at('10:20')),
    arrivedEnteredAt: null,
    arrivedPlace: null,
  })
})

test('said later: the time said and the time it was written down are both kept, and the promise is met then', async () => {
  desk.sleepTo(at('10:40'))
  const { outcome, result } = await wang('arrive', { at: '10:20' })
  expect([outcome, result]).toMatchObject(['ok', { at_words: '今天10:20', too_late: false }])
  expect(await row()).toMatchObject({
    arrivedAt: new Date(at('10:20')),
    arrivedEnteredAt: new Date(at('10:40')),
  })
  expect(await clockOf('arrive')).toMatchObject({ state: 'met', metAt: new Date(at('10:20')) })
  const [event] = await eventsOf('arrived')
  expect(event).toMatchObject({
    at: new Date(at('10:40')),
    payload: { saidAt: new Date(at('10:20')).toISOString() },
  })
})

test('so late that it counts from when it was said, and the answer says so', async () => {
  desk.sleepTo(at('11:30'))
  const { result } = await wang('arrive', { at: '10:20' })
  expect(result).toMatchObject({ too_late: true, late_minutes: 60 })
  expect((await row()).arrivedAt).toEqual(new Date(at('10:20')))
  expect((await clockOf('arrive')).metAt).toEqual(new Date(at('11:30')))
})

test.each([
  ['the very limit counts', '11:20', '10:20'],
  ['a minute beyond does not', '11:21', '11:21'],
])('%s', async (_name, now, met) => {
  desk.sleepTo(at(now))
  await wang('arrive', { at: '10:20' })
  expect((await clockOf('arrive')).metAt).toEqual(new Date(at(met)))
})

test.each([
  ['in the future', { at: '10:41' }, 'future', '今天10:40'],
  ['in the near future', { at: '13:30' }, 'future', '今天10:40'],
  ['before the acceptance', { at: '10:04' }, 'before_accept', '今天10:05'],
  ['in the night before', { at: '22:00' }, 'before_accept', '今天10:05'],
])(
  '%s it is refused, with what it clashes with, and nothing changes',
  async (_name, input, outcome, limit) => {
    desk.sleepTo(at('10:40'))
    const before = await row()
    expect(await wang('arrive', input)).toMatchObject({ outcome, result: { limit } })
    expect(await row()).toEqual(before)
  },
)

test.each([
  ['the minute of the acceptance is the acceptance', '10:05'],
  ['the present minute', '10:40'],
])('%s', async (_name, said) => {
  desk.sleepTo(at('10:40', '20'))
  const accepted = (await row()).acceptedAt
  expect((await wang('arrive', { at: said })).outcome).toBe('ok')
  const arrived = (await row()).arrivedAt
  expect(arrived?.getTime()).toBeGreaterThanOrEqual(accepted?.getTime() ?? 0)
})

test('a bare hour of the afternoon is the other half of the day where only that fits', async () => {
  desk.sleepTo(at('15:10'))
  await wang('arrive', { at: '02:30' })
  expect((await row()).arrivedAt).toEqual(new Date(at('14:30')))
})

test('what was handed over was not reached before that', async () => {
  const li = await scene.hire('李雷')
  desk.sleepTo(at('10:30'))
  await wang('transfer', { colleague: scene.named('李雷'), reason: '专业不对口' })
  desk.sleepTo(at('10:35'))
  const byLi = (action: string, input = {}) =>
    desk.act(li, `tickets.${action}`, { number: scene.number, ...input })
  await byLi('accept')
  desk.sleepTo(at('10:50'))
  expect(await byLi('arrive', { at: '10:20' })).toMatchObject({
    outcome: 'before_handover',
    result: { limit: '今天10:30' },
  })
  expect((await byLi('arrive', { at: '10:32' })).outcome).toBe('before_accept')
  expect((await byLi('arrive', { at: '10:40' })).outcome).toBe('ok')
})

test('put right afterwards: the promise is judged again, and the owner hears of the arrival once', async () => {
  desk.sleepTo(at('10:40'))
  await wang('arrive')
  desk.sleepTo(at('10:50'))
  expect((await wang('arrive', { at: '10:20' })).outcome).toBe('noted')
  expect((await clockOf('arrive')).metAt).toEqual(new Date(at('10:20')))
  expect(await eventsOf('arrival-corrected')).toMatchObject([
    { at: new Date(at('10:50')), payload: { before: new Date(at('10:40')).toISOString() } },
  ])
  expect(arrivalsTold()).toHaveLength(1)
})

test('said twice, it is written down once', async () => {
  desk.sleepTo(at('10:40'))
  await wang('arrive', { at: '10:20' })
  const version = (await row()).version
  expect((await wang('arrive', { at: '10:20' })).outcome).toBe('already')
  expect((await wang('arrive')).outcome).toBe('already')
  expect((await desk.tap(scene.wang, scene.number, 'arrive')).outcome).toBe('already')
  expect((await row()).version).toBe(version)
})

test('after the work is done the time can be put right, but not to later than that', async () => {
  desk.sleepTo(at('10:40'))
  await wang('arrive')
  desk.sleepTo(at('11:00'))
  await wang('finish')
  desk.sleepTo(at('11:10'))
  expect(await wang('arrive', { at: '11:05' })).toMatchObject({
    outcome: 'after_finish',
    result: { limit: '今天11:00' },
  })
  expect((await wang('arrive', { at: '10:30' })).outcome).toBe('noted')
  expect((await wang('arrive', { words: '补一句' })).outcome).toBe('over')
})

test('nobody else says when they came', async () => {
  const li = await scene.hire('李雷')
  desk.sleepTo(at('10:40'))
  const asked = { number: scene.number, at: '10:20' }
  expect((await desk.act(li, 'tickets.arrive', asked)).outcome).toBe('not_yours')
  await wang('arrive')
  expect((await desk.act(li, 'tickets.arrive', asked)).outcome).not.toBe('noted')
  expect((await row()).arrivedAt).toEqual(new Date(at('10:40')))
})

test('of two at once one is written, and the other hears that it is done', async () => {
  desk.sleepTo(at('10:40'))
  const both = await Promise.all([wang('arrive', { at: '10:20' }), wang('arrive', { at: '10:20' })])
  expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['already', 'ok'])
  expect(await eventsOf('arrived')).toHaveLength(1)
})

test('without a number the job they are at is meant, when there is something to add', async () => {
  desk.sleepTo(at('10:40'))
  await wang('arrive')
  desk.sleepTo(at('10:45'))
  const said = (at: string) => desk.act(scene.wang, 'tickets.arrive', { at })
  expect((await said('10:30')).outcome).toBe('noted')
})

test('whoever comes after somebody else has come from nowhere yet', async () => {
  desk.sleepTo(at('10:40'))
  await wang('arrive', { at: '10:20', words: '在大堂' })
  await scene.hire('李雷')
  await wang('transfer', { colleague: scene.named('李雷'), reason: '专业不对口' })
  expect(await row()).toMatchObject({
    arrivedAt: null,
    arrivedPlace: null,
    arrivedMetres: null,
    arrivedEnteredAt: null,
  })
})

test.each([['25:00'], ['9点'], ["10:20'; DROP TABLE ticket; --"], ['10:20'.repeat(50_000)]])(
  'what is no time of day never reaches the ticket: %.20s',
  async (said) => {
    await expect(wang('arrive', { at: said })).rejects.toThrow()
    expect((await row()).state).toBe('ACCEPTED')
  },
)

const NORTH_GATE = { latitude: 22.5431, longitude: 114.0579, name: '云锦花园北门' }

/** The building of the scene stands at the north gate. */
async function measured() {
  const { latitude, longitude } = NORTH_GATE
  const code = (await row()).buildingCode ?? ''
  await desk.db
    .updateTable('building')
    .set({ latitude, longitude })
    .where('code', '=', code)
    .execute()
}
const farTold = () => desk.tell.of('staff').filter(({ words }) => words === 'tickets.staff.far')

test('a position the phone sent is measured from the building of the matter', async () => {
  await measured()
  const spot = { ...NORTH_GATE, latitude: NORTH_GATE.latitude + 0.001 }
  expect((await wang('arrive', { spot })).result).toMatchObject({ far: false, metres: 111 })
  expect(await row()).toMatchObject({ arrivedPlace: '云锦花园北门', arrivedMetres: 111 })
})

test.each([
  [
    'farther than the rules allow',
    { spot: { ...NORTH_GATE, latitude: NORTH_GATE.latitude + 0.01 } },
    1112,
  ],
  ['at another building', { building: '999' }, 0],
])(
  '%s it is taken, noted, and whoever gives work out is told once',
  async (_name, input, metres) => {
    await measured()
    const before = farTold().length
    const { outcome, result } = await wang('arrive', input)
    expect([outcome, result]).toMatchObject(['ok', { far: true, metres }])
    expect((await eventsOf('arrived'))[0]?.payload).toMatchObject({ far: true })
    expect(farTold()).toHaveLength(before + 1)
  },
)

test('where the register knows no place nothing is measured', async () => {
  await desk.db.updateTable('building').set({ latitude: null, longitude: null }).execute()
  await wang('arrive', { spot: NORTH_GATE })
  expect(await row()).toMatchObject({ arrivedPlace: '云锦花园北门', arrivedMetres: null })
})

test.each([
  ['在东门大堂', '在东门大堂', undefined],
  ['业主没在家', null, '业主没在家'],
  ['大堂'.repeat(5000), null, '大堂'.repeat(1000)],
  ['\u0000<script>大堂', '<script>大堂', undefined],
])('words that name a place are one, others are a note: %.10s', async (words, place, text) => {
  await wang('arrive', { words })
  expect((await row()).arrivedPlace).toBe(place)
  const payload = (await eventsOf('arrived'))[0]?.payload as { text?: string }
  expect(payload.text).toBe(text)
})

test.each([
  [{ latitude: 91, longitude: 0, name: '' }],
  [{ latitude: Number.NaN, longitude: 0, name: '' }],
  [{ latitude: '22', longitude: {}, name: 5 }],
  ['大门口'],
])('a position that is none is left out: %j', async (spot) => {
  expect((await wang('arrive', { spot })).outcome).toBe('ok')
  expect(await row()).toMatchObject({ arrivedPlace: null, arrivedMetres: null })
})

test('a place sent afterwards is added to the arrival', async () => {
  await wang('arrive')
  expect((await wang('arrive', { spot: NORTH_GATE })).outcome).toBe('noted')
  expect((await row()).arrivedPlace).toBe('云锦花园北门')
  expect(arrivalsTold()).toHaveLength(1)
})
