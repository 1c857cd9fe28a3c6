/** The place of each account on the real database: saved with the messages or not at all, one puller at a time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Incoming } from '../../../../src/channels/channel.ts'
import { kfPuller } from '../../../../src/channels/wecom/kf-pull.ts'
import {
  type KfAccountRowsDeps,
  kfAccountRows,
} from '../../../../src/channels/wecom/stores/kf-account-rows.ts'
import { openTally } from '../../../../src/channels/wecom/tally.ts'
import { type OpenDatabase, openDatabase } from '../../../../src/database/open-database.ts'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { logLines } from '../../../support/log-lines.ts'
import { DEFAULT, startStandInApi, TOKEN_PATH } from '../../../support/stand-in-api.ts'
import { apiOn, CORP } from '../../../support/wecom-api.ts'

const NOW = new Date('2026-11-21T02:00:00Z')

let database: TestDatabase
let other: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  other = openDatabase(database.url, () => undefined, 4)
})
afterAll(async () => {
  await other.close()
  await database.close()
})
beforeEach(async () => {
  await database.db.deleteFrom('kf_account').execute()
  await database.db.deleteFrom('inbox_item').execute()
  await database.db.deleteFrom('conversation').execute()
})

const incoming = (n: number): Incoming => ({
  key: `kf/${CORP}/wkA/m-${n}`,
  from: { corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' },
  sentAt: NOW,
  content: { kind: 'text', text: `text ${n}` },
})

/** Keeps in the caller's transaction, once per key, as the inbox does. */
const keep: KfAccountRowsDeps['keep'] = async (tx, incomings) => {
  const conversation = {
    id: 'c',
    corpId: CORP,
    channel: 'wecom-kf',
    account: 'wkA',
    userId: 'wmU',
    createdAt: NOW,
  }
  await tx
    .insertInto('conversation')
    .values(conversation)
    .onConflict((c) => c.doNothing())
    .execute()
  for (const { key, sentAt, content } of incomings) {
    const times = { sentAt, receivedAt: NOW, readyAt: NOW, capAt: NOW }
    const row = {
      id: key,
      key,
      corpId: CORP,
      conversationId: 'c',
      kind: content.kind,
      content: JSON.stringify(content),
      ...times,
    }
    await tx
      .insertInto('inbox_item')
      .values(row)
      .onConflict((c) => c.column('key').doNothing())
      .execute()
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms, 10)))
const rowsOn = (db: OpenDatabase['db'], change: Partial<KfAccountRowsDeps> = {}) =>
  kfAccountRows({ db, keep, now: () => NOW, pause, ...change })

const keptKeys = async () => {
  const rows = await database.db.selectFrom('inbox_item').select('key').orderBy('seq').execute()
  return rows.map(({ key }) => key.split('/').at(-1))
}
const place = () => database.db.selectFrom('kf_account').selectAll().execute()

describe('a page', () => {
  test('is saved with its cursor, and what comes twice is kept once', async () => {
    await rowsOn(database.db).withAccountLock(CORP, 'wkA', async (account) => {
      expect(await account.cursor()).toBe('')
      await account.savePage([incoming(1), incoming(2)], 'c1')
      await account.savePage([incoming(2), incoming(3)], 'c2')
      expect(await account.cursor()).toBe('c2')
    })
    expect(await keptKeys()).toEqual(['m-1', 'm-2', 'm-3'])
    expect(await place()).toMatchObject([
      { corpId: CORP, openKfId: 'wkA', cursor: 'c2', pulledAt: NOW },
    ])
  })

  test('that cannot be kept moves no cursor, and leaves none of its messages', async () => {
    const failing: KfAccountRowsDeps['keep'] = async (tx, incomings) => {
      await keep(tx, incomings)
      throw new Error('full')
    }
    const rows = rowsOn(database.db, { keep: failing })
    const saved = rows.withAccountLock(CORP, 'wkA', (account) =>
      account.savePage([incoming(1)], 'c1'),
    )
    await expect(saved).rejects.toThrow('full')
    expect([await keptKeys(), await place()]).toEqual([[], []])
    await rowsOn(database.db).withAccountLock(CORP, 'wkA', (account) =>
      account.savePage([incoming(1)], 'c1'),
    )
    expect(await keptKeys()).toEqual(['m-1'])
  })

  test('knows its account, its corp and its project', async () => {
    await database.db
      .insertInto('kf_account')
      .values({ corpId: CORP, openKfId: 'wkA', projectId: 'p1', cursor: 'old', createdAt: NOW })
      .execute()
    const rows = rowsOn(database.db)
    await rows.withAccountLock(CORP, 'wkA', (account) => account.savePage([], 'c1'))
    await rows.withAccountLock('wwOther', 'wkA', (account) => account.savePage([], 'c9'))
    const places = await database.db
      .selectFrom('kf_account')
      .select(['corpId', 'cursor', 'projectId'])
      .orderBy('cursor')
      .execute()
    expect(places).toEqual([
      { corpId: CORP, cursor: 'c1', projectId: 'p1' },
      { corpId: 'wwOther', cursor: 'c9', projectId: null },
    ])
  })
})

describe('the lock', () => {
  test('lets one in over two processes, and each in turn', async () => {
    let inside = 0
    let most = 0
    const visit = (db: OpenDatabase['db']) =>
      rowsOn(db).withAccountLock(CORP, 'wkA', async (account) => {
        inside += 1
        most = Math.max(most, inside)
        await account.savePage([], String(Number((await account.cursor()) || 0) + 1))
        inside -= 1
      })
    await Promise.all(Array.from({ length: 10 }, (_, n) => visit(n % 2 ? database.db : other.db)))
    expect([most, (await place())[0]?.cursor]).toEqual([1, '10'])
  })

  test('of one account does not keep another waiting', async () => {
    await rowsOn(database.db).withAccountLock(CORP, 'wkA', () =>
      rowsOn(other.db).withAccountLock(CORP, 'wkB', async (account) => account.savePage([], 'b')),
    )
    expect(await place()).toMatchObject([{ openKfId: 'wkB' }])
  })

  test('is given back when the work fails', async () => {
    const failed = rowsOn(database.db).withAccountLock(CORP, 'wkA', () =>
      Promise.reject(new Error('away')),
    )
    await expect(failed).rejects.toThrow('away')
    let ran = false
    await rowsOn(other.db).withAccountLock(CORP, 'wkA', async () => {
      ran = true
    })
    expect(ran).toBe(true)
  })

  test('goes with the connection of a process that died', async () => {
    const dying = openDatabase(database.url, () => undefined, 1)
    let entered: () => void = () => undefined
    const inside = new Promise<void>((resolve) => {
      entered = resolve
    })
    const never = rowsOn(dying.db).withAccountLock(CORP, 'wkA', () => {
      entered()
      return new Promise(() => undefined)
    })
    never.catch(() => undefined)
    await inside
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
    )
    let ran = false
    await rowsOn(other.db).withAccountLock(CORP, 'wkA', async () => {
      ran = true
    })
    expect(ran).toBe(true)
  })

  test('waiters hold no connections: more of them than connections, and all get their turn', async () => {
    const narrow = openDatabase(database.url, () => undefined, 2)
    let turns = 0
    await rowsOn(database.db).withAccountLock(CORP, 'wkA', async () => {
      const waiters = Array.from({ length: 8 }, () =>
        rowsOn(narrow.db).withAccountLock(CORP, 'wkA', async () => {
          turns += 1
        }),
      )
      const answered = await narrow.db.selectFrom('kf_account').selectAll().execute()
      expect(answered).toEqual([])
      void Promise.all(waiters)
    })
    await expect.poll(() => turns).toBe(8)
    await narrow.close()
  })
})

test('two processes that pull one account at once keep every message once, in order', async () => {
  const inbox = Array.from({ length: 250 }, (_, n) => ({
    msgid: `m-${n}`,
    external_userid: 'wmU',
    send_time: 1_795_226_000 + n,
    origin: 3,
    msgtype: 'text',
    text: { content: `text ${n}` },
  }))
  let underWay = 0
  let most = 0
  const server = await startStandInApi(async (call) => {
    if (call.path === TOKEN_PATH) return DEFAULT
    underWay += 1
    most = Math.max(most, underWay)
    const from = Number(call.json?.['cursor'] ?? 0)
    const msg_list = inbox.slice(from, from + 100)
    await pause(10)
    underWay -= 1
    const next = from + msg_list.length
    return { next_cursor: String(next), has_more: next < inbox.length ? 1 : 0, msg_list }
  })
  const puller = (db: OpenDatabase['db']) => {
    const api = apiOn(server.baseUrl)
    return kfPuller({
      apiOf: async () => api,
      store: rowsOn(db),
      now: () => NOW,
      log: logLines().log,
      tally: openTally(),
    })
  }
  const [one, two] = [puller(database.db), puller(other.db)]
  const order = { corpId: CORP, openKfId: 'wkA' }
  await Promise.all([one(order), two(order), one(order), two(order), one(order)])
  expect(await keptKeys()).toEqual(inbox.map(({ msgid }) => msgid))
  expect([most, (await place())[0]?.cursor]).toEqual([1, '250'])
  await server.close()
})
