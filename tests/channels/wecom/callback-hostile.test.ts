/** The callback door against those who only want to see it fall: never a 500, never a hang, quiet logs. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { getSignature } from '@wecom/crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Incoming } from '../../../src/channels/channel.ts'
import { wecomCallback } from '../../../src/channels/wecom/callback.ts'
import { openTally, type Tally } from '../../../src/channels/wecom/tally.ts'
import { type Served, sealed, send, serve } from '../../support/callback-sender.ts'
import { type LogLines, logLines } from '../../support/log-lines.ts'

const APP = {
  path: '/wecom/app/callback',
  corpId: 'ww0123456789abcdef',
  agentId: '1000002',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
}
const XML =
  '<xml><FromUserName>u</FromUserName><MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>'
const MOST = 128 * 1024

let served: Served
let written: LogLines
let tally: Tally
let now = new Date('2026-11-21T02:00:00Z')
const kept: Incoming[] = []

beforeAll(async () => {
  written = logLines()
  const tallies = { add: (name: string) => tally.add(name), read: () => tally.read() }
  served = await serve(
    wecomCallback({
      endpoints: [APP],
      keep: async (incomings) => void kept.push(...incomings),
      pullKf: async () => undefined,
      now: () => now,
      randomBytes,
      log: written.log,
      tally: tallies,
    }),
  )
})
afterAll(() => served.close())
beforeEach(() => {
  tally = openTally()
  kept.length = 0
})

const post = (target: string, body: string | Buffer, headers?: Record<string, string>) =>
  send(served.port, {
    method: 'POST',
    target: `${APP.path}?${target}`,
    body,
    ...(headers && { headers }),
  })

async function stillServes() {
  const { query, body } = sealed(APP, XML)
  expect((await post(query, body)).status).toBe(200)
}

const good = () => sealed(APP, XML)

describe('bodies', () => {
  test.each([
    ['empty', ''],
    ['no XML', 'hello'],
    ['an element that never ends', '<a/'],
    ['the shortest element', '<a/>'],
    ['JSON', '{"Encrypt":"x"}'],
    ['no ciphertext', '<xml><ToUserName>x</ToUserName></xml>'],
    ['an empty ciphertext', '<xml><Encrypt></Encrypt></xml>'],
    ['two ciphertexts', '<xml><Encrypt>QUJD</Encrypt><Encrypt>QUJD</Encrypt></xml>'],
    ['a ciphertext with elements', '<xml><Encrypt><a>QUJD</a></Encrypt></xml>'],
    [
      'an external entity',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>',
    ],
    [
      'billion laughs',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(1000)}">]><xml><Encrypt>&b;</Encrypt></xml>`,
    ],
    ['five thousand elements', `<xml>${'<a>b</a>'.repeat(5_000)}<Encrypt>QUJD</Encrypt></xml>`],
    ['control characters', '\u0000\u0001\u0002'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0xfd, 0x3c])],
  ])('%s: 400 with an empty body', async (_what, body) => {
    const answer = await post(good().query, body)
    expect([answer.status, answer.body.length]).toEqual([400, 0])
    expect(tally.read()).toEqual({ 'refused envelope': 1 })
    await stillServes()
  })

  test.each([
    ['one byte too many', MOST + 1],
    ['ten megabytes', 160 * MOST],
  ])('%s: 413 at once', async (_what, size) => {
    const answer = await post(good().query, Buffer.alloc(size, '<'))
    expect(answer.status).toBe(413)
    expect(tally.read()).toEqual({ 'refused too-large': 1 })
    await stillServes()
  })

  test.each([
    ['announced as a hundred megabytes', { 'content-length': String(100 * 1024 * 1024) }],
    ['in pieces without an end', { 'transfer-encoding': 'chunked' }],
    ['compressed', { 'content-length': '100000000', 'content-encoding': 'gzip' }],
  ])('of a body %s little more than the allowed size is read', async (_what, headers) => {
    const taken = new Promise<number>((resolve) => {
      served.server.once('connection', (socket) => {
        socket.once('close', () => resolve(socket.bytesRead))
      })
    })
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const socket = connect(served.port, '127.0.0.1').on('error', () => undefined)
    socket.write(`POST ${APP.path}?${good().query} HTTP/1.1\r\nHost: x\r\n${lines.join('')}\r\n`)
    const piece = `${(MOST / 2).toString(16)}\r\n${'x'.repeat(MOST / 2)}\r\n`
    const pump = () => {
      while (!socket.destroyed && socket.write(piece)) {}
    }
    socket.on('drain', pump).on('data', () => undefined)
    pump()
    expect(await taken).toBeLessThan(8 * MOST)
    await stillServes()
  })

  test('a stream that does not end is cut off', async () => {
    const socket = connect(served.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST ${APP.path}?${good().query} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
    const pump = () => {
      while (!socket.destroyed && socket.write(chunk)) {}
    }
    socket.on('drain', pump).on('data', () => undefined)
    pump()
    await closed
    await stillServes()
  })

  test('exactly as much as is allowed is read', async () => {
    const { query, body } = good()
    const padded = body.replace('</xml>', `${' '.repeat(MOST - body.length)}</xml>`)
    expect(Buffer.byteLength(padded)).toBe(MOST)
    expect((await post(query, padded)).status).toBe(200)
  })

  test.each(['gzip', 'deflate', 'br', 'anything'])('Content-Encoding %s: 415', async (encoding) => {
    const { query, body } = good()
    const answer = await post(query, gzipSync(body), { 'content-encoding': encoding })
    expect([answer.status, answer.body.length]).toEqual([415, 0])
    await stillServes()
  })

  test('a compressed body that does not say so is no envelope', async () => {
    const { query, body } = good()
    expect((await post(query, gzipSync(body))).status).toBe(400)
  })

  test('a sender who goes away in the middle of a body harms nobody', async () => {
    const socket = connect(served.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST ${APP.path}?${good().query} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n<xml>`,
    )
    socket.end()
    socket.resume()
    await new Promise<void>((resolve) => socket.on('close', () => resolve()))
    await stillServes()
    expect(tally.read()['refused broken']).toBe(1)
  })

  test('a sender who never finishes is answered 408 after five seconds', async () => {
    const socket = connect(served.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST ${APP.path}?${good().query} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n<xml>`,
    )
    const first = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    )
    expect(first).toMatch(/^HTTP\/1\.1 408 /)
    socket.destroy()
    await stillServes()
  })
})

describe('queries', () => {
  const signature = (query: string) => new URLSearchParams(query).get('msg_signature') ?? ''
  test.each([
    ['no query', () => ''],
    ['no signature', (query: string) => query.replace(/msg_signature=[^&]*/, '')],
    ['an empty nonce', (query: string) => query.replace(/nonce=[^&]*/, 'nonce=')],
    ['a repeated signature', (query: string) => `${query}&msg_signature=${signature(query)}`],
    ['a repeated timestamp', (query: string) => `${query}&timestamp=1700000000`],
    ['a repeated nonce', (query: string) => `${query}&nonce=1`],
    ['lists as some frameworks write them', (query: string) => query.replaceAll('=', '[]=')],
    [
      'another signature',
      (query: string) => query.replace(/msg_signature=[^&]*/, `msg_signature=${'0'.repeat(40)}`),
    ],
    [
      'a signature in capitals',
      (query: string) =>
        query.replace(
          /msg_signature=([^&]*)/,
          (_all, hex: string) => `msg_signature=${hex.toUpperCase()}`,
        ),
    ],
    [
      'another timestamp',
      (query: string) => query.replace(/timestamp=\d+/, 'timestamp=1700000001'),
    ],
    ['broken escapes', (query: string) => `${query}%&nonce%=%zz&%`],
    ['ten thousand parameters', (query: string) => `${query}${'&nonce=1'.repeat(1500)}`],
  ])('%s: 403 with an empty body', async (_what, queryOf) => {
    const { query, body } = good()
    const answer = await post(queryOf(query), body)
    expect([answer.status, answer.body.length]).toEqual([403, 0])
    expect(kept).toEqual([])
    await stillServes()
  })

  test('a right signature over wrong contents is refused the same way', async () => {
    const other = sealed(APP, XML, 'ww9999999999999999')
    expect((await post(other.query, other.body)).status).toBe(403)
    for (const encrypted of ['QUJD', Buffer.alloc(64).toString('base64'), 'no base64!']) {
      const query = `msg_signature=${getSignature(APP.token, '1', '2', encrypted)}&timestamp=1&nonce=2`
      const answer = await post(query, `<xml><Encrypt>${encrypted}</Encrypt></xml>`)
      expect([encrypted, answer.status, answer.body.length]).toEqual([encrypted, 403, 0])
    }
    expect(Object.keys(tally.read()).sort()).toEqual([
      'refused base64',
      'refused length',
      'refused padding',
      'refused receive-id',
    ])
  })
})

test.each(['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])('%s: 405', async (method) => {
  const answer = await send(served.port, { method, target: APP.path })
  expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, POST'])
})

test('a thousand refusals write two lines in two minutes, and every one is counted', async () => {
  now = new Date('2026-11-22T02:00:00Z')
  written.lines.length = 0
  const knock = () =>
    post('msg_signature=x&timestamp=1&nonce=2', '<xml><Encrypt>QUJD</Encrypt></xml>')
  for (let round = 0; round < 50; round += 1) await Promise.all(Array.from({ length: 20 }, knock))
  now = new Date('2026-11-22T02:01:00Z')
  await knock()
  expect(written.lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'a callback was refused', why: 'signature', leftOut: expect.any(Number) },
    { msg: 'a callback was refused', why: 'signature', leftOut: 999 },
  ])
  expect(tally.read()).toEqual({ 'refused signature': 1001 })
})

test('no key, signature or ciphertext is ever logged', async () => {
  await post(good().query, good().body)
  const all = written.lines.join('')
  for (const secret of [APP.token, APP.aesKey, 'msg_signature', 'Encrypt>'])
    expect(all).not.toContain(secret)
})

test('two thousand five hundred damaged requests are answered below 500, every one', async () => {
  const pieces = [
    '',
    '<',
    '>',
    '&',
    '%',
    '=',
    '+',
    ' ',
    '\u0000',
    ']]>',
    '<![CDATA[',
    '水',
    '<!DOCTYPE x>',
    'A'.repeat(300),
  ]
  const seen = new Map<number, number>()
  const attack = async (round: number) => {
    const sent = sealed(APP, damage(XML, round, pieces))
    const isDamaged = round % 3 !== 0
    const body = isDamaged ? damage(sent.body, round, pieces) : sent.body
    const query = round % 5 === 0 ? encodeURI(damage(sent.query, round, pieces)) : sent.query
    const answer = await post(query.replaceAll(/[^\x21-\x7e]/g, ''), body)
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
  }
  for (let round = 0; round < 2500; round += 25) {
    await Promise.all(Array.from({ length: 25 }, (_, index) => attack(round + index)))
  }
  expect([...seen.keys()].sort()).toEqual([200, 400, 403])
  await stillServes()
})

function damage(text: string, round: number, pieces: readonly string[]): string {
  const at = (round * 7919) % (text.length + 1)
  const piece = pieces[round % pieces.length] ?? ''
  return text.slice(0, at) + piece + text.slice(at + (round % 6))
}
