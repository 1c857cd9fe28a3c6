import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type AccessWork,
  endSession,
  findSession,
  openSession,
} from '../../../src/desk/access/sessions.ts'
import { isSpent, spendToken, sweepAccess } from '../../../src/desk/access/spend.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type HandClock, handClock } from '../../support/hand-clock.ts'
import { testSeals } from '../../support/seals.ts'

const MINUTE = 60_000
const STAFF = { corpId: 'corp-1', kind: 'staff', holder: 'lisi' } as const
const OWNER = { corpId: 'corp-1', kind: 'owner', holder: 'wecom-kf/corp-1/kf/wm1' } as const

let database: TestDatabase
let clock: HandClock
let rules: AccessWork['rules']

beforeAll(async () => {
  database = await openTestDatabase()
  rules = (await readRules()).access
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = handClock()
  await database.db.deleteFrom('web_session').execute()
  await database.db.deleteFrom('spent_token').execute()
})

const inWork = <Answer>(run: (work: AccessWork) => Promise<Answer>) =>
  database.db
    .transaction()
    .execute((tx) =>
      run({ tx, now: clock.now(), newId: () => randomUUID(), seals: testSeals, rules }),
    )
const isIn = async (kind: 'staff' | 'owner', token: string) =>
  (await inWork((work) => findSession(work, kind, token))) !== null

describe('a session', () => {
  test('is found by its token alone, and the token is nowhere in the database', async () => {
    const { token } = await inWork((work) => openSession(work, STAFF))
    expect(await inWork((work) => findSession(work, 'staff', token))).toMatchObject(STAFF)
    expect(await isIn('owner', token)).toBe(false)
    expect(await isIn('staff', `${token}x`)).toBe(false)
    const rows = await database.db.selectFrom('web_session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('of staff ends after an hour without a look, and after a shift with looks', async () => {
    const { token } = await inWork((work) => openSession(work, STAFF))
    for (let looks = 0; looks < 12; looks++) {
      clock.advance(59 * MINUTE)
      expect(await isIn('staff', token)).toBe(true)
    }
    clock.advance(59 * MINUTE)
    expect(await isIn('staff', token)).toBe(false)
    const other = await inWork((work) => openSession(work, STAFF))
    clock.advance(61 * MINUTE)
    expect(await isIn('staff', other.token)).toBe(false)
  })

  test('of an owner ends after its minutes, looks or not', async () => {
    const { token } = await inWork((work) => openSession(work, OWNER))
    clock.advance(rules.owner_session_minutes * MINUTE - 1)
    expect(await isIn('owner', token)).toBe(true)
    clock.advance(1)
    expect(await isIn('owner', token)).toBe(false)
  })

  test('that was ended is gone', async () => {
    const { token } = await inWork((work) => openSession(work, STAFF))
    await inWork((work) => endSession(work, token))
    expect(await isIn('staff', token)).toBe(false)
  })
})

test('of those who use a token up at the same moment one does', async () => {
  const keepUntil = new Date(clock.now().getTime() + MINUTE)
  const all = await Promise.all(
    Array.from({ length: 8 }, () => inWork((work) => spendToken(work, 'own/t', { keepUntil }))),
  )
  expect(all.filter(Boolean)).toHaveLength(1)
  expect(await inWork((work) => isSpent(work, 'own/t'))).toBe(true)
  expect(await inWork((work) => isSpent(work, 'own/other'))).toBe(false)
})

test('what is over is swept, and nothing else', async () => {
  const old = await inWork((work) => openSession(work, OWNER))
  const soon = new Date(clock.now().getTime() + 10 * MINUTE)
  await inWork((work) => spendToken(work, 'old', { keepUntil: soon }))
  clock.advance(rules.owner_session_minutes * MINUTE)
  const young = await inWork((work) => openSession(work, STAFF))
  const later = new Date(clock.now().getTime() + 10 * MINUTE)
  await inWork((work) => spendToken(work, 'young', { keepUntil: later }))
  await inWork(({ tx, now }) => sweepAccess(tx, now))
  const count = async (table: 'web_session' | 'spent_token') =>
    (await database.db.selectFrom(table).selectAll().execute()).length
  expect([await count('web_session'), await count('spent_token')]).toEqual([1, 1])
  expect([await isIn('owner', old.token), await isIn('staff', young.token)]).toEqual([false, true])
  expect(await inWork((work) => isSpent(work, 'young'))).toBe(true)
})
