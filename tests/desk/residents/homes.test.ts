import { afterAll, beforeAll, expect, test } from 'vitest'
import { residentActions } from '../../../src/desk/residents/actions.ts'
import { residentFacts } from '../../../src/desk/residents/facts.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import { projectOfAccount } from '../../../src/desk/residents/project-of-account.ts'
import { findSpeaker } from '../../../src/desk/residents/speaker.ts'
import type { Actor, OwnerActor } from '../../../src/desk/work.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aBinding, aChat, aPerson, aProject } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
let database: TestDatabase
let doWork: DoWork

beforeAll(async () => {
  database = await openTestDatabase()
  doWork = await workOn(database.db, recordingNotifier())
  await aProject(database.db)
})
afterAll(() => database.close())

const rooms = (actor: Actor, at = NOW) =>
  doWork(at, async (work) => (await homesOfActor(work)).map((home) => home.code), actor)
const fact = (name: string, actor: Actor, ...args: unknown[]) =>
  doWork(NOW, async (work) => await residentFacts[name]?.answer(work, args), actor)

test('rights begin on the first day of an occupancy and end with the first minute of its end', async () => {
  const { db } = database
  const personId = await aPerson(db, {
    name: '周一',
    room: '1-1-101',
    from: '2026-11-20',
    to: '2026-11-22',
  })
  const actor = await aBinding(db, { user: 'u-days', personId, room: '1-1-101' })
  expect(await rooms(actor, '2026-11-19T23:59:59+08:00')).toEqual([])
  expect(await rooms(actor, '2026-11-20T00:00:00+08:00')).toEqual(['1-1-101'])
  expect(await rooms(actor, '2026-11-21T23:59:59+08:00')).toEqual(['1-1-101'])
  expect(await rooms(actor, '2026-11-22T00:00:00+08:00')).toEqual([])
})

test.each(['PENDING', 'REJECTED', 'REVOKED', 'EXPIRED'])(
  'a binding that is %s gives no home',
  async (status) => {
    const { db } = database
    const personId = await aPerson(db, { name: '周二', room: '1-1-102' })
    const actor = await aBinding(db, { user: `u-${status}`, personId, room: '1-1-102', status })
    expect(await rooms(actor)).toEqual([])
    expect(await fact('is_bound', actor)).toBe(false)
  },
)

test('a person who was deleted, staff and the system have no homes', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '周三', room: '1-1-103' })
  const actor = await aBinding(db, { user: 'u-deleted', personId, room: '1-1-103' })
  await db.updateTable('person').set({ deletedAt: new Date() }).where('id', '=', personId).execute()
  expect(await rooms(actor)).toEqual([])
  expect(await rooms({ kind: 'system', name: 'x' })).toEqual([])
})

test('of two relations to one room the stronger counts, and the room is there once', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '周四', room: '1-1-104', relation: 'tenant' })
  await db
    .insertInto('occupancy')
    .values({
      id: 'second-stay',
      projectId: PROJECT,
      personId,
      roomId: `${PROJECT}/1-1-104`,
      relation: 'owner',
      validFrom: '2025-01-01',
      canSeeFees: true,
      canPay: true,
      canVote: true,
      source: 'import',
      createdAt: new Date(0),
    })
    .execute()
  const actor = await aBinding(db, { user: 'u-two', personId, room: '1-1-104' })
  const homes = await doWork(NOW, homesOfActor, actor)
  expect(homes).toMatchObject([{ code: '1-1-104', label: '1栋1单元104', relation: 'owner' }])
})

test('the speaker is greeted by name and offered what fits their homes', async () => {
  const { db } = database
  const phone = '13800138000'
  const personId = await aPerson(db, { name: '郑五', phone, room: '2-1-201' })
  const actor = await aBinding(db, { user: 'u-speaker', personId, room: '2-1-201' })
  const tenantId = await aPerson(db, { name: '郑五', room: '2-1-202', relation: 'tenant' })
  await aBinding(db, { user: 'u-speaker', personId: tenantId, room: '2-1-202' })
  const speaker = (user: OwnerActor) =>
    doWork(NOW, (work) =>
      findSpeaker(work, {
        corpId: 'corp-1',
        channel: 'wecom-kf',
        userId: user.userId,
        projectId: PROJECT,
      }),
    )
  const known = await speaker(actor)
  expect(known.audience).toEqual(['owner', 'tenant'])
  expect(known.person).toMatchObject({ id: personId, name: '郑五', phoneLast4: '8000' })
  expect(known.homes.map((home) => home.code)).toEqual(['2-1-201', '2-1-202'])
  expect(await speaker(aChat('u-nobody'))).toEqual({ audience: ['guest'], person: null, homes: [] })
})

test('the list of homes is ready to be shown', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '郑六', room: '2-1-203', relation: 'family' })
  const actor = await aBinding(db, { user: 'u-list', personId, room: '2-1-203' })
  const homes = residentActions.find((action) => action.name === 'residents.homes')
  const answer = (who: Actor) => doWork(NOW, async (work) => await homes?.run(work, {}), who)
  expect(await answer(actor)).toEqual({
    outcome: 'ok',
    result: {
      count: 1,
      items: [
        {
          room: '2-1-203',
          label: '2栋1单元203',
          relation: 'family',
          relation_words: '家属',
          can_see_fees: true,
          title: '2栋1单元203（家属）',
        },
      ],
    },
  })
  expect(await answer(aChat('u-none'))).toEqual({
    outcome: 'none',
    result: { items: [], count: 0 },
  })
})

test('facts answer for the asker alone', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '郑七', room: '2-1-204', canSeeFees: false })
  const actor = await aBinding(db, { user: 'u-facts', personId, room: '2-1-204' })
  expect(await fact('room_owned', actor, '2栋1单元204')).toBe(true)
  expect(await fact('room_owned', actor, '2-1-203')).toBe(false)
  expect(await fact('room_owned', actor, '9-9-999')).toBe(false)
  expect(await fact('room_fees_visible', actor, '2-1-204')).toBe(false)
  expect(await fact('room_count', actor)).toBe(1)
  expect(await fact('room_count', aChat('u-none'))).toBe(0)
  expect(await fact('binding_pending', actor)).toBe(false)
})

test('an account serves its own project, else the only one, else nobody can tell', async () => {
  const { db } = database
  const ask = (corpId: string, account: string) =>
    doWork(NOW, (work) => projectOfAccount(work.tx, { corpId, account }))
  expect(await ask('corp-1', 'kf-unknown')).toBe(PROJECT)
  expect(await ask('corp-none', 'kf-unknown')).toBeNull()
  await aProject(db, 'project-2')
  expect(await ask('corp-1', 'kf-unknown')).toBeNull()
  const row = { corpId: 'corp-1', openKfId: 'kf-two', createdAt: new Date(0) }
  await db
    .insertInto('kf_account')
    .values({ ...row, projectId: 'project-2' })
    .execute()
  expect(await ask('corp-1', 'kf-two')).toBe('project-2')
  expect(await ask('corp-2', 'kf-two')).toBeNull()
})
