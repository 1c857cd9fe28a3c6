/** Jobs that come by themselves: in time, once for all workers, whatever the queue forgets. */
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROUNDS } from '../../src/jobs/job-table.ts'
import { addDueRounds } from '../../src/jobs/rounds.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let added: string[]
let isUp: boolean

beforeEach(async () => {
  database = await openTestDatabase()
  added = []
  isUp = true
})
afterEach(() => database.close())

const look = () =>
  addDueRounds({
    db: database.db,
    queues: {
      async add(name) {
        if (!isUp) throw new Error('the queue is down')
        added.push(name)
      },
      setRight: async () => undefined,
    },
  })
const pass = (seconds: number) =>
  sql`UPDATE loop_beat SET "beatAt" = "beatAt" - make_interval(secs => ${seconds})`.execute(
    database.db,
  )
const ALL = ROUNDS.map(({ name }) => name)

test('all come at the first start, and each again when its time is over', async () => {
  await look()
  expect(added).toEqual(ALL)
  await look()
  expect(added).toEqual(ALL)
  await pass(61)
  await look()
  expect(added).toEqual([...ALL, 'poll-kf'])
})

test('several workers that look at the same moment add each once', async () => {
  await Promise.all([look(), look(), look()])
  expect([...added].sort()).toEqual([...ALL].sort())
})

test('what the queue does not take stays due', async () => {
  isUp = false
  await expect(look()).rejects.toThrow('the queue is down')
  isUp = true
  await look()
  expect(added).toEqual(ALL)
})

test('they come although the database’s clock was put back', async () => {
  await look()
  await pass(-3_600)
  await look()
  expect(added).toEqual([...ALL, ...ALL])
})
