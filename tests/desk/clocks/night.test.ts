/** Calls that waited for the end of the quiet hours: one message to each person, and none of them lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import { endLadder } from '../../../src/desk/clocks/ladder/end-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { retargetClocks } from '../../../src/desk/clocks/retarget-clocks.ts'
import type { ClockKind } from '../../../src/desk/clocks/rules.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import type { Subject } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { beginAnew, type CalledPeople, calledPeople, heardBy, NORMAL } from './called-people.ts'
import { type ClockDesk, MONDAY_TEN, openClockDesk } from './clock-desk.ts'

/** Of the guards: counted by day and by night, called about only by day. */
const BY_NIGHT: Match = { ...NORMAL, calendar: 'always' }
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

const at = (text: string, seconds = '00') => `2026-11-${text}:${seconds}+08:00`
const moveTo = (text: string, seconds?: string) => desk.moveTo(at(text, seconds))

async function promised(
  many: number,
  { match = NORMAL, kinds = ['resolve'] }: { match?: Match; kinds?: ClockKind[] } = {},
): Promise<Subject[]> {
  const subjects = Array.from({ length: many }, () =>
    desk.aTicket({ assigneeStaffId: staff.technician }),
  )
  for (const subject of subjects) await begin(subject, match, kinds)
  return subjects
}
const begin = (subject: Subject, match: Match, kinds: ClockKind[] = ['resolve']) =>
  desk.work((work) =>
    startClocks(work, { projectId: PROJECT, subject, kinds, match, startAt: work.now }),
  )

/** Since it was last asked. */
function heard(): string[] {
  const lines = heardBy(staff, desk)
  desk.tell.clear()
  return lines
}
const runOf = async (subject: Subject) =>
  await desk.db
    .selectFrom('escalation_run')
    .selectAll()
    .where('subjectId', '=', subject.id)
    .where('state', '<>', 'ended')
    .executeTakeFirstOrThrow()

/** 48 working hours from Monday 22:30 end on Wednesday 22:30: level 2 waits for Thursday 08:00. */
async function lateByNight(many: number) {
  desk.sleepTo(at('23T22:30'))
  const subjects = await promised(many)
  await moveTo('26T07:59')
  desk.tell.clear()
  return subjects
}

describe('at the end of the quiet hours', () => {
  test('twelve calls are one message to each person, and every call is kept', async () => {
    await lateByNight(12)
    await moveTo('26T08:00', '29')
    expect(heard()).toEqual([])
    await moveTo('26T08:00', '30')
    expect(heard()).toEqual(['dispatcher escalation.summary 12', 'lead escalation.summary 12'])
    const pings = await desk.db.selectFrom('ping').select(['at', 'level']).execute()
    expect(pings.filter(({ level }) => level === 2)).toHaveLength(24)
    expect(pings.at(-1)?.at).toEqual(new Date(at('26T08:00')))
    await moveTo('26T09:00')
    expect(heard()).toEqual([])
  })

  test('the one longest past comes first, and the words say why it comes now', async () => {
    const expected: string[] = []
    for (const time of ['23T22:50', '23T22:30', '23T23:10']) {
      desk.sleepTo(at(time))
      await promised(1)
      const { dueAt } = await desk.db
        .selectFrom('escalation_run')
        .select('dueAt')
        .orderBy('createdAt', 'desc')
        .executeTakeFirstOrThrow()
      expected.push(dueAt?.toISOString() ?? '')
    }
    await moveTo('26T08:01')
    const card = desk.tell.of('card').find(({ staffId }) => staffId === staff.lead)
    const items = card?.values['items'] as { due_time: string }[]
    expect(items.map(({ due_time }) => due_time)).toEqual(['22:30', '22:50', '23:10'])
    expect(card?.values).toMatchObject({ is_outage: false, is_own: false, listed: 3 })
    expect(expected).toHaveLength(3)
  })

  test('a single one comes as its usual card', async () => {
    await lateByNight(1)
    await moveTo('26T08:01')
    expect(heard()).toEqual(['dispatcher escalation.ping', 'lead escalation.ping'])
  })

  test('whoever has them gets one message too, and the next level soon after, when its time passed in the night', async () => {
    desk.sleepTo(at('23T20:00'))
    await promised(3, { match: BY_NIGHT, kinds: ['arrive'] })
    await moveTo('24T08:00')
    desk.tell.clear()
    await moveTo('24T08:01')
    expect(heard()).toEqual(['technician escalation.summary 3'])
    await moveTo('24T08:06')
    expect(heard()).toEqual(['dispatcher escalation.summary 3', 'lead escalation.summary 3'])
    await moveTo('24T12:31')
    expect(heard()).toContain('agent escalation.ping')
  })

  test('the group is spoken to once', async () => {
    const group = await desk.db
      .selectFrom('escalation_step')
      .select(['escalation_step.id', 'targets'])
      .innerJoin('escalation_chain', 'escalation_chain.id', 'chainId')
      .where('name', '=', 'normal')
      .where('level', '=', 2)
      .executeTakeFirstOrThrow()
    const targets = (all: string[]) =>
      desk.db
        .updateTable('escalation_step')
        .set({ targets: all })
        .where('id', '=', group.id)
        .execute()
    await targets([...group.targets, 'robot'])
    desk.sleepTo(at('23T22:30'))
    await promised(5)
    await targets(group.targets)
    await moveTo('26T07:59')
    desk.tell.clear()
    await moveTo('26T08:01')
    expect(heard().filter((line) => line.startsWith('群'))).toEqual(['群 clocks.digest.robot 5'])
  })

  test('who has taken some is asked about all of them by one card', async () => {
    const normal = await desk.db
      .selectFrom('escalation_chain')
      .select(['id', 'calendarName'])
      .where('name', '=', 'normal')
      .executeTakeFirstOrThrow()
    const countedIn = (calendarName: string | null) =>
      desk.db
        .updateTable('escalation_chain')
        .set({ calendarName })
        .where('id', '=', normal.id)
        .execute()
    await countedIn(null)
    desk.sleepTo(at('23T22:30'))
    const subjects = await promised(3)
    await countedIn(normal.calendarName)
    await moveTo('25T22:00')
    for (const subject of subjects) {
      await desk.tap(staff.technician, (await runOf(subject)).id)
    }
    // A quarter of an hour after the due time of 22:30 they would be asked.
    await moveTo('26T07:59')
    desk.tell.clear()
    await moveTo('26T08:01')
    expect(heard()).toEqual(['technician escalation.still_all 3'])
  })

  test('a step with hours of its own waits for them, and speaks once as well', async () => {
    const step = await desk.db
      .selectFrom('escalation_step')
      .selectAll('escalation_step')
      .innerJoin('escalation_chain', 'escalation_chain.id', 'chainId')
      .where('name', '=', 'urgent')
      .where('level', '=', 1)
      .executeTakeFirstOrThrow()
    const hours = (windowFrom: string | null, windowTo: string | null) =>
      desk.db
        .updateTable('escalation_step')
        .set({ windowFrom, windowTo })
        .where('id', '=', step.id)
        .execute()
    await hours('20:00', '06:00')
    await promised(4, { match: URGENT, kinds: ['arrive'] })
    await hours(null, null)
    await moveTo('23T19:59')
    desk.tell.clear()
    await moveTo('23T20:01')
    expect(heard()).toEqual(['technician escalation.summary 4'])
  })
})

describe('what is left out', () => {
  test.each<[string, (subjects: Subject[]) => Promise<unknown>]>([
    ['taken', async ([one]) => desk.tap(staff.agent, (await runOf(one as Subject)).id)],
    ['ended', ([one]) => desk.work((work) => endLadder(work, one as Subject, 'done'))],
    ['put off', async ([one]) => desk.tap(staff.lead, (await runOf(one as Subject)).id, 'snooze')],
  ])('what was %s in the night', async (_name, act) => {
    const subjects = await lateByNight(4)
    desk.sleepTo(at('26T07:59'))
    await act(subjects)
    desk.tell.clear()
    await moveTo('26T08:01')
    expect(heard()).toContain('lead escalation.summary 3')
  })

  test('what was taken, ended or put off in the last moment, before the message left', async () => {
    const subjects = await lateByNight(6)
    desk.sleepTo(at('26T08:00'))
    await desk.sweep()
    const [one, two, three] = subjects as [Subject, Subject, Subject]
    await desk.work((work) => endLadder(work, one, 'done'))
    await desk.work((work) => acknowledgeLadder(work, two, staff.agent))
    await desk.tap(staff.lead, (await runOf(three)).id, 'snooze')
    desk.tell.clear()
    await moveTo('26T08:01')
    expect(heard()).toEqual(['dispatcher escalation.summary 3', 'lead escalation.summary 3'])
  })

  test('what became urgent: its call comes at once, in the night', async () => {
    const [one] = await lateByNight(3)
    desk.sleepTo(at('26T02:00'))
    const change = { kinds: ['resolve' as const], match: URGENT, reason: 'priority' }
    await desk.work((work) =>
      retargetClocks(work, { projectId: PROJECT, subject: one as Subject, ...change }),
    )
    await moveTo('26T02:01')
    expect(heard()).toEqual(['technician clocks.ping.assignee'])
    await moveTo('26T02:06')
    expect(heard()).toEqual(['dispatcher escalation.ping', 'lead escalation.ping'])
    await moveTo('26T07:59')
    desk.tell.clear()
    await moveTo('26T08:01')
    expect(heard().filter((line) => line.includes('summary'))).toEqual([
      'dispatcher escalation.summary 2',
      'lead escalation.summary 2',
    ])
  })
})

describe('two reminders of one promise', () => {
  const warnedAt = async (percent: number) => {
    const shipped = await desk.db
      .selectFrom('sla_target')
      .select(['sla_target.id', 'warnAt'])
      .innerJoin('sla_policy', 'sla_policy.id', 'policyId')
      .where('sla_policy.name', '=', '普通')
      .where('kind', '=', 'resolve')
      .executeTakeFirstOrThrow()
    const write = (warnAt: unknown) =>
      desk.db
        .updateTable('sla_target')
        .set({ warnAt: JSON.stringify(warnAt) })
        .where('id', '=', shipped.id)
        .execute()
    await write([{ percent }])
    return () => write(shipped.warnAt)
  }

  test.each([
    [1, ['technician clocks.ping.assignee']],
    [3, ['technician escalation.summary 3']],
  ])('of %i, both moved out of the night, are one call: the higher', async (many, expected) => {
    // 75 % of the time are over at 22:00 of Tuesday, 80 % at 00:24.
    const restore = await warnedAt(75)
    await promised(many)
    await restore()
    await moveTo('25T07:59')
    desk.tell.clear()
    await moveTo('25T08:01')
    expect(heard()).toEqual(expected)
  })
})

describe('whatever else happens', () => {
  test('two processes ring the alarms at once: still one message each', async () => {
    await lateByNight(12)
    desk.sleepTo(at('26T08:00'))
    await Promise.all([desk.sweep(), desk.sweep(), desk.sweep()])
    desk.sleepTo(at('26T08:00', '31'))
    await Promise.all([desk.sweep(), desk.sweep(), desk.sweep()])
    expect(heard()).toEqual(['dispatcher escalation.summary 12', 'lead escalation.summary 12'])
  })

  test('a process that dies telling it, and tells it again, tells it once', async () => {
    await lateByNight(3)
    await moveTo('26T08:00', '10')
    const alarm = { name: 'clocks.digest', key: staff.lead, generation: 0, payload: {} }
    const dueAt = new Date(at('26T08:00', '30'))
    desk.sleepTo(at('26T08:00', '30'))
    const dies = desk.work(async (work) => {
      await desk.ringWithin(work, { ...alarm, dueAt })
      throw new Error('died')
    })
    await expect(dies).rejects.toThrow('died')
    desk.tell.clear()
    await desk.ring({ ...alarm, dueAt })
    await desk.ring({ ...alarm, dueAt })
    await moveTo('26T08:02')
    expect(heard()).toEqual(['dispatcher escalation.summary 3', 'lead escalation.summary 3'])
  })

  test('while another process still makes such a call, the message waits for it', async () => {
    await lateByNight(3)
    desk.sleepTo(at('26T08:00'))
    await desk.db.transaction().execute(async (other) => {
      await other
        .selectFrom('timer')
        .selectAll()
        .where('name', '=', 'clocks.ladder')
        .where('dueAt', '<=', desk.now())
        .limit(1)
        .forUpdate()
        .execute()
      await desk.sweep()
      desk.sleepTo(at('26T08:00', '45'))
      await desk.sweep()
      expect(heard()).toEqual([])
    })
    await moveTo('26T08:02')
    expect(heard()).toEqual(['dispatcher escalation.summary 3', 'lead escalation.summary 3'])
  })

  test('quiet hours edited later change no ladder that has begun, and hold for the next', async () => {
    desk.sleepTo(at('23T22:30'))
    await promised(2)
    const shipped = { windowFrom: '08:00', windowTo: '22:00' }
    const edit = (windowFrom: string, windowTo: string) =>
      desk.db
        .updateTable('escalation_step')
        .set({ windowFrom, windowTo })
        .where('windowFrom', 'is not', null)
        .execute()
    await edit('07:00', '22:00')
    await promised(3)
    await edit(shipped.windowFrom, shipped.windowTo)
    await moveTo('26T06:59')
    desk.tell.clear()
    await moveTo('26T07:01')
    expect(heard()).toEqual(['dispatcher escalation.summary 3', 'lead escalation.summary 3'])
    await moveTo('26T08:01')
    expect(heard()).toEqual(['dispatcher escalation.summary 2', 'lead escalation.summary 2'])
  })

  test.each([
    ['inside the night', '26T01:00', '26T06:00', false],
    ['from the evening until after it', '25T21:00', '26T09:00', true],
    ['until just after it, shorter than counts as one', '26T06:00', '26T08:05', false],
  ])('down-time %s: one message each, which says so', async (_name, from, until, isOutage) => {
    desk.sleepTo(at('23T22:30'))
    await promised(4)
    await moveTo(from)
    desk.tell.clear()
    desk.sleepTo(at(until))
    const end = `26T09:01`
    await moveTo(end)
    const cards = desk.tell.of('card')
    expect(cards.map(({ values }) => values['is_outage'])).toEqual([isOutage, isOutage])
    expect(heard()).toEqual(['dispatcher escalation.summary 4', 'lead escalation.summary 4'])
  })
})
