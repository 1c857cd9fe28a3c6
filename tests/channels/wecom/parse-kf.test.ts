/** What a 微信客服 page holds, and what each entry becomes. */
import { describe, expect, test } from 'vitest'
import { messageIdOf, sendingIdOfKey } from '../../../src/channels/wecom/message-id.ts'
import { parseKf } from '../../../src/channels/wecom/parse-kf.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
const context = { corpId: 'wwC', openKfId: 'wkA', now: NOW }
const base = {
  msgid: 'm-1',
  open_kfid: 'wkA',
  external_userid: 'wmU',
  send_time: 1700000000,
  origin: 3,
}

function contentOf(entry: unknown) {
  const read = parseKf(entry, context)
  return 'incoming' in read ? read.incoming.content : read
}

test('a text, with who, where and when', () => {
  const entry = { ...base, msgtype: 'text', text: { content: '厨房漏水' } }
  expect(parseKf(entry, context)).toEqual({
    incoming: {
      key: 'kf/wwC/wkA/m-1',
      from: { corpId: 'wwC', channel: 'wecom-kf', account: 'wkA', user: 'wmU' },
      sentAt: new Date('2023-11-14T22:13:20Z'),
      content: { kind: 'text', text: '厨房漏水' },
    },
  })
})

const media = (kind: string) => ({ kind: 'media', media: kind, mediaId: 'M' })
const unreadable = (what: string) => ({ kind: 'unreadable', what })

test.each([
  ['text', { content: '报修', menu_id: 'repair' }, { kind: 'text', text: '报修', token: 'repair' }],
  ['text', { content: 7 }, { kind: 'text', text: '' }],
  ['text', null, { kind: 'text', text: '' }],
  ['image', { media_id: 'M' }, media('image')],
  ['voice', { media_id: 'M' }, media('voice')],
  ['video', { media_id: 'M' }, media('video')],
  ['file', { media_id: 'M' }, media('file')],
  ['image', {}, unreadable('图片')],
  ['voice', { media_id: '' }, unreadable('语音')],
  [
    'location',
    { latitude: 23.1, longitude: 113.3, name: '3栋', address: '路1号' },
    { kind: 'location', latitude: 23.1, longitude: 113.3, name: '3栋' },
  ],
  [
    'location',
    { latitude: 0, longitude: 0, name: '', address: '路1号' },
    { kind: 'location', latitude: 0, longitude: 0, name: '路1号' },
  ],
  ['location', { latitude: '23', longitude: 113 }, unreadable('位置')],
  ['link', { title: 't', url: 'http://x' }, unreadable('链接')],
  ['business_card', { userid: 'u' }, unreadable('名片')],
  ['miniprogram', { title: 't' }, unreadable('小程序')],
  ['msgmenu', { head_content: 'x' }, unreadable('菜单')],
  ['channels', { nickname: 'n' }, unreadable('视频号内容')],
  ['channels_shop_product', {}, unreadable('视频号商品')],
  ['channels_shop_order', {}, unreadable('视频号订单')],
  ['merged_msg', { title: 't', item: [] }, unreadable('聊天记录')],
  ['meeting', {}, unreadable('会议')],
  ['schedule', {}, unreadable('日程')],
  ['calendar', {}, unreadable('日程')],
  ['note', {}, unreadable('笔记')],
  ['something_new', {}, unreadable('这类消息')],
  ['__proto__', {}, unreadable('这类消息')],
])('%s %j', (msgtype, body, content) => {
  expect(contentOf({ ...base, msgtype, [msgtype]: body })).toEqual(content)
})

const eventOf = (event: Record<string, unknown>) => ({
  msgid: 'm-3',
  send_time: 1700000005,
  origin: 4,
  msgtype: 'event',
  event: { open_kfid: 'wkA', external_userid: 'wmU', ...event },
})

describe('events', () => {
  test.each([
    [
      { event_type: 'enter_session', scene: 'door', scene_param: 'b%3D3', welcome_code: 'WC' },
      { kind: 'enter', welcomeCode: 'WC', scene: 'door?b=3' },
    ],
    [
      { event_type: 'enter_session', scene: 'door' },
      { kind: 'enter', scene: 'door' },
    ],
    [{ event_type: 'enter_session' }, { kind: 'enter' }],
    [
      { event_type: 'enter_session', scene_param: '%E0%A4%A' },
      { kind: 'enter', scene: '?%E0%A4%A' },
    ],
    [
      { event_type: 'msg_send_fail', fail_msgid: 'x', fail_type: 4 },
      { kind: 'send-failed', platformId: 'x', reason: '超过48小时未联系（4）' },
    ],
    [
      { event_type: 'msg_send_fail', fail_msgid: 'x', fail_type: 99 },
      { kind: 'send-failed', platformId: 'x', reason: '原因不明（99）' },
    ],
    [
      { event_type: 'msg_send_fail' },
      { kind: 'send-failed', platformId: '', reason: '原因不明（0）' },
    ],
    [
      {
        event_type: 'session_status_change',
        change_type: 1,
        new_servicer_userid: 'li',
        msg_code: 'MC',
      },
      { kind: 'servicing', change: 'taken', servicer: 'li', code: 'MC' },
    ],
    [
      {
        event_type: 'session_status_change',
        change_type: 2,
        old_servicer_userid: 'li',
        new_servicer_userid: 'wu',
      },
      { kind: 'servicing', change: 'transferred', servicer: 'wu' },
    ],
    [
      {
        event_type: 'session_status_change',
        change_type: 3,
        old_servicer_userid: 'li',
        msg_code: 'MC',
      },
      { kind: 'servicing', change: 'ended', servicer: 'li', code: 'MC' },
    ],
    [
      { event_type: 'session_status_change', change_type: 4, new_servicer_userid: 'li' },
      { kind: 'servicing', change: 'reopened', servicer: 'li' },
    ],
    [
      { event_type: 'session_status_change', change_type: 9 },
      { ignored: 'session_status_change 9' },
    ],
    [
      { event_type: 'user_recall_msg', recall_msgid: 'm-1' },
      { kind: 'recalled', recalledKey: 'kf/wwC/wkA/m-1' },
    ],
    [
      { event_type: 'servicer_recall_msg', servicer_userid: 'li', recall_msgid: 'm' },
      { ignored: 'servicer_recall_msg' },
    ],
    [
      { event_type: 'reject_customer_msg_switch_change' },
      { ignored: 'reject_customer_msg_switch_change' },
    ],
    [{ event_type: 'something_new' }, { ignored: 'something_new' }],
    [{}, { ignored: 'event without type' }],
  ])('%j', (event, content) => {
    expect(contentOf(eventOf(event))).toEqual(content)
  })

  test.each([0, 3])('a failure of part %i names the sending it belongs to', (part) => {
    const fail_msgid = messageIdOf('out-17', part)
    const content = contentOf(eventOf({ event_type: 'msg_send_fail', fail_msgid, fail_type: 6 }))
    expect(content).toMatchObject({
      platformId: sendingIdOfKey('out-17'),
      reason: '超过5条限制（6）',
    })
  })

  test('a servicer’s status concerns no owner', () => {
    const event = { event_type: 'servicer_status_change', servicer_userid: 'li', status: 1 }
    expect(contentOf({ msgid: 'm', origin: 4, msgtype: 'event', event })).toEqual({
      ignored: 'servicer_status_change',
    })
  })
})

describe('entries nobody answers', () => {
  test.each([
    [
      'a servicer’s own words',
      { ...base, origin: 5, msgtype: 'text', text: { content: 'x' } },
      'servicer message',
    ],
    [
      'an unknown origin',
      { ...base, origin: 9, msgtype: 'text', text: { content: 'x' } },
      'origin 9',
    ],
    ['no customer', { msgid: 'm', origin: 3, msgtype: 'text' }, 'no customer'],
    ['null', null, 'no customer'],
    ['a number', 7, 'no customer'],
    ['a text', 'x', 'no customer'],
    ['a list', [], 'no customer'],
    [
      'an object of the wrong types',
      { msgid: 1, external_userid: 2, origin: '3', msgtype: {} },
      'no customer',
    ],
  ])('%s', (_what, entry, ignored) => {
    expect(parseKf(entry, context)).toEqual({ ignored })
  })
})

test('nothing a row cannot hold is left in any text', () => {
  const dirty = 'a\u0000b\ud800c\u0007'
  const entry = {
    ...base,
    msgid: dirty,
    external_userid: dirty,
    msgtype: 'text',
    text: { content: dirty, menu_id: dirty },
  }
  expect(parseKf(entry, context)).toMatchObject({
    incoming: {
      key: 'kf/wwC/wkA/abc',
      from: { user: 'abc' },
      content: { kind: 'text', text: 'abc', token: 'abc' },
    },
  })
})

test('an entry without an id is known by its content', () => {
  const entry = (text: string) => ({
    ...base,
    msgid: undefined,
    msgtype: 'text',
    text: { content: text },
  })
  const keyOf = (text: string) => {
    const read = parseKf(entry(text), context)
    return 'incoming' in read ? read.incoming.key : ''
  }
  expect(keyOf('a')).toBe(keyOf('a'))
  expect(keyOf('a')).not.toBe(keyOf('b'))
})

test.each([undefined, 0, -1, Number.NaN, 1e20, '1700000000'])(
  'a send_time of %s means the time it came',
  (send_time) => {
    const read = parseKf({ ...base, send_time, msgtype: 'text', text: {} }, context)
    expect(read).toMatchObject({ incoming: { sentAt: NOW } })
  },
)

test('ids of our messages are what the platform allows, and differ by part and key', () => {
  const ids = ['a', 'b', '水'.repeat(500), ''].flatMap((key) =>
    [0, 1, 12].map((part) => messageIdOf(key, part)),
  )
  for (const id of ids) expect(id).toMatch(/^[0-9a-zA-Z_-]{1,32}$/)
  expect(new Set(ids).size).toBe(ids.length)
})
