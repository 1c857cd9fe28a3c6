import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import {
  openWebChatServer,
  type WebChatServer,
  type WebChatServerOptions,
} from '../../support/web-chat-server.ts'
import { type Listening, type WebVisitor, webVisitor } from '../../support/web-visitor.ts'

/** A JPEG with an EXIF segment that tells where it was taken. */
const JPEG = Buffer.concat([
  Buffer.from('ffd8', 'hex'),
  exif('30.274085,120.155070'),
  Buffer.from(
    'ffe000104a46494600010100000100010000ffdb004300' +
      'ff'.repeat(64) +
      'ffc0000b080001000101011100ffc4001400010000000000000000000000000000000003ffc40014100100000000000000000000000000000000ffda0008010100003f0037ffd9',
    'hex',
  ),
])

function exif(text: string): Buffer {
  const body = Buffer.from(`Exif\0\0${text}`)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

let server: WebChatServer
let visitor: WebVisitor
let open: Listening[]

async function start(options?: WebChatServerOptions): Promise<void> {
  server = await openWebChatServer(options)
  visitor = webVisitor(server.url)
}

async function listen(options?: { lastEventId?: string }): Promise<Listening> {
  const listening = await visitor.listen(options)
  open.push(listening)
  return listening
}

beforeEach(() => {
  open = []
})
afterEach(async () => {
  for (const listening of open) listening.close()
  await server.close()
})

const problemOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { problem: string }).problem,
]

describe('what a visitor sends', () => {
  test('is kept before it is answered, once, however often the page sends it', async () => {
    await start()
    await visitor.enter()
    expect((await visitor.say('message-1', '厨房漏水')).status).toBe(204)
    const repeats = await Promise.all(
      Array.from({ length: 5 }, () => visitor.say('message-1', '厨房漏水')),
    )
    expect(repeats.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204])
    await visitor.say('message-2', '厨房漏水')
    expect(await server.waiting()).toEqual([
      { kind: 'enter' },
      { kind: 'text', text: '厨房漏水' },
      { kind: 'text', text: '厨房漏水' },
    ])
  })

  test('keeps the order in which it was sent', async () => {
    await start()
    await visitor.enter()
    for (const n of [1, 2, 3, 4, 5]) await visitor.say(`message-${n}`, `第${n}句`)
    const texts = (await server.waiting()).map((content) => (content as { text?: string }).text)
    expect(texts.slice(1)).toEqual(['第1句', '第2句', '第3句', '第4句', '第5句'])
  })

  test('brings the token of a tapped option', async () => {
    await start()
    await visitor.enter()
    await visitor.say('message-1', '我要报修', 'm:1:repair')
    expect((await server.waiting()).at(-1)).toEqual({
      kind: 'text',
      text: '我要报修',
      token: 'm:1:repair',
    })
  })

  test('is not lost and not answered with yes when the database refuses it', async () => {
    await start()
    await visitor.enter()
    await server.database.db.schema.alterTable('inbox_item').renameTo('gone').execute()
    expect((await visitor.say('message-1', '漏水')).status).toBe(500)
    await server.database.db.schema.alterTable('gone').renameTo('inbox_item').execute()
    expect((await visitor.say('message-1', '漏水')).status).toBe(204)
    expect((await server.waiting()).at(-1)).toEqual({ kind: 'text', text: '漏水' })
  })

  test('is text, whatever it looks like', async () => {
    await start()
    await visitor.enter()
    const words = `<script>alert(1)</script>' "; DROP TABLE web_message; -- {{ x }} 😀`
    await visitor.say('message-1', words)
    await visitor.say('message-2', 'a\0b\ud800c')
    const texts = (await server.waiting()).map((content) => (content as { text?: string }).text)
    expect(texts.slice(1)).toEqual([words, 'ab\ufffdc'])
  })
})

describe('a photo', () => {
  test('becomes a file of ours at once, without place and camera, shown to its sender alone', async () => {
    await start()
    await visitor.enter()
    const listening = await listen()
    expect((await visitor.photo('photo-0001', JPEG)).status).toBe(204)
    expect((await visitor.photo('photo-0001', JPEG)).status).toBe(204)
    const [, media] = (await server.waiting()) as { kind: string; fileId: string }[]
    expect(media).toMatchObject({ kind: 'media', media: 'image' })
    expect(await server.waiting()).toHaveLength(2)
    const shown = await until('the page shows it', () =>
      listening.events.find(({ event }) => event === 'message'),
    )
    const { fileId } = (shown.data as { content: { fileId: string } }).content
    expect(fileId).toBe(media!.fileId)

    const file = await visitor.get(`/files/${fileId}`)
    expect(file.headers.get('content-type')).toBe('image/jpeg')
    const bytes = Buffer.from(await file.arrayBuffer())
    expect(bytes.toString('latin1')).not.toContain('30.274085')
    expect(JPEG.toString('latin1')).toContain('30.274085')

    const stranger = webVisitor(server.url)
    await stranger.enter()
    expect((await stranger.get(`/files/${fileId}`)).status).toBe(404)
    expect((await webVisitor(server.url).get(`/files/${fileId}`)).status).toBe(401)
  })

  test('leaves no file behind that no message shows: neither a flood nor a repeat, one by one or at once', async () => {
    await start({ rules: { messages_per_minute: 3 } })
    await visitor.enter()
    const files = () => server.database.db.selectFrom('media_file').select('id').execute()
    await visitor.photo('photo-0001', JPEG)
    await visitor.photo('photo-0001', JPEG)
    expect(await files()).toHaveLength(1)
    const ids = Array.from({ length: 12 }, (_, n) => `photo-1${n}00`)
    const answers = await Promise.all(ids.map((id) => visitor.photo(id, JPEG)))
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array(2).fill(204),
      ...Array(10).fill(429),
    ])
    await visitor.photo('photo-9999', JPEG)
    expect(await files()).toHaveLength(3)
    expect(server.storedFiles()).toHaveLength(3)
  })

  test('that is none, or too large, is sent back with the reason', async () => {
    await start({ rules: { photo_bytes: 100_000 } })
    await visitor.enter()
    expect(await problemOf(await visitor.photo('photo-0001', Buffer.from('<svg/>')))).toEqual([
      415,
      'photo-kind',
    ])
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    expect(await problemOf(await visitor.photo('photo-0002', html))).toEqual([415, 'photo-kind'])
    const large = Buffer.concat([JPEG, Buffer.alloc(200_000)])
    expect(await problemOf(await visitor.photo('photo-0003', large))).toEqual([413, 'photo-size'])
    expect(await problemOf(await visitor.photo('photo-0004', Buffer.alloc(0)))).toEqual([
      400,
      'malformed',
    ])
    expect(await server.waiting()).toEqual([{ kind: 'enter' }])
  })
})

describe('who may write', () => {
  test('a visitor is made once and known again', async () => {
    await start()
    const first = await visitor.enter()
    expect(first.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/)
    const again = await visitor.enter()
    expect(again.headers.getSetCookie()).toEqual([])
    expect(await server.waiting()).toEqual([{ kind: 'enter' }])
    const people = await server.database.db.selectFrom('conversation').selectAll().execute()
    expect(people).toHaveLength(1)
  })

  test('over https a visitor inside another site is known there too', async () => {
    await start({ isSecure: true, embedOrigins: ['https://www.example.com'] })
    const [made] = (await visitor.enter()).headers.getSetCookie()
    expect(made).toMatch(/SameSite=None; Partitioned; Secure$/)
    const page = await visitor.get('')
    expect(page.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://www.example.com",
    )
    expect(page.headers.get('x-frame-options')).toBeNull()
  })

  test('without permission no site may show the page', async () => {
    await start()
    const page = await visitor.get('')
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(page.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  })

  test.each([
    ['none', ''],
    ['an invented one', `guanjia_visitor=${'A'.repeat(22)}.${'B'.repeat(43)}`],
    ['one without a signature', `guanjia_visitor=${'A'.repeat(22)}`],
    ['a huge one', `guanjia_visitor=${'A'.repeat(6000)}`],
  ])('a cookie that is %s opens nothing', async (_what, cookie) => {
    await start()
    const stranger = webVisitor(server.url, 'P1', cookie)
    expect(await problemOf(await stranger.say('message-1', '您好'))).toEqual([401, 'no-visitor'])
    expect((await stranger.get('/events')).status).toBe(401)
    expect(await server.waiting()).toEqual([])
  })

  test('a cookie with another visitor under the same signature opens nothing', async () => {
    await start()
    await visitor.enter()
    const changed = visitor
      .cookie()
      .replace(/=(.)/, (_all, first) => `=${first === 'A' ? 'B' : 'A'}`)
    const thief = webVisitor(server.url, 'P1', changed)
    expect((await thief.say('message-1', '您好')).status).toBe(401)
  })

  test('another site cannot make a browser write: it lacks the header', async () => {
    await start()
    await visitor.enter()
    const forged = await fetch(`${server.url}/P1/messages`, {
      method: 'POST',
      headers: { cookie: visitor.cookie(), 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'message-1', text: '撤回报修' }),
    })
    expect(await problemOf(forged)).toEqual([403, 'not-from-page'])
    expect(await server.waiting()).toEqual([{ kind: 'enter' }])
  })

  test('an estate that does not exist has no chat', async () => {
    await start()
    const nowhere = webVisitor(server.url, 'P9')
    expect((await nowhere.enter()).status).toBe(404)
    expect((await nowhere.get('')).status).toBe(404)
    expect(await server.visitor()).toBeUndefined()
  })

  test('a company with several estates asks which one it is about', async () => {
    await start()
    const [before] = await Promise.all([fetch(server.url, { redirect: 'manual' })])
    expect(before.headers.get('location')).toBe('/chat/P1')
    await server.database.db
      .insertInto('project')
      .values({
        ...{ id: 'p2', corpId: 'ww1', code: 'P2', name: '<b>西溪</b>' },
        createdAt: server.clock.now(),
      })
      .execute()
    const html = await (await fetch(server.url)).text()
    expect(html).toContain('href="/chat/P2"')
    expect(html).toContain('&lt;b>西溪')
  })
})

describe('what is too much', () => {
  test('a message beyond the limit is sent back whole, one at the limit is kept', async () => {
    await start({ rules: { text_chars: 10 } })
    await visitor.enter()
    expect((await visitor.say('message-1', '😀'.repeat(10))).status).toBe(204)
    expect(await problemOf(await visitor.say('message-2', '😀'.repeat(11)))).toEqual([
      413,
      'too-long',
    ])
    expect(await problemOf(await visitor.say('message-3', 'x'.repeat(90_000)))).toEqual([
      413,
      'too-long',
    ])
    expect(await server.waiting()).toHaveLength(2)
  })

  test.each([
    ['no JSON', '{"id":'],
    ['no id', '{"text":"您好"}'],
    ['an id of another alphabet', '{"id":"../../../etc","text":"您好"}'],
    ['blanks', '{"id":"message-1","text":" \\n "}'],
    ['something else inside', '{"id":"message-1","text":"您好","corpId":"ww2"}'],
    ['a list', '[1,2,3]'],
    ['a number', '7'],
  ])('a body with %s is malformed and changes nothing', async (_what, body) => {
    await start()
    await visitor.enter()
    const response = await fetch(`${server.url}/P1/messages`, {
      method: 'POST',
      headers: {
        cookie: visitor.cookie(),
        'content-type': 'application/json',
        'x-guanjia-chat': '1',
      },
      body,
    })
    expect(await problemOf(response)).toEqual([400, 'malformed'])
    expect(await server.waiting()).toEqual([{ kind: 'enter' }])
  })

  test('a script is told to wait, others are not, and a minute later it may go on', async () => {
    await start({ rules: { messages_per_minute: 5 } })
    await visitor.enter()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => visitor.say(`message-${n}`, `${n}`)),
    )
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
    const other = webVisitor(server.url)
    await other.enter()
    expect((await other.say('message-1', '您好')).status).toBe(204)
    server.clock.advance(61_000)
    const late = answers.findIndex(({ status }) => status === 429)
    expect((await visitor.say(`message-${late}`, `${late}`)).status).toBe(204)
  })

  test('thousands of new visitors from one address are not made; a known one still comes in', async () => {
    await start({ rules: { new_visitors_per_hour: 3 } })
    await visitor.enter()
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) statuses.push((await webVisitor(server.url).enter()).status)
    expect(statuses).toEqual([204, 204, 429, 429, 429])
    expect((await visitor.enter()).status).toBe(204)
  })

  const enterFrom = (forwardedFor: string) =>
    fetch(`${server.url}/P1/visitor`, {
      method: 'POST',
      headers: { 'x-guanjia-chat': '1', 'x-forwarded-for': forwardedFor },
    }).then(({ status }) => status)

  test('an address somebody writes into the header is nobody’s: the limit holds', async () => {
    await start({ rules: { new_visitors_per_hour: 2 } })
    const statuses: number[] = []
    for (const n of [1, 2, 3, 4]) statuses.push(await enterFrom(`203.0.113.${n}`))
    expect(statuses).toEqual([204, 204, 429, 429])
  })

  test('behind a proxy that is believed each address has its own limit, by what the proxy wrote', async () => {
    await start({ rules: { new_visitors_per_hour: 2 }, trustProxy: 1 })
    const statuses: number[] = []
    // The proxy writes the last one; what stands before it came from outside.
    for (const n of [1, 2, 3, 4]) statuses.push(await enterFrom(`198.51.100.${n}, 203.0.113.1`))
    expect(statuses).toEqual([204, 204, 429, 429])
    expect(await enterFrom('203.0.113.2')).toBe(204)
  })
})
