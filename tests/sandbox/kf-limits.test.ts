/** 微信客服 on the stand-in: each limit of wecom.md 3, once at its edge and once past it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { address, bytes } from './support/lengths.ts'
import {
  type CallAnswer,
  CHEN,
  KF,
  LIU,
  openTestPlatform,
  type TestPlatform,
} from './support/test-platform.ts'
import { upload } from './support/upload.ts'

const HOUR = 3_600_000
const JPG = Buffer.from('ffd8ffe000104a4649460001', 'hex')

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const owner = { kind: 'owners', id: 'chen' } as const
const says = (text: string) => platform.control.write(owner, { text })
const send = (more: object) =>
  platform.post('/cgi-bin/kf/send_msg', { touser: CHEN, open_kfid: KF, ...more })
const trans = (to: number, servicer?: string) =>
  platform.post('/cgi-bin/kf/service_state/trans', {
    open_kfid: KF,
    external_userid: CHEN,
    service_state: to,
    ...(servicer === undefined ? {} : { servicer_userid: servicer }),
  })
const sync = (more: object = {}) =>
  platform.post('/cgi-bin/kf/sync_msg', { open_kfid: KF, ...more })
const lastEvent = async () => (await sync()).msg_list.at(-1).event
const shown = async () => (await platform.control.readPhone(owner, 0)).messages

const TEXT = { msgtype: 'text', text: { content: '您好' } }
const MENU = { msgtype: 'msgmenu', msgmenu: { head_content: '请评价' } }
const onEvent = async (code: string, message: object = TEXT): Promise<number> =>
  (await platform.post('/cgi-bin/kf/send_msg_on_event', { code, ...message })).errcode

/** Where a code comes from, how long it lives, and whether it carries a menu (wecom.md 3.5). */
const CODES: [string, () => Promise<string>, number, boolean][] = [
  [
    'a welcome code',
    async () => {
      await platform.control.write(owner, { enter: true })
      return (await lastEvent()).welcome_code
    },
    20_000,
    true,
  ],
  [
    'the code of a move into the pool',
    async () => {
      await says('找人工')
      return (await trans(2)).msg_code
    },
    48 * HOUR,
    false,
  ],
  [
    'the code of a move to a servicer',
    async () => {
      await says('找人工')
      return (await trans(3, 'lina')).msg_code
    },
    48 * HOUR,
    false,
  ],
  [
    'the code of a chat a servicer took from the pool',
    async () => {
      await says('找人工')
      await trans(2)
      await platform.control.serve({ memberId: 'lina', ownerId: 'chen' }, 'take')
      return (await lastEvent()).msg_code
    },
    48 * HOUR,
    false,
  ],
  [
    'the code of an end by the API',
    async () => {
      await says('找人工')
      await trans(3, 'lina')
      return (await trans(4)).msg_code
    },
    20_000,
    true,
  ],
  [
    'the code of an end by a servicer',
    async () => {
      await says('找人工')
      await trans(3, 'lina')
      await platform.control.serve({ memberId: 'lina', ownerId: 'chen' }, 'end')
      return (await lastEvent()).msg_code
    },
    20_000,
    true,
  ],
]

describe('one-shot codes', () => {
  test.each(CODES)('%s is good in its last moment, once', async (_what, make, lifeMs) => {
    const code = await make()
    platform.pass(lifeMs)
    expect(await onEvent(code)).toBe(0)
    expect(await onEvent(code)).toBe(40078)
    expect((await shown()).filter(({ from }) => from === 'desk')).toHaveLength(1)
  })

  test.each(CODES)('%s is no good a moment later', async (_what, make, lifeMs) => {
    const code = await make()
    platform.pass(lifeMs + 1)
    expect(await onEvent(code)).toBe(40078)
    expect((await shown()).filter(({ from }) => from === 'desk')).toEqual([])
  })

  test.each(CODES)('%s carries the types it may', async (_what, make, _lifeMs, takesMenu) => {
    const code = await make()
    const place = { name: '3栋', latitude: 31.2, longitude: 121.4 }
    expect(await onEvent(code, { msgtype: 'location', location: place })).toBe(95030)
    expect(await onEvent(code, MENU)).toBe(takesMenu ? 0 : 95030)
    // A refused type has not used the code up.
    expect(await onEvent(code)).toBe(takesMenu ? 40078 : 0)
  })

  test('a code costs nothing of the five messages', async () => {
    await says('找人工')
    const { msg_code: code } = await trans(2)
    await says('还在吗')
    expect(await onEvent(code)).toBe(0)
    await trans(4)
    await says('又来了')
    for (let n = 0; n < 5; n += 1) expect((await send(TEXT)).errcode).toBe(0)
    expect((await send(TEXT)).errcode).toBe(95001)
  })
})

const item = (type: string, part: object) => ({ type, [type]: part })
const menu = (part: object) => ({ msgtype: 'msgmenu', msgmenu: part })
const listOf = (...list: object[]) => menu({ head_content: '请选择', list })
const view = (part: object) =>
  listOf(item('view', { url: 'https://a.cn', content: '官网', ...part }))
const program = (part: object) =>
  listOf(item('miniprogram', { appid: 'wx1', pagepath: 'p', content: '缴费', ...part }))

describe('menus', () => {
  test.each<[string, (length: number) => object, number, number]>([
    ['an id', (n) => listOf(item('click', { id: bytes(n), content: '报修' })), 128, 40058],
    ['a label', (n) => listOf(item('click', { id: 'a', content: bytes(n) })), 128, 40058],
    ['a head', (n) => menu({ head_content: bytes(n) }), 1024, 40058],
    ['a tail', (n) => menu({ head_content: '请选择', tail_content: bytes(n) }), 1024, 40058],
    ['a line of text', (n) => listOf(item('text', { content: bytes(n) })), 256, 40058],
    ['the label of a link', (n) => view({ content: bytes(n) }), 1024, 40058],
    ['the address of a link', (n) => view({ url: address(n) }), 2048, 40058],
    ['the label of a mini program', (n) => program({ content: bytes(n) }), 1024, 40058],
    ['the page of a mini program', (n) => program({ pagepath: bytes(n) }), 1024, 40058],
    ['the id of a mini program', (n) => program({ appid: 'w'.repeat(n) }), 32, 40058],
    [
      'a list, in items',
      (n) => listOf(...Array.from({ length: n }, (_, k) => item('text', { content: `${k}` }))),
      10,
      95008,
    ],
  ])('%s', async (_what, make, limit, code) => {
    await says('在吗')
    expect((await send(make(limit))).errcode).toBe(0)
    expect((await send(make(limit + 1))).errcode).toBe(code)
    expect(await shown()).toHaveLength(2)
  })

  test.each([
    ['a line of text that is empty', listOf(item('text', { content: '' }))],
    ['a link without label', view({ content: '' })],
    ['a link without address', view({ url: '' })],
    ['a line break flag of 2', listOf(item('text', { content: 'x', no_newline: 2 }))],
  ])('%s is refused', async (_what, message) => {
    await says('在吗')
    expect((await send(message)).errcode).toBe(40058)
  })
})

describe('links and mini programs', () => {
  let thumb: string
  beforeEach(async () => {
    thumb = (await upload(platform, 'image', JPG)).media_id
    await says('在吗')
  })
  const link = (part: object) => ({
    msgtype: 'link',
    link: { title: '通知', url: 'https://a.cn/', thumb_media_id: thumb, ...part },
  })
  const miniprogram = (part: object) => ({
    msgtype: 'miniprogram',
    miniprogram: { appid: 'wx1', title: '缴费', thumb_media_id: thumb, pagepath: 'p', ...part },
  })

  test.each<[string, (length: number) => object, number]>([
    ['the title of a link', (n) => link({ title: bytes(n) }), 128],
    ['the words under it', (n) => link({ desc: bytes(n) }), 512],
    ['its address', (n) => link({ url: address(n) }), 2048],
    ['the title of a mini program', (n) => miniprogram({ title: bytes(n) }), 64],
    ['its page', (n) => miniprogram({ pagepath: bytes(n) }), 1024],
  ])('%s', async (_what, make, limit) => {
    expect((await send(make(limit))).errcode).toBe(0)
    expect((await send(make(limit + 1))).errcode).toBe(40058)
    expect(await shown()).toHaveLength(2)
  })

  test.each<[string, () => object, number]>([
    ['a link without title', () => link({ title: '' }), 41016],
    ['a link without address', () => link({ url: undefined }), 40058],
    ['a link whose picture is a number', () => link({ thumb_media_id: 5 }), 40058],
    ['a mini program without picture', () => miniprogram({ thumb_media_id: '' }), 41006],
    ['a mini program without page', () => miniprogram({ pagepath: '' }), 40058],
    ['a mini program without id', () => miniprogram({ appid: '' }), 40058],
    [
      'a link to get customers by, without scheme',
      () => ({ msgtype: 'ca_link', ca_link: { link_url: 'a.cn' } }),
      40058,
    ],
    [
      'latitude as text',
      () => ({ msgtype: 'location', location: { latitude: '31', longitude: 121 } }),
      40058,
    ],
  ])('%s is refused', async (_what, make, code) => {
    expect((await send(make())).errcode).toBe(code)
    expect(await shown()).toHaveLength(1)
  })

  test('a picture older than three days leads nowhere', async () => {
    platform.pass(47 * HOUR)
    await says('在吗')
    platform.pass(25 * HOUR - 1)
    expect((await send(link({}))).errcode).toBe(0)
    platform.pass(1)
    expect((await send(link({}))).errcode).toBe(40007)
  })
})

describe('pulling', () => {
  test('what is three days old is still there, a moment later it is not', async () => {
    await says('三天前')
    platform.pass(72 * HOUR)
    expect((await sync()).msg_list).toHaveLength(1)
    platform.pass(1)
    expect(await sync()).toMatchObject({ errcode: 0, has_more: 0, msg_list: [] })
  })

  test('a thousand items come in one page, the next in another', async () => {
    for (let n = 0; n < 1000; n += 50) {
      await Promise.all(Array.from({ length: 50 }, () => says('在吗')))
    }
    await says('最后一句')
    const first = await sync()
    expect(first.msg_list).toHaveLength(1000)
    expect(first.has_more).toBe(1)
    const second = await sync({ cursor: first.next_cursor, limit: 1000 })
    expect(second.msg_list.map((one: CallAnswer) => one.text.content)).toEqual(['最后一句'])
    expect(second.has_more).toBe(0)
  })
})

describe('customers and codes on the wall', () => {
  test('a hundred customers can be asked about at once, not more', async () => {
    const get = (count: number) =>
      platform.post('/cgi-bin/kf/customer/batchget', {
        external_userid_list: [CHEN, ...Array.from({ length: count - 1 }, (_, n) => `wm${n}`)],
      })
    const answer = await get(100)
    expect(answer.customer_list).toHaveLength(1)
    expect(answer.invalid_external_userid).toHaveLength(99)
    expect((await get(101)).errcode).toBe(40058)
    expect((await get(1)).invalid_external_userid).toEqual([])
  })

  test('a scene has 32 characters, what goes with it 128 bytes', async () => {
    const enter = (more: object) => platform.control.write(owner, { enter: true, ...more })
    await enter({ scene: 's'.repeat(32), sceneParam: bytes(128) })
    expect(await lastEvent()).toMatchObject({ scene: 's'.repeat(32), scene_param: bytes(128) })
    for (const wrong of [
      { scene: 's'.repeat(33) },
      { scene: '三号门' },
      { sceneParam: bytes(129) },
    ])
      await expect(enter(wrong)).rejects.toMatchObject({ status: 400 })
    const way = async (scene: string): Promise<number> =>
      (await platform.post('/cgi-bin/kf/add_contact_way', { open_kfid: KF, scene })).errcode
    expect([await way('s'.repeat(32)), await way('s'.repeat(33))]).toEqual([0, 40058])
  })

  test('the latest entry is told for 48 hours', async () => {
    await platform.control.write(owner, { enter: true, scene: 'door' })
    await platform.control.write({ kind: 'owners', id: 'liu' }, { text: '在吗' })
    const contextOf = async (id: string) => {
      const body = { external_userid_list: [id], need_enter_session_context: 1 }
      const answer = await platform.post('/cgi-bin/kf/customer/batchget', body)
      return answer.customer_list[0].enter_session_context
    }
    platform.pass(48 * HOUR)
    expect(await contextOf(CHEN)).toMatchObject({ scene: 'door' })
    expect(await contextOf(LIU)).toEqual({})
    platform.pass(1)
    expect(await contextOf(CHEN)).toEqual({})
  })

  test('a hundred accounts a page', async () => {
    const list = (limit: number) => platform.post('/cgi-bin/kf/account/list', { limit })
    expect((await list(100)).errcode).toBe(0)
    expect((await list(0)).errcode).toBe(40058)
  })
})

describe('who takes no chats', () => {
  const listed = async (userid: string) =>
    (await platform.get('/cgi-bin/kf/servicer/list', { open_kfid: KF })).servicer_list.find(
      (one: CallAnswer) => one.userid === userid,
    )

  test.each([
    ['paused', 1],
    ['stopped', 0],
  ] as const)('%s is stop_type %d in the list and in the event', async (servicing, stopType) => {
    await platform.control.setServicing('lina', servicing)
    expect(await listed('lina')).toEqual({ userid: 'lina', status: 1, stop_type: stopType })
    expect(await lastEvent()).toMatchObject({
      event_type: 'servicer_status_change',
      servicer_userid: 'lina',
      status: 2,
      stop_type: stopType,
    })
    await says('找人工')
    expect((await trans(3, 'lina')).errcode).toBe(95019)
    await platform.control.setServicing('lina', 'receiving')
    expect(await listed('lina')).toEqual({ userid: 'lina', status: 0 })
    expect(await lastEvent()).toEqual({
      event_type: 'servicer_status_change',
      open_kfid: KF,
      servicer_userid: 'lina',
      status: 1,
    })
    expect((await trans(3, 'lina')).errcode).toBe(0)
  })
})
