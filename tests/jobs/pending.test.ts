/** What the desk still has to do: an idle desk must be one in which nothing is on its way. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepIncoming } from '../../src/inbox/keep.ts'
import { deskPending } from '../../src/jobs/pending.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { handClock } from '../support/hand-clock.ts'
import { inboxRules } from '../support/rules.ts'
import { testSeals } from '../support/seals.ts'

const clock = handClock()
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.deleteFrom('inbox_item').execute())

const asked = (jobs: () => Promise<number>) =>
  deskPending(database.db, clock.now(), { pending: jobs })

/** What a pull does as its last act: the page is kept, then the job is no more. */
async function keepsAPage(): Promise<void> {
  const from = { corpId: 'ww1', channel: 'wecom-kf', account: 'wk1', user: 'wm1' } as const
  const message = {
    key: randomUUID(),
    from,
    sentAt: clock.now(),
    content: { kind: 'text', text: '漏水' },
  } as const
  const deps = { clock, newId: randomUUID, rules: inboxRules, seals: testSeals }
  await keepIncoming(database.db, [message], { ...deps, isUrgent: () => true })
}

test('nothing is pending in a desk where nobody wrote', async () => {
  expect(await asked(async () => 0)).toMatchObject({ count: 0, what: [] })
})

test('a pull that ends while it is asked is seen by the message it kept', async () => {
  const pending = await asked(async () => {
    await keepsAPage()
    return 0
  })
  expect(pending).toMatchObject({ count: 1, what: ['1 turns'] })
})

test('a pull under way is seen before its message is kept', async () => {
  expect(await asked(async () => 1)).toMatchObject({ count: 1, what: ['1 jobs'] })
})
