/** How often and how much: calls, tokens, media and robots of the stand-in at their limits (wecom.md 4, 6.1, 8). */
import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentVoice } from '../../src/sandbox/demo-files.ts'
import { address, bytes } from './support/lengths.ts'
import {
  AGENT,
  type CallAnswer,
  KF,
  openTestPlatform,
  ROBOT,
  type TestPlatform,
} from './support/test-platform.ts'
import { upload, uploadForRobot } from './support/upload.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MIB = 1024 * 1024
const JPG = Buffer.from('ffd8ffe000104a4649460001', 'hex')
const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42xxxx')])

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

/** A file that begins so and has so many bytes. */
const sized = (head: Buffer, size: number) =>
  Buffer.concat([head, Buffer.alloc(size - head.length)])

/** As if this had happened so often in the running minute, hour or day: written into the platform's memory. */
async function asIfCounted(key: string, spanMs: number, count: number): Promise<void> {
  const span = { [MINUTE]: 'minute', [HOUR]: 'hour', [DAY]: 'day' }[spanMs] ?? ''
  const zoneMs = spanMs === DAY ? 8 * HOUR : 0
  const window = Math.floor((platform.now().getTime() + zoneMs) / spanMs)
  const line = JSON.stringify([['paces', key, { counts: { [span]: { window, count } } }]])
  appendFileSync(join(platform.dataDir, 'journal.jsonl'), `${line}\n`)
  await platform.restart()
}

describe('calls', () => {
  let token: string
  beforeEach(async () => {
    token = await platform.token()
  })
  const call = async (name: string): Promise<number> => {
    const response = await fetch(`${platform.baseUrl}/cgi-bin/${name}?access_token=${token}`)
    return ((await response.json()) as CallAnswer).errcode
  }
  const send = async (): Promise<number> => {
    const message = { msgtype: 'text', text: { content: '在吗' } }
    const body = { touser: 'lina', agentid: AGENT, ...message }
    return (await platform.post('/cgi-bin/message/send', body, token)).errcode
  }

  test.each([
    [10_000, 'a minute', MINUTE],
    [150_000, 'an hour', HOUR],
  ])('of one kind: %d in %s', async (most, _span, spanMs) => {
    await asIfCounted('call/cgi-bin/getcallbackip', spanMs, most - 1)
    expect(await call('getcallbackip')).toBe(0)
    expect(await call('getcallbackip')).toBe(45009)
    expect(await call('department/list')).toBe(0)
    platform.pass(spanMs)
    token = await platform.token()
    expect(await call('getcallbackip')).toBe(0)
  })

  test.each([
    [20_000, 'a minute', MINUTE],
    [600_000, 'an hour', HOUR],
  ])('from one address: %d in %s', async (most, _span, spanMs) => {
    await asIfCounted('address', spanMs, most - 2)
    expect(await call('getcallbackip')).toBe(0)
    expect(await send()).toBe(0)
    expect([await call('department/list'), await send()]).toEqual([45009, 45009])
    platform.pass(spanMs)
    token = await platform.token()
    expect(await send()).toBe(0)
  })

  test('that are refused count as well', async () => {
    await asIfCounted('call/cgi-bin/media/get', MINUTE, 9999)
    expect(await call('media/get')).toBe(41006)
    expect(await call('media/get')).toBe(45009)
  })

  test('that send do not count among the calls of their kind', async () => {
    await asIfCounted('call/cgi-bin/message/send', MINUTE, 10_000)
    expect(await send()).toBe(0)
  })

  test('an app writes to 40,000 persons a day, by the calendar of China', async () => {
    await asIfCounted(`app/${AGENT}`, DAY, 39_998)
    const message = { agentid: AGENT, msgtype: 'text', text: { content: '在吗' } }
    const to = async (touser: string): Promise<number> =>
      (await platform.post('/cgi-bin/message/send', { touser, ...message })).errcode
    expect(await to('lina|ZhangWei|wangqiang')).toBe(45009)
    // Refused as a whole: it reached nobody and counts for nothing.
    expect(await to('lina|ZhangWei')).toBe(0)
    expect(await to('lina')).toBe(45009)
    // It is nine in the morning.
    platform.pass(15 * HOUR - 1)
    expect(await to('lina')).toBe(45009)
    platform.pass(1)
    expect(await to('lina')).toBe(0)
  })
})

test('a token is good for two hours and not a moment longer', async () => {
  const token = await platform.token()
  const get = async () =>
    (await platform.post('/cgi-bin/kf/account/list', {}, token)).errcode as number
  platform.pass(2 * HOUR)
  expect(await get()).toBe(0)
  platform.pass(1)
  expect(await get()).toBe(42001)
})

test('a code of a page is good for five minutes', async () => {
  const who = async (code: string): Promise<number> =>
    (await platform.get('/cgi-bin/auth/getuserinfo', { code })).errcode
  const member = { kind: 'member', id: 'lina' } as const
  const codes = [await platform.control.oauthCode(member), await platform.control.oauthCode(member)]
  platform.pass(5 * MINUTE)
  expect(await who(codes[0] ?? '')).toBe(0)
  platform.pass(1)
  expect(await who(codes[1] ?? '')).toBe(42003)
})

describe('media', () => {
  test.each<[string, string, Buffer, number]>([
    ['five bytes', 'file', Buffer.alloc(5), 40006],
    ['six bytes', 'file', Buffer.alloc(6), 0],
    ['a picture of 10 MB', 'image', sized(JPG, 10 * MIB), 0],
    ['a picture of a byte more', 'image', sized(JPG, 10 * MIB + 1), 45001],
    ['a video of 10 MB', 'video', sized(MP4, 10 * MIB), 0],
    ['a video of a byte more', 'video', sized(MP4, 10 * MIB + 1), 45001],
    ['a file of 20 MB', 'file', Buffer.alloc(20 * MIB), 0],
    ['a file of a byte more', 'file', Buffer.alloc(20 * MIB + 1), 45001],
    ['a voice of 60 seconds', 'voice', silentVoice(60), 0],
    ['a voice of a second more', 'voice', silentVoice(61), 45007],
    [
      'a voice of a frame more',
      'voice',
      Buffer.concat([silentVoice(60), Buffer.from([0x7c])]),
      45007,
    ],
    // Long before it is as large as it may be, it is too long.
    ['a voice of 2 MB', 'voice', sized(silentVoice(1), 2 * MIB), 45007],
    ['a voice of a byte more than 2 MB', 'voice', sized(silentVoice(1), 2 * MIB + 1), 45001],
  ])('%s', async (_what, type, file, code) => {
    expect((await upload(platform, type, file)).errcode).toBe(code)
  })

  test.each<[string, string, Buffer, number]>([
    ['a file of 20 MB', 'file', Buffer.alloc(20 * MIB), 0],
    ['a file of a byte more', 'file', Buffer.alloc(20 * MIB + 1), 45001],
    ['a file of five bytes', 'file', Buffer.alloc(5), 40006],
    ['a voice of 60 seconds', 'voice', silentVoice(60), 0],
    ['a voice of a second more', 'voice', silentVoice(61), 45007],
    ['a picture', 'image', JPG, 40005],
  ])('of a robot: %s', async (_what, type, file, code) => {
    expect((await uploadForRobot(platform, type, file)).errcode).toBe(code)
  })

  test('one id is fetched thirty times a minute', async () => {
    const ids = [await upload(platform, 'image', JPG), await upload(platform, 'image', JPG)]
    const fetched = async ({ media_id: id }: CallAnswer) => {
      const query = new URLSearchParams({ access_token: await platform.token(), media_id: id })
      const response = await fetch(`${platform.baseUrl}/cgi-bin/media/get?${query}`)
      const isFile = response.headers.get('content-type') === 'image/jpeg'
      return isFile ? 0 : ((await response.json()) as CallAnswer).errcode
    }
    for (let n = 0; n < 30; n += 1) expect(await fetched(ids[0])).toBe(0)
    expect(await fetched(ids[0])).toBe(45033)
    expect(await fetched(ids[1])).toBe(0)
    platform.pass(MINUTE)
    expect(await fetched(ids[0])).toBe(0)
  })

  test('is read until it is three days old', async () => {
    const { media_id } = await upload(platform, 'image', JPG)
    platform.pass(3 * DAY)
    expect((await platform.get('/cgi-bin/media/get', { media_id })).errcode).toBe(40007)
  })
})

describe('what people send', () => {
  const owner = { kind: 'owners', id: 'chen' } as const
  const arrived = async (type: string, file: Buffer) => {
    const media = { type, filename: 'a.bin', base64: file.toString('base64') }
    await platform.control.write(owner, { media })
    const { msg_list: items } = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    return items.at(-1).msgtype
  }

  test.each([
    ['image', JPG, 2],
    ['video', MP4, 10],
    ['file', JPG, 20],
  ])('%s: as large as it may be, and a hint in its place beyond', async (type, head, mib) => {
    expect(await arrived(type, sized(head, mib * MIB))).toBe(type)
    expect(await arrived(type, sized(head, mib * MIB + 1))).toBe('text')
  })

  test('a voice lasts a minute', async () => {
    expect(await arrived('voice', silentVoice(60))).toBe('voice')
    await expect(arrived('voice', silentVoice(61))).rejects.toThrow('语音最长 60 秒')
  })
})

describe('the group robot', () => {
  const send = async (msgtype: string, part: object): Promise<number> => {
    const response = await fetch(`${platform.baseUrl}/cgi-bin/webhook/send?key=${ROBOT}`, {
      method: 'POST',
      body: JSON.stringify({ msgtype, [msgtype]: part }),
    })
    return ((await response.json()) as CallAnswer).errcode
  }
  const image = (file: Buffer) => ({
    base64: file.toString('base64'),
    md5: createHash('md5').update(file).digest('hex'),
  })
  const news = (part: object, count = 1) => ({
    articles: Array(count).fill({ title: '通知', url: 'https://a.cn/', ...part }),
  })

  test.each<[string, string, (n: number) => object, number, number]>([
    ['a text', 'text', (n) => ({ content: bytes(n) }), 2048, 45002],
    ['a markdown', 'markdown', (n) => ({ content: bytes(n) }), 4096, 45002],
    ['a markdown of the second kind', 'markdown_v2', (n) => ({ content: bytes(n) }), 4096, 45002],
    ['a picture', 'image', (n) => image(sized(JPG, n)), 2 * MIB, 45001],
    ['the articles of news', 'news', (n) => news({}, n), 8, 45008],
    ['a title', 'news', (n) => news({ title: bytes(n) }), 128, 40058],
    ['a description', 'news', (n) => news({ description: bytes(n) }), 512, 40058],
    ['an address', 'news', (n) => news({ url: address(n) }), 2048, 40058],
  ])('%s', async (...[, type, make, limit, code]) => {
    expect(await send(type, make(limit))).toBe(0)
    expect(await send(type, make(limit + 1))).toBe(code)
  })
})
