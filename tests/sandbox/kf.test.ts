import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documentNamed, emptyVideo, silentVoice } from '../../src/sandbox/demo-files.ts'
import {
  type CallAnswer,
  CHEN,
  KF,
  LIU,
  openTestPlatform,
  type TestPlatform,
} from './support/test-platform.ts'

const HOUR = 3_600_000
const OTHER_KF = 'wkDemoAccount0002'

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const says = (text: string, id = 'chen') => platform.control.write({ kind: 'owners', id }, { text })
const shown = async (id = 'chen') =>
  (await platform.control.readPhone({ kind: 'owners', id }, 0)).messages
const sendText = (content: string, more: object = {}) =>
  platform.post('/cgi-bin/kf/send_msg', {
    touser: CHEN,
    open_kfid: KF,
    msgtype: 'text',
    text: { content },
    ...more,
  })
const sync = (body: object) => platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF, ...body })
const state = async (): Promise<number> =>
  (
    await platform.post('/cgi-bin/kf/service_state/get', {
      open_kfid: KF,
      external_userid: CHEN,
    })
  ).service_state
const trans = (to: number, servicer?: string, of = CHEN) =>
  platform.post('/cgi-bin/kf/service_state/trans', {
    open_kfid: KF,
    external_userid: of,
    service_state: to,
    ...(servicer === undefined ? {} : { servicer_userid: servicer }),
  })

describe('sync_msg', () => {
  test('returns what customers said in order, with origin, time and ids, and nothing the API sent', async () => {
    await says('厨房漏水')
    await sendText('收到')
    await says('快点')

    const page = await sync({})

    expect(page).toMatchObject({ errcode: 0, has_more: 0 })
    expect(page.msg_list).toEqual([
      {
        msgid: expect.any(String),
        open_kfid: KF,
        external_userid: CHEN,
        send_time: Math.floor(platform.now().getTime() / 1000),
        origin: 3,
        msgtype: 'text',
        text: { content: '厨房漏水' },
      },
      expect.objectContaining({ text: { content: '快点' } }),
    ])
  })

  test('pages by limit, and a cursor goes on where the last page ended', async () => {
    for (const text of ['一', '二', '三', '四', '五']) await says(text)
    const texts: string[] = []
    let cursor = ''
    let pages = 0
    for (let more = 1; more === 1; pages += 1) {
      const page: CallAnswer = await sync({ limit: 2, cursor })
      texts.push(...page.msg_list.map((item: CallAnswer) => item.text.content))
      cursor = page.next_cursor
      more = page.has_more
    }
    expect(texts).toEqual(['一', '二', '三', '四', '五'])
    expect(pages).toBe(3)
    expect((await sync({ cursor })).msg_list).toEqual([])
    await says('六')
    expect((await sync({ cursor })).msg_list).toHaveLength(1)
  })

  test('returns an empty page that has more, when it is made to', async () => {
    await says('在吗')
    await platform.control.addFault({ on: 'pull', effect: 'empty-page', count: 1 })

    const empty = await sync({})
    expect(empty).toMatchObject({ errcode: 0, has_more: 1, msg_list: [] })
    expect((await sync({ cursor: empty.next_cursor })).msg_list).toHaveLength(1)
  })

  test('knows nothing older than three days', async () => {
    await says('三天前')
    platform.pass(72 * HOUR + 1000)
    await says('刚才')

    const page = await sync({})

    expect(page.msg_list.map((item: CallAnswer) => item.text.content)).toEqual(['刚才'])
  })

  test.each([
    ['no account', { open_kfid: undefined }, 60252],
    ['an account that is no id', { open_kfid: 'abc' }, 95000],
    ['an account that does not exist', { open_kfid: 'wkNobody' }, 95004],
    ['an account that is a number', { open_kfid: 7 }, 40058],
    ['a limit over a thousand', { limit: 1001 }, 40058],
    ['a limit that is text', { limit: '10' }, 40058],
    ['a cursor nobody handed out', { cursor: 'hello' }, 40058],
    ['a cursor that is too long', { cursor: 'x'.repeat(65) }, 40058],
    ['a token nobody handed out', { token: 'ENCnonsense' }, 95007],
    ['a token that is too long', { token: 'x'.repeat(129) }, 40058],
    ['a voice format that does not exist', { voice_format: 2 }, 40058],
  ])('refuses %s', async (_what, body, code) => {
    expect((await sync(body)).errcode).toBe(code)
  })

  test('refuses the cursor of another account', async () => {
    await says('在吗')
    const { next_cursor: cursor } = await sync({})
    expect((await sync({ cursor, open_kfid: OTHER_KF })).errcode).toBe(40058)
  })

  test('is limited without a token until the minute is over', async () => {
    for (let call = 0; call < 10; call += 1) expect((await sync({})).errcode).toBe(0)
    expect((await sync({})).errcode).toBe(45009)
    platform.pass(60_000)
    expect((await sync({})).errcode).toBe(0)
  })
})

describe('send_msg', () => {
  test('shows the text on the phone and answers the given msgid', async () => {
    await says('在吗')
    expect(await sendText('您好', { msgid: 'r_1' })).toMatchObject({ errcode: 0, msgid: 'r_1' })
    expect(await shown()).toMatchObject([
      { n: 1, from: 'owner', content: { type: 'text', text: '在吗' } },
      { n: 2, from: 'desk', msgid: 'r_1', content: { type: 'text', text: '您好' } },
    ])
  })

  test('lets five messages follow a message of the customer, and five more the next', async () => {
    await says('在吗')
    for (let n = 1; n <= 5; n += 1) expect((await sendText(`第${n}条`)).errcode).toBe(0)
    expect((await sendText('第6条')).errcode).toBe(95001)
    await says('还在吗')
    expect((await sendText('在的')).errcode).toBe(0)
  })

  test('is refused to someone who never wrote, and 48 hours after the last word', async () => {
    expect((await sendText('您好')).errcode).toBe(95031)
    await says('在吗')
    platform.pass(48 * HOUR)
    expect((await sendText('您好')).errcode).toBe(0)
    platform.pass(1)
    expect((await sendText('您好')).errcode).toBe(95002)
    await says('又来了')
    expect((await sendText('您好')).errcode).toBe(0)
  })

  test('refuses a msgid used before on the account, even after a restart', async () => {
    await says('在吗')
    expect((await sendText('您好', { msgid: 'same' })).errcode).toBe(0)
    expect((await sendText('您好', { msgid: 'same' })).errcode).toBe(95033)
    await platform.restart()
    expect((await sendText('您好', { msgid: 'same' })).errcode).toBe(95033)
    expect(await shown()).toHaveLength(2)
    const elsewhere = await sendText('您好', { msgid: 'same', open_kfid: OTHER_KF })
    expect(elsewhere.errcode).toBe(95031)
  })

  test('a repeat is told as such even when nothing more may be sent', async () => {
    await says('在吗')
    for (let n = 1; n <= 5; n += 1) await sendText('好', { msgid: `m${n}` })
    expect((await sendText('好', { msgid: 'm5' })).errcode).toBe(95033)
    expect((await sendText('好', { msgid: 'm6' })).errcode).toBe(95001)
    await says('在吗')
    // What was refused has not used its id up.
    expect((await sendText('好', { msgid: 'm6' })).errcode).toBe(0)
  })

  test('a refused message costs nothing of the budget and leaves no trace', async () => {
    await says('在吗')
    for (let n = 0; n < 10; n += 1) await sendText('', {})
    for (let n = 0; n < 5; n += 1) expect((await sendText('好')).errcode).toBe(0)
  })

  const item = (type: string, part: object) => ({ type, [type]: part })
  const menu = (list: object[], more: object = {}) => ({
    msgtype: 'msgmenu',
    msgmenu: { head_content: '请选择', list, ...more },
  })
  const click = (id: string, content: string) => item('click', { id, content })

  test.each<[string, object, number]>([
    ['2048 bytes of text', { text: { content: 'x'.repeat(2048) } }, 0],
    ['2049 bytes of text', { text: { content: 'x'.repeat(2049) } }, 45002],
    ['683 Chinese characters, three bytes each', { text: { content: '水'.repeat(683) } }, 45002],
    ['682 Chinese characters', { text: { content: '水'.repeat(682) } }, 0],
    ['an empty text', { text: { content: '' } }, 44004],
    ['a text that is a number', { text: { content: 5 } }, 40058],
    ['half an emoji', { text: { content: '\ud83d' } }, 40033],
    ['no text object', { text: undefined }, 40058],
    ['an unknown msgtype', { msgtype: 'sticker', sticker: {} }, 40008],
    ['a msgtype of the prototype', { msgtype: 'constructor', constructor: {} }, 40008],
    ['no msgtype', { msgtype: undefined }, 40008],
    ['no receiver', { touser: undefined }, 41035],
    ['a receiver of another corp', { touser: 'wmStranger' }, 40096],
    ['no account', { open_kfid: '' }, 60252],
    ['an empty msgid', { msgid: '' }, 40058],
    ['a msgid with a colon', { msgid: 'a:b' }, 40058],
    ['a msgid of 33 characters', { msgid: 'x'.repeat(33) }, 40058],
    ['a msgid that is a number', { msgid: 17 }, 40058],
    ['a menu of ten', menu(Array.from({ length: 10 }, (_, n) => click(`k${n}`, `选项${n}`))), 0],
    ['a menu of eleven', menu(Array.from({ length: 11 }, (_, n) => click(`k${n}`, 'x'))), 95008],
    ['a menu item of an unknown type', menu([item('button', { id: 'a', content: 'b' })]), 95009],
    ['a menu id of 129 bytes', menu([click('x'.repeat(129), 'x')]), 40058],
    ['a menu label of 129 bytes', menu([click('a', '修'.repeat(43))]), 40058],
    ['a menu id that is empty', menu([click('', 'x')]), 40058],
    ['a menu head of 1025 bytes', menu([], { head_content: 'x'.repeat(1025) }), 40058],
    ['a menu of nothing', menu([], { head_content: '' }), 44004],
    ['a menu link without scheme', menu([item('view', { url: 'a.cn', content: 'x' })]), 40058],
    [
      'a menu of every type',
      menu([
        click('a', '报修'),
        item('view', { url: 'https://example.com/', content: '官网' }),
        item('miniprogram', { appid: 'wx1', pagepath: 'p', content: '小程序' }),
        item('text', { content: '或直接回复', no_newline: 1 }),
      ]),
      0,
    ],
    ['a picture nobody uploaded', { msgtype: 'image', image: { media_id: 'nothing' } }, 40007],
    ['a picture without id', { msgtype: 'image', image: {} }, 41006],
    [
      'a place',
      { msgtype: 'location', location: { name: '3栋', latitude: 31.2, longitude: 121.4 } },
      0,
    ],
    ['a place without longitude', { msgtype: 'location', location: { latitude: 31.2 } }, 40058],
    ['a link without picture', { msgtype: 'link', link: { title: 't', url: 'http://a' } }, 41006],
  ])('%s', async (_what, more, code) => {
    await says('在吗')
    expect((await sendText('好', more)).errcode).toBe(code)
    expect(await shown()).toHaveLength(code === 0 ? 2 : 1)
  })

  test('accepts what then does not arrive, and says so by msg_send_fail', async () => {
    await says('在吗')
    await platform.control.addFault({ on: 'send', effect: 'fail', value: 10, count: 1 })

    expect(await sendText('您好', { msgid: 'lost' })).toMatchObject({ errcode: 0, msgid: 'lost' })

    expect(await shown()).toHaveLength(1)
    expect((await sync({})).msg_list.at(-1)).toMatchObject({
      origin: 4,
      msgtype: 'event',
      event: {
        event_type: 'msg_send_fail',
        open_kfid: KF,
        external_userid: CHEN,
        fail_msgid: 'lost',
        fail_type: 10,
      },
    })
  })

  test('is not for the app that was not granted 微信客服', async () => {
    const query = 'corpid=wwdemo0000000001&corpsecret=other-secret-0123456789abcdef'
    const response = await fetch(`${platform.baseUrl}/cgi-bin/gettoken?${query}`)
    const { access_token: token } = (await response.json()) as CallAnswer
    const answer = await platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF }, token)
    expect(answer.errcode).toBe(48007)
  })
})

describe('menus', () => {
  const offer = () =>
    sendText('', {
      msgtype: 'msgmenu',
      msgmenu: { list: [{ type: 'click', click: { id: 'repair:1', content: '我要报修' } }] },
    })

  test('a tap comes back as the label with the id of the item, also weeks later', async () => {
    await says('你好')
    await offer()
    platform.pass(30 * 24 * HOUR)
    await platform.control.write({ kind: 'owners', id: 'chen' }, { menuId: 'repair:1' })

    const page = await sync({})

    expect(page.msg_list.at(-1).text).toEqual({ content: '我要报修', menu_id: 'repair:1' })
    expect((await shown()).at(-1)).toMatchObject({ from: 'owner', content: { text: '我要报修' } })
  })

  test('typing the label brings no id', async () => {
    await says('你好')
    await offer()
    await says('我要报修')
    expect((await sync({})).msg_list.at(-1).text).toEqual({ content: '我要报修' })
  })

  test('an item that was never shown to this owner cannot be tapped', async () => {
    await says('你好')
    await offer()
    const tap = platform.control.write({ kind: 'owners', id: 'liu' }, { menuId: 'repair:1' })
    await expect(tap).rejects.toThrow('没有给这位业主看过选项')
  })
})

describe('entering and codes', () => {
  const enter = () => platform.control.write({ kind: 'owners', id: 'chen' }, { enter: true })
  const lastEvent = async () => (await sync({})).msg_list.at(-1).event
  const onEvent = (code: string, more: object = {}) =>
    platform.post('/cgi-bin/kf/send_msg_on_event', {
      code,
      msgtype: 'text',
      text: { content: '您好，我是小区管家' },
      ...more,
    })

  test('the welcome code works once, within 20 seconds, beside the budget', async () => {
    await enter()
    const event = await lastEvent()
    expect(event).toMatchObject({ event_type: 'enter_session', external_userid: CHEN, scene: '' })
    expect((await onEvent(event.welcome_code)).errcode).toBe(0)
    expect((await onEvent(event.welcome_code)).errcode).toBe(40078)
    expect(await shown()).toHaveLength(1)
  })

  test('a welcome code is too old after 20 seconds', async () => {
    await enter()
    const { welcome_code: code } = await lastEvent()
    platform.pass(20_001)
    expect((await onEvent(code)).errcode).toBe(40078)
  })

  test('no welcome code comes to one who wrote or was welcomed within 48 hours', async () => {
    await enter()
    await onEvent((await lastEvent()).welcome_code)
    await enter()
    expect((await lastEvent()).welcome_code).toBeUndefined()
    platform.pass(48 * HOUR + 1)
    await says('在吗')
    await enter()
    expect((await lastEvent()).welcome_code).toBeUndefined()
    platform.pass(48 * HOUR + 1)
    await enter()
    expect((await lastEvent()).welcome_code).toEqual(expect.any(String))
  })

  test('the scene of the entry code comes with the event and with the customer', async () => {
    const scene = { enter: true, scene: 'door', sceneParam: 'b=3' }
    await platform.control.write({ kind: 'owners', id: 'chen' }, scene)
    expect(await lastEvent()).toMatchObject({ scene: 'door', scene_param: 'b=3' })
    const customers = await platform.post('/cgi-bin/kf/customer/batchget', {
      external_userid_list: [CHEN, 'wmNobody'],
      need_enter_session_context: 1,
    })
    expect(customers).toMatchObject({
      customer_list: [
        {
          external_userid: CHEN,
          nickname: '陈晓燕',
          enter_session_context: { scene: 'door', scene_param: 'b=3' },
        },
      ],
      invalid_external_userid: ['wmNobody'],
    })
  })

  test('a pool code takes a text only, lives 48 hours and is used once', async () => {
    await says('找人工')
    const { msg_code: code } = await trans(2)
    const menu = { msgtype: 'msgmenu', msgmenu: { head_content: '请稍候' } }
    expect((await onEvent(code, menu)).errcode).toBe(95030)
    platform.pass(48 * HOUR)
    expect((await onEvent(code)).errcode).toBe(0)
    expect((await onEvent(code)).errcode).toBe(40078)
  })

  test('an end code takes a menu, within 20 seconds', async () => {
    await says('找人工')
    await trans(3, 'lina')
    const { msg_code: code } = await trans(4)
    const menu = { msgtype: 'msgmenu', msgmenu: { head_content: '请评价' } }
    expect((await onEvent(code, menu)).errcode).toBe(0)
    expect((await onEvent('nonsense')).errcode).toBe(40078)
    expect((await onEvent('')).errcode).toBe(40058)
  })
})

describe('service state', () => {
  const to: Record<number, () => Promise<unknown>> = {
    0: () => says('在吗'),
    1: async () => {
      await says('在吗')
      await trans(1)
    },
    2: async () => {
      await says('在吗')
      await trans(2)
    },
    3: async () => {
      await says('在吗')
      await trans(3, 'lina')
    },
    4: async () => undefined,
  }
  const table: [number, number, number][] = [
    [0, 0, 95016],
    [0, 1, 0],
    [0, 2, 0],
    [0, 3, 0],
    [0, 4, 95016],
    [1, 0, 95016],
    [1, 1, 95016],
    [1, 2, 0],
    [1, 3, 0],
    [1, 4, 0],
    [2, 0, 95016],
    [2, 1, 95016],
    [2, 2, 95016],
    [2, 3, 0],
    [2, 4, 0],
    [3, 0, 95016],
    [3, 1, 95016],
    [3, 2, 95016],
    [3, 3, 0],
    [3, 4, 0],
    [4, 0, 95016],
    [4, 1, 95016],
    [4, 2, 95016],
    [4, 3, 95016],
    [4, 4, 95016],
  ]

  test.each(table)('from %d to %d answers %d', async (from, goal, code) => {
    await to[from]!()
    expect(await state()).toBe(from)
    const answer = await trans(goal, goal === 3 ? 'wangqiang' : undefined)
    expect(answer.errcode).toBe(code)
    expect(await state()).toBe(code === 0 ? goal : from)
    const hasCode = code === 0 && goal !== 1
    expect(answer.msg_code).toEqual(hasCode ? expect.any(String) : undefined)
  })

  test.each([
    ['nobody named', undefined, 41009],
    ['no member', 'stranger', 60111],
    ['a member who is no servicer', 'ZhangWei', 60253],
    ['one who never logged in', 'newcomer', 95014],
    ['one who paused', 'zhaomin', 95019],
    ['the one named in another case', 'LINA', 0],
  ])('a servicer: %s', async (_what, servicer, code) => {
    await says('在吗')
    expect((await trans(3, servicer)).errcode).toBe(code)
  })

  test('sending makes a new chat the bot’s, and is refused in the pool, with a person and after the end', async () => {
    await says('在吗')
    await sendText('您好')
    expect(await state()).toBe(1)
    await trans(2)
    expect((await sendText('您好')).errcode).toBe(95018)
    await trans(3, 'lina')
    expect((await sendText('您好')).errcode).toBe(95018)
    await trans(4)
    expect((await sendText('您好')).errcode).toBe(95018)
    await says('还有一个问题')
    expect(await state()).toBe(0)
    expect((await sendText('您好')).errcode).toBe(0)
  })

  test('a chat ends by itself after 48 silent hours', async () => {
    await says('在吗')
    await trans(3, 'lina')
    platform.pass(48 * HOUR + 1)
    expect(await state()).toBe(4)
    await says('又来了')
    expect(await state()).toBe(0)
  })

  test('changes by the API raise no event', async () => {
    await says('在吗')
    await trans(2)
    await trans(3, 'lina')
    await trans(4)
    expect((await sync({})).msg_list).toHaveLength(1)
  })

  test('where an account is routed to people, a new chat is theirs at once', async () => {
    await fetch(`${platform.controlUrl}/accounts/${KF}/routing`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${platform.secret}` },
      body: JSON.stringify({ servicer: 'lina' }),
    })
    await says('在吗')
    expect(await state()).toBe(3)
    expect((await sendText('您好')).errcode).toBe(95018)
  })

  test.each([
    ['a state that does not exist', { service_state: 5 }, 40058],
    ['a state that is text', { service_state: '1' }, 40058],
    ['no customer', { external_userid: '' }, 41035],
    ['a customer of another corp', { external_userid: 'wmNobody' }, 40096],
  ])('%s is refused', async (_what, more, code) => {
    const body = { open_kfid: KF, external_userid: CHEN, service_state: 1, ...more }
    expect((await platform.post('/cgi-bin/kf/service_state/trans', body)).errcode).toBe(code)
  })
})

describe('servicers', () => {
  const chat = { memberId: 'lina', ownerId: 'chen' }
  const events = async () =>
    (await sync({})).msg_list
      .filter((item: CallAnswer) => item.msgtype === 'event')
      .map((item: CallAnswer) => item.event)

  test('one takes a chat from the pool, answers and ends it, and each step is told with its code', async () => {
    await says('找人工')
    await trans(2)
    expect(await platform.control.chats('lina')).toEqual([
      { ownerId: 'chen', openKfId: KF, isMine: false },
    ])

    await platform.control.serve(chat, 'take')
    await platform.control.answer(chat, { text: '您好，我是客服李娜' })
    await platform.control.serve(chat, 'end')

    expect(await events()).toEqual([
      {
        event_type: 'session_status_change',
        open_kfid: KF,
        external_userid: CHEN,
        change_type: 1,
        new_servicer_userid: 'lina',
        msg_code: expect.any(String),
      },
      {
        event_type: 'session_status_change',
        open_kfid: KF,
        external_userid: CHEN,
        change_type: 3,
        old_servicer_userid: 'lina',
        msg_code: expect.any(String),
      },
    ])
    expect((await shown()).at(-1)).toMatchObject({
      from: 'servicer',
      servicer: '李娜',
      content: { text: '您好，我是客服李娜' },
    })
    const spoken = (await sync({})).msg_list.find((item: CallAnswer) => item.origin === 5)
    expect(spoken).toMatchObject({
      servicer_userid: 'lina',
      external_userid: CHEN,
      msgtype: 'text',
    })
    expect(await platform.control.chats('lina')).toEqual([])
  })

  test('a colleague takes over, and a servicer opens an ended chat again', async () => {
    await says('找人工')
    await trans(3, 'lina')
    await platform.control.serve({ memberId: 'wangqiang', ownerId: 'chen' }, 'take')
    await trans(4)
    await platform.control.answer(chat, { text: '刚才的问题解决了吗' })

    expect(await events()).toMatchObject([
      { change_type: 2, old_servicer_userid: 'lina', new_servicer_userid: 'wangqiang' },
      { change_type: 4, new_servicer_userid: 'lina' },
    ])
    expect(await state()).toBe(3)
  })

  test('who writes in a chat that waits takes it by that', async () => {
    await says('找人工')
    await trans(2)
    await platform.control.answer(chat, { text: '您好' })
    expect(await state()).toBe(3)
    expect(await events()).toMatchObject([{ change_type: 1, new_servicer_userid: 'lina' }])
  })

  test('one sends a picture, takes it back, and switches a customer off and on', async () => {
    await says('找人工')
    await trans(3, 'lina')
    const base64 = Buffer.from('ffd8ffe000104a464946', 'hex').toString('base64')
    const { n } = await platform.control.answer(chat, {
      media: { type: 'image', filename: 'a.jpg', base64 },
    })
    await platform.control.takeBack(chat, n)
    await platform.control.reject(chat, true)
    await platform.control.reject(chat, false)

    const sent = (await sync({})).msg_list.find((item: CallAnswer) => item.origin === 5)
    expect(sent).toMatchObject({ msgtype: 'image', image: { media_id: expect.any(String) } })
    const of = { open_kfid: KF, external_userid: CHEN, servicer_userid: 'lina' }
    const rejection = { event_type: 'reject_customer_msg_switch_change', ...of }
    expect(await events()).toEqual([
      { event_type: 'servicer_recall_msg', ...of, recall_msgid: sent.msgid },
      { ...rejection, reject_switch: 1 },
      { ...rejection, reject_switch: 0 },
    ])
    expect((await shown()).at(-1)).toMatchObject({ recalled: true })
    await expect(platform.control.takeBack(chat, 1)).rejects.toThrow('不是李娜发的')
  })

  test('what a servicer cannot do is refused and changes nothing', async () => {
    await says('在吗')
    await expect(platform.control.serve(chat, 'take')).rejects.toThrow('没有在等人工')
    await expect(platform.control.serve(chat, 'end')).rejects.toThrow('没有接待这个会话')
    await expect(platform.control.answer(chat, { text: '您好' })).rejects.toThrow(
      '没有接待这个会话',
    )
    await trans(2)
    await expect(
      platform.control.serve({ memberId: 'zhaomin', ownerId: 'chen' }, 'take'),
    ).rejects.toThrow('不接待会话')
    expect(await events()).toEqual([])
  })

  test('pausing is told with the numbers of the event, not those of the list', async () => {
    await platform.control.setServicing('lina', 'paused')
    expect(await events()).toEqual([
      {
        event_type: 'servicer_status_change',
        open_kfid: KF,
        servicer_userid: 'lina',
        status: 2,
        stop_type: 1,
      },
    ])
    const list = await platform.get('/cgi-bin/kf/servicer/list', { open_kfid: KF })
    expect(list.servicer_list).toContainEqual({ userid: 'lina', status: 1, stop_type: 1 })
    expect(list.servicer_list).toContainEqual({ userid: 'wangqiang', status: 0 })
  })
})

describe('what customers send', () => {
  test('a picture is a medium for three days', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const media = { type: 'image', filename: 'a.png', base64: png.toString('base64') }
    await platform.control.write({ kind: 'owners', id: 'chen' }, { media })

    const item = (await sync({})).msg_list.at(-1)
    expect(item).toMatchObject({ msgtype: 'image', image: { media_id: expect.any(String) } })

    const fetched = async () =>
      fetch(
        `${platform.baseUrl}/cgi-bin/media/get?access_token=${await platform.token()}&media_id=${item.image.media_id}`,
      )
    const response = await fetched()
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png)

    platform.pass(72 * HOUR)
    const late = await fetched()
    expect(late.status).toBe(200)
    expect(await late.json()).toMatchObject({ errcode: 40007 })
  })

  test('a picture over 2 MB arrives as a hint in words', async () => {
    const head = Buffer.from('ffd8ffe0', 'hex')
    const large = Buffer.concat([head, Buffer.alloc(2 * 1024 * 1024)])
    const media = { type: 'image', filename: 'a.jpg', base64: large.toString('base64') }
    await platform.control.write({ kind: 'owners', id: 'chen' }, { media })
    expect((await sync({})).msg_list.at(-1)).toMatchObject({
      msgtype: 'text',
      text: { content: expect.stringContaining('过大') },
    })
  })

  test('a voice, a video and a file come as media, under the names they were sent by', async () => {
    const send = (media: object) =>
      platform.control.write({ kind: 'owners', id: 'chen' }, { media })
    const base64 = (bytes: Buffer) => bytes.toString('base64')
    await send({ type: 'voice', filename: 'v.amr', base64: base64(silentVoice(7)) })
    await send({ type: 'video', filename: 'v.mp4', base64: base64(emptyVideo()) })
    await send({ type: 'file', filename: '装修申请.pdf', base64: base64(documentNamed('a.pdf')) })

    const items = (await sync({})).msg_list
    expect(items.map((item: CallAnswer) => item.msgtype)).toEqual(['voice', 'video', 'file'])
    const fetched = async (item: CallAnswer) =>
      fetch(
        `${platform.baseUrl}/cgi-bin/media/get?access_token=${await platform.token()}&media_id=${item[item.msgtype].media_id}`,
      )
    expect((await fetched(items[0])).headers.get('content-type')).toBe('audio/amr')
    expect((await fetched(items[1])).headers.get('content-type')).toBe('video/mp4')
    const file = await fetched(items[2])
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="file.pdf"; filename*=UTF-8''${encodeURIComponent('装修申请.pdf')}`,
    )
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect((await shown()).map((row) => row.content)).toMatchObject([
      { type: 'voice', seconds: 7 },
      { type: 'video' },
      { type: 'file', name: '装修申请.pdf' },
    ])
  })

  test('a place and a link come with their fields', async () => {
    const place = { latitude: 31.2, longitude: 121.4, name: '3栋', address: '和悦路1号' }
    await platform.control.write({ kind: 'owners', id: 'chen' }, { location: place })
    const link = { title: '漏水视频', url: 'https://example.com/v' }
    await platform.control.write({ kind: 'owners', id: 'chen' }, { link })
    expect((await sync({})).msg_list).toMatchObject([
      { msgtype: 'location', location: place },
      { msgtype: 'link', link: { ...link, desc: '', pic_url: '' } },
    ])
  })

  test('a message taken back disappears and is told', async () => {
    const { n } = await says('我家密码是123456')
    await platform.control.recall('chen', n!)
    const [said, event] = (await sync({})).msg_list
    expect(event.event).toEqual({
      event_type: 'user_recall_msg',
      open_kfid: KF,
      external_userid: CHEN,
      recall_msgid: said.msgid,
    })
    expect((await shown())[0]).toMatchObject({ recalled: true })
  })

  test('a message of the desk cannot be taken back by the owner', async () => {
    await says('在吗')
    await sendText('您好')
    await expect(platform.control.recall('chen', 2)).rejects.toThrow('不是业主自己的')
    expect((await shown())[1]!.recalled).toBeUndefined()
  })

  test('each customer has their own window, budget and state', async () => {
    await says('在吗')
    expect((await sendText('您好', { touser: LIU })).errcode).toBe(95031)
    await says('在吗', 'liu')
    for (let n = 0; n < 5; n += 1) await sendText('好')
    expect((await sendText('好')).errcode).toBe(95001)
    expect((await sendText('好', { touser: LIU })).errcode).toBe(0)
  })
})

describe('accounts and contact ways', () => {
  test('the list can be paged', async () => {
    const all = await platform.post('/cgi-bin/kf/account/list', {})
    expect(all.account_list).toHaveLength(2)
    const second = await platform.post('/cgi-bin/kf/account/list', { offset: 1, limit: 1 })
    expect(second.account_list).toMatchObject([{ open_kfid: OTHER_KF, name: '和悦租赁' }])
    expect((await platform.post('/cgi-bin/kf/account/list', { limit: 101 })).errcode).toBe(40058)
  })

  test.each([
    ['door-3_A', 0],
    ['x'.repeat(32), 0],
    ['x'.repeat(33), 40058],
    ['三号门', 40058],
  ])('a contact way for the scene %s answers %d', async (scene, code) => {
    const body = { open_kfid: KF, scene }
    const answer = await platform.post('/cgi-bin/kf/add_contact_way', body)
    expect(answer.errcode).toBe(code)
    if (code === 0) expect(answer.url).toMatch(/^https:\/\//)
  })

  test('at most 100 customers at once', async () => {
    const many = Array.from({ length: 101 }, (_, n) => `wm${n}`)
    const body = { external_userid_list: many }
    expect((await platform.post('/cgi-bin/kf/customer/batchget', body)).errcode).toBe(40058)
  })
})
