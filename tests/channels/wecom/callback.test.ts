/** The callback door over real HTTP: what the platform sends, sealed by the official package. */
import { randomBytes } from 'node:crypto'
import { decrypt, getSignature } from '@wecom/crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { Incoming } from '../../../src/channels/channel.ts'
import type { KfPing } from '../../../src/channels/wecom/answer-delivery.ts'
import { type CallbackDeps, wecomCallback } from '../../../src/channels/wecom/callback.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { readXml, textOf } from '../../../src/channels/wecom/xml.ts'
import {
  type Answered,
  type SenderKeys,
  sealed,
  sealedBytes,
  send,
  serve,
} from '../../support/callback-sender.ts'
import { logLines } from '../../support/log-lines.ts'

const APP = {
  path: '/wecom/app/callback',
  corpId: 'ww0123456789abcdef',
  agentId: '1000002',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
}
const OTHER = {
  path: '/wecom/north/callback',
  corpId: 'wwfedcba9876543210',
  agentId: '1000007',
  token: 'Another1',
  aesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
  previous: { token: 'Older2', aesKey: '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws' },
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function open(change: Partial<CallbackDeps> = {}) {
  const kept: Incoming[] = []
  const pings: KfPing[] = []
  const tally = openTally()
  const written = logLines()
  const handler = wecomCallback({
    endpoints: [APP, OTHER],
    keep: async (incomings) => void kept.push(...incomings),
    pullKf: async (ping) => void pings.push(ping),
    now: () => new Date('2026-11-21T02:00:00Z'),
    randomBytes,
    log: written.log,
    tally,
    ...change,
  })
  const { port, close } = await serve(handler)
  closing.push(close)
  const post = (keys: SenderKeys, plaintext: string): Promise<Answered> => {
    const { query, body } = sealed(keys, plaintext)
    return send(port, { method: 'POST', target: `${keys.path}?${query}`, body })
  }
  return { port, kept, pings, tally, written, post }
}

const textXml = (text: string, id = '1') =>
  `<xml><ToUserName><![CDATA[x]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName>` +
  `<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>` +
  `<MsgId>${id}</MsgId></xml>`
const PING =
  '<xml><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>' +
  '<Token><![CDATA[ENC1]]></Token><OpenKfId><![CDATA[wkA]]></OpenKfId></xml>'

function challenge(keys: SenderKeys, text: string) {
  const { encrypted, query } = sealed(keys, text)
  return { encrypted, query }
}

describe('the check of the address', () => {
  test.each(['1616140317555161061', '007', '{"a":1}', '水', ' spaces '])(
    'answers "%s" bare',
    async (text) => {
      const { port } = await open()
      const { encrypted, query } = challenge(APP, text)
      const target = `${APP.path}?${query}&echostr=${encodeURIComponent(encrypted)}`
      const answer = await send(port, { method: 'GET', target })
      expect([answer.status, answer.body.toString()]).toEqual([200, text])
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    },
  )

  test('a plus that was not escaped, and so arrives as a space, is a plus', async () => {
    const { port } = await open()
    let sent = challenge(APP, 'hello')
    while (!sent.encrypted.includes('+')) sent = challenge(APP, 'hello')
    const target = `${APP.path}?${sent.query}&echostr=${sent.encrypted.replaceAll('=', '%3D')}`
    const answer = await send(port, { method: 'GET', target })
    expect([answer.status, answer.body.toString()]).toEqual([200, 'hello'])
  })

  test('both pairs are accepted while the keys change', async () => {
    const { port } = await open()
    for (const pair of [OTHER, { ...OTHER, ...OTHER.previous }]) {
      const { encrypted, query } = challenge(pair, 'hello')
      const target = `${OTHER.path}?${query}&echostr=${encodeURIComponent(encrypted)}`
      expect((await send(port, { method: 'GET', target })).body.toString()).toBe('hello')
    }
  })

  test.each([
    ['no echostr', (query: string) => query],
    ['an empty echostr', (query: string) => `${query}&echostr=`],
    [
      'a repeated echostr',
      (query: string, echo: string) => `${query}&echostr=${echo}&echostr=${echo}`,
    ],
    [
      'no signature',
      (query: string, echo: string) =>
        `${query.replace(/msg_signature=[^&]*&/, '')}&echostr=${echo}`,
    ],
    ['a repeated signature', (query: string, echo: string) => `${query}&${query}&echostr=${echo}`],
    ['another echostr', (query: string) => `${query}&echostr=QUJD`],
    ['nothing', () => ''],
  ])('%s is refused with an empty body', async (_what, queryOf) => {
    const { port } = await open()
    const { encrypted, query } = challenge(APP, 'hello')
    const target = `${APP.path}?${queryOf(query, encodeURIComponent(encrypted))}`
    const answer = await send(port, { method: 'GET', target })
    expect([answer.status, answer.body.length]).toEqual([403, 0])
  })
})

describe('deliveries', () => {
  test('a message is kept, then answered with nothing', async () => {
    const { post, kept, tally } = await open()
    const answer = await post(APP, textXml('接单'))
    expect([answer.status, answer.body.length]).toEqual([200, 0])
    expect(kept).toMatchObject([
      {
        from: { corpId: APP.corpId, account: '1000002', user: 'ZhangSan' },
        content: { text: '接单' },
      },
    ])
    expect(tally.read()).toEqual({ kept: 1 })
  })

  test('a ping is handed on and nothing is kept', async () => {
    const { post, kept, pings } = await open()
    expect((await post(APP, PING)).status).toBe(200)
    expect(pings).toEqual([
      { corpId: APP.corpId, openKfId: 'wkA', token: 'ENC1', agentId: APP.agentId },
    ])
    expect(kept).toEqual([])
  })

  test('several corps are told apart by path, and one’s keys open nothing of another', async () => {
    const { post, kept } = await open()
    await post(APP, textXml('a'))
    await post(OTHER, textXml('b'))
    await post({ ...OTHER, ...OTHER.previous }, textXml('c', '2'))
    expect(kept.map(({ from }) => `${from.corpId}/${from.account}`)).toEqual([
      'ww0123456789abcdef/1000002',
      'wwfedcba9876543210/1000007',
      'wwfedcba9876543210/1000007',
    ])
    expect((await post({ ...APP, path: OTHER.path }, textXml('d'))).status).toBe(403)
    expect(kept).toHaveLength(3)
  })

  test('the same event delivered three times, each sealed anew, has one key', async () => {
    const { post, kept } = await open()
    for (let attempt = 0; attempt < 3; attempt += 1) await post(APP, textXml('once'))
    expect(kept).toHaveLength(3)
    expect(new Set(kept.map(({ key }) => key)).size).toBe(1)
  })

  test('a replayed request is answered and not kept again', async () => {
    const { port, kept, tally } = await open()
    const { query, body } = sealed(APP, textXml('once'))
    const replay = () => send(port, { method: 'POST', target: `${APP.path}?${query}`, body })
    const statuses = [(await replay()).status, (await replay()).status, (await replay()).status]
    expect(statuses).toEqual([200, 200, 200])
    expect(kept).toHaveLength(1)
    expect(tally.read()).toEqual({ kept: 1, replayed: 2 })
  })

  test('what cannot be kept is answered 500, and the same request is kept when it comes again', async () => {
    let broken = true
    const kept: Incoming[] = []
    const keep = async (incomings: readonly Incoming[]) => {
      if (broken) throw new Error('the database is away')
      kept.push(...incomings)
    }
    const { port, written, tally } = await open({ keep })
    const { query, body } = sealed(APP, textXml('hello'))
    const attempt = () => send(port, { method: 'POST', target: `${APP.path}?${query}`, body })
    const refused = await attempt()
    expect([refused.status, refused.body.length]).toEqual([500, 0])
    broken = false
    expect((await attempt()).status).toBe(200)
    expect(kept).toHaveLength(1)
    expect(tally.read()).toEqual({ 'not kept': 1, kept: 1 })
    expect(written.messages()).toEqual(['a callback could not be kept; WeCom will send it again'])
  })

  test('a ping that cannot be handed on is answered 500', async () => {
    const { post } = await open({ pullKf: () => Promise.reject(new Error('no queue')) })
    expect((await post(APP, PING)).status).toBe(500)
  })

  test('an unknown event is answered and counted', async () => {
    const { post, kept, tally } = await open()
    const event =
      '<xml><FromUserName>u</FromUserName><MsgType>event</MsgType><Event>brand_new</Event></xml>'
    expect((await post(APP, event)).status).toBe(200)
    expect(tally.read()).toEqual({ 'ignored brand_new': 1 })
    expect(kept).toEqual([])
  })

  test.each(['', 'hello', '<xml>', '{"a":1}', '<!DOCTYPE x><xml><A>1</A></xml>'])(
    'a signed "%s", which nobody can read, is answered 400 and never stored',
    async (plaintext) => {
      const { post, kept, written } = await open()
      const answer = await post(APP, plaintext)
      expect([answer.status, answer.body.length]).toEqual([400, 0])
      expect(kept).toEqual([])
      expect(written.messages()).toEqual(['a signed callback could not be read'])
    },
  )

  test('bytes that are no UTF-8 are replaced, and the message is kept', async () => {
    const { port, kept } = await open()
    const xml = Buffer.from(textXml('ab'), 'utf8')
    const at = xml.indexOf('ab')
    const plaintext = Buffer.concat([
      xml.subarray(0, at),
      Buffer.from([0xff, 0xfe]),
      xml.subarray(at),
    ])
    const { query, body } = sealedBytes(APP, plaintext)
    const target = `${APP.path}?${query}`
    expect((await send(port, { method: 'POST', target, body })).status).toBe(200)
    expect(kept).toMatchObject([{ content: { text: '\ufffd\ufffdab' } }])
  })
})

describe('answers at once', () => {
  const CLICK =
    '<xml><FromUserName><![CDATA[li]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType>event</MsgType>' +
    '<Event>template_card_event</Event><EventKey>accept</EventKey><TaskId>t</TaskId><ResponseCode>RC</ResponseCode></xml>'

  function opened(answer: Answered): string {
    const read = readXml(answer.body.toString())
    if ('refused' in read) throw new Error(read.refused)
    const part = (name: string) => textOf(read.root, name) ?? ''
    const encrypted = part('Encrypt')
    expect(part('MsgSignature')).toBe(
      getSignature(APP.token, part('TimeStamp'), part('Nonce'), encrypted),
    )
    const { message, id } = decrypt(APP.aesKey, encrypted)
    expect(id).toBe(APP.corpId)
    return message
  }

  test('a card is greyed for the member who tapped it', async () => {
    const { post, kept } = await open({
      answerAtOnce: async ({ content }) =>
        content.kind === 'click' ? { kind: 'grey-buttons', text: '处理中 ]]> …' } : undefined,
    })
    const answer = await post(APP, CLICK)
    expect(opened(answer)).toBe(
      `<xml><ToUserName><![CDATA[li]]></ToUserName><FromUserName><![CDATA[${APP.corpId}]]></FromUserName>` +
        '<CreateTime>1795226400</CreateTime><MsgType><![CDATA[update_button]]></MsgType>' +
        '<Button><ReplaceName><![CDATA[处理中 ]]]]><![CDATA[> …]]></ReplaceName></Button></xml>',
    )
    expect(kept).toHaveLength(1)
    expect((await post(APP, textXml('x'))).body.length).toBe(0)
  })

  test('a text is answered, cut to what the platform shows', async () => {
    const { post } = await open({
      answerAtOnce: async () => ({ kind: 'text', text: '好'.repeat(2000) }),
    })
    const message = opened(await post(APP, CLICK))
    expect(message).toContain(`<Content><![CDATA[${'好'.repeat(681)}…]]></Content>`)
  })

  test('an answer that fails or does not come leaves the plain 200', async () => {
    const failing = await open({ answerAtOnce: () => Promise.reject(new Error('no words')) })
    const answer = await failing.post(APP, CLICK)
    expect([answer.status, answer.body.length]).toEqual([200, 0])
    expect(failing.kept).toHaveLength(1)
    const silent = await open({ answerAtOnce: () => new Promise(() => undefined) })
    const late = await silent.post(APP, CLICK)
    expect([late.status, late.body.length]).toEqual([200, 0])
  })
})

test('other paths are somebody else’s', async () => {
  const { port } = await open()
  for (const target of [
    '/',
    '/wecom',
    '/wecom/app/callback/',
    '/wecom/app/callback2',
    '//wecom/app/callback',
    '/WECOM/APP/CALLBACK',
  ]) {
    const answer = await send(port, { method: 'POST', target, body: 'x' })
    expect([target, answer.status]).toEqual([target, 404])
  }
})

test('two callbacks on one path, and keys that cannot be right, stop the start', () => {
  const deps = {
    keep: async () => undefined,
    pullKf: async () => undefined,
    now: () => new Date(0),
    randomBytes,
    log: logLines().log,
    tally: openTally(),
  }
  expect(() => wecomCallback({ ...deps, endpoints: [APP, { ...OTHER, path: APP.path }] })).toThrow(
    /share one path/,
  )
  expect(() => wecomCallback({ ...deps, endpoints: [{ ...APP, aesKey: 'short' }] })).toThrow(
    /43 letters/,
  )
  const previous = { token: APP.token, aesKey: 'short' }
  expect(() => wecomCallback({ ...deps, endpoints: [{ ...APP, previous }] })).toThrow(/43 letters/)
})
