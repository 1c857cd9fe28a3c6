/** What people hear when the desk comes back after a time in which nothing was called out. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clockClicks } from '../../../src/desk/clocks/clicks.ts'
import { endLadder } from '../../../src/desk/clocks/ladder/end-ladder.ts'
import { startLadder } from '../../../src/desk/clocks/ladder/start-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { beginAnew, type CalledPeople, calledPeople, heardBy, NORMAL } from './called-people.ts'
import { type ClockDesk, MONDAY_TEN, openClockDesk } from './clock-desk.ts'

const URGENT: Match = { ...NORMAL, priority: 'urgent' }
let desk: ClockDesk
let staff: CalledPeople
beforeAll(async () => {
  desk = await openClockDesk()
  staff = await calledPeople(desk)
})
afterAll(() => desk.close())
beforeEach(async () => {
  await beginAnew(desk)
  desk.sleepTo(MONDAY_TEN)
})

const at = (time: string) => `2026-11-23T${time}:00+08:00`

/** So many matters of one technician, due at 10:30. */
async function promised(many: number) {
  const subjects = Array.from({ length: many }, () =>
    desk.aTicket({ assigneeStaffId: staff.technician }),
  )
  await desk.work(async (work) => {
    for (const subject of subjects) {
      const promise = { kinds: ['arrive' as const], match: URGENT, startAt: work.now }
      await startClocks(work, { projectId: PROJECT, subject, ...promise })
    }
  })
  return subjects
}

const waiting = () =>
  desk.db.selectFrom('missed_ping').selectAll().where('summaryId', 'is', null).execute()
const pings = () => desk.db.selectFrom('ping').selectAll().execute()
const heard = () => heardBy(staff, desk)

test('fifty matters late at once are one message a person and level, and every call is kept', async () => {
  await promised(50)
  desk.sleepTo(at('12:00'))
  await Promise.all([desk.sweep(), desk.sweep()])
  expect(heard()).toEqual([])
  await desk.moveTo(at('12:04'))
  expect(heard()).toEqual([
    'technician clocks.digest.others 35',
    'technician escalation.summary 50',
  ])
  await desk.moveTo(at('12:29'))
  const each = (who: string) => [`${who} clocks.digest.others 35`, `${who} escalation.summary 50`]
  expect(heard()).toEqual(
    [
      ...['agent', 'dispatcher', 'dispatcher', 'lead', 'manager', 'technician'].flatMap(each),
      '群 clocks.digest.robot 50',
      '群 clocks.digest.robot 50',
    ].sort(),
  )
  // Level 1, two of level 2, two and the group of level 3, one and the group of level 4.
  expect(await pings()).toHaveLength(50 * 8)
  expect(await waiting()).toEqual([])
  const [first] = desk.tell.of('card')
  const told = first?.values as { items: object[] } | undefined
  expect([told?.items.length, first?.values['listed']]).toEqual([15, 15])
  expect(told?.items[0]).toMatchObject({ id: expect.any(String), promise: '到场' })
  const [others] = desk.tell.of('staff')
  expect(others?.values).toMatchObject({ count: 35, others: expect.any(Array) })
})

test('afterwards the ladders go on call by call as ever', async () => {
  await promised(3)
  desk.sleepTo(at('12:00'))
  await desk.moveTo(at('12:16'))
  desk.tell.clear()
  await desk.moveTo(at('12:31'))
  expect(heard()).toEqual([
    ...Array.from({ length: 3 }, () => 'manager escalation.ping'),
    ...Array.from({ length: 3 }, () => '群 clocks.ping.robot'),
  ])
})

test('reminders that were missed while there is still time are one message, and none once it is over', async () => {
  const subjects = Array.from({ length: 4 }, () =>
    desk.aTicket({ assigneeStaffId: staff.technician }),
  )
  await desk.work(async (work) => {
    for (const subject of subjects) {
      const promise = { kinds: ['resolve' as const], match: URGENT, startAt: work.now }
      await startClocks(work, { projectId: PROJECT, subject, ...promise })
    }
  })
  // 24 hours: half of it is over at 22:00, two hours are left at 08:00 of the next day.
  desk.sleepTo('2026-11-24T09:00:00+08:00')
  await desk.moveTo('2026-11-24T09:01:00+08:00')
  expect(heard()).toEqual(['technician escalation.summary 4'])
  const [told] = desk.tell.of('card')
  expect(told?.values['items']).toMatchObject([{ is_late: false, hours: 1 }, {}, {}, {}])
})

test('a single one missed comes as its usual card, with its buttons', async () => {
  await promised(1)
  desk.sleepTo(at('12:00'))
  await desk.moveTo(at('12:06'))
  expect(heard()).toEqual([
    'dispatcher escalation.ping',
    'lead escalation.ping',
    'technician clocks.ping.assignee',
  ])
})

test('a worker that was away for less than the age of the rule gathers nothing', async () => {
  await promised(3)
  desk.sleepTo(at('10:24'))
  await desk.sweep()
  expect(heard()).toEqual(Array.from({ length: 3 }, () => 'technician clocks.ping.assignee'))
  expect(await waiting()).toEqual([])
})

test('danger is called out at once, however long it was not', async () => {
  for (const title of ['电梯困人', '燃气泄漏']) {
    const subject = desk.aTicket({ title })
    await desk.work((work) =>
      startLadder(work, {
        ...{ projectId: PROJECT, subject, reason: 'hazard', chain: 'hazard' },
        ...{ startAt: work.now, dueAt: work.now },
      }),
    )
  }
  desk.sleepTo(at('11:00'))
  await desk.sweep()
  expect(heard().filter((line) => line === 'agent escalation.hazard')).toHaveLength(2)
})

test('what somebody took or ended before the message goes out is not in it', async () => {
  const [one] = await promised(4)
  desk.sleepTo(at('12:00'))
  await desk.sweep()
  if (!one) throw new Error('no matter')
  await desk.work((work) => endLadder(work, one, 'done'))
  await desk.moveTo(at('12:01'))
  expect(heard()).toEqual(['technician escalation.summary 3'])
})

test('while another worker is still at what was missed, the message waits for it', async () => {
  await promised(3)
  desk.sleepTo(at('12:00'))
  await desk.db.transaction().execute(async (other) => {
    // Another process has one of the alarms in its hands.
    await other
      .selectFrom('timer')
      .selectAll()
      .where('name', '=', 'clocks.ladder')
      .limit(1)
      .forUpdate()
      .execute()
    await desk.sweep()
    desk.sleepTo(at('12:01'))
    await desk.sweep()
    expect(heard()).toEqual([])
  })
  await desk.moveTo(at('12:02'))
  expect(heard()).toEqual(['technician escalation.summary 3'])
})

/** So many matters late and taken by the lead, who should be asked at 11:05 whether they still have them. */
async function taken(many: number) {
  const subjects = await promised(many)
  await desk.moveTo(at('10:46'))
  const runs = await desk.db.selectFrom('escalation_run').select('id').orderBy('id').execute()
  for (const { id } of runs) await desk.tap(staff.lead, id)
  desk.tell.clear()
  return { subjects, runs: runs.map(({ id }) => id) }
}
const tapAll = (staffId: string, key: string, of = staffId) =>
  desk.workAs({ kind: 'staff', staffId, projectId: PROJECT } as never, async (work) => {
    const subject = { kind: 'escalation-asks', id: of }
    const answer = await clockClicks({})['escalation-asks']?.(work, {
      subject,
      key,
      selections: {},
    })
    return answer?.outcome
  })
const states = async () =>
  (await desk.db.selectFrom('escalation_run').select(['state', 'askedAt']).execute())
    .map(({ state, askedAt }) => `${state}${askedAt ? ' asked' : ''}`)
    .sort()

test('whoever has taken many is asked about all of them by one card, and one tap answers', async () => {
  await taken(6)
  desk.sleepTo(at('13:00'))
  await desk.moveTo(at('13:02'))
  expect(heard()).toEqual(['lead escalation.still_all 6'])
  const [card] = desk.tell.of('card')
  expect(card?.values).toMatchObject({ count: 6, answer_minutes: expect.any(Number) })
  expect(await states()).toEqual(Array.from({ length: 6 }, () => 'acknowledged asked'))
  expect(await tapAll(staff.manager, 'still', staff.lead)).toBe('not-yours')
  expect(await tapAll(staff.lead, 'drop tables')).toBe('unknown-key')
  expect(await tapAll(staff.lead, 'still')).toBe('still')
  expect(await states()).toEqual(Array.from({ length: 6 }, () => 'acknowledged'))
  expect(await tapAll(staff.lead, 'give_back')).toBe('over')
})

test('given back by one tap, all of them begin again; two taps at once are one', async () => {
  await taken(3)
  desk.sleepTo(at('13:00'))
  await desk.moveTo(at('13:02'))
  const taps = await Promise.all([tapAll(staff.lead, 'give_back'), tapAll(staff.lead, 'give_back')])
  expect(taps.sort()).toEqual(['given-back', 'over'])
  expect(await states()).toEqual(Array.from({ length: 3 }, () => 'running'))
})

test('a single one is asked about by its own card, and what is over is not asked about', async () => {
  const { subjects } = await taken(2)
  desk.sleepTo(at('13:00'))
  await desk.sweep()
  const [one] = subjects
  if (one) await desk.work((work) => endLadder(work, one, 'done'))
  await desk.moveTo(at('13:01'))
  expect(heard()).toEqual(['lead escalation.still'])
})

test('without an answer all of them begin again', async () => {
  await taken(2)
  desk.sleepTo(at('13:00'))
  await desk.moveTo(at('13:02'))
  desk.tell.clear()
  await desk.moveTo(at('14:00'))
  expect(await states()).toEqual(['running', 'running'])
})
