/** The API client against a stand-in server: tokens, refusals, silence, and nothing secret in anything it throws. */
import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { WecomRefused, WecomUnanswered } from '../../../../src/channels/wecom/api/wecom-refused.ts'
import { knownToken, memoryTokens } from '../../../support/memory-tokens.ts'
import { type ApiHandler, DEFAULT, refusal, TOKEN_PATH } from '../../../support/stand-in-api.ts'
import {
  type ApiOptions,
  apiOn,
  CORP,
  IMPATIENT_MS,
  openApi,
  PATIENT_MS,
  SECRET,
} from '../../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function open(handler: ApiHandler, options?: ApiOptions) {
  const opened = await openApi(handler, options)
  closing.push(() => opened.server.close())
  return opened
}

const CALL = { method: 'POST', path: '/cgi-bin/test', body: { a: 1 } } as const
const SHAPE = z.object({ value: z.string() })
const OK = { errcode: 0, value: 'yes' }

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error,
  )
}

function expectNoSecrets(error: unknown): void {
  const everything = `${inspect(error, { depth: 9, showHidden: true })} ${error instanceof Error ? error.stack : ''}`
  for (const secret of [SECRET, encodeURIComponent(SECRET), 'token-1', 'token-2']) {
    expect(everything).not.toContain(secret)
  }
}

describe('calls', () => {
  test('carry the token in the address and JSON in the body', async () => {
    const { api, server } = await open((call) => (call.path === TOKEN_PATH ? DEFAULT : OK))
    expect(await api.json({ ...CALL, query: { type: 'image' } }, SHAPE)).toEqual({ value: 'yes' })
    expect(server.calls.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'GET', path: TOKEN_PATH, query: { corpid: CORP, corpsecret: SECRET } },
      { method: 'POST', path: CALL.path, query: { access_token: 'token-1', type: 'image' } },
    ])
    expect(server.calls[1]?.json).toEqual({ a: 1 })
    expect(server.calls[1]?.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test.each(['/', '/relay/'])('a base that ends in %s is kept', async (end) => {
    const answer = { access_token: 'token-1', expires_in: 7200 }
    const relay = await open((call) => (call.path.endsWith('gettoken') ? answer : OK))
    await apiOn(relay.server.baseUrl + end).json(CALL, SHAPE)
    expect(relay.server.calls.map(({ path }) => path)).toEqual([
      `${end}cgi-bin/gettoken`,
      `${end}cgi-bin/test`,
    ])
  })

  test('an answer without errcode is a yes', async () => {
    const { api } = await open((call) => (call.path === TOKEN_PATH ? DEFAULT : { value: 'yes' }))
    expect(await api.json(CALL, SHAPE)).toEqual({ value: 'yes' })
  })
})

describe('refusals', () => {
  test('hold code, words, hint and address apart', async () => {
    const words = `invalid credential access_token=token-1 for ${SECRET}`
    const { api } = await open((call) =>
      call.path === TOKEN_PATH ? DEFAULT : refusal(60020, words),
    )
    const error = await failure(api.json(CALL, SHAPE))
    expect(error).toBeInstanceOf(WecomRefused)
    expect(error).toMatchObject({
      code: 60020,
      path: CALL.path,
      hint: '1645025097593810238423219',
      fromIp: '203.0.113.7',
    })
    expect(String(error)).toBe(
      `WecomRefused: ${CALL.path} was refused: 60020 invalid credential access_token=[redacted] for [redacted]`,
    )
    expectNoSecrets(error)
  })

  test.each([undefined, null, 7, 'ok', 'x'.repeat(10_000)])(
    'with an errmsg of %s',
    async (errmsg) => {
      const { api } = await open((call) =>
        call.path === TOKEN_PATH ? DEFAULT : { errcode: 45009, errmsg },
      )
      const error = await failure(api.json(CALL, SHAPE))
      expect(error).toMatchObject({ code: 45009, hint: undefined, fromIp: undefined })
      expect(String(error).length).toBeLessThan(300)
    },
  )
})

describe('tokens', () => {
  test.each([40014, 42001])(
    '%i: another token is fetched and the call made once more',
    async (code) => {
      const { api, server } = await open((call) => {
        if (call.path === TOKEN_PATH) return DEFAULT
        return call.query['access_token'] === 'token-1' ? refusal(code) : OK
      })
      expect(await api.json(CALL, SHAPE)).toEqual({ value: 'yes' })
      expect(await api.json(CALL, SHAPE)).toEqual({ value: 'yes' })
      expect(server.callsTo(TOKEN_PATH)).toHaveLength(2)
      expect(server.callsTo(CALL.path).map(({ query }) => query['access_token'])).toEqual([
        'token-1',
        'token-2',
        'token-2',
      ])
    },
  )

  test('a second refusal is thrown, and a storm fetches no storm of tokens', async () => {
    const { api, server } = await open((call) =>
      call.path === TOKEN_PATH ? { access_token: 'token-1', expires_in: 7200 } : refusal(40014),
    )
    for (let round = 0; round < 20; round += 1) {
      expect(await failure(api.json(CALL, SHAPE))).toMatchObject({ code: 40014 })
    }
    expect(server.callsTo(TOKEN_PATH).length).toBeLessThanOrEqual(3)
  })

  test('fifty calls at once, with the token refused in the middle, fetch two tokens', async () => {
    const { api, server } = await open((call) => {
      if (call.path === TOKEN_PATH) return DEFAULT
      return call.query['access_token'] === 'token-1' ? refusal(42001) : OK
    })
    await Promise.all(Array.from({ length: 50 }, () => api.json(CALL, SHAPE)))
    expect(server.callsTo(TOKEN_PATH)).toHaveLength(2)
  })

  test('two processes with one store share one token, and replace it once', async () => {
    const store = memoryTokens()
    let good = 'token-1'
    const { api, server } = await open(
      (call) => {
        if (call.path === TOKEN_PATH) return DEFAULT
        return call.query['access_token'] === good ? OK : refusal(40014)
      },
      { store },
    )
    const other = apiOn(server.baseUrl, { store })
    const both = () => Promise.all([api, other, api, other].map((each) => each.json(CALL, SHAPE)))
    await both()
    expect(server.callsTo(TOKEN_PATH)).toHaveLength(1)
    good = 'token-2'
    await both()
    expect(server.callsTo(TOKEN_PATH)).toHaveLength(2)
    expect([...store.rows.keys()].join()).not.toContain(SECRET)
  })

  test('a token is used until five minutes before its end, a short one until half its life', async () => {
    let now = new Date('2026-11-21T00:00:00Z')
    let life = 7200
    const { api, server } = await open(
      (call) =>
        call.path === TOKEN_PATH
          ? { access_token: `token-${now.getTime()}`, expires_in: life }
          : OK,
      { now: () => now },
    )
    const fetchedAfter = async (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000)
      await api.json(CALL, SHAPE)
      return server.callsTo(TOKEN_PATH).length
    }
    expect([await fetchedAfter(0), await fetchedAfter(6899), await fetchedAfter(1)]).toEqual([
      1, 1, 2,
    ])
    life = 60
    expect([await fetchedAfter(6900), await fetchedAfter(29), await fetchedAfter(1)]).toEqual([
      3, 3, 4,
    ])
  })

  test('a process that died while fetching delays the others only until its right ends', async () => {
    let now = new Date('2026-11-21T00:00:00Z')
    const ticking = () => {
      now = new Date(now.getTime() + 500)
      return now
    }
    const store = memoryTokens()
    const { api, server } = await open((call) => (call.path === TOKEN_PATH ? DEFAULT : OK), {
      store,
    })
    await api.json(CALL, SHAPE)
    const [key = ''] = store.rows.keys()
    store.rows.clear()
    await store.claim(key, now, new Date(now.getTime() + 4000))
    await apiOn(server.baseUrl, { store, now: ticking }).json(CALL, SHAPE)
    expect(server.callsTo(TOKEN_PATH)).toHaveLength(2)
    expect(now.getTime()).toBeGreaterThan(Date.parse('2026-11-21T00:00:04Z'))
  })

  test.each([
    [40001, 'invalid credential'],
    [40013, 'invalid corpid'],
  ])(
    'a refused secret (%i) is thrown to every caller and asked for once in ten seconds',
    async (code, words) => {
      let now = new Date('2026-11-21T00:00:00Z')
      const { api, server } = await open(() => refusal(code, words), { now: () => now })
      for (let round = 0; round < 5; round += 1) {
        const error = await failure(api.json(CALL, SHAPE))
        expect(error).toMatchObject({ code, path: TOKEN_PATH })
        expectNoSecrets(error)
      }
      expect(server.calls).toHaveLength(1)
      now = new Date(now.getTime() + 10_001)
      await failure(api.json(CALL, SHAPE))
      expect(server.calls).toHaveLength(2)
    },
  )

  test('a store that fails is no refusal', async () => {
    const store = {
      ...memoryTokens(),
      read: () => Promise.reject(new Error('the database is away')),
    }
    const { api } = await open(() => DEFAULT, { store })
    expect(String(await failure(api.json(CALL, SHAPE)))).toBe('Error: the database is away')
  })
})

const hang: ApiHandler = () => () => undefined
const status =
  (code: number, body = '<html>') =>
  () =>
  (response: import('node:http').ServerResponse) =>
    void response.writeHead(code, { location: 'http://127.0.0.1:1/' }).end(body)

describe('silence', () => {
  test.each<[string, ApiHandler, string, boolean]>([
    ['no answer', hang, 'timeout', true],
    ['a cut connection', () => (response) => void response.destroy(), 'UND_ERR_SOCKET', true],
    ['HTML in a 200', status(200, '<html>'), 'malformed', true],
    ['nothing in a 200', status(200, ''), 'malformed', true],
    ['a list', status(200, '[]'), 'malformed', true],
    ['null', status(200, 'null'), 'malformed', true],
    ['half a JSON', status(200, '{"errcode":0,'), 'malformed', true],
    ['another shape', () => ({ errcode: 0, value: 7 }), 'unexpected shape', true],
    ['an errcode in words', () => ({ errcode: 'busy' }), 'malformed', true],
    ['500', status(500), 'http-500', true],
    ['502', status(502), 'http-502', true],
    ['404', status(404), 'http-404', false],
    ['a redirect', status(302), 'http-302', false],
  ])('%s', async (_what, handler, reason, mayHaveArrived) => {
    const timeoutMs = handler === hang ? IMPATIENT_MS : PATIENT_MS
    const { api } = await open(handler, { timeoutMs, store: knownToken() })
    const error = await failure(api.json(CALL, SHAPE))
    expect(error).toBeInstanceOf(WecomUnanswered)
    expect(error).toMatchObject({ path: CALL.path, reason, mayHaveArrived })
    expectNoSecrets(error)
  })

  test('a body that trickles counts into the time', async () => {
    const trickle: ApiHandler = () => (response) => void response.writeHead(200).write('{"err')
    const { api } = await open(trickle, { timeoutMs: IMPATIENT_MS, store: knownToken() })
    expect(await failure(api.json(CALL, SHAPE))).toMatchObject({
      reason: 'timeout',
      mayHaveArrived: true,
    })
  })

  test('however the token fails, the call itself was not made', async () => {
    const { api, server } = await open(hang, { timeoutMs: IMPATIENT_MS })
    const error = await failure(api.json(CALL, SHAPE))
    expect(error).toMatchObject({
      path: CALL.path,
      reason: 'no token: timeout',
      mayHaveArrived: false,
    })
    expect(server.callsTo(CALL.path)).toEqual([])
  })

  test('nobody listens: the call cannot have arrived', async () => {
    const { server } = await open(() => DEFAULT)
    await server.close()
    const error = await failure(apiOn(server.baseUrl, { store: knownToken() }).json(CALL, SHAPE))
    expect(error).toMatchObject({ reason: 'ECONNREFUSED', mayHaveArrived: false })
    expectNoSecrets(error)
  })

  test('a kept connection that is closed under the call leaves it open whether it arrived', async () => {
    const { api, server } = await open((call) => (call.path === TOKEN_PATH ? DEFAULT : OK))
    await api.json(CALL, SHAPE)
    await server.close()
    expect(await failure(api.json(CALL, SHAPE))).toMatchObject({ mayHaveArrived: true })
  })

  test.each([
    ['there is no such name', 'http://no-such-host.invalid', /ENOTFOUND|EAI_AGAIN/],
    ['the address is none', 'not an address', 'ERR_INVALID_URL'],
  ])('%s: the call cannot have arrived', async (_what, base, reason) => {
    const api = apiOn(base, { store: knownToken() })
    const error = await failure(api.json(CALL, SHAPE))
    expect(error).toMatchObject({ mayHaveArrived: false })
    expect((error as WecomUnanswered).reason).toMatch(reason)
    expectNoSecrets(error)
  })
})
