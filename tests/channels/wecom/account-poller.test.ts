/** Reading every account of every app, on the real rows: one app that fails keeps no other from being read. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accountPoller } from '../../../src/channels/wecom/account-poller.ts'
import type { WecomApi } from '../../../src/channels/wecom/api/client.ts'
import { WecomRefused } from '../../../src/channels/wecom/api/wecom-refused.ts'
import { type AppSettings, openApps } from '../../../src/channels/wecom/open-apps.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

/** Not authorised to use the interface: the app was not given customer service (wecom.md 4.3). */
const WITHOUT_RIGHT = 48002

let database: TestDatabase
let pulled: string[]
let answers: Readonly<Record<string, readonly string[] | Error>>
const tally = openTally()

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  pulled = []
})

const settings = (name: string): AppSettings => {
  const keys = { secret: name, token: 't', aesKey: 'k', previous: null, robotKey: null }
  return { name, corpId: 'ww1', agentId: name, ...keys }
}

function poll(): Promise<void> {
  const apps = openApps({
    apps: ['1', '2', '3'].map(settings),
    openApi: ({ agentId }) =>
      ({
        corpId: 'ww1',
        async json() {
          const answer = answers[agentId] ?? []
          if (answer instanceof Error) throw answer
          return { account_list: answer.map((id) => ({ open_kfid: id, name: id })) }
        },
      }) as unknown as WecomApi,
    agentOf: async () => null,
  })
  const pull = async ({ openKfId }: { readonly openKfId: string }) => {
    pulled.push(openKfId)
  }
  const now = () => new Date('2026-11-23T01:00:00Z')
  return accountPoller({ apps: apps.all, db: database.db, pull, now, tally })()
}

const refused = () =>
  new WecomRefused('kf/account/list', WITHOUT_RIGHT, {
    words: 'api forbidden',
    hint: undefined,
    fromIp: undefined,
  })

test('an app without the right to customer service is no error while another has it', async () => {
  answers = { 1: refused(), 2: ['wk-a', 'wk-b'], 3: ['wk-c'] }
  await poll()
  expect(pulled).toEqual(['wk-a', 'wk-b', 'wk-c'])
})

test('an app that cannot be read is told of, after the others were read', async () => {
  const down = new Error('the line broke')
  answers = { 1: down, 2: refused(), 3: ['wk-c'] }
  await expect(poll()).rejects.toBe(down)
  expect(pulled).toEqual(['wk-c'])
})

test('when no app has the right, that is told', async () => {
  answers = { 1: refused(), 2: refused(), 3: refused() }
  await expect(poll()).rejects.toThrow(WecomRefused)
  expect(pulled).toEqual([])
})
