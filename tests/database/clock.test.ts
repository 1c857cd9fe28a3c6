import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type MovableClock, openDatabaseClock, openMovableClock } from '../../src/database/clock.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'

const MORNING = new Date('2026-11-23T01:00:00Z')
const EVENING = new Date('2026-11-23T10:00:00Z')
const SLACK_MS = 60_000

let database: TestDatabase
let clock: MovableClock

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = await openMovableClock(database.db, await openDatabaseClock(database.db))
  await clock.set(MORNING)
})

const reads = (one: MovableClock, time: Date) => {
  const ahead = one.now().getTime() - time.getTime()
  expect(ahead).toBeGreaterThanOrEqual(0)
  expect(ahead).toBeLessThan(SLACK_MS)
}

test('another process has the moved time after its next refresh', async () => {
  const other = await openMovableClock(database.db, await openDatabaseClock(database.db))
  await clock.set(EVENING)
  reads(other, MORNING)
  await other.refresh()
  reads(other, EVENING)
})

test('a refresh under way when the clock is moved does not turn it back', async () => {
  const refreshing = clock.refresh()
  const moving = clock.set(EVENING)
  await Promise.all([refreshing, moving])
  reads(clock, EVENING)
})

test('a refresh that begins before the move is written does not turn it back', async () => {
  const moving = await database.db.transaction().execute(async (tx) => {
    await tx.selectFrom('clock_offset').select('id').forUpdate().execute()
    const written = clock.set(EVENING)
    await clock.refresh()
    reads(clock, EVENING)
    return { written }
  })
  await moving.written
  await clock.refresh()
  reads(clock, EVENING)
})

const HOUR_MS = 3_600_000

async function databaseTime(): Promise<number> {
  const answer = await sql<{ at: Date }>`SELECT clock_timestamp() AS at`.execute(database.db)
  return answer.rows[0]?.at.getTime() ?? 0
}

test('the time is the database’s, never ahead of it', async () => {
  const real = await openDatabaseClock(database.db)
  const before = real.now().getTime()
  const there = await databaseTime()
  expect(before).toBeLessThanOrEqual(there)
  expect(there - before).toBeLessThan(SLACK_MS)
})

test('a database whose clock was put back is followed at the next refresh', async () => {
  let passedMs = 0
  const real = await openDatabaseClock(database.db, () => performance.now() + passedMs)
  // Seen from here: an hour has passed, and the database says the same time as before.
  passedMs = HOUR_MS
  expect(real.now().getTime() - (await databaseTime())).toBeGreaterThan(HOUR_MS - SLACK_MS)
  await real.refresh()
  expect(real.now().getTime()).toBeLessThanOrEqual(await databaseTime())
})

test('the machine’s own time does not matter', async () => {
  const real = await openDatabaseClock(database.db)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS })
  try {
    const off = real.now().getTime() - (await databaseTime())
    expect(Math.abs(off)).toBeLessThan(SLACK_MS)
  } finally {
    vi.useRealTimers()
  }
})
