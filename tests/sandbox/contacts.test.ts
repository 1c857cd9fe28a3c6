/** 客户联系 on the stand-in: each limit of wecom.md 7 with a call that crosses it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import {
  AGENT,
  type CallAnswer,
  CHEN,
  CORP,
  LIU,
  openTestPlatform,
  type TestPlatform,
  until,
} from './support/test-platform.ts'

const HOUR = 3_600_000
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
let platform: TestPlatform
let desk: DeskDouble

beforeEach(async () => {
  platform = await openTestPlatform()
  desk = await openDeskDouble(CORP)
  await platform.control.connectDesk(AGENT, desk.url)
})
afterEach(async () => {
  await desk.close()
  await platform.close()
})

const post = (name: string, body: object) => platform.post(`/cgi-bin/externalcontact/${name}`, body)
const code = async (name: string, body: object) => (await post(name, body)).errcode
async function upload(): Promise<CallAnswer> {
  const form = new FormData()
  form.set('media', new Blob([new Uint8Array(PNG)]), 'notice.png')
  const url = `${platform.baseUrl}/cgi-bin/media/upload?access_token=${await platform.token()}&type=image`
  return (await (await fetch(url, { method: 'POST', body: form })).json()) as CallAnswer
}
const dispatched = () => platform.pass(3_000)
const events = () =>
  until(() => {
    const found = desk.received
      .map(({ message }) => message)
      .filter(({ Event }) => Event === 'change_external_contact')
    return found.length > 0 && found
  })

/** A message to Chen and Liu, both customers of Li Na, with its task handed out. */
async function aMessage(more: object = {}): Promise<string> {
  const { msgid } = await post('add_msg_template', {
    external_userid: [CHEN, LIU],
    sender: 'lina',
    text: { content: '明天9点到12点停水' },
    ...more,
  })
  dispatched()
  return msgid
}

async function bothFollowed(): Promise<void> {
  await platform.control.addContact('chen', { member: 'lina' })
  await platform.control.addContact('liu', { member: 'lina' })
}

describe('customers', () => {
  test('somebody new is told with a code for one greeting, within 20 seconds', async () => {
    await platform.control.addContact('chen', { member: 'lina' })
    const [event] = await events()
    expect(event).toMatchObject({
      ChangeType: 'add_external_contact',
      UserID: 'lina',
      ExternalUserID: CHEN,
    })
    const welcome = { welcome_code: event?.['WelcomeCode'], text: { content: '您好' } }
    expect(await code('send_welcome_msg', { ...welcome, text: {} })).toBe(41090)
    expect(await code('send_welcome_msg', welcome)).toBe(0)
    expect(await code('send_welcome_msg', welcome)).toBe(41051)
    const { messages } = await platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(messages.map(({ content }) => content)).toEqual([{ type: 'text', text: '您好' }])
  })

  test('a greeting after 20 seconds is too late, and so is a made-up code', async () => {
    await platform.control.addContact('chen', { member: 'lina' })
    const [event] = await events()
    platform.pass(20_001)
    const welcome = { welcome_code: event?.['WelcomeCode'], text: { content: '您好' } }
    expect(await code('send_welcome_msg', welcome)).toBe(41050)
    expect(await code('send_welcome_msg', { ...welcome, welcome_code: 'guess' })).toBe(41050)
    expect(await code('send_welcome_msg', { text: { content: '您好' } })).toBe(41049)
  })

  test('are read one by one, and in pages of several members', async () => {
    const none = await platform.get('/cgi-bin/externalcontact/list', { userid: 'lina' })
    expect(none.errcode).toBe(84061)
    await bothFollowed()
    const list = await platform.get('/cgi-bin/externalcontact/list', { userid: 'LINA' })
    expect(list.external_userid).toEqual([CHEN, LIU])
    const one = await platform.get('/cgi-bin/externalcontact/get', { external_userid: CHEN })
    expect(one.follow_user).toMatchObject([{ userid: 'lina' }])
    const first = await post('batch/get_by_user', { userid_list: ['lina'], limit: 1 })
    const { next_cursor: cursor } = first
    const second = await post('batch/get_by_user', { userid_list: ['lina'], limit: 1, cursor })
    expect([first, second].map((page) => page.external_contact_list[0].follow_info.userid)).toEqual(
      ['lina', 'lina'],
    )
    expect(second.next_cursor).toBe('')
    expect(await code('batch/get_by_user', { userid_list: ['lina'], cursor: 'x' })).toBe(40058)
    expect(await code('batch/get_by_user', { userid_list: ['nobody'] })).toBe(60111)
    expect(await code('batch/get_by_user', { userid_list: ['lina'], limit: 101 })).toBe(40058)
  })

  test('an app without the right is refused', async () => {
    const query = `corpid=${CORP.corpId}&corpsecret=${CORP.apps[1]?.secret}`
    const answer = await fetch(`${platform.baseUrl}/cgi-bin/gettoken?${query}`)
    const { access_token: token } = (await answer.json()) as { access_token: string }
    const refused = await platform.post('/cgi-bin/externalcontact/get_corp_tag_list', {}, token)
    expect(refused.errcode).toBe(48002)
  })
})

describe('codes on the wall', () => {
  test('a customer who scans one brings its state', async () => {
    const way = { type: 1, scene: 2, state: 'u-3-2', user: ['lina'] }
    const { config_id: id } = await post('add_contact_way', way)
    await platform.control.addContact('chen', { way: id })
    expect((await events())[0]).toMatchObject({ State: 'u-3-2', UserID: 'lina' })
    expect((await post('get_contact_way', { config_id: id })).contact_way).toMatchObject({
      state: 'u-3-2',
      user: ['lina'],
    })
    expect(await code('update_contact_way', { config_id: id, user: ['wangqiang'] })).toBe(0)
    expect(await code('del_contact_way', { config_id: id })).toBe(0)
    expect(await code('get_contact_way', { config_id: id })).toBe(41044)
  })

  test.each([
    ['two members in a single code', { type: 1, scene: 2, user: ['lina', 'wangqiang'] }, 41041],
    ['nobody', { type: 1, scene: 2 }, 41041],
    ['somebody who never logged in', { type: 1, scene: 2, user: ['newcomer'] }, 41054],
    ['an unknown member', { type: 1, scene: 2, user: ['ghost'] }, 60111],
    [
      'a state of 31 characters',
      { type: 1, scene: 2, user: ['lina'], state: '栋'.repeat(31) },
      40058,
    ],
    ['15 days', { type: 1, scene: 2, user: ['lina'], is_temp: true, expires_in: 1_296_000 }, 40058],
    ['another type', { type: 3, scene: 2, user: ['lina'] }, 40058],
  ])('refuses %s', async (_what, body, errcode) => {
    expect(await code('add_contact_way', body)).toBe(errcode)
  })

  test('a temporary one ends', async () => {
    const way = { type: 1, scene: 2, user: ['lina'], is_temp: true, expires_in: 60 }
    const { config_id: id } = await post('add_contact_way', way)
    platform.pass(61_000)
    await expect(platform.control.addContact('chen', { way: id })).rejects.toThrow('过期')
  })
})

describe('tags', () => {
  test('are made, worn, renamed and taken away', async () => {
    await bothFollowed()
    const made = await post('add_corp_tag', { group_name: '楼栋', tag: [{ name: '3栋' }] })
    const [{ id }] = made.tag_group.tag
    expect(await code('add_corp_tag', { group_name: '楼栋', tag: [{ name: '3栋' }] })).toBe(40071)
    const mark = { userid: 'lina', external_userid: CHEN, add_tag: [id] }
    expect(await code('mark_tag', mark)).toBe(0)
    const read = await platform.get('/cgi-bin/externalcontact/get', { external_userid: CHEN })
    expect(read.follow_user[0].tags).toMatchObject([{ group_name: '楼栋', tag_name: '3栋' }])
    expect(await code('mark_tag', { ...mark, userid: 'wangqiang' })).toBe(84061)
    expect(await code('mark_tag', { ...mark, add_tag: ['etghost'] })).toBe(40068)
    expect(await code('edit_corp_tag', { id, name: '3号楼' })).toBe(0)
    expect(await code('del_corp_tag', { tag_id: [id] })).toBe(0)
    expect((await post('get_corp_tag_list', {})).tag_group).toEqual([])
    const after = await platform.get('/cgi-bin/externalcontact/get', { external_userid: CHEN })
    expect(after.follow_user[0].tags).toEqual([])
  })
})

describe('mass messages', () => {
  beforeEach(bothFollowed)

  test('nothing reaches a customer before the member sends it, and then the result says to whom', async () => {
    const msgid = await aMessage()
    const [task] = await platform.control.senderTasks('lina')
    expect(task).toMatchObject({ msgid, customers: ['陈晓燕', '刘伟'] })
    const before = await platform.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
    expect(before.messages).toEqual([])
    expect((await post('get_groupmsg_task', { msgid })).task_list).toEqual([
      { userid: 'lina', status: 0 },
    ])
    const result = () => post('get_groupmsg_send_result', { msgid, userid: 'lina' })
    expect((await result()).send_list.map((one: { status: number }) => one.status)).toEqual([0, 0])
    // Liu has taken Li Na out of his address book since.
    await platform.control.removeContact('liu', 'lina')
    expect(await platform.control.confirmTask('lina', msgid)).toEqual({
      sent: 1,
      notFriends: 1,
      overCap: 0,
    })
    expect((await result()).send_list.map((one: { status: number }) => one.status)).toEqual([1, 2])
    expect((await post('get_groupmsg_task', { msgid })).task_list).toMatchObject([{ status: 2 }])
    await expect(platform.control.confirmTask('lina', msgid)).rejects.toThrow('发送过')
    expect(await platform.control.senderTasks('lina')).toEqual([])
  })

  test('a customer gets no more than the cap: status 3', async () => {
    await platform.control.setMassSendCap('day')
    const results: object[] = []
    for (const _ of [1, 2]) {
      results.push(await platform.control.confirmTask('lina', await aMessage()))
    }
    expect(results).toEqual([
      { sent: 2, notFriends: 0, overCap: 0 },
      { sent: 0, notFriends: 0, overCap: 2 },
    ])
    platform.pass(24 * HOUR)
    const next = await platform.control.confirmTask('lina', await aMessage())
    expect(next).toMatchObject({ sent: 2 })
  })

  test('by the month a customer gets as many as it has days', async () => {
    const sent: number[] = []
    for (let n = 0; n < 31; n += 1) {
      const result = await platform.control.confirmTask('lina', await aMessage())
      sent.push((result as { sent: number }).sent)
    }
    // November.
    expect(sent.filter((count) => count === 2)).toHaveLength(30)
    expect(sent.at(-1)).toBe(0)
  })

  test("with a sender only that member's customers get it; who is left out stands in fail_list", async () => {
    await platform.control.addContact('chen', { member: 'wangqiang' })
    const answer = await post('add_msg_template', {
      external_userid: [CHEN, LIU],
      sender: 'wangqiang',
      text: { content: '停水' },
    })
    expect(answer.fail_list).toEqual([LIU])
  })

  test('by tags: any inside an entry, all of the entries', async () => {
    const made = await post('add_corp_tag', {
      group_name: '楼栋',
      tag: [{ name: '1栋' }, { name: '2栋' }],
    })
    const [one, two] = made.tag_group.tag.map(({ id }: { id: string }) => id)
    await post('mark_tag', { userid: 'lina', external_userid: CHEN, add_tag: [one, two] })
    await post('mark_tag', { userid: 'lina', external_userid: LIU, add_tag: [two] })
    const send = (group_list: object[]) =>
      aMessage({ external_userid: undefined, tag_filter: { group_list } })
    await send([{ tag_list: [one, two] }])
    await send([{ tag_list: [one] }, { tag_list: [two] }])
    expect((await platform.control.senderTasks('lina')).map(({ customers }) => customers)).toEqual([
      ['陈晓燕', '刘伟'],
      ['陈晓燕'],
    ])
  })

  test.each([
    ['no words and no attachment', { text: { content: '' } }, 41090],
    ['4001 bytes', { text: { content: 'x'.repeat(4001) } }, 45002],
    ['4002 bytes in 1334 characters', { text: { content: '水'.repeat(1334) } }, 45002],
    ['ten attachments', { attachments: Array(10).fill(LINK()) }, 41064],
    ['a strange attachment', { attachments: [{ msgtype: 'card', card: {} }] }, 41065],
    ['a long link title', { attachments: [LINK({ title: '水'.repeat(43) })] }, 40058],
    ['a link without its scheme', { attachments: [LINK({ url: 'example.com' })] }, 40058],
    [
      'an expired picture',
      { attachments: [{ msgtype: 'image', image: { media_id: 'gone' } }] },
      40007,
    ],
    ['more than 10,000 customers', { external_userid: Array(10_001).fill(CHEN) }, 40058],
    ['strangers only', { external_userid: ['wmStranger00001'] }, 41048],
    ['nobody', { external_userid: [], sender: undefined }, 40063],
    ['an unknown sender', { sender: 'ghost' }, 60111],
    ['groups without their owner', { chat_type: 'group', sender: undefined }, 41009],
    ['groups of somebody who has none', { chat_type: 'group' }, 41048],
    ['another kind of chat', { chat_type: 'all' }, 40058],
  ])('refuses %s', async (_what, more, errcode) => {
    const body = { external_userid: [CHEN], sender: 'lina', text: { content: '停水' }, ...more }
    expect(await code('add_msg_template', body)).toBe(errcode)
  })

  test('takes a picture for three days after it was uploaded, and only a picture', async () => {
    const { media_id } = await upload()
    const send = (msgtype: string) =>
      code('add_msg_template', {
        external_userid: [CHEN],
        sender: 'lina',
        text: { content: '停水' },
        attachments: [{ msgtype, [msgtype]: { media_id } }],
      })
    expect(await send('image')).toBe(0)
    expect(await send('video')).toBe(40007)
    platform.pass(72 * HOUR)
    expect(await send('image')).toBe(40007)
  })

  test('is handed out for a moment before anything can be asked of it', async () => {
    const { msgid } = await post('add_msg_template', {
      external_userid: [CHEN],
      sender: 'lina',
      text: { content: '停水' },
    })
    expect(await code('get_groupmsg_task', { msgid })).toBe(41063)
    dispatched()
    expect(await code('get_groupmsg_task', { msgid })).toBe(0)
    expect(await code('get_groupmsg_task', {})).toBe(41046)
    expect(await code('get_groupmsg_task', { msgid: 'msgGhost' })).toBe(41047)
    expect(await code('get_groupmsg_send_result', { msgid, userid: 'wangqiang' })).toBe(40058)
  })

  test('three reminders in 24 hours, and none after it is cancelled', async () => {
    const msgid = await aMessage()
    const reminders = []
    for (let n = 0; n < 4; n += 1) reminders.push(await code('remind_groupmsg_send', { msgid }))
    expect(reminders).toEqual([0, 0, 0, 41094])
    platform.pass(24 * HOUR)
    expect(await code('remind_groupmsg_send', { msgid })).toBe(0)
    expect(await code('cancel_groupmsg_send', { msgid })).toBe(0)
    expect(await code('cancel_groupmsg_send', { msgid })).toBe(41093)
    expect(await code('remind_groupmsg_send', { msgid })).toBe(41093)
    expect(await platform.control.senderTasks('lina')).toEqual([])
    await expect(platform.control.confirmTask('lina', msgid)).rejects.toThrow('取消')
  })

  test('are listed by time, in pages', async () => {
    const made = [await aMessage(), await aMessage()]
    const end_time = Math.floor(platform.now().getTime() / 1000) + 60
    const start_time = end_time - 3600
    const list = (more: object = {}) =>
      post('get_groupmsg_list_v2', { chat_type: 'single', start_time, end_time, ...more })
    const first = await list({ limit: 1 })
    const second = await list({ limit: 1, cursor: first.next_cursor })
    const ids = [first, second].map(({ group_msg_list: [one] }) => one.msgid)
    expect(ids).toEqual(made)
    expect((await list({ start_time: end_time - 32 * 86_400 })).errcode).toBe(40058)
  })

  test('a restart of the platform forgets nothing', async () => {
    const msgid = await aMessage()
    await platform.restart()
    expect(await platform.control.confirmTask('lina', msgid)).toMatchObject({ sent: 2 })
  })
})

describe('customer groups', () => {
  const group = (name: string, members: readonly string[], owner = 'lina') =>
    platform.control.addGroup({ name, owner, members })
  const list = (more: object = {}) => post('groupchat/list', { limit: 10, ...more })
  const toGroups = (more: object = {}) =>
    post('add_msg_template', {
      ...{ chat_type: 'group', sender: 'lina', text: { content: '明天停水' } },
      ...more,
    })

  test('are listed by owner in pages, and told with who is in them', async () => {
    const { chatId } = await group('3栋业主群', ['chen', 'liu'])
    await group('5栋业主群', [], 'wangqiang')
    const filter = { owner_filter: { userid_list: ['lina'] } }
    expect((await list(filter)).group_chat_list).toEqual([{ chat_id: chatId, status: 0 }])
    const first = await list({ limit: 1 })
    expect(first.next_cursor).not.toBe('')
    expect((await list({ limit: 1, cursor: first.next_cursor })).group_chat_list).toHaveLength(1)
    const { group_chat } = await post('groupchat/get', { chat_id: chatId, need_name: 1 })
    expect(group_chat).toMatchObject({
      ...{ chat_id: chatId, name: '3栋业主群', owner: 'lina' },
      member_list: [
        { userid: 'lina', type: 1 },
        { userid: CHEN, type: 2, name: '陈晓燕' },
        { userid: LIU, type: 2, name: '刘伟' },
      ],
    })
  })

  test.each([
    ['no limit', 'groupchat/list', {}, 40058],
    ['a thousand and one a page', 'groupchat/list', { limit: 1001 }, 40058],
    [
      'an owner nobody knows',
      'groupchat/list',
      { limit: 1, owner_filter: { userid_list: ['x'] } },
      60111,
    ],
    ['a cursor it never gave', 'groupchat/list', { limit: 1, cursor: 'zz' }, 40058],
    ['no group', 'groupchat/get', {}, 40050],
    ['a group that is none', 'groupchat/get', { chat_id: 'wrNone' }, 40050],
  ])('refuse %s', async (...[, name, body, errcode]) => {
    expect(await code(name, body)).toBe(errcode)
  })

  test('get a message when their owner confirms it, once for everybody in them, and the cap counts', async () => {
    const { chatId } = await group('3栋业主群', ['chen', 'liu'])
    await group('别人的群', ['chen'], 'wangqiang')
    await platform.control.setMassSendCap('day')
    const statuses = []
    for (const _ of [1, 2]) {
      const { msgid, errcode } = await toGroups()
      expect(errcode).toBe(0)
      dispatched()
      expect((await platform.control.senderTasks('lina')).at(-1)?.customers).toEqual(['3栋业主群'])
      await platform.control.confirmTask('lina', msgid)
      const { send_list } = await post('get_groupmsg_send_result', { msgid, userid: 'lina' })
      expect(send_list).toMatchObject([{ chat_id: chatId, userid: 'lina' }])
      statuses.push(send_list[0].status)
    }
    expect(statuses).toEqual([1, 3])
    for (const id of ['chen', 'liu']) {
      const { messages } = await platform.control.readPhone({ kind: 'owners', id }, 0)
      expect(messages.map(({ content }) => content)).toEqual([
        { type: 'text', text: '［3栋业主群］明天停水' },
      ])
    }
  })

  test('that are another’s, and more than two thousand, are not sent to; each kind has a list of its own', async () => {
    const mine = await group('3栋业主群', ['chen'])
    const other = await group('别人的群', ['chen'], 'wangqiang')
    expect((await toGroups({ chat_id_list: [other.chatId] })).errcode).toBe(41048)
    expect((await toGroups({ chat_id_list: Array(2001).fill(mine.chatId) })).errcode).toBe(40058)
    const { msgid } = await toGroups({ chat_id_list: [mine.chatId, other.chatId] })
    const end_time = Math.floor(platform.now().getTime() / 1000) + 60
    const span = { start_time: end_time - 3600, end_time }
    const ids = async (chat_type: string) =>
      (await post('get_groupmsg_list_v2', { chat_type, ...span })).group_msg_list.map(
        (one: { msgid: string }) => one.msgid,
      )
    expect([await ids('group'), await ids('single')]).toEqual([[msgid], []])
  })
})

function LINK(more: object = {}): object {
  return { msgtype: 'link', link: { title: '通知', url: 'https://desk.test/n', ...more } }
}
