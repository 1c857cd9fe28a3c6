/** The watch: what stands still is noticed and told without the queue and without a worker, once, and its end as well. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LOOPS } from '../../src/jobs/job-table.ts'
import { openBeats } from '../../src/jobs/watch/beats.ts'
import { openWatchman, WATCH_KEY } from '../../src/jobs/watch/watchman.ts'
import { openLog } from '../../src/log.ts'
import { setTimer } from '../../src/timers/timers.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { aStaffMember, PROJECT } from '../support/desk/staff.ts'
import { type DoWork, workOn } from '../support/desk/work.ts'
import { handClock } from '../support/hand-clock.ts'
import { type RecordingNotifier, recordingNotifier } from '../support/recording-notifier.ts'

const NOON = '2026-11-23T12:00:00+08:00'

let database: TestDatabase
let tell: RecordingNotifier
let doWork: DoWork
let clock: ReturnType<typeof handClock>
let queueIsUp: () => Promise<boolean>
let sent: string[]
beforeEach(async () => {
  database = await openTestDatabase()
  tell = recordingNotifier()
  doWork = await workOn(database.db, tell)
  clock = handClock(NOON)
  queueIsUp = async () => true
  sent = []
  const project = { id: PROJECT, corpId: 'corp-1', code: 'p1', name: '测试小区' }
  await database.db
    .insertInto('project')
    .values({ ...project, createdAt: new Date(NOON) })
    .execute()
  await aStaffMember(database.db, { name: '钱调度', roles: ['dispatcher'] })
  await aStaffMember(database.db, { name: '李经理', roles: ['manager'] })
})
afterEach(() => database.close())

const aWatchman = () =>
  openWatchman({
    ...{ db: database.db, clock, realClock: clock, lateMs: 60_000, againMs: 1_800_000 },
    queueIsUp: () => queueIsUp(),
    makeWork: (tx, actor, now) => doWork.within(tx, now ?? clock.now(), actor),
    log: openLog('silent', { write: () => undefined }),
    sendNow: async (prefix) => void sent.push(prefix),
  })
const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
async function beat(): Promise<void> {
  const leaveSign = openBeats(database.db, clock)
  for (const loop of LOOPS) await leaveSign(loop)
}
const told = () =>
  tell.told.flatMap((note) =>
    note.to === 'robot' || note.to === 'staff' ? [[note.to, note.words, note.values['kind']]] : [],
  )

test('nothing is told while everything is done', async () => {
  await beat()
  const watchman = aWatchman()
  for (let look = 0; look < 3; look++) expect(await watchman.look()).toEqual([])
  expect([told(), sent]).toEqual([[], []])
})

test('all workers gone: within two minutes the group, the dispatchers and the managers know, once', async () => {
  await beat()
  const watchman = aWatchman()
  const other = aWatchman()
  const began = clock.now().getTime()
  let knownAfter = 0
  for (let look = 0; look < 12; look++) {
    pass(20)
    await Promise.all([watchman.look(), other.look()])
    if (told().length > 0 && knownAfter === 0) knownAfter = clock.now().getTime() - began
  }
  expect(knownAfter).toBeGreaterThan(60_000)
  expect(knownAfter).toBeLessThanOrEqual(120_000)
  expect(told()).toEqual([
    ['robot', 'clocks.watch.found', 'loops'],
    ['staff', 'clocks.watch.found', 'loops'],
    ['staff', 'clocks.watch.found', 'loops'],
  ])
  expect(sent).toEqual([WATCH_KEY])
})

test('it is told again while it lasts, and when it is over', async () => {
  const watchman = aWatchman()
  await watchman.look()
  await watchman.look()
  tell.clear()
  pass(1801)
  await watchman.look()
  expect(told()).toHaveLength(3)
  expect(tell.of('robot')[0]?.values).toMatchObject({ minutes: 30 })
  tell.clear()
  await beat()
  await watchman.look()
  await watchman.look()
  expect(told()).toEqual([
    ['robot', 'clocks.watch.over', 'loops'],
    ['staff', 'clocks.watch.over', 'loops'],
    ['staff', 'clocks.watch.over', 'loops'],
  ])
})

test('an alarm that is late, or fails again and again, is told; one just due is not', async () => {
  await beat()
  const alarm = (key: string, lateSec: number) =>
    doWork(clock.now(), (work) =>
      setTimer(work, {
        name: 'clocks.due',
        key,
        dueAt: new Date(clock.now().getTime() - lateSec * 1000),
        payload: {},
      }),
    )
  const watchman = aWatchman()
  await alarm('just-due', 5)
  await watchman.look()
  expect(await watchman.look()).toEqual([])
  await alarm('late', 90)
  await alarm('failing', -200)
  await database.db.updateTable('timer').set({ attempts: 8 }).where('key', '=', 'failing').execute()
  expect(await watchman.look()).toEqual([])
  expect(await watchman.look()).toEqual([{ kind: 'alarms', count: 2 }])
  expect(told()[0]).toEqual(['robot', 'clocks.watch.found', 'alarms'])
})

test('the queue is down: it is told all the same', async () => {
  await beat()
  queueIsUp = async () => false
  const watchman = aWatchman()
  await watchman.look()
  expect(await watchman.look()).toEqual([{ kind: 'queue', count: 1 }])
  expect(told()[0]).toEqual(['robot', 'clocks.watch.found', 'queue'])
})

test('a step whose alarm is lost is told, and has its alarm again', async () => {
  await beat()
  const id = 'run-1'
  const at = new Date(clock.now().getTime() - 120_000)
  await database.db
    .insertInto('sla_clock')
    .values({
      ...{ id, projectId: PROJECT, subjectKind: 'ticket', subjectId: 't', kind: 'arrive' },
      policySnapshot: JSON.stringify({
        ...{ policyId: 'p', policy: '普通', targetSec: 60, calendarMode: 'always' },
        ...{ calendarName: null, calendarId: null, calendarVersion: null },
        ...{ stopReasons: [], warnAt: [], chainId: null },
      }),
      ...{ startAt: at, targetSec: 60, state: 'running', dueAt: at, createdAt: at },
    })
    .execute()
  const watchman = aWatchman()
  await watchman.look()
  expect(await watchman.look()).toEqual([{ kind: 'steps', count: 1 }])
  const [alarm] = await database.db.selectFrom('timer').select(['name', 'key']).execute()
  expect(alarm).toEqual({ name: 'clocks.due', key: `${id}:1` })
})
