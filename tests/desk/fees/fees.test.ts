import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feeActions } from '../../../src/desk/fees/actions.ts'
import type { FeeLine } from '../../../src/desk/fees/fee-line.ts'
import type { Actor } from '../../../src/desk/work.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aBill } from '../../support/desk/bills.ts'
import { aRoom } from '../../support/desk/homes.ts'
import { aBinding, aChat, aPerson, aProject } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
let database: TestDatabase
let doWork: DoWork
let owner: Actor
let tenant: Actor
let blind: Actor

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  doWork = await workOn(db, recordingNotifier())
  await aProject(db)
  await db
    .updateTable('project')
    .set({ servicePhone: '010-88886666' })
    .where('id', '=', PROJECT)
    .execute()
  const room = '3-2-501'
  const someone = async (user: string, some: Partial<Parameters<typeof aPerson>[1]>) => {
    const personId = await aPerson(db, { name: user, room, ...some })
    return await aBinding(db, { user, personId, room: some.room ?? room })
  }
  owner = await someone('u-owner', {})
  await someone('u-owner', { room: '3-2-502' })
  tenant = await someone('u-tenant', { relation: 'tenant' })
  blind = await someone('u-blind', { relation: 'family', canSeeFees: false })
  await aBill(db, {
    room,
    period: '2026-10',
    amountFen: 14293,
    computed: '94.56㎡×1.30元+20元',
    dueAt: '2026-10-31',
  })
  await aBill(db, { room, period: '2026-09', amountFen: 14293, paidFen: 10000 })
  await aBill(db, { room, period: '2026-08', amountFen: 14293, paidFen: 14293, state: 'PAID' })
  await aBill(db, { room, period: '2026-11', amountFen: 14293, state: 'DRAFT' })
  await aBill(db, { room, period: '2026-07', amountFen: 14293, state: 'CANCELLED' })
  await aBill(db, { room, item: '水费', period: '2026-09', amountFen: 4501, payer: 'tenant' })
  await aBill(db, { room, item: '地下车库停车费', period: '2026-10', amountFen: 30000 })
  await aBill(db, { room, item: '垃圾清运', period: '2026-06', amountFen: 600 })
  await aBill(db, { room: '3-2-502', period: '2026-10', amountFen: 10001 })
  await aBill(db, { room: '3-2-503', period: '2026-10', amountFen: 99999 })
  await aRoom(db, '3-2-504')
})
afterAll(() => database.close())

const run = (name: string, actor: Actor, input: Record<string, unknown> = {}) =>
  doWork(
    NOW,
    async (work) => await feeActions.find((one) => one.name === name)?.run(work, input),
    actor,
  )
const list = (actor: Actor, input: Record<string, unknown> = {}) => run('fees.list', actor, input)
const titles = async (actor: Actor, input: Record<string, unknown> = {}) => {
  const items = (await list(actor, input))?.result?.['items'] ?? []
  return (items as readonly FeeLine[]).map((item) => item.title)
}

test('the owner sees what is unpaid, oldest first, in exact fen, with how it was computed', async () => {
  const answer = await list(owner, { room: '3栋2单元501' })
  expect(answer?.outcome).toBe('ok')
  expect(answer?.result).toMatchObject({
    count: 5,
    shown: 5,
    total: 600 + 4293 + 4501 + 30000 + 14293,
    room_label: '3栋2单元501',
    service_phone: '010-88886666',
  })
  expect(answer?.result?.['ways_to_pay']).not.toEqual([])
  expect(await titles(owner, { room: '3-2-501' })).toEqual([
    '2026年6月 垃圾清运 6.00元',
    '2026年9月 水费 45.01元',
    '2026年9月 物业费 42.93元',
    '2026年10月 地下车库停车费 300.00元',
    '2026年10月 物业费 142.93元',
  ])
  const items = answer?.result?.['items'] as readonly FeeLine[]
  expect(items.at(-1)).toEqual({
    room: '3-2-501',
    room_label: '3栋2单元501',
    period: '2026-10',
    period_words: '2026年10月',
    name: '物业费',
    amount: 14293,
    whole: 14293,
    paid: 0,
    computed: '94.56㎡×1.30元+20元',
    due: '2026-10-31',
    title: '2026年10月 物业费 142.93元',
  })
  expect(items[2]).toMatchObject({ amount: 4293, whole: 14293, paid: 10000 })
})

test('without a room all of the asker’s rooms are listed', async () => {
  const answer = await list(owner)
  expect(answer?.result).toMatchObject({ count: 6, room_label: '3栋2单元501、3栋2单元502' })
})

test.each([
  ['property', ['2026年9月 物业费 42.93元', '2026年10月 物业费 142.93元']],
  ['parking', ['2026年10月 地下车库停车费 300.00元']],
  ['water', ['2026年9月 水费 45.01元']],
  ['other', ['2026年6月 垃圾清运 6.00元']],
  ['power', []],
])('of the kind %s there is %j', async (kind, lines) => {
  expect(await titles(owner, { room: '3-2-501', kind })).toEqual(lines)
})

test('a period narrows the list, and nothing found is said of the own room', async () => {
  expect(await titles(owner, { room: '3-2-501', period: '2026-09' })).toHaveLength(2)
  expect(await list(owner, { room: '3-2-501', period: '2020-01' })).toEqual({
    outcome: 'empty',
    result: { room_label: '3栋2单元501' },
  })
})

test('years, quarters and months stand in the order they began', async () => {
  const { db } = database
  const room = '3-2-505'
  const personId = await aPerson(db, { name: 'u-periods', room })
  const asker = await aBinding(db, { user: 'u-periods', personId, room })
  for (const period of ['2026-Q3', '2026-10', '2026-09', '2026', '2025-H2', '2025-12'])
    await aBill(db, { room, period, amountFen: 100 })
  const items = (await list(asker))?.result?.['items'] as readonly FeeLine[]
  expect(items.map(({ period }) => period)).toEqual([
    '2025-H2',
    '2025-12',
    '2026',
    '2026-Q3',
    '2026-09',
    '2026-10',
  ])
})

test('a tenant sees only what tenants pay', async () => {
  expect(await titles(tenant, { room: '3-2-501' })).toEqual(['2026年9月 水费 45.01元'])
  expect(await titles(tenant)).toEqual(['2026年9月 水费 45.01元'])
  expect((await run('fees.summary', tenant))?.result).toMatchObject({ total: 4501, count: 1 })
})

describe('another’s room', () => {
  test('is refused alike whether it owes, owes nothing or does not exist', async () => {
    const rooms = ['3-2-503', '3-2-504', '9-9-999', '3栋2单元503', '', 'x'.repeat(5000), "' OR 1=1"]
    const answers = await Promise.all(rooms.filter(Boolean).map((room) => list(owner, { room })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"outcome":"not_yours"}']),
    )
  })

  test('is refused to a stranger as to an owner', async () => {
    expect(await list(aChat('u-stranger'), { room: '3-2-503' })).toEqual({ outcome: 'not_yours' })
    expect(await list(aChat('u-stranger'), { room: '9-9-999' })).toEqual({ outcome: 'not_yours' })
    expect(await list(aChat('u-stranger'))).toEqual({ outcome: 'not_bound' })
    expect(await run('fees.summary', aChat('u-stranger'))).toEqual({ outcome: 'not_bound' })
  })
})

test('without the right to see fees the own room says only that', async () => {
  expect(await list(blind, { room: '3-2-501' })).toEqual({ outcome: 'no_right' })
  expect(await list(blind)).toEqual({ outcome: 'no_right' })
  expect(await run('fees.summary', blind)).toEqual({ outcome: 'no_right' })
})

test('the summary adds up room by room', async () => {
  expect((await run('fees.summary', owner))?.result).toMatchObject({
    count: 6,
    total: 53687 + 10001,
    rooms: [
      {
        room: '3-2-501',
        total: 53687,
        count: 5,
        since: '2026年6月',
        title: '3栋2单元501 5笔 536.87元',
      },
      { room: '3-2-502', total: 10001, count: 1, since: '2026年10月' },
    ],
  })
})

test('who owes nothing hears so', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '清', room: '3-3-301' })
  const clear = await aBinding(db, { user: 'u-clear', personId, room: '3-3-301' })
  expect(await list(clear)).toEqual({ outcome: 'empty', result: { room_label: '3栋3单元301' } })
  expect(await run('fees.summary', clear)).toEqual({ outcome: 'empty' })
})

test('very many bills are all counted and not all listed', async () => {
  const { db } = database
  const personId = await aPerson(db, { name: '欠', room: '3-3-302' })
  const debtor = await aBinding(db, { user: 'u-debtor', personId, room: '3-3-302' })
  for (let month = 0; month < 40; month++) {
    const period = `${2020 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
    await aBill(db, { room: '3-3-302', period, amountFen: 100_000_00 })
  }
  const answer = await list(debtor)
  expect(answer?.result).toMatchObject({ count: 40, shown: 16, total: 40 * 100_000_00 })
})
