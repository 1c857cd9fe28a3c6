/** 客户联系 on the stand-in: each limit of wecom.md 7, once at its edge and once past it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import { address, bytes } from './support/lengths.ts'
import {
  AGENT,
  CHEN,
  CORP,
  openTestPlatform,
  type TestPlatform,
  until,
} from './support/test-platform.ts'
import { upload } from './support/upload.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const JPG = Buffer.from('ffd8ffe000104a4649460001', 'hex')

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const post = (name: string, body: object) => platform.post(`/cgi-bin/externalcontact/${name}`, body)
const code = async (name: string, body: object): Promise<number> => (await post(name, body)).errcode
const follow = () => platform.control.addContact('chen', { member: 'lina' })

/** A message to Chen, handed out to Li Na. */
async function aMessage(): Promise<string> {
  const text = { content: '明天9点到12点停水' }
  const { msgid } = await post('add_msg_template', {
    ...{ external_userid: [CHEN], sender: 'lina', text },
  })
  platform.pass(2_000)
  return msgid
}
/** Whether Chen got it when Li Na sent it. */
async function gotOne(): Promise<boolean> {
  const result = await platform.control.confirmTask('lina', await aMessage())
  return (result as { sent: number }).sent === 1
}

type Form = [what: string, make: (length: number) => object, limit: number, errcode: number]

const link = (part: object) => ({
  msgtype: 'link',
  link: { title: '通知', url: 'https://a.cn/', ...part },
})
const attached = (...attachments: object[]) => ({ attachments })

const CONTENTS: Form[] = [
  ['the words', (n) => ({ text: { content: bytes(n) } }), 4000, 45002],
  ['the attachments', (n) => attached(...Array(n).fill(link({}))), 9, 41064],
  ['the title of a link', (n) => attached(link({ title: bytes(n) })), 128, 40058],
  ['the words under it', (n) => attached(link({ desc: bytes(n) })), 512, 40058],
  ['its address', (n) => attached(link({ url: address(n) })), 2048, 40058],
]

describe('a greeting', () => {
  let desk: DeskDouble
  beforeEach(async () => {
    desk = await openDeskDouble(CORP)
    await platform.control.connectDesk(AGENT, desk.url)
    await follow()
  })
  afterEach(() => desk.close())
  const welcomeCode = async () => {
    const one = await until(() => desk.received[0])
    return one.message['WelcomeCode']
  }

  test('is in time after 20 seconds', async () => {
    const welcome = { welcome_code: await welcomeCode(), text: { content: '您好' } }
    platform.pass(20_000)
    expect(await code('send_welcome_msg', welcome)).toBe(0)
  })

  test.each(CONTENTS)('%s', async (_what, make, limit, errcode) => {
    const welcome_code = await welcomeCode()
    expect(await code('send_welcome_msg', { welcome_code, ...make(limit + 1) })).toBe(errcode)
    // What was refused has not used the code up.
    expect(await code('send_welcome_msg', { welcome_code, ...make(limit) })).toBe(0)
  })
})

describe('a mass message', () => {
  beforeEach(follow)
  const send = (more: object) =>
    code('add_msg_template', { external_userid: [CHEN], sender: 'lina', ...more })

  test.each(CONTENTS)('%s', async (_what, make, limit, errcode) => {
    expect(await send(make(limit))).toBe(0)
    expect(await send(make(limit + 1))).toBe(errcode)
    expect(await platform.control.senderTasks('lina')).toHaveLength(1)
  })

  test('a mini program', async () => {
    const { media_id: pic_media_id } = await upload(platform, 'image', JPG)
    const program = (part: object) => {
      const miniprogram = { title: '缴费', appid: 'wx1', page: 'p', pic_media_id, ...part }
      return send(attached({ msgtype: 'miniprogram', miniprogram }))
    }
    expect(await program({ title: bytes(64) })).toBe(0)
    expect(await program({ title: bytes(65) })).toBe(40058)
    expect(await program({ page: '' })).toBe(40063)
    expect(await program({ appid: '' })).toBe(40063)
    expect(await program({ pic_media_id: 'gone' })).toBe(40007)
  })

  test('customers and groups', async () => {
    const text = { content: '停水' }
    expect(await send({ text, external_userid: Array(10_000).fill(CHEN) })).toBe(0)
    expect(await send({ text, external_userid: Array(10_001).fill(CHEN) })).toBe(40058)
    const group = { name: '3栋业主群', owner: 'lina', members: ['chen'] }
    const { chatId } = await platform.control.addGroup(group)
    const toGroups = (count: number) =>
      send({ text, chat_type: 'group', chat_id_list: Array(count).fill(chatId) })
    expect(await toGroups(2000)).toBe(0)
    expect(await toGroups(2001)).toBe(40058)
  })

  test('is asked about when two seconds are over', async () => {
    const answer = await post('add_msg_template', {
      ...{ external_userid: [CHEN], sender: 'lina', text: { content: '停水' } },
    })
    const task = { msgid: answer.msgid }
    platform.pass(1_999)
    expect(await code('get_groupmsg_task', task)).toBe(41063)
    platform.pass(1)
    expect(await code('get_groupmsg_task', task)).toBe(0)
  })

  test('reminders are three in any 24 hours', async () => {
    const msgid = await aMessage()
    const remind = () => code('remind_groupmsg_send', { msgid })
    expect([await remind(), await remind(), await remind()]).toEqual([0, 0, 0])
    platform.pass(DAY - 1)
    expect(await remind()).toBe(41094)
    platform.pass(1)
    expect(await remind()).toBe(0)
  })

  test('pages and spans', async () => {
    const msgid = await aMessage()
    const task = (limit: number) => code('get_groupmsg_task', { msgid, limit })
    expect([await task(1000), await task(1001), await task(0)]).toEqual([0, 40058, 40058])
    const results = (limit: number) =>
      code('get_groupmsg_send_result', { msgid, userid: 'lina', limit })
    expect([await results(1000), await results(1001)]).toEqual([0, 40058])
    const end_time = Math.floor(platform.now().getTime() / 1000)
    const list = (seconds: number, limit = 100) =>
      code('get_groupmsg_list_v2', {
        ...{ chat_type: 'single', start_time: end_time - seconds, end_time, limit },
      })
    const month = 31 * 86_400
    expect([await list(month), await list(month + 1)]).toEqual([0, 40058])
    expect([await list(0, 101), await list(-1)]).toEqual([40058, 40058])
  })
})

/** It is nine in the morning of Monday, 23 November. */
describe('how many mass messages a customer gets', () => {
  beforeEach(follow)

  test('seven a week, from Monday on', async () => {
    await platform.control.setMassSendCap('week')
    for (let n = 0; n < 7; n += 1) expect(await gotOne()).toBe(true)
    expect(await gotOne()).toBe(false)
    const passedMs = 8 * 2_000
    platform.pass(7 * DAY - 9 * HOUR - passedMs - 2_001)
    expect(await gotOne()).toBe(false)
    platform.pass(1)
    expect(await gotOne()).toBe(true)
  })

  test('one a day, from midnight on', async () => {
    await platform.control.setMassSendCap('day')
    expect(await gotOne()).toBe(true)
    expect(await gotOne()).toBe(false)
    platform.pass(15 * HOUR - 3 * 2_000 - 1)
    expect(await gotOne()).toBe(false)
    platform.pass(1)
    expect(await gotOne()).toBe(true)
  })

  test('as many as the month has days, from the first on', async () => {
    for (let n = 0; n < 30; n += 1) expect(await gotOne()).toBe(true)
    expect(await gotOne()).toBe(false)
    platform.pass(8 * DAY)
    expect(await gotOne()).toBe(true)
  })
})

describe('codes on the wall', () => {
  const way = (more: object) =>
    code('add_contact_way', { type: 2, scene: 2, user: ['lina'], ...more })

  test('hold a hundred members', async () => {
    const members = Array.from({ length: 101 }, (_, n) => ({ id: `m${n}`, name: '员工' }))
    await platform.control.putPeople({ members })
    const ids = members.map(({ id }) => id)
    expect(await way({ user: ids.slice(0, 100) })).toBe(0)
    expect(await way({ user: ids })).toBe(41041)
  })

  test.each<Form>([
    ['a state, in characters', (n) => ({ state: '栋'.repeat(n) }), 30, 40058],
    ['a remark, in characters', (n) => ({ remark: '栋'.repeat(n) }), 30, 40058],
    ['a temporary life', (n) => ({ is_temp: true, expires_in: n }), 14 * 86_400, 40058],
  ])('%s', async (_what, make, limit, errcode) => {
    expect(await way(make(limit))).toBe(0)
    expect(await way(make(limit + 1))).toBe(errcode)
  })

  test('a temporary one is good in its last moment', async () => {
    const body = { type: 1, scene: 2, user: ['lina'], is_temp: true, expires_in: 60 }
    const { config_id: id } = await post('add_contact_way', body)
    platform.pass(60_000)
    await platform.control.addContact('chen', { way: id })
    platform.pass(1)
    await expect(platform.control.addContact('liu', { way: id })).rejects.toThrow('过期')
  })
})

describe('reading', () => {
  beforeEach(follow)

  test.each<Form>([
    ['a page of customers', (n) => ({ userid_list: ['lina'], limit: n }), 100, 40058],
    ['members at once', (n) => ({ userid_list: Array(n).fill('lina') }), 100, 40058],
  ])('%s', async (_what, make, limit, errcode) => {
    expect(await code('batch/get_by_user', make(limit))).toBe(0)
    expect(await code('batch/get_by_user', make(limit + 1))).toBe(errcode)
  })

  test.each<Form>([
    ['a page of groups', (n) => ({ limit: n }), 1000, 40058],
    [
      'owners of groups',
      (n) => ({ limit: 10, owner_filter: { userid_list: Array(n).fill('lina') } }),
      100,
      40058,
    ],
  ])('%s', async (_what, make, limit, errcode) => {
    expect(await code('groupchat/list', make(limit))).toBe(0)
    expect(await code('groupchat/list', make(limit + 1))).toBe(errcode)
  })
})

describe('tags', () => {
  const add = (names: readonly string[], group_name = '楼栋') =>
    code('add_corp_tag', { group_name, tag: names.map((name) => ({ name })) })

  test('names have thirty characters, those of groups too', async () => {
    expect(await add(['栋'.repeat(30)])).toBe(0)
    expect(await add(['栋'.repeat(31)])).toBe(40058)
    expect(await add(['1栋'], '楼'.repeat(30))).toBe(0)
    expect(await add(['1栋'], '楼'.repeat(31))).toBe(40058)
  })

  test('are ten thousand at most', async () => {
    for (let group = 0; group < 100; group += 1) {
      const names = Array.from({ length: 100 }, (_, n) => `${group}/${n}`)
      expect(await add(names, `第${group}组`)).toBe(0)
    }
    expect(await add(['一个太多'])).toBe(40070)
  })
})
