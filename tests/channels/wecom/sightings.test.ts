import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tokenKey } from '../../../src/channels/wecom/api/token.ts'
import { WecomRefused } from '../../../src/channels/wecom/api/wecom-refused.ts'
import { readWecomHealth } from '../../../src/channels/wecom/health.ts'
import { openSightings, type Sighting, watchedApi } from '../../../src/channels/wecom/sightings.ts'
import {
  readSightings,
  saveSightings,
  sweepSightings,
} from '../../../src/channels/wecom/stores/sighting-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

const NOW = new Date('2026-11-23T09:00:00+08:00')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const APP = {
  ...{ name: 'app', corpId: 'corp-1', agentId: '1000002', secret: 'hush', token: 't' },
  ...{ aesKey: 'k', previous: null, robotKey: 'robot-key' },
}
const EMPTY = { ...APP, name: 'second', corpId: 'corp-2', secret: 'quiet' }

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.deleteFrom('wecom_sighting').execute())

const seen = (what: string, at: Date, count = 1): Sighting => {
  const { corpId, agentId } = APP
  return { corpId, agentId, what, at, count }
}

describe('what was seen of an app', () => {
  test('is added up over processes, whichever writes last', async () => {
    await saveSightings(database.db, [seen('callback', ago(1), 3)])
    await saveSightings(database.db, [seen('callback', ago(5), 2), seen('refused -1', ago(9))])
    expect(await readSightings(database.db, new Date(0))).toEqual([
      seen('callback', ago(1), 5),
      seen('refused -1', ago(9)),
    ])
  })

  test('is collected, written together, and lost by nobody', async () => {
    const saved: Sighting[][] = []
    const sightings = openSightings({
      save: async (list) => void saved.push([...list]),
      now: () => NOW,
      onFailure: () => undefined,
    })
    for (let n = 0; n < 1000; n++) sightings.add(APP, 'callback')
    sightings.add(APP, 'refused 60020')
    await sightings.flush()
    await sightings.flush()
    expect(saved).toEqual([[seen('callback', NOW, 1000), seen('refused 60020', NOW)]])
  })

  test('that cannot be written is told, and what comes after it is written', async () => {
    const failures: unknown[] = []
    let saves = 0
    const sightings = openSightings({
      async save() {
        saves += 1
        if (saves === 1) throw new Error('no database')
      },
      now: () => NOW,
      onFailure: (error) => failures.push(error),
    })
    sightings.add(APP, 'callback')
    await sightings.flush()
    sightings.add(APP, 'callback')
    await sightings.flush()
    expect([saves, failures]).toEqual([2, [new Error('no database')]])
  })

  test('a refusal is noted with our address and flies on', async () => {
    const noted: string[] = []
    const sightings = {
      add: (_app: object, what: string) => void noted.push(what),
      flush: async () => {},
    }
    const reason = { words: 'not allow', hint: undefined, fromIp: '203.0.113.7' }
    const refused = new WecomRefused('/x', 60020, reason)
    const api = watchedApi(
      {
        corpId: 'corp-1',
        json: () => Promise.reject(refused),
        download: () => Promise.reject(new Error('cut')),
      },
      APP,
      sightings,
    )
    const call = { method: 'GET', path: '/x' } as const
    await expect(api.json(call, undefined as never)).rejects.toBe(refused)
    await expect(api.download(call, 1)).rejects.toThrow('cut')
    expect(noted).toEqual(['refused 60020', 'address 203.0.113.7'])
  })

  test('is forgotten when it is old', async () => {
    await saveSightings(database.db, [seen('callback', ago(10)), seen('refused -1', ago(90))])
    await database.db.transaction().execute((tx) => sweepSightings(tx, ago(60)))
    const left = await readSightings(database.db, new Date(0))
    expect(left.map(({ what }) => what)).toEqual(['callback'])
  })
})

describe('the health of the line', () => {
  test('of a desk that heard nothing yet is empty and no error', async () => {
    expect(await readWecomHealth(database.db, [EMPTY], NOW)).toEqual({
      apps: [{ app: 'second', lastCallbackAt: null, token: null, egressIp: null, refusals: [] }],
      accounts: { count: 0, neverPulled: 0, lastPullAt: null },
      waitingForWindow: { count: 0, since: null },
    })
  })

  test('shows callbacks, token, address, refusals of a day by class, and accounts', async () => {
    await saveSightings(database.db, [
      seen('callback', ago(2), 7),
      seen('address 203.0.113.7', ago(30)),
      seen('address 198.51.100.9', ago(300)),
      seen('refused 60020', ago(30), 4),
      seen('refused 95018', ago(3)),
      seen('refused 40001', ago(60 * 25)),
    ])
    const key = {
      id: tokenKey(APP),
      token: 'TOKEN',
      fetchedAt: ago(10),
      expiresAt: ago(-105),
    }
    await database.db.insertInto('token_cache').values(key).execute()
    const account = { corpId: 'corp-1', createdAt: ago(99) }
    await database.db
      .insertInto('kf_account')
      .values([
        { ...account, openKfId: 'a', pulledAt: ago(1) },
        { ...account, openKfId: 'b', pulledAt: ago(4) },
      ])
      .execute()
    const health = await readWecomHealth(database.db, [APP, EMPTY], NOW)
    expect(health.apps[0]).toEqual({
      app: 'app',
      lastCallbackAt: ago(2),
      token: { ageSeconds: 600, goodUntil: ago(-105) },
      egressIp: '203.0.113.7',
      refusals: [
        { code: 95018, class: 'window', count: 1, lastAt: ago(3) },
        { code: 60020, class: 'config', count: 4, lastAt: ago(30) },
      ],
    })
    expect(health.accounts).toEqual({ count: 2, neverPulled: 0, lastPullAt: ago(4) })
    for (const secret of ['hush', 'TOKEN', 'robot-key', 'corp-1', '1000002']) {
      expect(JSON.stringify(health)).not.toContain(secret)
    }
  })
})
