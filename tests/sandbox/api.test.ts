import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buttonCard } from './support/cards.ts'
import type { DeskDouble } from './support/desk-double.ts'
import {
  AGENT,
  type CallAnswer,
  CHEN,
  KF,
  ROBOT,
  type TestPlatform,
  until,
} from './support/test-platform.ts'
import { openTestSandbox, START, type TestSandbox } from './support/test-sandbox.ts'

let sandbox: TestSandbox
let platform: TestPlatform
let desk: DeskDouble

beforeEach(async () => {
  sandbox = await openTestSandbox()
  platform = sandbox.platform
  desk = sandbox.desk
})
afterEach(() => sandbox.close())

const url = (path: string) => `${sandbox.url}/api${path}`
const get = async (path: string) => {
  const response = await fetch(url(path))
  return { status: response.status, body: (await response.json()) as CallAnswer }
}
const post = async (path: string, body?: unknown, type = 'application/json') => {
  const response = await fetch(url(path), {
    method: 'POST',
    headers: { 'content-type': type },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as CallAnswer }
}
const kfSend = (message: object) =>
  platform.post('/cgi-bin/kf/send_msg', { touser: CHEN, open_kfid: KF, ...message })
const sendCard = (card: object, touser = 'ZhangWei') =>
  platform.post('/cgi-bin/message/send', {
    touser,
    agentid: AGENT,
    msgtype: 'template_card',
    template_card: card,
  })
const toPool = () =>
  platform.post('/cgi-bin/kf/service_state/trans', {
    open_kfid: KF,
    external_userid: CHEN,
    service_state: 2,
  })
const pull = () => platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF })

describe('state', () => {
  test('tells the time and who there is, and no more of them than is public', async () => {
    expect(await get('/state')).toEqual({
      status: 200,
      body: {
        now: '2026-11-23T01:00:00.000Z',
        owners: [
          { id: 'chen', name: '陈晓燕', rooms: ['3栋2单元1202'] },
          { id: 'liu', name: '刘伟', rooms: [] },
        ],
        members: expect.arrayContaining([{ id: 'ZhangWei', name: '张伟', roles: ['technician'] }]),
      },
    })
  })
})

describe('an owner', () => {
  test('writes, sends a photo, taps a menu and reads what came', async () => {
    await post('/owners/chen/messages', { text: '厨房漏水' })
    await post('/owners/chen/messages', { image: true })
    await kfSend({
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: '请选择',
        list: [
          { type: 'click', click: { id: 'r:1', content: '我要报修' } },
          { type: 'view', view: { url: 'https://example.com/', content: '官网' } },
          { type: 'text', text: { content: '或直接说' } },
        ],
        tail_content: '谢谢',
      },
    })
    await post('/owners/chen/messages', { menuId: 'r:1' })

    const { body } = await get('/owners/chen/messages?after=1')
    expect(body.messages).toEqual([
      {
        n: 2,
        from: 'owner',
        type: 'image',
        text: '',
        at: expect.any(String),
        image: expect.stringMatching(/^\/sandbox\/api\/media\/[\w-]+$/),
      },
      {
        n: 3,
        from: 'desk',
        type: 'menu',
        text: '请选择\n或直接说\n谢谢',
        at: expect.any(String),
        menu: [{ id: 'r:1', label: '我要报修' }],
        links: [{ label: '官网', url: 'https://example.com/' }],
      },
      { n: 4, from: 'owner', type: 'text', text: '我要报修', at: expect.any(String) },
    ])
    const photo = await fetch(url(body.messages[0].image.slice('/sandbox/api'.length)))
    expect(photo.headers.get('content-type')).toBe('image/jpeg')
    expect(photo.headers.get('x-content-type-options')).toBe('nosniff')
    expect(photo.headers.get('content-security-policy')).toContain('sandbox')
    expect(
      Buffer.from(await photo.arrayBuffer())
        .subarray(0, 3)
        .toString('hex'),
    ).toBe('ffd8ff')
  })

  test('opens the chat, and the desk is told', async () => {
    expect((await post('/owners/chen/messages', { enter: true })).status).toBe(200)
    const page = await pull()
    expect(page.msg_list[0].event.event_type).toBe('enter_session')
    expect((await get('/owners/chen/messages')).body.messages).toEqual([])
  })

  test('sends a voice, a place, a link and a file, and the desk gets each as what it is', async () => {
    const place = { latitude: 31.23, longitude: 121.47, name: '和悦花园南门' }
    const link = { title: '漏水的视频', url: 'https://v.example.com/1' }
    await post('/owners/chen/messages', { voice: true })
    await post('/owners/chen/messages', { voice: { seconds: 12 } })
    await post('/owners/chen/messages', { video: true })
    await post('/owners/chen/messages', { location: place })
    await post('/owners/chen/messages', { link })
    await post('/owners/chen/messages', { file: { name: '装修申请.pdf' } })
    await post('/owners/chen/messages', { file: { name: '说明.txt', data: 'aGVsbG8gd29ybGQ=' } })

    const { messages } = (await get('/owners/chen/messages')).body
    const file = expect.stringMatching(/^\/sandbox\/api\/media\//)
    expect(messages).toMatchObject([
      { type: 'voice', seconds: 5, file },
      { type: 'voice', seconds: 12, file },
      { type: 'video', file },
      { type: 'location', text: '和悦花园南门', location: { latitude: 31.23, longitude: 121.47 } },
      { type: 'link', text: '漏水的视频', links: [{ url: link.url }] },
      { type: 'file', text: '装修申请.pdf', file },
      { type: 'file', text: '说明.txt', file },
    ])
    expect((await pull()).msg_list).toMatchObject([
      { msgtype: 'voice', voice: { media_id: expect.any(String) } },
      { msgtype: 'voice' },
      { msgtype: 'video', video: { media_id: expect.any(String) } },
      { msgtype: 'location', location: place },
      { msgtype: 'link', link },
      { msgtype: 'file', file: { media_id: expect.any(String) } },
      { msgtype: 'file' },
    ])
    const sent = await fetch(url(messages[6].file.slice('/sandbox/api'.length)))
    expect(await sent.text()).toBe('hello world')
  })

  test('takes a message back', async () => {
    const { n } = (await post('/owners/chen/messages', { text: '发错了' })).body
    expect((await post('/owners/chen/recalls', { n })).status).toBe(200)
    expect((await get('/owners/chen/messages')).body.messages).toMatchObject([{ recalled: true }])
    expect(await post('/owners/chen/recalls', { n: 9 })).toEqual({
      status: 400,
      body: { error: '第9条不是业主自己的消息' },
    })
  })

  test('sends a picture of their own, or a demo picture by name', async () => {
    const jpg = Buffer.from('ffd8ffe000104a4649460001', 'hex').toString('base64')
    expect((await post('/owners/chen/messages', { imageData: jpg })).body).toEqual({ n: 1 })
    expect((await post('/owners/chen/messages', { image: 'lamp' })).body).toEqual({ n: 2 })
  })

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['not JSON', '{"text"'],
    ['a list', [1]],
    ['a number', { text: 7 }],
    ['an empty text', { text: '' }],
    ['two things', { text: 'x', image: true }],
    ['image that is false', { image: false }],
    ['a picture there is not', { image: '../secret' }],
    ['picture data that is text', { imageData: 'aGVsbG8gd29ybGQ=' }],
    ['picture data that is not base64', { imageData: '<svg onload=alert(1)>' }],
    ['a menu item never shown', { menuId: 'r:9' }],
    ['enter that is false', { enter: false }],
    ['something unknown', { shout: 'x' }],
    ['a voice of two minutes', { voice: { seconds: 120 } }],
    ['a voice of no length', { voice: { seconds: 0 } }],
    ['voice that is false', { voice: false }],
    ['a file without a name', { file: {} }],
    ['a file with a path', { file: { name: '../../etc/passwd' } }],
    ['a file of another platform', { file: { name: 'a\nb.pdf' } }],
    ['a file with a name beyond all use', { file: { name: '长'.repeat(200) } }],
    ['a place off the earth', { location: { latitude: 91, longitude: 0, name: '极地' } }],
    ['a place without a name', { location: { latitude: 31, longitude: 121 } }],
    ['a place in words', { location: { latitude: '31', longitude: '121', name: 'x' } }],
    ['a link that runs', { link: { title: '点我', url: 'javascript:alert(1)' } }],
    ['a link without a title', { link: { title: '', url: 'https://a.cn/' } }],
  ])('who sends %s gets a 400 with a reason in Chinese', async (_what, body) => {
    const answer = await post('/owners/chen/messages', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatch(/\p{Script=Han}{3}/u)
    expect((await get('/owners/chen/messages')).body.messages).toEqual([])
  })

  test('who sends a form instead of JSON gets a 400: another site could send that', async () => {
    expect((await post('/owners/chen/messages', 'text=hello', 'text/plain')).status).toBe(400)
  })

  test('who sends beyond all measure gets a 413', async () => {
    const huge = JSON.stringify({ text: 'x'.repeat(33 * 1024 * 1024) })
    expect((await post('/owners/chen/messages', huge)).status).toBe(413)
  })

  test.each(['?after=x', '?after=-1', '?after=1.5', '?after=', '?after=1&after=2'])(
    'messages%s is a 400',
    async (query) => {
      expect((await get(`/owners/chen/messages${query}`)).status).toBe(400)
    },
  )

  test.each([
    '/owners/nobody/messages',
    '/owners/%2e%2e/messages',
    '/members/nobody/messages',
    '/nothing',
  ])('%s is 404', async (path) => {
    const { status, body } = await get(path)
    expect(status).toBe(404)
    expect(body.error).toMatch(/^没有这/)
  })
})

describe('mass messages to owners', () => {
  const aMessage = async () => {
    await post('/owners/chen/contacts', { member: 'lina' })
    const made = await platform.post('/cgi-bin/externalcontact/add_msg_template', {
      external_userid: [CHEN],
      sender: 'lina',
      text: { content: '明早停水' },
    })
    platform.pass(3_000)
    return made['msgid'] as string
  }

  test('wait for the member, are confirmed once, and stand on the owner’s phone', async () => {
    const msgid = await aMessage()
    expect((await get('/members/lina/tasks')).body.tasks).toMatchObject([
      { msgid, text: '明早停水', customers: ['陈晓燕'] },
    ])
    const confirm = () => post(`/members/lina/tasks/${msgid}/confirm`)
    expect(await confirm()).toEqual({ status: 200, body: { sent: 1, notFriends: 0, overCap: 0 } })
    const again = await confirm()
    expect(again.status).toBe(400)
    expect(again.body.error).toMatch(/\p{Script=Han}{3}/u)
    expect((await get('/members/lina/tasks')).body.tasks).toEqual([])
  })

  test.each([{}, { member: 'lina', way: 'x' }, { member: '' }, { member: 5 }, { who: 'lina' }])(
    'a contact made by %j is a 400 with a reason in Chinese',
    async (body) => {
      const answer = await post('/owners/chen/contacts', body)
      expect(answer.status).toBe(400)
      expect(answer.body.error).toMatch(/\p{Script=Han}{3}/u)
    },
  )

  test('of nobody, and one that was never handed out, are refused', async () => {
    expect((await get('/members/ghost/tasks')).status).toBe(404)
    const unknown = await post('/members/lina/tasks/none/confirm')
    expect(unknown.status).toBe(400)
    expect(unknown.body.error).toMatch(/\p{Script=Han}{3}/u)
  })
})

describe('a member', () => {
  test('reads cards in plain words, taps a button with a choice, and sees the card closed', async () => {
    await sendCard(buttonCard('t1'))
    const read = async () => (await get('/members/ZhangWei/messages')).body.messages
    expect(await read()).toEqual([
      {
        n: 1,
        from: 'desk',
        type: 'card',
        text: '3栋2单元1202 厨房漏水\n水槽下面一直滴水',
        at: expect.any(String),
        card: {
          taskId: 't1',
          source: '报修工单',
          title: '3栋2单元1202 厨房漏水',
          description: '陈** 09:02',
          text: '水槽下面一直滴水',
          lines: [
            { label: '工单号', value: 'BX20261123-0001' },
            { label: '照片', value: '查看', url: 'https://example.com/p/1' },
          ],
          buttons: [
            { key: 'accept', text: '接单' },
            { key: 'transfer', text: '转单' },
          ],
          questions: [
            {
              key: 'eta',
              title: '预计到达',
              shape: 'list',
              options: [
                { id: '30m', text: '30分钟' },
                { id: '2h', text: '2小时' },
              ],
              chosen: ['30m'],
            },
          ],
          jumps: [],
        },
      },
    ])
    desk.answerWith(
      () =>
        '<xml><ToUserName>ZhangWei</ToUserName><MsgType>update_button</MsgType><Button><ReplaceName>已接单</ReplaceName></Button></xml>',
    )
    const click = { taskId: 't1', key: 'accept', selections: { eta: '2h' } }
    expect((await post('/members/ZhangWei/clicks', click)).status).toBe(200)
    await until(async () => (await read())[0].card.closed)
    expect((await read())[0].card).toMatchObject({ closed: '已接单', buttons: [] })
  })

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['an unknown card', { taskId: 'x', key: 'accept' }],
    ['an unknown button', { taskId: 't1', key: 'x' }],
    ['an unknown choice', { taskId: 't1', key: 'accept', selections: { eta: 'x' } }],
    ['a key that is a number', { taskId: 't1', key: 1 }],
    ['something else too', { taskId: 't1', key: 'accept', admin: true }],
  ])('who taps %s gets a 400', async (_what, body) => {
    await sendCard(buttonCard('t1'))
    expect((await post('/members/ZhangWei/clicks', body)).status).toBe(400)
    expect(desk.received).toEqual([])
  })

  test('writes to the app and is called member in their own chat', async () => {
    await post('/members/ZhangWei/messages', { text: '接单 0001' })
    const { messages } = (await get('/members/ZhangWei/messages')).body
    expect(messages).toMatchObject([{ n: 1, from: 'member', type: 'text', text: '接单 0001' }])
  })

  test.each(['servicing', 'owners'])('serves an owner by /%s/', async (middle) => {
    await post('/owners/chen/messages', { text: '找人工' })
    expect(await post(`/members/lina/${middle}/chen/messages`, { text: '您好' })).toEqual({
      status: 400,
      body: { error: '这个会话由机器人接待，李娜没有接待这个会话' },
    })
    await toPool()
    expect((await get('/members/lina/servicing')).body.chats).toMatchObject([{ ownerId: 'chen' }])
    expect((await post(`/members/lina/${middle}/chen/take`)).status).toBe(200)
    expect((await post(`/members/lina/${middle}/chen/messages`, { text: '您好' })).status).toBe(200)
    expect((await post(`/members/lina/${middle}/chen/end`)).status).toBe(200)
    expect((await post(`/members/lina/${middle}/nobody/take`)).status).toBe(404)
    const { messages } = (await get('/owners/chen/messages')).body
    expect(messages.at(-1)).toMatchObject({ from: 'servicer', servicer: '李娜', text: '您好' })
  })

  test('takes a waiting chat by writing in it, sends what an owner can send, and takes it back', async () => {
    await post('/owners/chen/messages', { text: '找人工' })
    await toPool()
    const { n } = (await post('/members/lina/owners/chen/messages', { text: '您好' })).body
    await post('/members/lina/owners/chen/messages', { file: { name: '收费标准.pdf' } })
    expect((await post('/members/lina/owners/chen/recalls', { n })).status).toBe(200)
    expect((await post('/members/lina/owners/chen/rejection', { rejected: true })).status).toBe(200)

    const { messages } = (await get('/owners/chen/messages')).body
    expect(messages.slice(1)).toMatchObject([
      { from: 'servicer', recalled: true },
      { from: 'servicer', type: 'file', text: '收费标准.pdf' },
    ])
    const told = (await pull()).msg_list.flatMap((item: CallAnswer) => item.event?.event_type ?? [])
    expect(told).toEqual([
      'session_status_change',
      'servicer_recall_msg',
      'reject_customer_msg_switch_change',
    ])
  })

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['a menu item', { menuId: 'a' }],
    ['blanks', { text: '  ' }],
    ['two things', { text: 'x', voice: true }],
  ])('who serves and writes %s gets a 400', async (_what, body) => {
    await post('/owners/chen/messages', { text: '找人工' })
    await toPool()
    const answer = await post('/members/lina/owners/chen/messages', body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatch(/\p{Script=Han}{3}/u)
    expect((await get('/members/lina/servicing')).body.chats).toMatchObject([{ isMine: false }])
  })

  test('pauses and takes chats again', async () => {
    const set = (servicing: unknown) =>
      fetch(url('/members/lina/servicing'), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ servicing }),
      })
    expect((await set('paused')).status).toBe(200)
    await post('/owners/chen/messages', { text: '找人工' })
    await toPool()
    expect((await post('/members/lina/owners/chen/messages', { text: '您好' })).body.error).toBe(
      '李娜现在不接待会话',
    )
    expect((await set('receiving')).status).toBe(200)
    expect((await post('/members/lina/owners/chen/messages', { text: '您好' })).status).toBe(200)
    expect((await set('asleep')).status).toBe(400)
  })

  test.each<[string, object, object]>([
    ['voice', { voice: true }, { MsgType: 'voice', Format: 'amr' }],
    ['video', { video: true }, { MsgType: 'video', ThumbMediaId: expect.any(String) }],
    [
      'location',
      { location: { latitude: 31.2, longitude: 121.4, name: '3栋' } },
      { MsgType: 'location', Location_X: '31.2', Location_Y: '121.4', Label: '3栋' },
    ],
    [
      'link',
      { link: { title: '说明书', url: 'https://a.cn/b' } },
      { MsgType: 'link', Title: '说明书', Url: 'https://a.cn/b' },
    ],
  ])('sends a %s to the app', async (type, body, message) => {
    expect((await post('/members/ZhangWei/messages', body)).status).toBe(200)
    expect((await get('/members/ZhangWei/messages')).body.messages).toMatchObject([{ type }])
    await until(() => desk.received.length > 0)
    expect(desk.received[0]!.message).toMatchObject(message)
  })

  test('cannot send the app a file: the platform would not deliver it', async () => {
    expect(await post('/members/ZhangWei/messages', { file: { name: 'a.pdf' } })).toEqual({
      status: 400,
      body: { error: '发给应用的文件不会送达' },
    })
  })
})

test('the group robot’s messages are read like a phone', async () => {
  await fetch(`${platform.baseUrl}/cgi-bin/webhook/send?key=${ROBOT}`, {
    method: 'POST',
    body: JSON.stringify({ msgtype: 'text', text: { content: '超时', mentioned_list: ['lina'] } }),
  })
  expect((await get('/robot/messages?after=0')).body.messages).toEqual([
    { n: 1, from: 'desk', type: 'text', text: '超时', at: expect.any(String), mentioned: ['lina'] },
  ])
  expect((await get('/robot/messages?after=1')).body.messages).toEqual([])
})

test('a message taken back has no words any more', async () => {
  await post('/owners/chen/messages', { text: '密码是123456' })
  await platform.control.recall('chen', 1)
  expect((await get('/owners/chen/messages')).body.messages).toEqual([
    { n: 1, from: 'owner', type: 'text', text: '', at: expect.any(String), recalled: true },
  ])
})

describe('time', () => {
  test('moves from due to due, on desk and platform alike', async () => {
    sandbox.time.due = [START + 600_000]
    const answer = await post('/time', { advanceMs: 1_800_000 })
    expect(answer).toEqual({ status: 200, body: { now: '2026-11-23T01:30:00.000Z' } })
    expect((await platform.control.state()).now).toBe('2026-11-23T01:30:00.000Z')
    expect(sandbox.time.due).toEqual([])
  })

  test('is a 503 with what is pending when the desk does not come to rest', async () => {
    sandbox.time.due = [START - 60_000]
    const answer = await post('/time', { advanceMs: 60_000 })
    expect(answer.status).toBe(503)
    expect(answer.body.pending).toEqual(['a timer of 2026-11-23T00:59:00.000Z'])
  })

  test.each<[unknown]>([
    [{}],
    [{ advanceMs: -1 }],
    [{ advanceMs: 1.5 }],
    [{ advanceMs: '60000' }],
    [{ advanceMs: 1e15 }],
    [{ advanceMs: 1, now: 'x' }],
  ])('%j is a 400', async (body) => {
    expect((await post('/time', body)).status).toBe(400)
    expect(sandbox.time.now).toBe(START)
  })
})

describe('idle', () => {
  test('answers when nothing is pending', async () => {
    expect(await post('/idle')).toEqual({
      status: 200,
      body: { now: new Date(START).toISOString() },
    })
  })

  test('waits until the desk has pulled what it was told of', async () => {
    await post('/owners/chen/messages', { text: '在吗' })
    let isIdle = false
    const idle = post('/idle').then((answer) => {
      isIdle = true
      return answer
    })
    await until(() => desk.received.length === 1)
    expect(isIdle).toBe(false)
    await pull()
    expect((await idle).status).toBe(200)
  })
})

test('faults are turned on and off over the API, wrong ones are a 400', async () => {
  const fault = { on: 'call', effect: 'errcode', value: 45009, path: '/cgi-bin/kf/', count: 1 }
  expect((await post('/faults', fault)).body).toMatchObject({ effect: 'errcode', left: 1 })
  expect((await pull()).errcode).toBe(45009)
  expect((await pull()).errcode).toBe(0)
  expect((await post('/faults', { on: 'call', effect: 'rain' })).status).toBe(400)
  await post('/faults', { on: 'pull', effect: 'empty-page' })
  const { id } = (await post('/faults', { on: 'call', effect: 'slow', value: 1 })).body
  expect((await get('/faults')).body.faults).toHaveLength(2)
  expect((await fetch(url(`/faults/${id}`), { method: 'DELETE' })).status).toBe(200)
  expect((await fetch(url(`/faults/${id}`), { method: 'DELETE' })).status).toBe(404)
  expect((await get('/faults')).body.faults).toHaveLength(1)
  await fetch(url('/faults'), { method: 'DELETE' })
  expect((await get('/faults')).body.faults).toEqual([])
})

test('new people can be added while the demo runs', async () => {
  expect((await post('/people', { owners: [{ id: 'new', name: '新业主' }] })).status).toBe(200)
  expect((await post('/owners/new/messages', { text: '你好' })).body).toEqual({ n: 1 })
  expect((await post('/people', { owners: [{ id: 'x' }] })).status).toBe(400)
})
