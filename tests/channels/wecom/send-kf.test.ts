/** Sending to owners: ids that make a repeat harmless, codes, images, and every refusal in its class. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Outgoing, Sending } from '../../../src/channels/channel.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { messageIdOf, sendingIdOfKey } from '../../../src/channels/wecom/message-id.ts'
import { kfChannel } from '../../../src/channels/wecom/send-kf.ts'
import { memoryMedia, PHOTO } from '../../support/memory-media.ts'
import { knownToken, memoryTokens } from '../../support/memory-tokens.ts'
import { type ApiHandler, DEFAULT, refusal } from '../../support/stand-in-api.ts'
import { CORP, IMPATIENT_MS, openApi, PATIENT_MS } from '../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function open(handler: ApiHandler = () => DEFAULT, timeoutMs = PATIENT_MS) {
  let now = new Date('2026-11-21T02:00:00Z')
  const media = memoryMedia({ f1: PHOTO, f2: { ...PHOTO, contentType: 'image/webp' } }, () => now)
  const store = timeoutMs === PATIENT_MS ? memoryTokens() : knownToken()
  const { api, server } = await openApi(handler, { timeoutMs, store, now: () => now })
  closing.push(() => server.close())
  const apiOf = async (corpId: string, account: string) =>
    corpId === CORP && account === 'wkA' ? api : undefined
  const channel = kfChannel({ apiOf, media: mediaIds(media) })
  const sent = (name = 'kf/send_msg') => server.callsTo(`/cgi-bin/${name}`).map(({ json }) => json)
  const later = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }
  return { channel, server, sent, media, later }
}

const to = { corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' } as const
const sending = (message: Outgoing, change: Partial<Sending> = {}): Sending => ({
  key: 'out-1',
  to,
  message,
  repeated: false,
  ...change,
})
const text = (words: string): Outgoing => ({ kind: 'text', text: words })
const image: Outgoing = { kind: 'image', fileId: 'f1' }
const DAY = 86_400_000

describe('texts', () => {
  test('go to the customer on the account, with an id made from the key', async () => {
    const { channel, sent } = await open()
    expect(await channel.send(sending(text('您好')))).toEqual({
      platformId: sendingIdOfKey('out-1'),
    })
    expect(sent()).toEqual([
      {
        touser: 'wmU',
        open_kfid: 'wkA',
        msgid: messageIdOf('out-1', 0),
        msgtype: 'text',
        text: { content: '您好' },
      },
    ])
  })

  test('a long one goes in parts, in order, each with an id of its own', async () => {
    const { channel, sent } = await open()
    const long = '水管漏水。'.repeat(400)
    await channel.send(sending(text(long)))
    const parts = sent() as { msgid: string; text: { content: string } }[]
    expect(parts.map((part) => part.text.content).join('')).toBe(long)
    expect(parts.map(({ msgid }) => msgid)).toEqual(
      [0, 1, 2].map((part) => messageIdOf('out-1', part)),
    )
  })

  test('a repeat that the platform recognises (95033) has arrived already', async () => {
    const { channel } = await open((call) =>
      call.json?.['msgid'] ? refusal(95033, 'repeated msgid') : DEFAULT,
    )
    for (const repeated of [true, false]) {
      expect(await channel.send(sending(text('您好'), { repeated }))).toEqual({
        platformId: sendingIdOfKey('out-1'),
        alreadySent: true,
      })
    }
  })

  test('a repeat goes on where the first try ended', async () => {
    const taken = new Set<unknown>()
    let down = true
    const { channel, sent } = await open((call) => {
      const msgid = call.json?.['msgid']
      if (!msgid) return DEFAULT
      if (taken.has(msgid)) return refusal(95033)
      if (down && taken.size === 1) return (response) => void response.destroy()
      taken.add(msgid)
      return DEFAULT
    })
    const long = sending(text('水'.repeat(1500)))
    await expect(channel.send(long)).rejects.not.toHaveProperty('refusal')
    down = false
    expect(await channel.send({ ...long, repeated: true })).toEqual({
      platformId: sendingIdOfKey('out-1'),
    })
    expect(taken.size).toBe(3)
    expect(sent()).toHaveLength(5)
  })
})

test('a yes with strange fields is a yes', async () => {
  const { channel } = await open((call) => (call.json ? { msgid: 7, msg_code: 7 } : DEFAULT))
  expect(await channel.send(sending(text('x')))).toEqual({ platformId: sendingIdOfKey('out-1') })
  expect(await channel.send(sending({ kind: 'hand-over', to: 'pool' }))).toEqual({})
})

describe('codes', () => {
  const byCode = 'kf/send_msg_on_event'
  const menu: Outgoing = { kind: 'menu', text: '您好', options: [{ token: 'a', label: '报修' }] }

  test.each([
    ['a text', text('您好')],
    ['a menu', menu],
  ])('%s goes by the code, beside the budget', async (_what, message) => {
    const { channel, sent } = await open()
    await channel.send(sending(message, { code: 'WC' }))
    expect(sent()).toEqual([])
    expect(sent(byCode)).toMatchObject([{ code: 'WC', msgid: messageIdOf('out-1', 0) }])
    expect(sent(byCode)[0]).not.toHaveProperty('touser')
  })

  test.each([
    ['an image', image],
    ['a text of two parts', text('水'.repeat(700))],
  ])('%s does not fit a code and goes as any other', async (_what, message) => {
    const { channel, sent } = await open((call) =>
      call.path.endsWith('upload') ? { media_id: 'M1' } : DEFAULT,
    )
    await channel.send(sending(message, { code: 'WC' }))
    expect(sent(byCode)).toEqual([])
    expect(sent().length).toBeGreaterThan(0)
  })

  test.each([95007, 40078, 41050, 41051])('a used or late code (%i) is expired', async (code) => {
    const { channel } = await open((call) =>
      call.path.endsWith('on_event') ? refusal(code) : DEFAULT,
    )
    await expect(channel.send(sending(text('x'), { code: 'WC' }))).rejects.toMatchObject({
      refusal: 'expired',
    })
  })
})

describe('images', () => {
  const uploads = () => {
    let n = 0
    const handler: ApiHandler = (call) => {
      if (!call.path.endsWith('upload')) return DEFAULT
      n += 1
      return { media_id: `M${n}` }
    }
    return handler
  }
  const idsOf = (bodies: unknown[]) =>
    (bodies as { image: { media_id: string } }[]).map((body) => body.image.media_id)

  test('are uploaded once and sent again for three days', async () => {
    const { channel, sent, later } = await open(uploads())
    await channel.send(sending(image))
    later(2 * DAY)
    await channel.send(sending(image, { key: 'out-2' }))
    later(DAY)
    await channel.send(sending(image, { key: 'out-3' }))
    expect(idsOf(sent())).toEqual(['M1', 'M1', 'M2'])
  })

  test('ten at once share one upload', async () => {
    const { channel, server } = await open(uploads())
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => channel.send(sending(image, { key: `out-${n}` }))),
    )
    expect(server.callsTo('/cgi-bin/media/upload')).toHaveLength(1)
  })

  test('an upload that failed is tried again by the next send', async () => {
    let busy = true
    const next = uploads()
    const { channel, sent } = await open((call) =>
      busy && call.path.endsWith('upload') ? refusal(-1) : next(call),
    )
    await expect(channel.send(sending(image))).rejects.toMatchObject({ refusal: 'transient' })
    busy = false
    await channel.send(sending(image))
    expect(idsOf(sent())).toEqual(['M1'])
  })

  test('an id the platform has lost is replaced at once', async () => {
    const next = uploads()
    const { channel, media } = await open((call) => {
      const id = (call.json?.['image'] as { media_id?: string } | undefined)?.media_id
      return id === 'OLD' ? refusal(40007) : next(call)
    })
    media.uploaded.set(`${CORP}/f1`, { mediaId: 'OLD', uploadedAt: media.now() })
    await channel.send(sending(image))
    expect(media.uploaded.get(`${CORP}/f1`)?.mediaId).toBe('M1')
  })

  test('an id that is refused even when new is given up', async () => {
    const { channel } = await open((call) =>
      call.path.endsWith('upload') ? { media_id: 'M' } : call.json ? refusal(40007) : DEFAULT,
    )
    await expect(channel.send(sending(image))).rejects.toMatchObject({
      refusal: 'data',
      platformCode: '40007',
    })
  })

  test('an upload that is not answered has shown nothing', async () => {
    const { channel } = await open(
      (call) => (call.path.endsWith('upload') ? () => undefined : DEFAULT),
      IMPATIENT_MS,
    )
    await expect(channel.send(sending(image))).rejects.toMatchObject({
      refusal: 'transient',
      platformCode: 'timeout',
    })
  })

  test.each([
    ['is gone', 'nowhere', '44001'],
    ['is of a type the platform does not take', 'f2', '40004'],
  ])('a file that %s can never be sent', async (_what, fileId, platformCode) => {
    const { channel } = await open()
    await expect(channel.send(sending({ kind: 'image', fileId }))).rejects.toMatchObject({
      refusal: 'data',
      platformCode,
    })
  })

  test('its name is ASCII', async () => {
    const { channel, server } = await open(uploads())
    await channel.send(sending(image))
    expect(server.callsTo('/cgi-bin/media/upload')[0]?.body.toString('latin1')).toContain(
      'filename="photo.jpg"',
    )
  })
})

describe('refusals', () => {
  test.each([
    [95001, 'window'],
    [95002, 'window'],
    [95018, 'window'],
    [95013, 'window'],
    [45009, 'rate'],
    [45033, 'rate'],
    [-1, 'transient'],
    [40096, 'data'],
    [48007, 'config'],
    [60020, 'config'],
    [99_999, 'data'],
  ])('%i is %s', async (code, refusedAs) => {
    const { channel } = await open((call) => (call.json ? refusal(code) : DEFAULT))
    await expect(channel.send(sending(text('x')))).rejects.toMatchObject({
      name: 'SendRefused',
      refusal: refusedAs,
      platformCode: String(code),
    })
  })

  test('45009 says for how long', async () => {
    const { channel } = await open((call) => (call.json ? refusal(45009) : DEFAULT))
    await expect(channel.send(sending(text('x')))).rejects.toMatchObject({ retryAfterMs: 60_000 })
  })

  test('a wrong secret is a matter of settings', async () => {
    const { channel } = await open(() => refusal(40001))
    await expect(channel.send(sending(text('x')))).rejects.toMatchObject({
      refusal: 'config',
      platformCode: '40001',
    })
  })

  test('an account nobody speaks for is a matter of settings', async () => {
    const { channel } = await open()
    const elsewhere = { ...to, account: 'wkB' }
    await expect(channel.send(sending(text('x'), { to: elsewhere }))).rejects.toMatchObject({
      refusal: 'config',
    })
  })

  test.each([
    ['no answer', () => () => undefined],
    [
      '500',
      () => (response: import('node:http').ServerResponse) => void response.writeHead(500).end(),
    ],
  ])('%s is ambiguous, and no refusal', async (_what, reply) => {
    const { channel } = await open((call) => (call.json ? reply() : DEFAULT), IMPATIENT_MS)
    await expect(channel.send(sending(text('x')))).rejects.not.toHaveProperty('refusal')
  })

  test('a server that is not there has shown nothing', async () => {
    const { channel, server } = await open()
    await server.close()
    await expect(channel.send(sending(text('x')))).rejects.toMatchObject({ refusal: 'transient' })
  })

  test('a message no call can carry is refused before anything leaves', async () => {
    const { channel, server } = await open()
    await expect(channel.send(sending(text('')))).rejects.toMatchObject({
      refusal: 'data',
      platformCode: '44004',
    })
    expect(server.calls).toEqual([])
  })
})
