import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type CallAnswer,
  KF,
  openTestPlatform,
  type TestPlatform,
} from './support/test-platform.ts'

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const call = async (method: string, path: string, body?: unknown, secret = platform.secret) => {
  const response = await fetch(platform.controlUrl + path, {
    method,
    headers: { authorization: `Bearer ${secret}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, answer: (await response.json()) as CallAnswer }
}

describe('the door', () => {
  test.each([
    ['GET', '/state'],
    ['PUT', '/clock'],
    ['POST', '/owners/chen/messages'],
    ['POST', '/stop'],
    ['GET', '/nowhere'],
  ])('%s %s needs the secret', async (method, path) => {
    for (const wrong of ['', 'guess', `${platform.secret}x`]) {
      expect((await call(method, path, undefined, wrong)).status).toBe(401)
    }
  })

  test('health alone is open, and tells nothing secret', async () => {
    const { status, answer } = await call('GET', '/health', undefined, 'guess')
    expect(status).toBe(200)
    expect(Object.keys(answer).sort()).toEqual(['instance', 'pid', 'version'])
  })

  test.each<[string, string, unknown?]>([
    ['GET', '/nowhere'],
    ['DELETE', '/state'],
    ['POST', '/owners/nobody/messages', { text: 'x' }],
    ['GET', '/owners/nobody/messages'],
    ['GET', '/owners/__proto__/messages'],
    ['POST', '/members/nobody/messages', { text: 'x' }],
    ['GET', '/robots/7/messages'],
    ['GET', '/media/nothing'],
    ['POST', '/owners/chen/messages?account=wkNobody', { text: 'x' }],
    ['POST', '/members/lina/messages?agent=7', { text: 'x' }],
    ['POST', '/members/lina/chats/nobody/take'],
  ])('%s %s is 404', async (method, path, body) => {
    expect((await call(method, path, body)).status).toBe(404)
  })

  test('a path that cannot be decoded is a 400', async () => {
    expect((await call('GET', '/owners/%E0%A4%A/messages')).status).toBe(400)
  })
})

describe('what an owner sends', () => {
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['not JSON', '{"text":'],
    ['a list', []],
    ['an empty text', { text: '' }],
    ['blanks', { text: ' \n\t ' }],
    ['a number', { text: 5 }],
    ['a novel', { text: '水'.repeat(4001) }],
    ['half a character', { text: '\ud83d' }],
    ['two things at once', { text: 'x', enter: true }],
    ['something else too', { text: 'x', admin: true }],
    ['enter that is not true', { enter: 1 }],
    ['a menu id of nothing', { menuId: '' }],
    ['a place off the earth', { location: { latitude: 91, longitude: 0, name: 'x' } }],
    ['a link without scheme', { link: { title: 'x', url: 'a.cn' } }],
    ['a medium of no type', { media: { type: 'smell', filename: 'a', base64: 'aGVsbG8=' } }],
    [
      'a picture that is text',
      { media: { type: 'image', filename: 'a.png', base64: 'aGVsbG8gd29ybGQ=' } },
    ],
    [
      'a picture that is not base64',
      { media: { type: 'image', filename: 'a.png', base64: '%%%' } },
    ],
    [
      'a file name with a path',
      { media: { type: 'file', filename: '../../x', base64: 'aGVsbG8gd29ybGQ=' } },
    ],
    [
      'a file name with a quote',
      { media: { type: 'file', filename: 'a"b', base64: 'aGVsbG8gd29ybGQ=' } },
    ],
  ])('%s is a 400 with a reason, and nothing happens', async (_what, body) => {
    const { status, answer } = await call('POST', '/owners/chen/messages', body)
    expect(status).toBe(400)
    expect(answer.error.length).toBeGreaterThan(5)
    expect((await call('GET', '/owners/chen/messages')).answer.messages).toEqual([])
    const page = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    expect(page.msg_list).toEqual([])
  })

  test('the longest text goes through whole', async () => {
    const text = '水'.repeat(4000)
    expect((await call('POST', '/owners/chen/messages', { text })).answer).toEqual({ n: 1 })
    expect((await call('GET', '/owners/chen/messages')).answer.messages[0].content.text).toBe(text)
  })

  test('to the second account begins a chat of its own', async () => {
    await call('POST', '/owners/chen/messages?account=wkDemoAccount0002', { text: '看房' })
    const first = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    const second = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: 'wkDemoAccount0002' })
    expect(first.msg_list).toEqual([])
    expect(second.msg_list).toHaveLength(1)
  })
})

describe('what a member sends', () => {
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['a menu tap', { menuId: 'x' }],
    ['a file', { media: { type: 'file', filename: 'a.txt', base64: 'aGVsbG8gd29ybGQ=' } }],
    ['a link that runs', { link: { title: 'x', url: 'javascript:alert(1)' } }],
  ])('%s is a 400', async (_what, body) => {
    expect((await call('POST', '/members/lina/messages', body)).status).toBe(400)
  })

  test('is theirs under any case of the userid', async () => {
    await call('POST', '/members/zhangwei/messages', { text: '在' })
    expect((await call('GET', '/members/ZHANGWEI/messages')).answer.messages).toHaveLength(1)
  })
})

describe('reading a phone', () => {
  beforeEach(async () => {
    for (const text of ['一', '二', '三']) {
      await call('POST', '/owners/chen/messages', { text })
    }
  })
  const numbers = async (query: string) =>
    (await call('GET', `/owners/chen/messages${query}`)).answer.messages.map(
      ({ n }: { n: number }) => n,
    )

  test.each([
    ['', [1, 2, 3]],
    ['?after=1', [2, 3]],
    ['?after=3', []],
    ['?after=99', []],
    ['?last=2', [2, 3]],
    ['?after=1&last=1', [3]],
  ])('%s gives %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected)
  })

  test.each(['?after=-1', '?after=1.5', '?after=x', '?after=1e99', '?last=-2'])(
    '%s is a 400',
    async (query) => {
      expect((await call('GET', `/owners/chen/messages${query}`)).status).toBe(400)
    },
  )

  test('the mark changes with the phone, with nothing else, and not back by a restart', async () => {
    const mark = async () =>
      (await platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)).mark
    const first = await mark()
    await call('POST', '/owners/liu/messages', { text: '别人' })
    expect(await mark()).toBe(first)
    await call('POST', '/owners/chen/messages', { text: '四' })
    const second = await mark()
    expect(second).not.toBe(first)
    await platform.restart()
    expect([first, second]).not.toContain(await mark())
  })
})

describe('people', () => {
  test('can be added and changed, and keep their chats', async () => {
    await call('POST', '/owners/chen/messages', { text: '在吗' })
    const people = {
      owners: [
        { id: 'chen', name: '陈女士', rooms: ['1栋101'], externalUserId: 'wmChenXiaoyan00001' },
        { id: 'new', name: '新业主' },
      ],
    }
    expect((await call('PUT', '/people', people)).status).toBe(200)
    const { owners } = (await call('GET', '/state')).answer
    expect(owners).toContainEqual(expect.objectContaining({ id: 'chen', name: '陈女士' }))
    const added = owners.find(({ id }: { id: string }) => id === 'new')
    expect(added.externalUserId).toMatch(/^wm[\w-]{30}$/)
    expect((await call('GET', '/owners/chen/messages')).answer.messages).toHaveLength(1)
  })

  test('given again at a start, a servicer who paused stays paused', async () => {
    await platform.control.setServicing('lina', 'paused')
    const { PEOPLE } = await import('./support/test-platform.ts')
    await platform.control.putPeople(PEOPLE)
    const { members } = await platform.control.state()
    expect(members.find(({ id }) => id === 'lina')?.servicing).toBe('paused')
  })

  test.each<[string, unknown]>([
    ['an id with a slash', { owners: [{ id: 'a/b', name: 'x' }] }],
    ['no name', { owners: [{ id: 'a', name: ' ' }] }],
    ['an external id of another kind', { owners: [{ id: 'a', name: 'x', externalUserId: 'wo1' }] }],
    ['a userid that is too long', { members: [{ id: 'x'.repeat(65), name: 'x' }] }],
    ['a colour there is not', { members: [{ id: 'x', name: 'x', colour: 8 }] }],
    ['something unknown', { members: [{ id: 'x', name: 'x', wage: 5 }] }],
  ])('with %s are a 400 and nobody is added', async (_what, people) => {
    const before = (await call('GET', '/state')).answer
    expect((await call('PUT', '/people', people)).status).toBe(400)
    const after = (await call('GET', '/state')).answer
    expect(after.owners).toEqual(before.owners)
    expect(after.members).toEqual(before.members)
  })
})

describe('the clock', () => {
  test('is set by the desk and dates everything from then on, also after a restart', async () => {
    await platform.control.setClock(new Date('2027-01-01T08:00:00Z'))
    await platform.restart()
    expect((await platform.control.state()).now).toBe('2027-01-01T08:00:00.000Z')
    platform.pass(1500)
    await call('POST', '/owners/chen/messages', { text: '新年好' })
    const page = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })
    expect(page.msg_list[0].send_time).toBe(Date.parse('2027-01-01T08:00:01Z') / 1000)
  })

  test.each([[{}], [{ now: 'tomorrow' }], [{ now: 5 }], [{ now: '2027-01-01' }]])(
    '%j does not move it',
    async (body) => {
      expect((await call('PUT', '/clock', body)).status).toBe(400)
    },
  )
})
