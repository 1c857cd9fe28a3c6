import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../../src/desk/action.ts'
import { feeActions } from '../../../src/desk/fees/actions.ts'
import { residentActions } from '../../../src/desk/residents/actions.ts'
import { residentFacts } from '../../../src/desk/residents/facts.ts'
import type { OwnerActor } from '../../../src/desk/work.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aBill } from '../../support/desk/bills.ts'
import { aBinding, aChat, aPerson, aProject } from '../../support/desk/people.ts'
import { actorOf, aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
const OTHER = 'project-2'
const told = recordingNotifier()
let database: TestDatabase
let doWork: DoWork
/** Two projects have a room of the same code; each has its owner, and one account is bound in both. */
let here: OwnerActor
let there: OwnerActor

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  doWork = await workOn(db, told)
  for (const [projectId, name, fen] of [
    [PROJECT, '本地人', 11100],
    [OTHER, '外地人', 22200],
  ] as const) {
    await aProject(db, projectId)
    const personId = await aPerson(db, { name, room: '1-1-101', projectId })
    const user = `u-${projectId}`
    const actor = await aBinding(db, { user, personId, room: '1-1-101', projectId })
    await aBill(db, { room: '1-1-101', period: '2026-10', amountFen: fen, projectId })
    if (projectId === PROJECT) here = actor
    else there = actor
    const neighbour = await aPerson(db, { name: `${name}的邻居`, room: '1-1-102', projectId })
    await aBinding(db, { user: `${user}-next`, personId: neighbour, room: '1-1-102', projectId })
    await aBill(db, { room: '1-1-102', period: '2026-10', amountFen: fen + 7, projectId })
  }
})
afterAll(() => database.close())

/** Everything an action may be given, pointed at another's room. */
const INPUT = {
  code: '000000',
  consent: '2026-11',
  name: '外地人',
  phone: '13800000000',
  room: '1-1-102',
  relation: 'owner',
  reason: '试试',
}
/** Fees first: unbinding ends what there is to see. */
const ACTIONS: readonly Action[] = [...feeActions, ...residentActions]

test('each owner sees their own room, so that the silence below means something', async () => {
  const list = ACTIONS.find((action) => action.name === 'fees.list')
  const totals = await Promise.all(
    [here, there].map((actor) =>
      doWork(NOW, async (work) => (await list?.run(work, {}))?.result?.['total'], actor),
    ),
  )
  expect(totals).toEqual([11100, 22200])
})

test.each(ACTIONS.map((action) => [action.name, action] as const))(
  '%s shows an owner nothing of a neighbour or of another project',
  async (_name, action) => {
    for (const room of ['1-1-102', '1栋1单元102', '1-1-101']) {
      const answers = await Promise.all([
        doWork(NOW, (work) => action.run(work, { ...INPUT, room }), here),
        doWork(NOW, (work) => action.run(work, { ...INPUT, room }), { ...there }),
        doWork(NOW, (work) => action.run(work, { ...INPUT, room }), aChat('u-stranger')),
      ])
      const [own, foreign, stranger] = answers.map((answer) => JSON.stringify(answer))
      expect(own).not.toMatch(/外地人|邻居|222|111\.07|11107/)
      expect(foreign).not.toMatch(/本地人|邻居|111\.|11100|222\.07|22207/)
      expect(stranger).not.toMatch(/外地人|本地人|邻居|111|222/)
    }
  },
)

test('an account bound in one project has no homes through the account of another', async () => {
  const visitor = { ...here, projectId: OTHER }
  const answers = await Promise.all(
    ACTIONS.filter((action) =>
      ['residents.homes', 'fees.list', 'fees.summary'].includes(action.name),
    ).map((action) => doWork(NOW, (work) => action.run(work, {}), visitor)),
  )
  expect(answers.map((answer) => answer.outcome).sort()).toEqual(['none', 'not_bound', 'not_bound'])
  const owned = await doWork(
    NOW,
    async (work) => await residentFacts['room_owned']?.answer(work, ['1-1-101']),
    visitor,
  )
  expect(owned).toBe(false)
})

test('an account with the same user id in another company is somebody else', async () => {
  const stranger = { ...here, corpId: 'corp-2' }
  const homes = ACTIONS.find((action) => action.name === 'residents.homes')
  const answer = await doWork(NOW, async (work) => await homes?.run(work, {}), stranger)
  expect(answer?.outcome).toBe('none')
})

test('no owner’s chat can do what staff do', async () => {
  const staffOnly = ACTIONS.filter((one) =>
    ['residents.issue_code', 'residents.revoke'].includes(one.name),
  )
  expect(staffOnly).toHaveLength(2)
  for (const action of staffOnly) {
    const answer = await doWork(
      NOW,
      (work) => action.run(work, { ...INPUT, room: '1-1-101' }),
      here,
    )
    expect(answer).toEqual({ outcome: 'not_allowed' })
  }
})

test('staff of one project reach nobody of another', async () => {
  const { db } = database
  const staffId = await aStaffMember(db, { name: '经理', roles: ['manager'], projectId: OTHER })
  const action = ACTIONS.find((one) => one.name === 'residents.revoke')
  const input = { room: '1-1-101', name: '本地人', reason: '越权' }
  const answer = await doWork(
    NOW,
    async (work) => await action?.run(work, input),
    actorOf(staffId, OTHER),
  )
  expect(answer?.outcome).toBe('not_bound')
  const forged = actorOf(staffId, PROJECT)
  const second = await doWork(NOW, async (work) => await action?.run(work, input), forged)
  expect(second?.outcome).toBe('not_allowed')
})
