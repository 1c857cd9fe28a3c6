import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type MovableClock, openMovableClock } from '../../src/database/clock.ts'
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
  clock = await openMovableClock(database.db)
  await clock.set(MORNING)
})

const reads = (one: MovableClock, time: Date) => {
  const ahead = one.now().getTime() - time.getTime()
  expect(ahead).toBeGreaterThanOrEqual(0)
  expect(ahead).toBeLessThan(SLACK_MS)
}

test('another process has the moved time after its next refresh', async () => {
  const other = await openMovableClock(database.db)
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
