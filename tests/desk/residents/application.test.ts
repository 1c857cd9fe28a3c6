import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ClickAnswer } from '../../../src/desk/action.ts'
import { residentActions } from '../../../src/desk/residents/actions.ts'
import { residentClicks } from '../../../src/desk/residents/clicks.ts'
import { currentConsent } from '../../../src/desk/residents/consent.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import { issueCode } from '../../../src/desk/residents/issue-code.ts'
import { redeemCode } from '../../../src/desk/residents/redeem-code.ts'
import { compareClaim } from '../../../src/desk/residents/register-match.ts'
import { revokeBinding } from '../../../src/desk/residents/revoke-binding.ts'
import { residentTimers } from '../../../src/desk/residents/timers.ts'
import type { Actor } from '../../../src/desk/work.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aRoom } from '../../support/desk/homes.ts'
import { aBinding, aChat, aPerson, aProject } from '../../support/desk/people.ts'
import { actorOf, aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
const told = recordingNotifier()
let database: TestDatabase
let doWork: DoWork
let steward: string
let agent: string

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  doWork = await workOn(db, told)
  await aProject(db)
  steward = await aStaffMember(db, { name: '孙管家', roles: ['steward'], areas: ['1'] })
  await aStaffMember(db, { name: '邻管家', roles: ['steward'], areas: ['7'] })
  agent = await aStaffMember(db, { name: '赵客服', roles: ['agent'] })
})
afterAll(() => database.close())
beforeEach(() => told.clear())

const run = (name: string, actor: Actor, input: Record<string, unknown>, at = NOW) =>
  doWork(
    at,
    async (work) => await residentActions.find((action) => action.name === name)?.run(work, input),
    actor,
  )
const apply = (user: string, some: Record<string, unknown>, at = NOW) =>
  run('residents.apply', aChat(user), { relation: 'owner', consent: '2026-11', ...some }, at)
const click = (staffId: string, bindingId: string, key: string): Promise<ClickAnswer | undefined> =>
  doWork(
    NOW,
    async (work) =>
      await residentClicks['binding']?.(work, {
        subject: { kind: 'binding', id: bindingId },
        key,
        selections: {},
      }),
    actorOf(staffId),
  )
const bindingOf = (user: string) =>
  database.db
    .selectFrom('binding')
    .selectAll()
    .where('externalUserId', '=', user)
    .orderBy('requestedAt', 'desc')
    .executeTakeFirstOrThrow()
const roomsOf = (user: string) =>
  doWork(NOW, async (work) => (await homesOfActor(work)).map((home) => home.code), aChat(user))

test('the asker hears the same whether or not name and phone are known', async () => {
  const { db } = database
  await aPerson(db, { name: '吴学文', phone: '13800091443', room: '1-1-101' })
  const room = '1栋1单元101'
  const answers = [
    await apply('u-both', { name: '吴学文', phone: '13800091443', room }),
    await apply('u-name', { name: '吴学文', phone: '13900000000', room }),
    await apply('u-phone', { name: '李四', phone: '13800091443', room }),
    await apply('u-none', { name: '李四', phone: '13900000001', room }),
  ]
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ outcome: 'received', result: { room_label: '1栋1单元101' } })]),
  )
  expect(told.of('owner')).toEqual([])
  expect(told.of('card').map((card) => card.values['match'])).toEqual([
    'both',
    'name',
    'phone',
    'none',
  ])
})

test('the steward of the building gets a card with a masked phone, and nothing is bound', async () => {
  await aRoom(database.db, '1-1-102')
  await apply('u-card', { name: '陈新', phone: '13700001234', room: '1-1-102', relation: 'tenant' })
  expect(told.of('card')).toMatchObject([
    {
      staffId: steward,
      card: 'task.decide-binding',
      subject: { kind: 'binding', id: (await bindingOf('u-card')).id },
      values: {
        room: '1栋1单元102',
        name: '陈新',
        phone: '137****1234',
        relation: '租户',
        match: 'empty',
      },
    },
  ])
  expect(await roomsOf('u-card')).toEqual([])
  const stored = await database.db.selectFrom('task').selectAll().execute()
  const log = await database.db.selectFrom('audit_log').selectAll().execute()
  expect(JSON.stringify([stored, log, told.told])).not.toContain('13700001234')
})

test('where no steward has the building, the next role is asked', async () => {
  await aRoom(database.db, '9-1-101')
  await apply('u-nine', { name: '陈九', phone: '13700001235', room: '9-1-101' })
  expect(told.of('card').map((card) => card.staffId)).toEqual([agent])
})

test('approval binds the person of the register, tells the applicant and closes the cards', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '钱多', phone: '13800000001', room: '1-1-103' })
  await aBinding(db, { user: 'u-wife', personId, room: '1-1-103' })
  await apply('u-money', { name: '钱 多', phone: '13900000002', room: '1-1-103' })
  const { id } = await bindingOf('u-money')
  told.clear()
  expect(await click(steward, id, 'approve')).toEqual({
    outcome: 'approved',
    close: { words: 'residents.card_approve', values: { holder: '孙管家' } },
  })
  expect(await roomsOf('u-money')).toEqual(['1-1-103'])
  expect(await bindingOf('u-money')).toMatchObject({
    personId,
    status: 'ACTIVE',
    decidedBy: steward,
  })
  expect(told.of('owner').map((note) => [note.conversationId, note.words])).toEqual([
    [aChat('u-wife').conversationId, 'residents.new_binding'],
    [aChat('u-money').conversationId, 'residents.approved'],
  ])
  expect(told.of('close')[0]).toMatchObject({
    subject: { kind: 'binding', id },
    words: 'residents.card_approve',
    exceptStaffId: steward,
  })
  const task = await db
    .selectFrom('task')
    .select('state')
    .where('subjectId', '=', id)
    .executeTakeFirst()
  expect(task?.state).toBe('done')
  const timers = await db.selectFrom('timer').select('name').where('key', '=', id).execute()
  expect(timers).toEqual([])
})

test('approval of somebody new enters them with the rights of their relation', async () => {
  const { db } = database
  await aRoom(db, '1-1-104')
  await apply('u-new', {
    name: '租客甲',
    phone: '13600000001',
    room: '1-1-104',
    relation: 'tenant',
  })
  await click(steward, (await bindingOf('u-new')).id, 'approve')
  const occupancy = await db
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .selectAll('occupancy')
    .select(['person.name', 'person.phoneLast4'])
    .where('roomId', '=', `${PROJECT}/1-1-104`)
    .executeTakeFirstOrThrow()
  expect(occupancy).toMatchObject({
    name: '租客甲',
    phoneLast4: '0001',
    relation: 'tenant',
    validFrom: '2026-11-21',
    validTo: null,
    canVote: false,
    source: 'apply',
  })
})

test('approval finds a person of the project by name and number, and fills a missing phone', async () => {
  const { db } = database
  const known = await aPerson(db, { name: '孙二', phone: '13800000009', room: '1-1-105' })
  await aRoom(db, '1-1-106')
  await apply('u-known', {
    name: '孙二',
    phone: '13800000009',
    room: '1-1-106',
    relation: 'family',
  })
  await click(steward, (await bindingOf('u-known')).id, 'approve')
  expect((await bindingOf('u-known')).personId).toBe(known)
  const silent = await aPerson(db, { name: '孙三', room: '1-1-106' })
  await apply('u-silent', { name: '孙三', phone: '13800000010', room: '1-1-106' })
  await click(steward, (await bindingOf('u-silent')).id, 'approve')
  const person = await db
    .selectFrom('person')
    .select('phoneLast4')
    .where('id', '=', silent)
    .executeTakeFirstOrThrow()
  expect(person.phoneLast4).toBe('0010')
})

test('rejection tells the applicant no more than that it could not be confirmed', async () => {
  await aRoom(database.db, '1-1-107')
  await apply('u-no', { name: '生人', phone: '13600000002', room: '1-1-107' })
  const { id } = await bindingOf('u-no')
  told.clear()
  expect(await click(steward, id, 'reject')).toMatchObject({ outcome: 'rejected' })
  expect(await roomsOf('u-no')).toEqual([])
  expect(told.of('owner')).toMatchObject([
    { words: 'residents.rejected', values: { room: '1栋1单元107' } },
  ])
})

test('a second tap, whichever, changes nothing and says who decided', async () => {
  await aRoom(database.db, '1-1-108')
  await apply('u-twice', { name: '再来', phone: '13600000003', room: '1-1-108' })
  const { id } = await bindingOf('u-twice')
  await click(steward, id, 'reject')
  for (const key of ['approve', 'reject']) {
    expect(await click(agent, id, key)).toEqual({
      outcome: 'over',
      close: { words: 'residents.card_over', values: { holder: '孙管家' } },
    })
  }
  expect((await bindingOf('u-twice')).status).toBe('REJECTED')
})

test('two members who decide at once: one decision stands', async () => {
  for (let round = 0; round < 5; round++) {
    const room = `1-3-10${round}`
    await aRoom(database.db, room)
    await apply(`u-race${round}`, { name: '抢', phone: `1360000100${round}`, room })
    const { id } = await bindingOf(`u-race${round}`)
    const both = await Promise.all([click(steward, id, 'approve'), click(agent, id, 'reject')])
    const outcomes = both.map((answer) => answer?.outcome).sort()
    expect(outcomes[0] === 'approved' || outcomes[1] === 'rejected').toBe(true)
    expect(outcomes).toContain('over')
    const stays = await database.db
      .selectFrom('occupancy')
      .select('id')
      .where('roomId', '=', `${PROJECT}/${room}`)
      .execute()
    const isActive = (await bindingOf(`u-race${round}`)).status === 'ACTIVE'
    expect(stays).toHaveLength(isActive ? 1 : 0)
  }
})

test('who may not decide learns nothing and changes nothing', async () => {
  const { db } = database
  await aRoom(db, '1-1-109')
  await apply('u-guard', { name: '守', phone: '13600000004', room: '1-1-109' })
  const { id } = await bindingOf('u-guard')
  const technician = await aStaffMember(db, { name: '钱工', roles: ['technician'] })
  const elsewhere = await aStaffMember(db, { name: '远管家', roles: ['steward'], areas: ['8'] })
  const foreign = await aStaffMember(db, { name: '外', roles: ['manager'], projectId: 'project-2' })
  for (const staffId of [technician, elsewhere, foreign, 'nobody']) {
    expect(await click(staffId, id, 'approve')).toEqual({ outcome: 'not-yours' })
  }
  expect(await click(steward, 'no-such-binding', 'approve')).toEqual({ outcome: 'not-yours' })
  expect(await click(steward, id, 'take')).toEqual({ outcome: 'unknown-key' })
  expect((await bindingOf('u-guard')).status).toBe('PENDING')
})

test('asking again for a room keeps the first application; too many are refused', async () => {
  for (let number = 1; number <= 5; number++) await aRoom(database.db, `1-4-10${number}`)
  const ask = (room: string) => apply('u-many', { name: '多', phone: '13600000005', room })
  expect(await ask('1-4-101')).toMatchObject({ outcome: 'received' })
  expect(await ask('1-4-101')).toMatchObject({ outcome: 'received' })
  expect(told.of('card')).toHaveLength(1)
  expect(await ask('1-4-102')).toMatchObject({ outcome: 'received' })
  expect(await ask('1-4-103')).toMatchObject({ outcome: 'received' })
  expect(await ask('1-4-104')).toEqual({ outcome: 'too_many' })
  expect(await ask('9-9-999')).toEqual({ outcome: 'no_such_room' })
})

test('an account that is refused again and again may ask five times a day', async () => {
  const outcomes = []
  for (let number = 1; number <= 6; number++) {
    await aRoom(database.db, `1-5-10${number}`)
    const room = `1-5-10${number}`
    const wish = { name: '犟', phone: '13600000006', room }
    const answer = await apply('u-stubborn', wish, `2026-11-21T10:0${number}:00+08:00`)
    outcomes.push(answer?.outcome)
    if (answer?.outcome === 'received')
      await click(steward, (await bindingOf('u-stubborn')).id, 'reject')
  }
  expect(outcomes).toEqual(['received', 'received', 'received', 'received', 'received', 'too_many'])
})

test('who is bound already is told so', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '有', room: '1-1-110' })
  await aBinding(db, { user: 'u-has', personId, room: '1-1-110' })
  const wish = { name: '有', phone: '13600000007', room: '1-1-110' }
  expect(await apply('u-has', wish)).toEqual({
    outcome: 'already_bound',
    result: { room_label: '1栋1单元110' },
  })
})

test.each([
  { name: '', phone: '13600000008' },
  { name: '名'.repeat(2000), phone: '13600000008' },
  { name: '\u200b', phone: '13600000008' },
  { name: '好名', phone: '12345' },
  { name: '好名', phone: '' },
])('what is no name or no phone is unclear (%#)', async (wish) => {
  await aRoom(database.db, '1-1-111')
  expect(await apply('u-unclear', { ...wish, room: '1-1-111' })).toEqual({ outcome: 'unclear' })
})

test('an application that ends in the night ends in the morning: nobody is woken', async () => {
  await aRoom(database.db, '1-1-113')
  await apply('u-night', { name: '夜', phone: '13600000013', room: '1-1-113' })
  const { id } = await bindingOf('u-night')
  told.clear()
  const ring = (time: string) =>
    doWork(new Date(`2026-11-29T${time}:00+08:00`), async (work) => {
      const due = { name: 'residents.application-over', key: id, dueAt: work.now, payload: {} }
      await residentTimers['residents.application-over']?.(work, due)
    })
  await ring('02:00')
  expect(told.of('owner')).toEqual([])
  const timer = await database.db
    .selectFrom('timer')
    .select('dueAt')
    .where('name', '=', 'residents.application-over')
    .where('key', '=', id)
    .executeTakeFirstOrThrow()
  expect(timer.dueAt).toEqual(new Date('2026-11-29T08:00:00+08:00'))
  await ring('08:00')
  expect(told.of('owner').map((note) => note.words)).toEqual(['residents.undecided'])
  expect((await bindingOf('u-night')).status).toBe('EXPIRED')
})

test('an application nobody decides ends after a week, once', async () => {
  await aRoom(database.db, '1-1-112')
  await apply('u-week', { name: '等', phone: '13600000009', room: '1-1-112' })
  const { id } = await bindingOf('u-week')
  const timer = await database.db
    .selectFrom('timer')
    .selectAll()
    .where('name', '=', 'residents.application-over')
    .where('key', '=', id)
    .executeTakeFirstOrThrow()
  expect(timer.dueAt).toEqual(new Date('2026-11-28T10:00:00+08:00'))
  told.clear()
  const ring = () =>
    doWork(timer.dueAt, async (work) => {
      const due = { name: 'residents.application-over', key: id, dueAt: timer.dueAt, payload: {} }
      await residentTimers['residents.application-over']?.(work, due)
    })
  await ring()
  await ring()
  expect(told.of('owner').map((note) => note.words)).toEqual(['residents.undecided'])
  expect((await bindingOf('u-week')).status).toBe('EXPIRED')
  expect(await click(steward, id, 'approve')).toEqual({
    outcome: 'over',
    close: { words: 'residents.card_not_needed', values: {} },
  })
})

test('a code typed meanwhile makes the application needless', async () => {
  const { db } = database
  await aPerson(db, { name: '快', room: '1-1-113' })
  await apply('u-quick', { name: '快', phone: '13600000011', room: '1-1-113' })
  const { id } = await bindingOf('u-quick')
  await doWork(
    NOW,
    (work) => issueCode(work, { room: '1-1-113' }, () => '314159'),
    actorOf(steward),
  )
  await doWork(
    NOW,
    (work) => redeemCode(work, '314159', currentConsent(work.rules.residents)),
    aChat('u-quick'),
  )
  expect(await roomsOf('u-quick')).toEqual(['1-1-113'])
  expect(await click(steward, id, 'approve')).toMatchObject({ outcome: 'over' })
  const task = await db
    .selectFrom('task')
    .select('state')
    .where('subjectId', '=', id)
    .executeTakeFirst()
  expect(task?.state).toBe('cancelled')
})

test('a person unbinds their own chat, and only theirs', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '走', room: '1-1-114' })
  await aBinding(db, { user: 'u-go', personId, room: '1-1-114' })
  await aBinding(db, { user: 'u-stay', personId, room: '1-1-114' })
  const unbind = (user: string, room = '1-1-114') => run('residents.unbind', aChat(user), { room })
  expect(await unbind('u-stranger')).toEqual({ outcome: 'not_bound' })
  expect(await unbind('u-go', '9-9-999')).toEqual({ outcome: 'not_bound' })
  expect(await unbind('u-go')).toEqual({
    outcome: 'unbound',
    result: { room_label: '1栋1单元114' },
  })
  expect(await unbind('u-go')).toEqual({ outcome: 'not_bound' })
  expect(await roomsOf('u-go')).toEqual([])
  expect(await roomsOf('u-stay')).toEqual(['1-1-114'])
})

test('staff take bindings back by name; the account is told and the act is kept', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '旧人', room: '1-1-115' })
  await aBinding(db, { user: 'u-old1', personId, room: '1-1-115' })
  await aBinding(db, { user: 'u-old2', personId, room: '1-1-115' })
  const input = { room: '1-1-115', name: '旧人', reason: '已搬离' }
  expect(await run('residents.revoke', actorOf(agent), { ...input, name: '新人' })).toMatchObject({
    outcome: 'not_bound',
  })
  expect(await run('residents.revoke', aChat('u-old1'), input)).toEqual({ outcome: 'not_allowed' })
  told.clear()
  expect(await run('residents.revoke', actorOf(agent), input)).toEqual({
    outcome: 'revoked',
    result: { room_label: '1栋1单元115', count: 2 },
  })
  expect(told.of('owner').map((note) => note.words)).toEqual([
    'residents.revoked',
    'residents.revoked',
  ])
  const acts = await db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'binding.revoke')
    .where('actorId', '=', agent)
    .execute()
  expect(acts).toMatchObject([
    { detail: { room: '1-1-115', reason: '已搬离' } },
    { detail: { room: '1-1-115', reason: '已搬离' } },
  ])
  const { id } = await bindingOf('u-old1')
  const revoke = (actor: Actor) => doWork(NOW, (work) => revokeBinding(work, id, 'x'), actor)
  expect(await revoke(actorOf(agent))).toBe('over')
  expect(await revoke(aChat('u-old1'))).toBe('not_allowed')
})

test.each([
  [[], 'empty'],
  [[{ name: '张三', phoneHash: 'p' }], 'both'],
  [[{ name: '张三', phoneHash: 'q' }], 'name'],
  [[{ name: '张三', phoneHash: null }], 'name'],
  [[{ name: '李四', phoneHash: 'p' }], 'phone'],
  [[{ name: '李四', phoneHash: 'q' }], 'none'],
  // Name of one and phone of another are not one person.
  [
    [
      { name: '张三', phoneHash: 'q' },
      { name: '李四', phoneHash: 'p' },
    ],
    'name',
  ],
] as const)('against %j a claim of 张三 with phone p matches by %s', (people, match) => {
  expect(compareClaim(people, { name: '张三', phoneHash: 'p' })).toBe(match)
})
