/** What a self-built app receives, and what it becomes. */
import { describe, expect, test } from 'vitest'
import { type AppDelivery, parseApp } from '../../../src/channels/wecom/parse-app.ts'
import { readXml } from '../../../src/channels/wecom/xml.ts'

const NOW = new Date('2026-11-21T02:00:00Z')
const CORP = 'ww0123456789abcdef'

function delivered(inner: string, change = ''): AppDelivery {
  const xml =
    `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName>` +
    `<CreateTime>1700000000</CreateTime>${inner}<AgentID>1000002</AgentID>${change}</xml>`
  return parsed(xml)
}

function parsed(xml: string): AppDelivery {
  const read = readXml(xml)
  if ('refused' in read) throw new Error(read.refused)
  const plaintext = Buffer.from(xml)
  return parseApp(read.root, { corpId: CORP, agentId: '1000002', plaintext, now: NOW })
}

function incoming(delivery: AppDelivery) {
  if (delivery.kind !== 'incoming') throw new Error(delivery.kind)
  return delivery.incoming
}

const message = (type: string, inner = '', id = '123') =>
  `<MsgType><![CDATA[${type}]]></MsgType>${inner}<MsgId>${id}</MsgId>`
const event = (name: string, inner = '') =>
  `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${inner}`

const CARD =
  '<EventKey><![CDATA[accept]]></EventKey><TaskId><![CDATA[t-1]]></TaskId>' +
  '<CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC1]]></ResponseCode>'

describe('messages', () => {
  test('a text, with who, where and when', () => {
    expect(incoming(delivered(message('text', '<Content><![CDATA[ 接单 ]]></Content>')))).toEqual({
      key: `app/${CORP}/1000002/ZhangSan/123`,
      from: { corpId: CORP, channel: 'wecom-app', account: '1000002', user: 'ZhangSan' },
      sentAt: new Date('2023-11-14T22:13:20Z'),
      content: { kind: 'text', text: ' 接单 ' },
    })
  })

  test.each([
    [
      'image',
      '<PicUrl>http://x</PicUrl><MediaId>M1</MediaId>',
      { kind: 'media', media: 'image', mediaId: 'M1' },
    ],
    [
      'voice',
      '<MediaId>M1</MediaId><Format>amr</Format>',
      { kind: 'media', media: 'voice', mediaId: 'M1' },
    ],
    [
      'video',
      '<MediaId>M1</MediaId><ThumbMediaId>T</ThumbMediaId>',
      { kind: 'media', media: 'video', mediaId: 'M1' },
    ],
    ['file', '<MediaId>M1</MediaId>', { kind: 'media', media: 'file', mediaId: 'M1' }],
    ['image', '', { kind: 'unreadable', what: '图片' }],
    [
      'location',
      '<Location_X>23.134</Location_X><Location_Y>113.358</Location_Y><Scale>20</Scale><Label><![CDATA[3栋]]></Label>',
      { kind: 'location', latitude: 23.134, longitude: 113.358, name: '3栋' },
    ],
    [
      'location',
      '<Location_X>north</Location_X><Location_Y>1</Location_Y>',
      { kind: 'unreadable', what: '位置' },
    ],
    ['location', '<Label>3栋</Label>', { kind: 'unreadable', what: '位置' }],
    ['link', '<Title>t</Title><Url>http://x</Url>', { kind: 'unreadable', what: '链接' }],
    ['something_new', '', { kind: 'unreadable', what: '这类消息' }],
    ['toString', '', { kind: 'unreadable', what: '这类消息' }],
    ['', '', { kind: 'unreadable', what: '这类消息' }],
    ['text', '', { kind: 'text', text: '' }],
  ])('%s %s', (type, inner, content) => {
    expect(incoming(delivered(message(type, inner))).content).toEqual(content)
  })

  test.each([
    ['nothing', ''],
    ['words', 'now'],
    ['zero', '0'],
    ['a time before time', '-5'],
    ['a time after time', '99999999999999999999'],
  ])('a CreateTime of %s means the time it came', (_what, time) => {
    const xml = `<xml><FromUserName>u</FromUserName><CreateTime>${time}</CreateTime>${message('text')}</xml>`
    expect(incoming(parsed(xml)).sentAt).toEqual(NOW)
  })
})

describe('events', () => {
  test.each([
    ['enter_agent', '<EventKey></EventKey>', { kind: 'enter' }],
    ['click', '<EventKey>我的任务</EventKey>', { kind: 'text', text: '我的任务' }],
    [
      'template_card_event',
      `${CARD}<SelectedItems><SelectedItem><QuestionKey>eta</QuestionKey><OptionIds><OptionId>30m</OptionId></OptionIds></SelectedItem></SelectedItems>`,
      {
        kind: 'click',
        taskId: 't-1',
        key: 'accept',
        responseCode: 'RC1',
        selections: { eta: ['30m'] },
      },
    ],
    [
      'template_card_event',
      `${CARD}<SelectedItems><SelectedItem><QuestionKey>a</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId></OptionIds></SelectedItem><SelectedItem><QuestionKey>b</QuestionKey></SelectedItem></SelectedItems>`,
      {
        kind: 'click',
        taskId: 't-1',
        key: 'accept',
        responseCode: 'RC1',
        selections: { a: ['1', '2'], b: [] },
      },
    ],
    [
      'template_card_menu_event',
      CARD,
      { kind: 'click', taskId: 't-1', key: 'accept', responseCode: 'RC1', selections: {} },
    ],
  ])('%s', (name, inner, content) => {
    expect(incoming(delivered(event(name, inner))).content).toEqual(content)
  })

  test.each([
    'LOCATION',
    'view',
    'scancode_waitmsg',
    'pic_sysphoto',
    'location_select',
    'taskcard_click',
    'batch_job_result',
    'open_approval_change',
    'change_external_contact',
    'kf_account_auth_change',
    'inactive_alert',
    'something_new',
  ])('%s is ignored by name', (name) => {
    expect(delivered(event(name, '<EventKey>x</EventKey>'))).toEqual({
      kind: 'ignored',
      what: name,
    })
  })

  test('a ping names its account and its token, and has no sender', () => {
    const ping = (inner: string) =>
      parsed(`<xml><ToUserName>${CORP}</ToUserName>${event('kf_msg_or_event', inner)}</xml>`)
    expect(ping('<Token>ENC1</Token><OpenKfId>wkA</OpenKfId>')).toEqual({
      kind: 'kf-ping',
      openKfId: 'wkA',
      token: 'ENC1',
    })
    expect(ping('<OpenKfId>wkA</OpenKfId>')).toEqual({
      kind: 'kf-ping',
      openKfId: 'wkA',
      token: '',
    })
    expect(ping('<Token>ENC1</Token>')).toMatchObject({ kind: 'ignored' })
  })

  test.each([
    [
      'a click without a card',
      event('template_card_event', '<EventKey>x</EventKey>'),
      'template_card_event',
    ],
    ['an empty menu key', event('click', '<EventKey></EventKey>'), 'click'],
  ])('%s is ignored', (_what, inner, what) => {
    expect(delivered(inner)).toEqual({ kind: 'ignored', what })
  })
})

describe('who may speak', () => {
  test.each([
    ['nobody', '<xml><MsgType>text</MsgType><MsgId>1</MsgId></xml>', 'text'],
    [
      'the system',
      `<xml><FromUserName>sys</FromUserName>${event('batch_job_result')}</xml>`,
      'batch_job_result',
    ],
    [
      'another agent',
      `<xml><FromUserName>u</FromUserName><AgentID>1000009</AgentID>${message('text')}</xml>`,
      'another agent',
    ],
  ])('%s is ignored', (_what, xml, what) => {
    expect(parsed(xml)).toEqual({ kind: 'ignored', what })
  })
})

describe('keys', () => {
  const keyOf = (inner: string) => incoming(delivered(inner)).key

  test('a message id is text, however it looks', () => {
    const ids = ['4561255354251345929', '4561255354251345930', 'CAIQg/PKxgYY2sC9tpuAgAMg9/zKaw==']
    const keys = ids.map((id) => keyOf(message('text', '', id)))
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe(`app/${CORP}/1000002/ZhangSan/CAIQg%2FPKxgYY2sC9tpuAgAMg9%2FzKaw%3D%3D`)
  })

  test('one id from two members is two messages', () => {
    const from = (user: string) =>
      incoming(parsed(`<xml><FromUserName>${user}</FromUserName>${message('text')}</xml>`)).key
    expect(from('a')).not.toBe(from('b'))
  })

  test('two taps in the same second are two; the same tap delivered again is one', () => {
    const tap = (key: string, code: string) =>
      keyOf(
        event(
          'template_card_event',
          `<EventKey>${key}</EventKey><TaskId>t</TaskId><ResponseCode>${code}</ResponseCode>`,
        ),
      )
    expect(tap('accept', 'RC1')).toBe(tap('accept', 'RC1'))
    expect(new Set([tap('accept', 'RC1'), tap('accept', 'RC2'), tap('pass', 'RC1')]).size).toBe(3)
  })

  test('different events in the same second have different keys, also where a message lacks its id', () => {
    const keys = [
      event('enter_agent'),
      event('click', '<EventKey>a</EventKey>'),
      event('click', '<EventKey>b</EventKey>'),
      '<MsgType>text</MsgType><Content>a</Content>',
      '<MsgType>text</MsgType><Content>b</Content>',
    ].map(keyOf)
    expect(new Set(keys).size).toBe(5)
    expect(keyOf(event('enter_agent'))).toBe(keys[0])
  })

  test('a key is never longer than a column takes, and stays different', () => {
    const long = (last: string) => keyOf(message('text', '', 'x'.repeat(5000) + last))
    expect(long('a').length).toBeLessThanOrEqual(200)
    expect(long('a')).not.toBe(long('b'))
  })
})
