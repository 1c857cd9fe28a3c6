import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newsNotice, textNotice, voteCard } from './support/cards.ts'
import {
  AGENT,
  type CallAnswer,
  CHEN,
  CORP,
  KF,
  openTestPlatform,
  ROBOT,
  type TestPlatform,
} from './support/test-platform.ts'

const HOUR = 3_600_000
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const JPG = Buffer.from('ffd8ffe000104a4649460001', 'hex')

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const getToken = async (more: Record<string, string> = {}): Promise<CallAnswer> => {
  const query = { corpid: CORP.corpId, corpsecret: CORP.apps[0]!.secret, ...more }
  const response = await fetch(`${platform.baseUrl}/cgi-bin/gettoken?${new URLSearchParams(query)}`)
  return response.json()
}
const getIps = async (token: string): Promise<CallAnswer> =>
  (await fetch(`${platform.baseUrl}/cgi-bin/getcallbackip?access_token=${token}`)).json()

describe('gettoken', () => {
  test('gives the same token until its last minutes, with the seconds it has left', async () => {
    const first = await getToken()
    expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
    platform.pass(HOUR)
    expect(await getToken()).toMatchObject({ access_token: first.access_token, expires_in: 3600 })
    platform.pass(HOUR - 4 * 60_000)
    const second = await getToken()
    expect(second.access_token).not.toBe(first.access_token)
    // Both are good until the old one ends.
    expect((await getIps(first.access_token)).errcode).toBe(0)
    expect((await getIps(second.access_token)).errcode).toBe(0)
    platform.pass(4 * 60_000 + 1)
    expect((await getIps(first.access_token)).errcode).toBe(42001)
    expect((await getIps(second.access_token)).errcode).toBe(0)
  })

  test('gives each app a token of its own', async () => {
    const other = await getToken({ corpsecret: CORP.apps[1]!.secret })
    expect(other.access_token).not.toBe((await getToken()).access_token)
  })

  test.each([
    ['no corpid', { corpid: '' }, 41002],
    ['no secret', { corpsecret: '' }, 41004],
    ['another corp', { corpid: 'wwstranger000001' }, 40013],
    ['a wrong secret', { corpsecret: 'guess' }, 40001],
  ])('%s is refused', async (_what, more, code) => {
    const answer = await getToken(more)
    expect(answer.errcode).toBe(code)
    expect(answer.access_token).toBeUndefined()
    expect(answer.errmsg).toContain(`devtool/query?e=${code}`)
  })

  test('asked more than 2000 times in an hour is blocked until the hour is over', async () => {
    for (let call = 0; call < 2000; call += 50) {
      await Promise.all(Array.from({ length: 50 }, () => getToken()))
    }
    expect((await getToken()).errcode).toBe(45009)
    platform.pass(HOUR)
    expect((await getToken()).errcode).toBe(0)
  })
})

describe('access tokens', () => {
  test.each([
    ['none', '', 41001],
    ['one nobody handed out', 'nonsense', 40014],
  ])('%s is refused', async (_what, token, code) => {
    expect((await getIps(token)).errcode).toBe(code)
  })

  test('in the body alone do not count', async () => {
    const token = await platform.token()
    const response = await fetch(`${platform.baseUrl}/cgi-bin/message/send`, {
      method: 'POST',
      body: JSON.stringify({ access_token: token }),
    })
    expect(await response.json()).toMatchObject({ errcode: 41001 })
  })

  test('can die before their time; the next one is new and works', async () => {
    const token = await platform.token()
    await platform.control.addFault({ on: 'call', effect: 'kill-token', count: 1 })
    expect((await getIps(token)).errcode).toBe(40014)
    expect((await getIps(token)).errcode).toBe(40014)
    const next = await platform.token()
    expect(next).not.toBe(token)
    expect((await getIps(next)).errcode).toBe(0)
  })

  test('outlive a restart', async () => {
    const token = await platform.token()
    await platform.restart()
    expect((await getIps(token)).errcode).toBe(0)
    expect(await platform.token()).toBe(token)
  })
})

describe('the door', () => {
  test.each([
    ['/'],
    ['/cgi-bin/'],
    ['/cgi-bin/user/create'],
    ['/cgi-bin/message/send/'],
    ['/cgi-bin/__proto__'],
    ['/constructor'],
    ['/control'],
    ['/pic/../journal.jsonl'],
    ['/pic/nothing'],
  ])('%s is 404', async (path) => {
    expect((await fetch(platform.baseUrl + path)).status).toBe(404)
  })

  test('a GET where a POST belongs finds no parameters', async () => {
    expect((await platform.get('/cgi-bin/message/send')).errcode).toBe(40058)
  })

  test.each([
    ['not JSON', '{"a":'],
    ['a list', '[]'],
    ['nothing', ''],
    ['not UTF-8', '\u00ff'],
    ['nested without end', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ])('a body that is %s is refused, not fatal', async (_what, body) => {
    const response = await fetch(
      `${platform.baseUrl}/cgi-bin/message/send?access_token=${await platform.token()}`,
      { method: 'POST', body: Buffer.from(body, 'latin1') },
    )
    expect(await response.json()).toMatchObject({ errcode: 40058 })
  })

  test('a body beyond all measure is cut off and the next call is answered', async () => {
    const huge = fetch(`${platform.baseUrl}/cgi-bin/message/send?access_token=x`, {
      method: 'POST',
      body: Buffer.alloc(40 * 1024 * 1024),
    }).then(
      (response) => response.status,
      () => 'broken off',
    )
    expect([413, 'broken off']).toContain(await huge)
    expect((await getToken()).errcode).toBe(0)
  })
})

describe('disturbances of calls', () => {
  const fault = (more: object) =>
    platform.control.addFault({ on: 'call', count: 1, ...more } as never)
  const send = () =>
    platform.post('/cgi-bin/message/send', {
      touser: 'lina',
      agentid: AGENT,
      msgtype: 'text',
      text: { content: '在吗' },
    })
  const shown = async () =>
    (await platform.control.readPhone({ kind: 'members', id: 'lina' }, 0)).messages.length

  test('an error code comes instead, as often as was asked, and nothing is done', async () => {
    await fault({ effect: 'errcode', value: 45009, path: '/cgi-bin/message/send', count: 2 })
    expect((await send()).errcode).toBe(45009)
    expect((await send()).errcode).toBe(45009)
    expect((await send()).errcode).toBe(0)
    expect(await shown()).toBe(1)
  })

  test('without a value the system is busy', async () => {
    await fault({ effect: 'errcode', path: '/cgi-bin/message/send' })
    expect((await send()).errcode).toBe(-1)
  })

  test('another path is not disturbed', async () => {
    await fault({ effect: 'errcode', path: '/cgi-bin/kf/' })
    expect((await send()).errcode).toBe(0)
  })

  test('a status of the gateway comes instead', async () => {
    await fault({ effect: 'status', value: 502, path: '/cgi-bin/message/send' })
    await expect(send()).rejects.toThrow('HTTP 502')
    expect(await shown()).toBe(0)
  })

  test('the line breaks before anything is done', async () => {
    await fault({ effect: 'drop', path: '/cgi-bin/message/send' })
    await expect(send()).rejects.toThrow()
    expect(await shown()).toBe(0)
  })

  test('the line breaks when it is done', async () => {
    await fault({ effect: 'drop-after', path: '/cgi-bin/message/send' })
    await expect(send()).rejects.toThrow()
    expect(await shown()).toBe(1)
  })

  test.each([
    ['timeout', 0],
    ['timeout-after', 1],
  ])('%s: no answer comes, and %d messages arrive', async (effect, arrived) => {
    await fault({ effect, path: '/cgi-bin/message/send' })
    const token = await platform.token()
    const body = { touser: 'lina', agentid: AGENT, msgtype: 'text', text: { content: '在吗' } }
    const call = fetch(`${platform.baseUrl}/cgi-bin/message/send?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(150),
    })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(await shown()).toBe(arrived)
  })

  test('a time-out of a given length ends with a broken line', async () => {
    await fault({ effect: 'timeout', value: 50, path: '/cgi-bin/message/send' })
    await expect(send()).rejects.toThrow('fetch failed')
  })

  test('a page of a gateway comes instead of JSON', async () => {
    await fault({ effect: 'garbled', path: '/cgi-bin/message/send' })
    await expect(send()).rejects.toThrow('not valid JSON')
    expect(await shown()).toBe(0)
  })

  test('the token in use dies, and the call is refused', async () => {
    await fault({ effect: 'kill-token', path: '/cgi-bin/message/send' })
    expect((await send()).errcode).toBe(40014)
    expect((await send()).errcode).toBe(0)
  })

  test('the answer is slow', async () => {
    await fault({ effect: 'slow', value: 150, path: '/cgi-bin/message/send' })
    const from = performance.now()
    expect((await send()).errcode).toBe(0)
    expect(performance.now() - from).toBeGreaterThan(140)
  })

  test('a rate strikes some calls and spares others', async () => {
    await platform.control.addFault({
      on: 'call',
      effect: 'errcode',
      path: '/cgi-bin/getcallbackip',
      rate: 0.5,
    })
    const token = await platform.token()
    const codes = await Promise.all(Array.from({ length: 60 }, () => getIps(token)))
    const struck = codes.filter(({ errcode }) => errcode === -1).length
    expect(struck).toBeGreaterThan(5)
    expect(struck).toBeLessThan(55)
  })
})

describe('media', () => {
  const upload = async (
    type: string,
    bytes: Buffer,
    more: { name?: string; field?: string } = {},
  ) => {
    const form = new FormData()
    form.set(more.field ?? 'media', new Blob([new Uint8Array(bytes)]), more.name ?? 'photo.png')
    const response = await fetch(
      `${platform.baseUrl}/cgi-bin/media/upload?access_token=${await platform.token()}&type=${type}`,
      { method: 'POST', body: form },
    )
    return (await response.json()) as CallAnswer
  }
  const amr = Buffer.from('#!AMR\nxxxx')
  const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42xxxx')])
  const large = (head: Buffer, mib: number) =>
    Buffer.concat([head, Buffer.alloc(mib * 1024 * 1024)])

  test('uploaded is had back byte by byte, by any app of the corp', async () => {
    const answer = await upload('image', PNG, { name: 'kitchen 1.png' })
    expect(answer).toEqual({
      errcode: 0,
      errmsg: 'ok',
      type: 'image',
      media_id: expect.any(String),
      created_at: String(Math.floor(platform.now().getTime() / 1000)),
    })
    const { access_token: token } = await getToken({ corpsecret: CORP.apps[1]!.secret })
    const response = await fetch(
      `${platform.baseUrl}/cgi-bin/media/get?access_token=${token}&media_id=${answer.media_id}`,
    )
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('content-disposition')).toContain('filename="kitchen 1.png"')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG)
  })

  test.each<[string, [string, Buffer, object?], number]>([
    ['a JPG', ['image', JPG], 0],
    ['a voice', ['voice', amr], 0],
    ['a video', ['video', mp4], 0],
    ['any file', ['file', Buffer.from('hello world')], 0],
    ['no type', ['', PNG], 40005],
    ['an unknown type', ['gif', PNG], 40005],
    ['a type of the prototype', ['constructor', PNG], 40005],
    ['text as a picture', ['image', Buffer.from('<svg onload=alert(1)>')], 40004],
    ['a picture as a voice', ['voice', PNG], 40004],
    ['a picture as a video', ['video', JPG], 40004],
    ['nothing', ['file', Buffer.alloc(0)], 44001],
    ['five bytes', ['file', Buffer.alloc(5)], 40006],
    ['a picture over 10 MB', ['image', large(JPG, 10)], 45001],
    ['a voice over 2 MB', ['voice', large(amr, 2)], 45001],
    ['a file over 20 MB', ['file', large(PNG, 20)], 45001],
    ['a part of another name', ['image', PNG, { field: 'file' }], 44001],
    ['a Chinese file name', ['image', PNG, { name: '厨房.png' }], 40058],
  ])('%s', async (_what, given, code) => {
    expect((await upload(...given)).errcode).toBe(code)
  })

  test('a body that is no form is refused', async () => {
    const url = `${platform.baseUrl}/cgi-bin/media/upload?access_token=${await platform.token()}&type=image`
    for (const headers of [{}, { 'content-type': 'multipart/form-data' }]) {
      const response = await fetch(url, { method: 'POST', headers, body: PNG })
      expect(await response.json()).toMatchObject({ errcode: 44001 })
    }
  })

  test('is good for three days, for reading and for sending, and only as what it is', async () => {
    await platform.control.write({ kind: 'owners', id: 'chen' }, { text: '在吗' })
    const { media_id: id } = await upload('image', PNG)
    const sendAs = (type: string) =>
      platform.post('/cgi-bin/kf/send_msg', {
        touser: CHEN,
        open_kfid: KF,
        msgtype: type,
        [type]: { media_id: id },
      })
    expect((await sendAs('image')).errcode).toBe(0)
    expect((await sendAs('voice')).errcode).toBe(40007)
    await platform.restart()
    platform.pass(47 * HOUR)
    await platform.control.write({ kind: 'owners', id: 'chen' }, { text: '在吗' })
    platform.pass(25 * HOUR)
    expect((await sendAs('image')).errcode).toBe(40007)
    expect((await platform.get('/cgi-bin/media/get', { media_id: id })).errcode).toBe(40007)
  })

  test.each([
    ['', 41006],
    ['nonsense', 40007],
    ['../../journal.jsonl', 40007],
  ])('asking for "%s" answers %d in a 200', async (id, code) => {
    expect((await platform.get('/cgi-bin/media/get', { media_id: id })).errcode).toBe(code)
  })
})

describe('the group robot', () => {
  const send = async (body: unknown, key: string = ROBOT): Promise<CallAnswer> => {
    const response = await fetch(`${platform.baseUrl}/cgi-bin/webhook/send?key=${key}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    return response.json()
  }
  const text = (content: string, more: object = {}) => ({
    msgtype: 'text',
    text: { content, ...more },
  })
  const shown = async () =>
    (await platform.control.readPhone({ kind: 'robots', id: 0 }, 0)).messages

  test('writes into its group and answers nothing but the code', async () => {
    expect(await send(text('BX0001 已超时', { mentioned_list: ['wangqiang', '@all'] }))).toEqual({
      errcode: 0,
      errmsg: 'ok',
    })
    expect(await shown()).toMatchObject([
      { from: 'desk', content: { text: 'BX0001 已超时', mentioned: ['wangqiang', '@all'] } },
    ])
  })

  test('writes twenty times a minute', async () => {
    for (let n = 0; n < 20; n += 1) expect((await send(text(`${n}`))).errcode).toBe(0)
    expect((await send(text('21'))).errcode).toBe(45009)
    platform.pass(60_000)
    expect((await send(text('22'))).errcode).toBe(0)
    expect(await shown()).toHaveLength(21)
  })

  const image = (bytes: Buffer, md5 = createHash('md5').update(bytes).digest('hex')) => ({
    msgtype: 'image',
    image: { base64: bytes.toString('base64'), md5 },
  })
  test.each<[string, unknown, number]>([
    ['2048 bytes', text('x'.repeat(2048)), 0],
    ['2049 bytes', text('x'.repeat(2049)), 45002],
    ['an empty text', text(''), 44004],
    ['4096 bytes of markdown', { msgtype: 'markdown', markdown: { content: 'x'.repeat(4096) } }, 0],
    [
      '4097 bytes of markdown',
      { msgtype: 'markdown', markdown: { content: 'x'.repeat(4097) } },
      45002,
    ],
    ['markdown of the second kind', { msgtype: 'markdown_v2', markdown_v2: { content: '|a|' } }, 0],
    ['a picture', image(PNG), 0],
    ['a picture with another md5', image(PNG, '0'.repeat(32)), 40058],
    ['a picture that is none', image(Buffer.from('hello')), 40123],
    ['a picture over 2 MB', image(Buffer.concat([JPG, Buffer.alloc(2 * 1024 * 1024)])), 45001],
    [
      'nine articles',
      { msgtype: 'news', news: { articles: Array(9).fill({ title: 'a', url: 'http://a' }) } },
      45008,
    ],
    ['an article', { msgtype: 'news', news: { articles: [{ title: 'a', url: 'http://a' }] } }, 0],
    ['a notice', { msgtype: 'template_card', template_card: textNotice() }, 0],
    ['news', { msgtype: 'template_card', template_card: newsNotice() }, 0],
    ['a card that calls back', { msgtype: 'template_card', template_card: voteCard('t') }, 42031],
    ['a type that does not exist', { msgtype: 'poem' }, 40008],
    ['a file nobody uploaded', { msgtype: 'file', file: { media_id: 'x' } }, 40007],
  ])('%s', async (_what, body, code) => {
    expect((await send(body)).errcode).toBe(code)
    expect(await shown()).toHaveLength(code === 0 ? 1 : 0)
  })

  test('is known by its key alone', async () => {
    expect((await send(text('x'), 'guess')).errcode).toBe(93000)
    expect((await send(text('x'), '')).errcode).toBe(93000)
  })

  test('sends files that were uploaded for it, and only those', async () => {
    const form = new FormData()
    form.set('media', new Blob(['hello world']), 'report.txt')
    const url = `${platform.baseUrl}/cgi-bin/webhook/upload_media?key=${ROBOT}&type=file`
    const response = await fetch(url, { method: 'POST', body: form })
    const { media_id: id } = (await response.json()) as CallAnswer
    expect((await send({ msgtype: 'file', file: { media_id: id } })).errcode).toBe(0)
    const byApp = await platform.post('/cgi-bin/message/send', {
      touser: 'lina',
      agentid: AGENT,
      msgtype: 'file',
      file: { media_id: id },
    })
    expect(byApp.errcode).toBe(40007)
  })
})

describe('oauth codes', () => {
  const who = (code: string) => platform.get('/cgi-bin/auth/getuserinfo', { code })

  test('tell once, within five minutes, who opened the page', async () => {
    const code = await platform.control.oauthCode({ kind: 'member', id: 'zhangwei' })
    expect(await who(code)).toMatchObject({ errcode: 0, userid: 'ZhangWei' })
    expect((await who(code)).errcode).toBe(42022)
    const late = await platform.control.oauthCode({ kind: 'member', id: 'lina' })
    platform.pass(5 * 60_000 + 1)
    expect((await who(late)).errcode).toBe(42003)
    expect((await who('nonsense')).errcode).toBe(40029)
  })

  test('of an owner tell the external id', async () => {
    const code = await platform.control.oauthCode({ kind: 'owner', id: 'chen' })
    expect(await who(code)).toMatchObject({ external_userid: CHEN, openid: expect.any(String) })
  })

  test('are only for people there are', async () => {
    await expect(platform.control.oauthCode({ kind: 'owner', id: 'nobody' })).rejects.toMatchObject(
      {
        status: 404,
      },
    )
  })
})
