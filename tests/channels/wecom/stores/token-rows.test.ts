/** The shared token cache on the real database, with two processes' worth of clients on it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { tokenRows } from '../../../../src/channels/wecom/stores/token-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts'
import { DEFAULT, refusal, startStandInApi, TOKEN_PATH } from '../../../support/stand-in-api.ts'
import { apiOn, SECRET } from '../../../support/wecom-api.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.deleteFrom('token_cache').execute()
})

const NOW = new Date('2026-11-21T02:00:00Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

test('one caller may fetch, until it has written, given up or died', async () => {
  const store = tokenRows(database.db)
  expect(await store.claim('k', NOW, at(20))).toBe(true)
  expect(await store.claim('k', at(19), at(40))).toBe(false)
  expect(await store.claim('other', NOW, at(20))).toBe(true)
  expect(await store.claim('k', at(20), at(40))).toBe(true)
  await store.release('k', at(40))
  expect(await store.claim('k', at(21), at(41))).toBe(true)
  await store.write('k', { token: 't1', expiresAt: at(7000), fetchedAt: at(0) }, at(41))
  expect(await store.claim('k', at(22), at(42))).toBe(true)
})

test('a claimed row without a token is no token', async () => {
  const store = tokenRows(database.db)
  expect(await store.read('k')).toBeUndefined()
  await store.claim('k', NOW, at(20))
  expect(await store.read('k')).toBeUndefined()
  await store.write('k', { token: 't1', expiresAt: at(7000), fetchedAt: at(0) }, at(20))
  expect(await store.read('k')).toEqual({ token: 't1', expiresAt: at(7000), fetchedAt: at(0) })
  await store.claim('k', NOW, at(20))
  expect(await store.read('k')).toEqual({ token: 't1', expiresAt: at(7000), fetchedAt: at(0) })
})

test('who was so slow that another fetches meanwhile, overwrites nothing and frees nothing', async () => {
  const store = tokenRows(database.db)
  await store.claim('k', NOW, at(20))
  await store.claim('k', at(20), at(40))
  await store.write('k', { token: 'late', expiresAt: at(7000), fetchedAt: at(0) }, at(20))
  await store.release('k', at(20))
  expect(await store.read('k')).toBeUndefined()
  expect(await store.claim('k', at(21), at(60))).toBe(false)
  await store.write('k', { token: 'new', expiresAt: at(7000), fetchedAt: at(0) }, at(40))
  await store.write('k', { token: 'late', expiresAt: at(7000), fetchedAt: at(0) }, at(20))
  expect(await store.read('k')).toEqual({ token: 'new', expiresAt: at(7000), fetchedAt: at(0) })
})

test('of a hundred who claim at once, one gets it', async () => {
  const store = tokenRows(database.db)
  const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim('k', NOW, at(20))))
  expect(claims.filter(Boolean)).toHaveLength(1)
})

test('four clients over one table fetch one token, and replace it once when it is refused', async () => {
  let good = 'token-1'
  const server = await startStandInApi((call) => {
    if (call.path === TOKEN_PATH) return DEFAULT
    return call.query['access_token'] === good ? { errcode: 0 } : refusal(40014)
  })
  const clients = Array.from({ length: 4 }, () =>
    apiOn(server.baseUrl, { store: tokenRows(database.db) }),
  )
  const all = () =>
    Promise.all(
      [...clients, ...clients, ...clients].map((api) =>
        api.json({ method: 'POST', path: '/cgi-bin/test', body: {} }, z.object({})),
      ),
    )
  await all()
  expect(server.callsTo(TOKEN_PATH)).toHaveLength(1)
  good = 'token-2'
  await all()
  expect(server.callsTo(TOKEN_PATH)).toHaveLength(2)
  const rows = await database.db.selectFrom('token_cache').selectAll().execute()
  expect(rows).toMatchObject([{ token: 'token-2', version: 2, refreshUntil: null }])
  expect(JSON.stringify(rows)).not.toContain(SECRET)
  await server.close()
})
