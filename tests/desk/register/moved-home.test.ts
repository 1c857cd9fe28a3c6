/** Who may see what of a home follows the dates of the book, to the minute, in the estate's zone. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/open-database.ts'
import { listFees } from '../../../src/desk/fees/list-fees.ts'
import { residentFacts } from '../../../src/desk/residents/facts.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import { issueCode } from '../../../src/desk/residents/issue-code.ts'
import { occupantsOf } from '../../../src/desk/residents/occupants.ts'
import { findSpeaker } from '../../../src/desk/residents/speaker.ts'
import { ticketActions } from '../../../src/desk/tickets/actions.ts'
import type { OwnerActor, Work } from '../../../src/desk/work.ts'
import { PEOPLE_HEAD, ROOM_HEAD } from '../../support/a-book.ts'
import { aChat } from '../../support/desk/people.ts'
import { actorOf, aStaffMember } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

let desk: ImportDesk
let db: Database
let doWork: DoWork
let projectId: string
let roomId: string

const BOOK = {
  房屋: [ROOM_HEAD, ['3', '2', '501', 5, 90]],
  业主: [
    PEOPLE_HEAD,
    ['3-2-501', '旧主', '业主', '13800000001', '2015-01-01', '2026-12-01'],
    ['3-2-501', '新主', '业主', '13800000002', '2026-12-01', ''],
    ['3-2-501', '租客', '租户', '13800000003', '2025-01-01', '2026-11-30'],
    ['3-2-501', '后租', '租户', '13800000004', '2026-12-15', ''],
  ],
}

beforeAll(async () => {
  desk = await openImportDesk()
  db = desk.database.db
  const answer = await desk.take(BOOK)
  expect(problemsOf(answer.errors)).toEqual([])
  doWork = await workOn(db, recordingNotifier())
  const room = await db.selectFrom('room').selectAll().executeTakeFirstOrThrow()
  ;({ projectId, id: roomId } = room)
  for (const payer of ['owner', 'tenant']) await aBillOf(payer)
})
afterAll(() => desk.close())

async function aBillOf(payer: string): Promise<void> {
  const id = randomUUID()
  await db
    .insertInto('fee_item')
    .values({ id, projectId, code: payer, name: `物业费${payer}`, kind: 'periodic', formula: '' })
    .execute()
  await db
    .insertInto('bill')
    .values({
      ...{ id, projectId, roomId, feeItemId: id, period: '2026-12', amountFen: 10_000, payer },
      ...{ state: 'UNPAID', computed: '90×1', createdAt: new Date(0) },
    })
    .execute()
}

/** Bound for good, as somebody who was once admitted is: only the dates may open and close. */
async function boundChat(name: string): Promise<OwnerActor> {
  const { id: personId } = await db
    .selectFrom('person')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  const actor = aChat(`u-${randomUUID()}`, projectId)
  await db
    .insertInto('binding')
    .values({
      id: randomUUID(),
      corpId: 'corp-1',
      projectId,
      channel: 'wecom-kf',
      externalUserId: actor.userId,
      conversationId: actor.conversationId,
      personId,
      roomId,
      relation: 'owner',
      source: 'STAFF',
      status: 'ACTIVE',
      requestedAt: new Date(0),
      decidedAt: new Date(0),
    })
    .execute()
  return { ...actor, personId }
}

const NOTHING = { homes: [], greeted: ['guest'], owned: false, fees: false, bills: 'not_bound' }

/** All the ways in which a chat could come by something of the room. */
async function seenBy(actor: OwnerActor, at: string) {
  const look = async (work: Work) => {
    const answer = async (name: string) => await residentFacts[name]?.answer(work, ['3-2-501'])
    const { channel, userId } = { channel: 'wecom-kf', ...actor }
    const speaker = await findSpeaker(work, { corpId: 'corp-1', channel, userId, projectId })
    const bills = await listFees(work, {})
    return {
      homes: (await homesOfActor(work)).map(({ code, relation }) => `${code} ${relation}`),
      greeted: speaker.audience,
      owned: await answer('room_owned'),
      fees: await answer('room_fees_visible'),
      bills: bills.outcome === 'ok' ? bills.totalFen : bills.outcome,
    }
  }
  return await doWork(at, look, actor)
}

async function act(actor: OwnerActor, at: string, name: string, input = {}) {
  const action = ticketActions.find((one) => one.name === name)
  if (!action) throw new Error(`no action ${name}`)
  return await doWork(at, (work) => action.run(work, input), actor)
}

const asOwner = {
  homes: ['3-2-501 owner'],
  greeted: ['owner'],
  owned: true,
  fees: true,
  bills: 20_000,
}

test('the seller is owner until 23:59 of the last day and nobody at 00:00', async () => {
  const seller = await boundChat('旧主')
  expect(await seenBy(seller, '2026-11-30T23:59:59+08:00')).toEqual(asOwner)
  expect(await seenBy(seller, '2026-12-01T00:00:00+08:00')).toEqual(NOTHING)
})

test('the buyer is nobody until 23:59 of the day before and owner at 00:00', async () => {
  const buyer = await boundChat('新主')
  expect(await seenBy(buyer, '2026-11-30T23:59:59+08:00')).toEqual(NOTHING)
  expect(await seenBy(buyer, '2026-12-01T00:00:00+08:00')).toEqual(asOwner)
})

test('a tenant whose lease ends, and one who moves in later, by their own days', async () => {
  const { rights } = desk.deps.rules.residents
  const asTenant = { homes: ['3-2-501 tenant'], greeted: ['tenant'], owned: true }
  const fees = rights.tenant.see_fees
    ? { fees: true, bills: 10_000 }
    : { fees: false, bills: 'no_right' }
  const leaving = await boundChat('租客')
  expect(await seenBy(leaving, '2026-11-29T23:59:59+08:00')).toEqual({ ...asTenant, ...fees })
  expect(await seenBy(leaving, '2026-11-30T00:00:00+08:00')).toEqual(NOTHING)
  const coming = await boundChat('后租')
  expect(await seenBy(coming, '2026-12-14T23:59:59+08:00')).toEqual(NOTHING)
  expect(await seenBy(coming, '2026-12-15T00:00:00+08:00')).toEqual({ ...asTenant, ...fees })
})

describe('what was reported in the home', () => {
  let seller: OwnerActor
  let buyer: OwnerActor
  const mine = async (actor: OwnerActor, at: string) => {
    const { result } = await act(actor, at, 'tickets.mine')
    return (result as { items: { title: string }[] }).items.map(({ title }) => title)
  }
  beforeAll(async () => {
    seller = await boundChat('旧主')
    buyer = await boundChat('新主')
    const text = '厨房水管漏水'
    const report = { text, room: '3-2-501', phone: '13800000001' }
    const made = await act(seller, '2026-11-30T20:00:00+08:00', 'tickets.create', report)
    expect(made.outcome).toBe('ok')
  })

  test('stays with who reported it after the sale, and is not shown to the buyer', async () => {
    expect(await mine(seller, '2026-12-01T00:00:00+08:00')).toEqual(['厨房水管漏水'])
    expect(await mine(buyer, '2026-11-30T23:59:59+08:00')).toEqual([])
    expect(await mine(buyer, '2026-12-01T00:00:00+08:00')).toEqual([])
  })

  test('is not told to the buyer who reports the same; theirs is not shown to the seller', async () => {
    const report = { text: '厨房水管又漏水', room: '3-2-501', phone: '13800000002' }
    const made = await act(buyer, '2026-12-01T08:00:00+08:00', 'tickets.create', report)
    expect(made.outcome).toBe('ok')
    expect(await mine(buyer, '2026-12-01T09:00:00+08:00')).toEqual(['厨房水管又漏水'])
    expect(await mine(seller, '2026-12-01T09:00:00+08:00')).toEqual(['厨房水管漏水'])
  })
})

test('a code is only given to who lives there that day', async () => {
  const steward = await aStaffMember(db, { name: '孙管家', roles: ['steward'], projectId })
  let codes = 246_810
  const ask = (name: string, at: string) =>
    doWork(
      at,
      (work) => issueCode(work, { room: '3-2-501', name }, () => String(codes++)),
      actorOf(steward, projectId),
    )
  const evening = '2026-11-30T23:59:59+08:00'
  const midnight = '2026-12-01T00:00:00+08:00'
  expect((await ask('新主', evening)).outcome).toBe('no_such_person')
  expect((await ask('旧主', evening)).outcome).toBe('issued')
  expect((await ask('新主', midnight)).outcome).toBe('issued')
  expect((await ask('旧主', midnight)).outcome).toBe('no_such_person')
})

test('the register keeps everybody, and the same book later ends nobody', async () => {
  const names = (at: string) =>
    doWork(at, async (work) => (await occupantsOf(work, roomId)).map(({ name }) => name))
  expect(await names('2026-11-21T10:00:00+08:00')).toEqual(['旧主', '租客'])
  expect(await names('2026-12-20T10:00:00+08:00')).toEqual(['新主', '后租'])
  desk.clock.set(new Date('2026-12-20T10:00:00+08:00'))
  expect((await desk.take(BOOK)).outcome).toBe('unchanged')
  expect((await desk.everything())['occupancy']).toHaveLength(4)
})
