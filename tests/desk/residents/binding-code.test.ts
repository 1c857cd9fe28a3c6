import { afterAll, beforeAll, expect, test } from 'vitest'
import { consentOf, currentConsent } from '../../../src/desk/residents/consent.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import { issueCode } from '../../../src/desk/residents/issue-code.ts'
import { redeemCode } from '../../../src/desk/residents/redeem-code.ts'
import { sixDigits } from '../../../src/desk/residents/six-digits.ts'
import { issueCodeAction } from '../../../src/desk/residents/staff-actions.ts'
import type { OwnerActor, Work } from '../../../src/desk/work.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aBinding, aChat, aPerson, aProject } from '../../support/desk/people.ts'
import { actorOf, aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
const after = (minutes: number) => new Date(new Date(NOW).getTime() + minutes * 60_000)
const told = recordingNotifier()
let database: TestDatabase
let doWork: DoWork
let steward: ReturnType<typeof actorOf>

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  doWork = await workOn(db, told)
  await aProject(db)
  await aProject(db, 'project-2')
  steward = actorOf(
    await aStaffMember(db, { name: '孙管家', roles: ['steward'], areas: ['1', '2'] }),
  )
})
afterAll(() => database.close())

const issue = (room: string, name?: string, code = sixDigits(), at: string | Date = NOW) =>
  doWork(at, (work) => issueCode(work, { room, name }, () => code), steward)
const redeem = (user: string, code: string, at: string | Date = NOW, projectId = PROJECT) =>
  doWork(
    at,
    (work) => redeemCode(work, code, currentConsent(work.rules.residents)),
    aChat(user, projectId),
  )
const roomsOf = (user: string) =>
  doWork(NOW, async (work) => (await homesOfActor(work)).map((home) => home.code), aChat(user))

test('a code from the steward binds the chat at once, and the consent is kept word for word', async () => {
  await aPerson(database.db, { name: '吴学文', room: '1-1-101' })
  const issued = await issue('1栋1单元101', '吴学文', '042917')
  expect(issued).toMatchObject({ outcome: 'issued', code: '042917', minutes: 10, name: '吴学文' })
  expect(await redeem('u-1', ' ０４２９１７ ')).toMatchObject({
    outcome: 'bound',
    room: '1-1-101',
    roomLabel: '1栋1单元101',
    name: '吴学文',
    relation: 'owner',
  })
  expect(await roomsOf('u-1')).toEqual(['1-1-101'])
  const binding = await database.db
    .selectFrom('binding')
    .selectAll()
    .where('externalUserId', '=', 'u-1')
    .executeTakeFirstOrThrow()
  const { consents } = (await doWork(NOW, async (work) => work.rules)).residents
  expect(binding).toMatchObject({
    status: 'ACTIVE',
    source: 'CODE',
    consentVersion: consents[0]?.version,
    consentText: consents[0]?.text,
    consentAt: new Date(NOW),
    decidedBy: steward.staffId,
  })
})

test('the code itself is nowhere in the database', async () => {
  await aPerson(database.db, { name: '甲', room: '1-1-102' })
  await issue('1-1-102', '甲', '731582')
  const codes = await database.db.selectFrom('binding_code').selectAll().execute()
  const log = await database.db.selectFrom('audit_log').selectAll().execute()
  expect(JSON.stringify([codes, log])).not.toContain('731582')
  expect(log.some((row) => row.action === 'binding.issue-code')).toBe(true)
})

test('wrong, expired, used, replaced and foreign codes are answered alike', async () => {
  const { db } = database
  await aPerson(db, { name: '乙', room: '1-1-103' })
  await aPerson(db, { name: '丙', room: '1-1-103' })
  await issue('1-1-103', '乙', '100001')
  await issue('1-1-103', '乙', '100002')
  await issue('1-1-103', '丙', '100003')
  const answers = [
    await redeem('u-a', '999999'),
    await redeem('u-b', '100001'),
    await redeem('u-c', '100003', after(10)),
    await doWork(NOW, (work) => redeemCode(work, '100002', currentConsent(work.rules.residents)), {
      ...aChat('u-d'),
      corpId: 'corp-2',
    }),
    await redeem('u-e', 'abc'),
    await redeem('u-f', ''),
    await redeem('u-g', '1'.repeat(100_000)),
  ]
  expect(await redeem('u-h', '100002')).toMatchObject({ outcome: 'bound', name: '乙' })
  answers.push(await redeem('u-i', '100002'))
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"outcome":"wrong"}']),
  )
})

test('one account may serve several projects: the code says which home is meant', async () => {
  await aPerson(database.db, { name: '两地', room: '1-1-117' })
  await issue('1-1-117', '两地', '150001')
  expect(await redeem('u-far', '150001', NOW, 'project-2')).toMatchObject({ outcome: 'bound' })
  expect(await roomsOf('u-far')).toEqual(['1-1-117'])
})

test('a code lives for ten minutes to the second', async () => {
  await aPerson(database.db, { name: '丁', room: '1-1-104' })
  await issue('1-1-104', '丁', '200001')
  expect((await redeem('u-late', '200001', after(10))).outcome).toBe('wrong')
  const justInTime = new Date(after(10).getTime() - 1)
  expect((await redeem('u-just', '200001', justInTime)).outcome).toBe('bound')
})

test('after five wrong tries the right code is refused too, until ten minutes have passed', async () => {
  await aPerson(database.db, { name: '戊', room: '1-1-105' })
  await issue('1-1-105', '戊', '300001', after(4))
  for (let count = 1; count <= 5; count++) {
    expect((await redeem('u-guess', `90000${count}`, after(4))).outcome).toBe('wrong')
  }
  expect((await redeem('u-guess', '900006', after(4))).outcome).toBe('too_many')
  expect((await redeem('u-guess', '300001', after(5))).outcome).toBe('too_many')
  expect((await redeem('u-other', '300001', after(5))).outcome).toBe('bound')
  await issue('1-1-105', '戊', '300002', after(13))
  expect((await redeem('u-guess', '300002', after(13))).outcome).toBe('too_many')
  expect((await redeem('u-guess', '300002', after(14.1))).outcome).toBe('bound')
})

test('many tries of one chat at once are still five', async () => {
  const tries = Array.from({ length: 12 }, (_, index) => redeem('u-storm', `80000${index % 10}`))
  const outcomes = (await Promise.all(tries)).map((answer) => answer.outcome)
  expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(5)
  expect(outcomes.filter((outcome) => outcome === 'too_many')).toHaveLength(7)
})

test('of two chats that type one code at once, one is bound', async () => {
  for (let round = 0; round < 5; round++) {
    const room = `1-2-10${round}`
    const code = `40000${round}`
    await aPerson(database.db, { name: '己', room })
    await issue(room, '己', code)
    const both = await Promise.all([redeem(`u-x${round}`, code), redeem(`u-y${round}`, code)])
    expect(both.map((answer) => answer.outcome).sort()).toEqual(['bound', 'wrong'])
  }
})

test('a code dies with the occupancy it was given for', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '庚', room: '1-1-106' })
  await issue('1-1-106', '庚', '500001')
  await db
    .updateTable('occupancy')
    .set({ validTo: '2026-11-21' })
    .where('personId', '=', personId)
    .execute()
  expect((await redeem('u-moved', '500001')).outcome).toBe('wrong')
})

test('everybody else bound to the room hears of a new binding, without the whole name', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '辛大明', room: '1-1-107' })
  await aBinding(db, { user: 'u-first', personId, room: '1-1-107' })
  const former = await aPerson(db, { name: '旧主', room: '1-1-107', to: '2026-01-01' })
  await aBinding(db, { user: 'u-former', personId: former, room: '1-1-107' })
  await aPerson(db, { name: '辛小明', room: '1-1-107', relation: 'family' })
  told.clear()
  await issue('1-1-107', '辛小明', '600001')
  expect((await redeem('u-second', '600001')).outcome).toBe('bound')
  expect(told.of('owner')).toMatchObject([
    {
      conversationId: aChat('u-first').conversationId,
      words: 'residents.new_binding',
      values: { room: '1栋1单元107', name: '辛**', relation: '家属' },
    },
  ])
})

test('binding again to the same person changes nothing; to another person it moves', async () => {
  const { db } = database
  await aPerson(db, { name: '壬', room: '1-1-108' })
  await aPerson(db, { name: '癸', room: '1-1-108', relation: 'tenant' })
  await issue('1-1-108', '壬', '700001')
  await redeem('u-again', '700001')
  await issue('1-1-108', '壬', '700002')
  expect((await redeem('u-again', '700002')).outcome).toBe('bound')
  await issue('1-1-108', '癸', '700003')
  expect(await redeem('u-again', '700003')).toMatchObject({ outcome: 'bound', relation: 'tenant' })
  const rows = await db
    .selectFrom('binding')
    .select(['status', 'relation'])
    .where('externalUserId', '=', 'u-again')
    .orderBy('decidedAt')
    .orderBy('status', 'desc')
    .execute()
  expect(rows.map((row) => `${row.status} ${row.relation}`)).toEqual([
    'REVOKED owner',
    'ACTIVE tenant',
  ])
})

test('two living codes are never equal: a taken one is drawn again', async () => {
  await aPerson(database.db, { name: '子', room: '1-1-109' })
  await aPerson(database.db, { name: '丑', room: '1-1-110' })
  await issue('1-1-109', '子', '111111')
  const draws = ['111111', '111111', '222222']
  const second = await doWork(
    NOW,
    (work) => issueCode(work, { room: '1-1-110' }, () => draws.shift() ?? ''),
    steward,
  )
  expect(second).toMatchObject({ outcome: 'issued', code: '222222' })
})

test('who may issue: roles of the rules, in their own buildings, of their own project', async () => {
  const { db } = database
  await aPerson(db, { name: '寅', room: '3-1-101' })
  const technician = actorOf(await aStaffMember(db, { name: '钱工', roles: ['technician'] }))
  const agent = actorOf(await aStaffMember(db, { name: '赵客服', roles: ['agent'] }))
  const leftId = await aStaffMember(db, { name: '李离职', roles: ['agent'], leftAt: '2026-01-01' })
  const foreign = actorOf(
    await aStaffMember(db, { name: '周外', roles: ['manager'], projectId: 'project-2' }),
    'project-2',
  )
  const outcomeFor = async (actor: ReturnType<typeof actorOf> | OwnerActor) => {
    const run = (work: Work) => issueCode(work, { room: '3-1-101' }, sixDigits)
    return (await doWork(NOW, run, actor)).outcome
  }
  expect(await outcomeFor(steward)).toBe('not_allowed')
  expect(await outcomeFor(technician)).toBe('not_allowed')
  expect(await outcomeFor(actorOf(leftId))).toBe('not_allowed')
  expect(await outcomeFor({ ...foreign, projectId: PROJECT })).toBe('not_allowed')
  expect(await outcomeFor(foreign)).toBe('no_such_room')
  expect(await outcomeFor(aChat('u-owner'))).toBe('not_allowed')
  expect(await outcomeFor(agent)).toBe('issued')
})

test('the action says who could be meant', async () => {
  const { db } = database
  await aPerson(db, { name: '卯', room: '2-1-101' })
  await aPerson(db, { name: '辰', room: '2-1-101', relation: 'tenant' })
  await aPerson(db, { name: '巳', room: '2-1-102', to: '2026-01-01' })
  const action = issueCodeAction(() => '123456')
  const run = (input: object) =>
    doWork(NOW, async (work) => await action.run(work, input as Record<string, unknown>), steward)
  expect(await run({ room: '2-1-101' })).toEqual({
    outcome: 'which_person',
    result: {
      people: [
        { name: '卯', title: '卯（业主）' },
        { name: '辰', title: '辰（租户）' },
      ],
    },
  })
  expect(await run({ room: '2-1-101', name: '辰' })).toEqual({
    outcome: 'issued',
    result: {
      code: '123456',
      minutes: 10,
      room_label: '2栋1单元101',
      name: '辰',
      relation: '租户',
    },
  })
  expect(await run({ room: '2-1-101', name: '午' })).toEqual({ outcome: 'no_such_person' })
  expect(await run({ room: '2-1-102' })).toEqual({ outcome: 'nobody' })
  expect(await run({ room: '2-9-999' })).toEqual({ outcome: 'no_such_room' })
})

test('codes are six digits, and spread', () => {
  const codes = new Set(Array.from({ length: 500 }, sixDigits))
  expect([...codes].every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(codes.size).toBeGreaterThan(490)
})

test('a consent nobody ever worded is a broken flow', async () => {
  await expect(
    doWork(NOW, async (work) => consentOf(work.rules.residents, '1999-01')),
  ).rejects.toMatchObject({ code: 'unknown-consent' })
})
