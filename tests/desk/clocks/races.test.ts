import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import { armRun } from '../../../src/desk/clocks/ladder/change-run.ts'
import { endLadder } from '../../../src/desk/clocks/ladder/end-ladder.ts'
import { restartLadder } from '../../../src/desk/clocks/ladder/restart-ladder.ts'
import { findRun } from '../../../src/desk/clocks/ladder/run.ts'
import { startLadder } from '../../../src/desk/clocks/ladder/start-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { meetClock } from '../../../src/desk/clocks/meet-clock.ts'
import { countOverdue, overdueSteps, rearmOverdue } from '../../../src/desk/clocks/overdue.ts'
import { pauseClocks } from '../../../src/desk/clocks/pause-clocks.ts'
import { resumeClocks } from '../../../src/desk/clocks/resume-clocks.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import type { Subject, Work } from '../../../src/desk/work.ts'
import { aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, MONDAY_TEN, openClockDesk } from './clock-desk.ts'
import { seeded } from './seeded.ts'

const URGENT: Match = {
  kind: 'repair',
  categories: ['water', 'water.leak'],
  calendar: 'business',
  priority: 'urgent',
}

let desk: ClockDesk
let staff: string[]
beforeAll(async () => {
  desk = await openClockDesk()
  staff = await Promise.all(
    (['technician', 'lead', 'dispatcher', 'agent', 'manager'] as const).map((role) =>
      aStaffMember(desk.db, { name: role, roles: [role] }),
    ),
  )
})
afterAll(() => desk.close())
beforeEach(async () => {
  for (const table of ['timer', 'sla_clock', 'sla_pause', 'escalation_run', 'ping'] as const) {
    await desk.db.deleteFrom(table).execute()
  }
  desk.tell.clear()
  desk.sleepTo(MONDAY_TEN)
})

const at = (text: string) => `2026-11-${text}:00+08:00`

async function promised(): Promise<Subject> {
  const subject = desk.aTicket({ assigneeStaffId: staff[0] ?? null })
  await desk.work((work) =>
    startClocks(work, {
      projectId: PROJECT,
      subject,
      kinds: ['arrive'],
      match: URGENT,
      startAt: work.now,
    }),
  )
  return subject
}

async function runs(subject: Subject) {
  return desk.db
    .selectFrom('escalation_run')
    .selectAll()
    .where('subjectId', '=', subject.id)
    .execute()
}

describe('at the same time', () => {
  test('the same alarm rung by two processes makes one call', async () => {
    const ticket = await promised()
    const [run] = await runs(ticket)
    const timer = {
      name: 'clocks.ladder',
      key: 'x',
      dueAt: desk.now(),
      generation: 1,
      payload: { runId: run?.id, step: 0, round: 0 },
    }
    await Promise.all(Array.from({ length: 6 }, () => desk.ring(timer)))
    expect(await desk.db.selectFrom('ping').selectAll().execute()).toHaveLength(1)
    expect(desk.tell.told).toHaveLength(1)
    expect((await runs(ticket))[0]).toMatchObject({ step: 1, round: 0 })
  })

  test('two take it: one has it, the other is told who', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:46'))
    const [run] = await runs(ticket)
    const answers = await Promise.all(staff.map((id) => desk.tap(id, run?.id ?? '')))
    expect(answers.filter(({ outcome }) => outcome === 'taken')).toHaveLength(1)
    expect(answers.filter(({ outcome }) => outcome === 'taken-by-other')).toHaveLength(4)
    const winner = staff[answers.findIndex(({ outcome }) => outcome === 'taken')]
    expect((await runs(ticket))[0]).toMatchObject({
      state: 'acknowledged',
      ackById: winner,
      epoch: 2,
    })
    expect(
      desk.tell.of('robot').filter(({ words }) => words === 'clocks.taken.robot'),
    ).toHaveLength(1)
  })

  test('somebody takes it while it calls: it has called, and stops', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:31'))
    const [run] = await runs(ticket)
    desk.sleepTo(at('23T10:45'))
    await Promise.all([desk.sweep(), desk.tap(staff[1] ?? '', run?.id ?? '')])
    const before = await desk.db.selectFrom('ping').select('id').execute()
    expect((await runs(ticket))[0]?.state).toBe('acknowledged')
    await desk.moveTo(at('23T10:59'))
    expect(await desk.db.selectFrom('ping').select('id').execute()).toEqual(before)
  })

  test('says they still have it just as it begins again: either holds, nothing is lost', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:31'))
    const [run] = await runs(ticket)
    await desk.tap(staff[1] ?? '', run?.id ?? '')
    await desk.moveTo(at('23T10:47'))
    desk.sleepTo(at('23T11:01'))
    const [, answer] = await Promise.all([
      desk.sweep(),
      desk.tap(staff[1] ?? '', run?.id ?? '', 'still'),
    ])
    const [after] = await runs(ticket)
    expect(after?.state).toBe(answer.outcome === 'still' ? 'acknowledged' : 'running')
    expect(after?.nextAt).not.toBeNull()
    const alarms = await desk.db.selectFrom('timer').select('key').execute()
    expect(alarms.map(({ key }) => key)).toContain(`${after?.id}:${after?.epoch}`)
  })

  test('put off while another takes it: the taker has it', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:31'))
    const [run] = await runs(ticket)
    await Promise.all([
      desk.tap(staff[1] ?? '', run?.id ?? ''),
      desk.tap(staff[0] ?? '', run?.id ?? '', 'snooze'),
    ])
    expect((await runs(ticket))[0]).toMatchObject({ state: 'acknowledged', ackById: staff[1] })
  })

  test('a process dies between the call and its commit: the call is made once, later', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:14'))
    desk.sleepTo(at('23T10:15'))
    const [run] = await runs(ticket)
    const alarm = { name: 'clocks.ladder', key: `${run?.id}:1`, dueAt: desk.now(), generation: 1 }
    const died = desk.work(async (work) => {
      await desk.ringWithin(work, { ...alarm, payload: { runId: run?.id, step: 0, round: 0 } })
      throw new Error('killed')
    })
    await expect(died).rejects.toThrow('killed')
    expect(await desk.db.selectFrom('ping').select('id').execute()).toHaveLength(0)
    await desk.sweep()
    expect(await desk.db.selectFrom('ping').select('id').execute()).toHaveLength(1)
  })

  test('two alarms of one danger begin one ladder', async () => {
    const subject = desk.aTicket()
    const alarm = () =>
      desk.work((work) =>
        startLadder(work, {
          projectId: PROJECT,
          subject,
          reason: 'hazard',
          chain: 'hazard',
          startAt: work.now,
          dueAt: work.now,
        }),
      )
    const ids = await Promise.all([alarm(), alarm(), alarm(), alarm()])
    expect(new Set(ids).size).toBe(1)
    expect(await runs(subject)).toHaveLength(1)
  })

  test('two finish it: one of them did', async () => {
    const ticket = await promised()
    const meet = () => desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    const answers = await Promise.all([meet(), meet(), meet()])
    expect(answers.sort()).toEqual(['met', 'none', 'none'])
  })

  test('two pause it: one pause, the other is refused', async () => {
    const ticket = await promised()
    const pause = () => desk.work((work) => pauseClocks(work, ticket, 'waiting_owner'))
    const answers = await Promise.allSettled([pause(), pause(), pause()])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(2)
    for (const answer of answers) {
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ code: 'already-paused' })
    }
    expect(await desk.db.selectFrom('sla_pause').selectAll().execute()).toHaveLength(1)
  })

  test('sweeping and every act of people never wait for each other in a circle', async () => {
    const random = seeded(20261123)
    const tickets = await Promise.all(Array.from({ length: 4 }, promised))
    const acts: ((work: Work, subject: Subject) => Promise<unknown>)[] = [
      (work, subject) => pauseClocks(work, subject, 'waiting_owner'),
      resumeClocks,
      (work, subject) => acknowledgeLadder(work, subject, staff[random.int(0, 4)] ?? ''),
      restartLadder,
      (work, subject) => endLadder(work, subject, 'x'),
      (work, subject) => meetClock(work, subject, 'arrive', work.now),
      (work, subject) =>
        startClocks(work, {
          projectId: PROJECT,
          subject,
          kinds: ['arrive'],
          match: URGENT,
          startAt: work.now,
        }),
    ]
    const errors: unknown[] = []
    for (let minute = 1; minute <= 40; minute++) {
      desk.sleepTo(new Date(Date.parse(MONDAY_TEN) + minute * 300_000).toISOString())
      const acting = Array.from({ length: 5 }, () => {
        const act = acts[random.int(0, acts.length - 1)]
        const subject = tickets[random.int(0, tickets.length - 1)]
        return act && subject ? desk.work((work) => act(work, subject)) : Promise.resolve()
      })
      const answers = await Promise.allSettled([desk.sweep(), desk.sweep(), ...acting])
      errors.push(
        ...answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : [])),
      )
    }
    const codes = new Set(errors.map((error) => (error as { code?: string }).code))
    // What our rules refuse is refused; a circle would be 40P01, a lost race 23505.
    expect(
      [...codes].filter((code) => code !== 'already-paused' && code !== 'clock-running'),
    ).toEqual([])
    expect(await overdue()).toEqual([])
  })
})

const overdue = () => desk.work(({ tx, now }) => overdueSteps(tx, { now, most: 500 }))

describe('the watchman is watched', () => {
  test('nothing is missing while every promise has its alarm, late or not', async () => {
    await promised()
    expect(await overdue()).toEqual([])
    desk.sleepTo(at('24T10:00'))
    expect(await overdue()).toEqual([])
  })

  test('so many at a look, the oldest of them, and the number of all', async () => {
    for (let n = 0; n < 3; n++) await promised()
    await desk.db.deleteFrom('timer').execute()
    desk.sleepTo(at('23T10:31'))
    const all = await overdue()
    expect(all).toHaveLength(6)
    const some = await desk.work(({ tx, now }) => overdueSteps(tx, { now, most: 4 }))
    expect(some.map(({ at: due }) => due)).toEqual(all.slice(0, 4).map(({ at: due }) => due))
    expect(await desk.work(({ tx, now }) => countOverdue(tx, now))).toBe(6)
    for (let look = 0; look < 2; look++) {
      const found = await desk.work(({ tx, now }) => overdueSteps(tx, { now, most: 4 }))
      await desk.work((work) => rearmOverdue(work, found))
    }
    expect(await overdue()).toEqual([])
    expect(await desk.work(({ tx, now }) => countOverdue(tx, now))).toBe(0)
  })

  test('lost alarms are found, oldest first, once their time has come', async () => {
    const ticket = await promised()
    await desk.db.deleteFrom('timer').execute()
    expect(await overdue()).toEqual([])
    desk.sleepTo(at('23T10:31'))
    const [clock] = await desk.db.selectFrom('sla_clock').select('id').execute()
    const [run] = await runs(ticket)
    expect(await overdue()).toEqual([
      { what: 'ladder', id: run?.id, projectId: PROJECT, at: new Date(at('23T10:15')) },
      { what: 'clock', id: clock?.id, projectId: PROJECT, at: new Date(at('23T10:30')) },
    ])
  })

  test('and set again: then everything happens after all, once', async () => {
    const ticket = await promised()
    await desk.db.deleteFrom('timer').execute()
    desk.sleepTo(at('23T10:31'))
    const found = await overdue()
    expect(await desk.work((work) => rearmOverdue(work, found))).toBe(2)
    expect(await overdue()).toEqual([])
    await desk.moveTo(at('23T10:36'))
    const pings = await desk.db.selectFrom('ping').select('level').orderBy('level').execute()
    expect(pings.map(({ level }) => level)).toEqual([1, 2, 2])
    const [clock] = await desk.db.selectFrom('sla_clock').select('breachedAt').execute()
    expect(clock?.breachedAt).toEqual(new Date(at('23T10:30')))
    expect(await runs(ticket)).toHaveLength(1)
  })

  test('but not for what moved on after it was found', async () => {
    const ticket = await promised()
    await desk.db.deleteFrom('timer').execute()
    desk.sleepTo(at('23T10:31'))
    const found = await overdue()
    await desk.work((work) => meetClock(work, ticket, 'arrive', work.now))
    expect(await desk.work((work) => rearmOverdue(work, found))).toBe(0)
    expect(await desk.db.selectFrom('timer').selectAll().execute()).toEqual([])
  })

  test('nor for a call that was made after all', async () => {
    const ticket = await promised()
    const [run] = await runs(ticket)
    const timer = { name: 'clocks.ladder', key: 'x', dueAt: desk.now(), generation: 1 }
    await desk.db.deleteFrom('timer').execute()
    desk.sleepTo(at('23T10:16'))
    const found = await overdue()
    await desk.ring({ ...timer, payload: { runId: run?.id, step: 0, round: 0 } })
    expect(await desk.work((work) => rearmOverdue(work, found))).toBe(0)
    await desk.moveTo(at('23T10:20'))
    expect(await desk.db.selectFrom('ping').select('id').execute()).toHaveLength(1)
  })

  test('one that was taken and forgotten is found as well', async () => {
    const ticket = await promised()
    await desk.moveTo(at('23T10:31'))
    await desk.work((work) => acknowledgeLadder(work, ticket, staff[1] ?? ''))
    await desk.db.deleteFrom('timer').execute()
    desk.sleepTo(at('23T11:02'))
    const found = await overdue()
    expect(found).toMatchObject([{ what: 'ladder', at: new Date(at('23T10:46')) }])
    await desk.work((work) => rearmOverdue(work, found))
    await desk.sweep()
    expect((await runs(ticket))[0]?.askedAt).toEqual(new Date(at('23T11:02')))
    await desk.moveTo(at('23T11:18'))
    expect((await runs(ticket))[0]).toMatchObject({ state: 'running', ackById: null })
  })

  test('nothing is missing about what waits, is over, or has called its last', async () => {
    const waiting = await promised()
    await desk.work((work) => pauseClocks(work, waiting, 'waiting_owner'))
    const over = await promised()
    await desk.work((work) => meetClock(work, over, 'arrive', work.now))
    await promised()
    await desk.moveTo(at('24T10:00'))
    await desk.db.deleteFrom('timer').execute()
    expect(await overdue()).toEqual([])
  })

  test('an alarm of an older epoch is none', async () => {
    const ticket = await promised()
    const [row] = await runs(ticket)
    await desk.moveTo(at('23T10:31'))
    await desk.work((work) => acknowledgeLadder(work, ticket, staff[1] ?? ''))
    await desk.db.deleteFrom('timer').execute()
    await desk.work(async (work) => {
      const run = await findRun(work.tx, row?.id ?? '')
      if (run) await armRun(work, { ...run, epoch: 1 }, new Date(at('25T10:00')))
    })
    desk.sleepTo(at('23T12:00'))
    expect(await overdue()).toHaveLength(1)
  })
})
