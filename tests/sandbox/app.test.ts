import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SPOILED_CARDS } from '../support/spoiled-cards.ts'
import { buttonCard, multipleCard, newsNotice, textNotice, voteCard } from './support/cards.ts'
import { type DeskDouble, openDeskDouble, sealReply } from './support/desk-double.ts'
import {
  AGENT,
  type CallAnswer,
  CORP,
  openTestPlatform,
  type TestPlatform,
  until,
} from './support/test-platform.ts'

const HOUR = 3_600_000

let platform: TestPlatform
let desk: DeskDouble

beforeEach(async () => {
  platform = await openTestPlatform()
  desk = await openDeskDouble(CORP)
  await platform.control.connectDesk(AGENT, desk.url)
})
afterEach(async () => {
  await platform.close()
  await desk.close()
})

const send = (more: object = {}) =>
  platform.post('/cgi-bin/message/send', {
    touser: 'ZhangWei',
    agentid: AGENT,
    msgtype: 'text',
    text: { content: '您有新工单' },
    ...more,
  })
const sendCard = (card: object, more: object = {}) =>
  send({ msgtype: 'template_card', template_card: card, ...more })
const phone = async (id = 'ZhangWei') =>
  (await platform.control.readPhone({ kind: 'members', id }, 0)).messages
const cardOn = async (id = 'ZhangWei') => {
  const content = (await phone(id)).at(-1)!.content
  if (content.type !== 'card') throw new Error('no card')
  return content
}
const tap = (taskId: string, key: string, more: object = {}, id = 'ZhangWei') =>
  platform.control.tap(id, { taskId, key, ...more })
const update = (more: object) =>
  platform.post('/cgi-bin/message/update_template_card', { agentid: AGENT, ...more })
const problems = async () => (await platform.control.problems()).map(({ what }) => what)

describe('receivers', () => {
  test('are named by userid in any case, and reached once however often they are named', async () => {
    const answer = await send({ touser: 'zhangwei|ZHANGWEI|lina' })
    expect(answer).toMatchObject({
      errcode: 0,
      invaliduser: '',
      unlicenseduser: '',
      msgid: expect.any(String),
    })
    expect(await phone()).toHaveLength(1)
    expect(await phone('lina')).toHaveLength(1)
  })

  test('who do not exist come back in lower case; the others get the message', async () => {
    const answer = await send({ touser: 'ZhangWei|NoBody|GhostRider', toparty: '7' })
    expect(answer).toMatchObject({
      errcode: 0,
      invaliduser: 'nobody|ghostrider',
      invalidparty: '7',
    })
    expect(await phone()).toHaveLength(1)
  })

  test('@all is everybody', async () => {
    expect((await send({ touser: '@all' })).errcode).toBe(0)
    expect(await phone('wangqiang')).toHaveLength(1)
  })

  test.each<[string, object, number]>([
    ['nobody', { touser: '' }, 82001],
    ['only strangers', { touser: 'nobody|ghost' }, 81013],
    ['a list instead of a string', { touser: ['ZhangWei'] }, 40058],
    ['more than a thousand', { touser: Array(1001).fill('ZhangWei').join('|') }, 40032],
    ['more than a hundred parties', { toparty: Array(101).fill('1').join('|') }, 82002],
    ['no agentid', { agentid: undefined }, 41011],
    ['an agentid that is text', { agentid: '1000002' }, 40056],
    ['the agentid of another app', { agentid: 1000003 }, 301002],
    ['an unknown msgtype', { msgtype: 'poem', poem: {} }, 40008],
    ['an empty text', { text: { content: '' } }, 44004],
    ['no text object', { text: 'hello' }, 40058],
    [
      'a markdown of 2049 bytes',
      { msgtype: 'markdown', markdown: { content: 'x'.repeat(2049) } },
      45002,
    ],
    ['a picture nobody uploaded', { msgtype: 'image', image: { media_id: 'x' } }, 40007],
    ['no articles', { msgtype: 'news', news: { articles: [] } }, 45008],
    ['a textcard without title', { msgtype: 'textcard', textcard: { url: 'http://a' } }, 41016],
    ['an interval over four hours', { duplicate_check_interval: 14_401 }, 40058],
    ['safe that does not exist', { safe: 3 }, 40058],
    ['a body that is no JSON object', [] as object, 40058],
  ])('%s is refused with the code for it', async (_what, more, code) => {
    const answer = Array.isArray(more)
      ? await platform.post('/cgi-bin/message/send', '{"touser": ')
      : await send(more)
    expect(answer.errcode).toBe(code)
    expect(await phone()).toEqual([])
  })
})

describe('texts', () => {
  test('over 2048 bytes are cut without a word, between characters', async () => {
    expect((await send({ text: { content: '水'.repeat(1000) } })).errcode).toBe(0)
    expect((await phone())[0]!.content).toEqual({ type: 'text', text: '水'.repeat(682) })
  })

  test('over thirty in a minute to one member are dropped without a word', async () => {
    for (let n = 0; n < 31; n += 1) {
      expect((await send({ text: { content: `第${n}条` } })).errcode).toBe(0)
    }
    expect(await phone()).toHaveLength(30)
    expect(await problems()).toEqual([
      expect.stringContaining('发给 ZhangWei 的消息超过每分钟30条'),
    ])
    await send({ touser: 'lina' })
    expect(await phone('lina')).toHaveLength(1)
    platform.pass(60_000)
    await send()
    expect(await phone()).toHaveLength(31)
  })

  test('over a thousand in an hour to one member are dropped too', async () => {
    for (let n = 0; n < 1001; n += 1) {
      if (n % 30 === 0) platform.pass(60_000)
      await send({ text: { content: `第${n}条` } })
    }
    expect(await phone()).toHaveLength(1000)
  })
})

describe('the duplicate check', () => {
  const checked = { enable_duplicate_check: 1, duplicate_check_interval: 600 }

  test('shows the same message once within the interval, and answers the same', async () => {
    const first = await send(checked)
    expect(await send(checked)).toEqual(first)
    expect(await phone()).toHaveLength(1)
    platform.pass(600_000)
    expect((await send(checked)).msgid).not.toBe(first.msgid)
    expect(await phone()).toHaveLength(2)
  })

  test('lets a card be repeated whose first answer was lost', async () => {
    await platform.control.addFault({
      on: 'call',
      path: '/cgi-bin/message/send',
      effect: 'drop-after',
      count: 1,
    })
    await expect(sendCard(buttonCard('t1'), checked)).rejects.toThrow()
    const again = await sendCard(buttonCard('t1'), checked)
    expect(again).toMatchObject({ errcode: 0, response_code: expect.any(String) })
    expect(await phone()).toHaveLength(1)
  })

  test('does not hold back another content, or the same without the check', async () => {
    await send(checked)
    await send({ ...checked, text: { content: '另一条' } })
    await send()
    await send()
    expect(await phone()).toHaveLength(4)
  })
})

describe('template cards', () => {
  test.each([
    ['button_interaction', buttonCard('t'), true],
    ['vote_interaction', voteCard('t'), true],
    ['multiple_interaction', multipleCard('t'), true],
    ['text_notice', textNotice(), false],
    ['news_notice', newsNotice(), false],
    [
      'text_notice with a menu',
      {
        ...textNotice(),
        task_id: 't',
        action_menu: { action_list: [{ text: '静音', key: 'mute' }] },
      },
      true,
    ],
  ])(
    '%s is taken, with a response code where it calls back',
    async (_kind, card, isInteractive) => {
      const answer = await sendCard(card)
      expect(answer.errcode).toBe(0)
      expect(typeof answer.response_code).toBe(isInteractive ? 'string' : 'undefined')
    },
  )

  const spoiled: [string, CallAnswer, number][] = [
    ['no kind', { ...buttonCard('t'), card_type: undefined }, 42031],
    ['an unknown kind', { ...buttonCard('t'), card_type: 'big' }, 42031],
    ['no task id', { ...buttonCard('t'), task_id: undefined }, 42014],
    ['a task id with a colon', buttonCard('BX:1'), 42014],
    ['a task id of 129 bytes', buttonCard('x'.repeat(129)), 42014],
    ['no title', { ...buttonCard('t'), main_title: { desc: 'x' } }, 42033],
    ['no buttons', { ...buttonCard('t'), button_list: [] }, 40058],
    [
      'seven buttons',
      { ...buttonCard('t'), button_list: Array(7).fill({ text: 'a', key: 'b' }) },
      40058,
    ],
    ['a button without text', { ...buttonCard('t'), button_list: [{ key: 'a' }] }, 42038],
    ['a button without key', { ...buttonCard('t'), button_list: [{ text: 'a' }] }, 42039],
    [
      'a key of 1025 bytes',
      { ...buttonCard('t'), button_list: [{ text: 'a', key: 'x'.repeat(1025) }] },
      42039,
    ],
    [
      'a link button without url',
      { ...buttonCard('t'), button_list: [{ text: 'a', type: 1 }] },
      42028,
    ],
    [
      'a style that does not exist',
      { ...buttonCard('t'), button_list: [{ text: 'a', key: 'b', style: 5 }] },
      40058,
    ],
    [
      'seven lines',
      { ...buttonCard('t'), horizontal_content_list: Array(7).fill({ keyname: 'a' }) },
      42035,
    ],
    [
      'a line without name',
      { ...buttonCard('t'), horizontal_content_list: [{ value: 'a' }] },
      42027,
    ],
    [
      'a link line without url',
      { ...buttonCard('t'), horizontal_content_list: [{ keyname: 'a', type: 1 }] },
      42028,
    ],
    [
      'a file line without file',
      { ...buttonCard('t'), horizontal_content_list: [{ keyname: 'a', type: 2 }] },
      42029,
    ],
    [
      'a member line without member',
      { ...buttonCard('t'), horizontal_content_list: [{ keyname: 'a', type: 3 }] },
      42050,
    ],
    [
      'a question without key',
      { ...buttonCard('t'), button_selection: { option_list: [{ id: 'a', text: 'b' }] } },
      42043,
    ],
    [
      'a question without options',
      { ...buttonCard('t'), button_selection: { question_key: 'q', option_list: [] } },
      42037,
    ],
    [
      'eleven options',
      {
        ...buttonCard('t'),
        button_selection: {
          question_key: 'q',
          option_list: Array(11).fill({ id: 'a', text: 'b' }),
        },
      },
      42037,
    ],
    [
      'an option without id',
      { ...buttonCard('t'), button_selection: { question_key: 'q', option_list: [{ text: 'b' }] } },
      42040,
    ],
    [
      'an option without text',
      { ...buttonCard('t'), button_selection: { question_key: 'q', option_list: [{ id: 'a' }] } },
      42041,
    ],
    [
      'two actions with one key',
      {
        ...buttonCard('t'),
        action_menu: {
          action_list: [
            { text: 'a', key: 'k' },
            { text: 'b', key: 'k' },
          ],
        },
      },
      42051,
    ],
    ['a quote link without url', { ...buttonCard('t'), quote_area: { type: 1 } }, 42028],
    ['a quote of a program without id', { ...buttonCard('t'), quote_area: { type: 2 } }, 42030],
    ['a notice without target', { ...textNotice(), card_action: undefined }, 42045],
    ['a notice with target 0', { ...textNotice(), card_action: { type: 0 } }, 42045],
    ['a target without url', { ...textNotice(), card_action: { type: 1 } }, 42028],
    ['a program without id', { ...textNotice(), card_action: { type: 2 } }, 42030],
    ['a notice without any title', { ...textNotice(), main_title: undefined }, 42033],
    ['four jumps', { ...textNotice(), jump_list: Array(4).fill({ title: 'a' }) }, 42042],
    ['a jump without title', { ...textNotice(), jump_list: [{ type: 0 }] }, 42033],
    [
      'a menu without task id',
      { ...textNotice(), action_menu: { action_list: [{ text: 'a', key: 'k' }] } },
      42014,
    ],
    ['news without picture', { ...newsNotice(), card_image: undefined }, 42044],
    ['a picture without address', { ...newsNotice(), card_image: {} }, 42044],
    [
      'a picture too wide',
      { ...newsNotice(), card_image: { url: 'https://a', aspect_ratio: 3 } },
      40058,
    ],
    [
      'five vertical lines',
      { ...newsNotice(), vertical_content_list: Array(5).fill({ title: 'a' }) },
      42036,
    ],
    [
      'a vertical line without title',
      { ...newsNotice(), vertical_content_list: [{ desc: 'a' }] },
      42033,
    ],
    ['a vote without question', { ...voteCard('t'), checkbox: undefined }, 42043],
    [
      '21 choices',
      {
        ...voteCard('t'),
        checkbox: { question_key: 'q', option_list: Array(21).fill({ id: 'a', text: 'b' }) },
      },
      42037,
    ],
    ['a vote without submit text', { ...voteCard('t'), submit_button: { key: 'a' } }, 42049],
    ['a vote without submit key', { ...voteCard('t'), submit_button: { text: 'a' } }, 42046],
    ['no selects', { ...multipleCard('t'), select_list: [] }, 42047],
    [
      'four selects',
      { ...multipleCard('t'), select_list: Array(4).fill(multipleCard('t').select_list[0]) },
      42047,
    ],
    ['a card that is text', 'card', 40058],
  ]
  test.each(spoiled)('%s is refused', async (_what, card, code) => {
    expect((await sendCard(card)).errcode).toBe(code)
    expect(await phone()).toEqual([])
  })

  test.each(SPOILED_CARDS)(
    'the platform and the desk say the same of %s',
    async (_what, card, code) => {
      expect((await sendCard(card)).errcode).toBe(code ?? 0)
    },
  )

  test.each([
    ['a vote', { ...voteCard('t'), checkbox: { ...voteCard('t').checkbox, disable: true } }],
    [
      'lists',
      {
        ...multipleCard('t'),
        select_list: [{ ...multipleCard('t').select_list[0], disable: true }],
      },
    ],
  ])('%s cannot be sent greyed', async (_what, card) => {
    expect((await sendCard(card)).errcode).toBe(40058)
  })

  test('a task id can be used once in an app, for ever', async () => {
    expect((await sendCard(buttonCard('t1'))).errcode).toBe(0)
    platform.pass(30 * 24 * HOUR)
    await platform.restart()
    expect((await sendCard(buttonCard('t1'))).errcode).toBe(42014)
  })

  test('a card that calls back needs an app that has an address', async () => {
    const query = 'corpid=wwdemo0000000001&corpsecret=other-secret-0123456789abcdef'
    const response = await fetch(`${platform.baseUrl}/cgi-bin/gettoken?${query}`)
    const { access_token: token } = (await response.json()) as CallAnswer
    const body = {
      touser: 'ZhangWei',
      agentid: 1000003,
      msgtype: 'template_card',
      template_card: buttonCard('t1'),
    }
    expect((await platform.post('/cgi-bin/message/send', body, token)).errcode).toBe(43012)
  })
})

describe('taps', () => {
  test('come with the key, the task, what is chosen and a response code of their own', async () => {
    await sendCard(buttonCard('t1'))
    await tap('t1', 'accept', { selections: { eta: '2h' } })
    await tap('t1', 'transfer')
    const [first, second] = await until(() => desk.received.length === 2 && desk.received)

    expect(first!.message).toMatchObject({
      FromUserName: 'ZhangWei',
      MsgType: 'event',
      Event: 'template_card_event',
      EventKey: 'accept',
      TaskId: 't1',
      CardType: 'button_interaction',
      SelectedItems: { SelectedItem: { QuestionKey: 'eta', OptionIds: { OptionId: '2h' } } },
      AgentID: String(AGENT),
    })
    // What stood chosen is sent when nothing was touched.
    expect(second!.message).toMatchObject({
      SelectedItems: { SelectedItem: { QuestionKey: 'eta', OptionIds: { OptionId: '30m' } } },
    })
    expect(first!.message['ResponseCode']).not.toBe(second!.message['ResponseCode'])
  })

  test('on a vote bring every choice', async () => {
    await sendCard(voteCard('v1'))
    await tap('v1', 'submit', { selections: { day: ['sat', 'sun'] } })
    const one = await until(() => desk.received[0])
    expect(one.message['SelectedItems']).toEqual({
      SelectedItem: { QuestionKey: 'day', OptionIds: { OptionId: ['sat', 'sun'] } },
    })
  })

  test('on the menu behind the dots are another event', async () => {
    const menu = { action_list: [{ text: '静音', key: 'mute' }] }
    await sendCard({ ...textNotice(), task_id: 'n1', action_menu: menu })
    await tap('n1', 'mute')
    const one = await until(() => desk.received[0])
    expect(one.message).toMatchObject({ Event: 'template_card_menu_event', EventKey: 'mute' })
  })

  test.each([
    ['an unknown card', 'nothing', 'accept', {}],
    ['an unknown button', 't1', 'explode', {}],
    ['a question that is not asked', 't1', 'accept', { selections: { colour: 'red' } }],
    ['an option that is not offered', 't1', 'accept', { selections: { eta: '9h' } }],
    ['two answers where one is taken', 't1', 'accept', { selections: { eta: ['30m', '2h'] } }],
    ['selections of another shape', 't1', 'accept', { selections: { eta: 5 } }],
    ['an empty key', 't1', '', {}],
  ])('%s is refused and nothing is sent', async (_what, taskId, key, more) => {
    await sendCard(buttonCard('t1'))
    await expect(tap(taskId, key, more)).rejects.toMatchObject({ status: 400 })
    expect((await platform.control.pending()).count).toBe(0)
    expect(desk.received).toEqual([])
  })

  test('another member’s card cannot be tapped', async () => {
    await sendCard(buttonCard('t1'))
    await expect(tap('t1', 'accept', {}, 'lina')).rejects.toMatchObject({ status: 400 })
  })
})

describe('the answer to a tap', () => {
  const xml = (inner: string) =>
    `<xml><ToUserName><![CDATA[ZhangWei]]></ToUserName><FromUserName><![CDATA[${CORP.corpId}]]></FromUserName><CreateTime>1700000000</CreateTime>${inner}</xml>`
  const grey = xml(
    '<MsgType><![CDATA[update_button]]></MsgType><Button><ReplaceName><![CDATA[已接单]]></ReplaceName></Button>',
  )

  test('greys the card for the one who tapped, and for nobody else', async () => {
    await sendCard(buttonCard('t1'), { touser: 'ZhangWei|lina' })
    desk.answerWith(() => grey)
    await tap('t1', 'accept')
    await until(async () => (await cardOn()).closed === '已接单')
    expect((await cardOn('lina')).closed).toBeUndefined()
    expect(await problems()).toEqual([])
  })

  test('greys a card whose menu was tapped as well', async () => {
    const menu = { action_list: [{ text: '静音', key: 'mute' }] }
    await sendCard({ ...textNotice(), task_id: 't1', action_menu: menu })
    desk.answerWith(() => grey)
    await tap('t1', 'mute')
    await until(async () => (await cardOn()).closed === '已接单')
    expect(await problems()).toEqual([])
  })

  test('puts another card in its place', async () => {
    await sendCard(buttonCard('t1'))
    desk.answerWith(() =>
      xml(
        '<MsgType><![CDATA[update_template_card]]></MsgType><TemplateCard>' +
          '<CardType><![CDATA[button_interaction]]></CardType>' +
          '<MainTitle><Title><![CDATA[已接单 3栋]]></Title><Desc><![CDATA[张伟]]></Desc></MainTitle>' +
          '<HorizontalContentList><KeyName><![CDATA[工单号]]></KeyName><Value><![CDATA[BX1]]></Value></HorizontalContentList>' +
          '<HorizontalContentList><Type>1</Type><KeyName><![CDATA[照片]]></KeyName><Url><![CDATA[https://a.cn/1]]></Url></HorizontalContentList>' +
          '<ButtonList><Type>0</Type><Text><![CDATA[到场]]></Text><Style>1</Style><Key><![CDATA[arrive]]></Key></ButtonList>' +
          '<ReplaceText><![CDATA[已接单]]></ReplaceText></TemplateCard>',
      ),
    )
    await tap('t1', 'accept')
    await until(async () => (await cardOn()).closed === '已接单')
    expect((await cardOn()).card).toMatchObject({
      main_title: { title: '已接单 3栋', desc: '张伟' },
      horizontal_content_list: [
        { keyname: '工单号', value: 'BX1' },
        { type: 1, url: 'https://a.cn/1' },
      ],
      button_list: [{ type: 0, text: '到场', style: 1, key: 'arrive' }],
      task_id: 't1',
    })
    // A phone that was off the line still shows the old button.
    await tap('t1', 'accept')
    await tap('t1', 'arrive')
    expect(await problems()).toEqual([])
  })

  test('can be a text', async () => {
    desk.answerWith(() =>
      xml('<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content>'),
    )
    await platform.control.write({ kind: 'members', id: 'ZhangWei' }, { text: '接单' })
    await until(async () => (await phone()).length === 2)
    expect((await phone())[1]).toMatchObject({ from: 'desk', content: { text: '收到' } })
  })

  test('can be empty, or the word success', async () => {
    await sendCard(buttonCard('t1'))
    desk.answerWith(() => 'success')
    await tap('t1', 'accept')
    await until(async () => (await platform.control.pending()).count === 0)
    expect(await problems()).toEqual([])
  })

  test.each<[string, () => string, string]>([
    ['not XML', () => '{"ok":true}', '不是 XML'],
    ['XML in the clear', () => '<doc>hello</doc>', '不是 XML'],
    [
      'a kind of reply that does not exist',
      () => xml('<MsgType>dance</MsgType>'),
      '没有 dance 这种回复',
    ],
    ['a button without words', () => xml('<MsgType>update_button</MsgType>'), 'ReplaceName'],
    [
      'a card with a mistake',
      () =>
        xml(
          '<MsgType>update_template_card</MsgType><TemplateCard><CardType>x</CardType></TemplateCard>',
        ),
      '错误码 42031',
    ],
    ['for another member', () => grey.replace('ZhangWei', 'lina'), '不是给这位员工的'],
    [
      'with a document type',
      () => grey.replace('<xml>', '<xml><!DOCTYPE x [<!ENTITY a "b">]>'),
      '不是 XML',
    ],
  ])('that is %s changes nothing and is noted', async (_what, reply, words) => {
    await sendCard(buttonCard('t1'))
    desk.answerWith(reply)
    await tap('t1', 'accept')
    await until(async () => (await problems()).length > 0)
    expect((await problems())[0]).toContain(words)
    expect((await cardOn()).closed).toBeUndefined()
  })

  test.each([
    ['with another signature', () => sealReply(CORP, grey).replace(/[0-9a-f]{40}/, '0'.repeat(40))],
    ['for another corp', () => sealReply({ ...CORP, corpId: 'wwother000000001' }, grey)],
    ['not encrypted', () => grey],
    ['of noise', () => sealReply(CORP, grey).replace(/(?<=Encrypt><!\[CDATA\[)[^\]]+/, 'AAAA')],
  ])('that is %s changes nothing and is noted', async (_what, raw) => {
    await sendCard(buttonCard('t1'))
    desk.answerWith(() => ({ raw: raw() }))
    await tap('t1', 'accept')
    await until(async () => (await problems()).length > 0)
    expect(await problems()).toEqual([
      expect.stringMatching(/^被动回复没有生效：(回复)?\p{Script=Han}/u),
    ])
    expect((await cardOn()).closed).toBeUndefined()
  })
})

describe('updating cards', () => {
  const close = { button: { replace_name: '已被接单' } }

  test('the code of the send greys the cards of those named, once', async () => {
    const { response_code: code } = await sendCard(buttonCard('t1'), {
      touser: 'ZhangWei|lina|wangqiang',
    })
    const answer = await update({
      userids: ['lina', 'ZHANGWEI', 'zhaomin'],
      response_code: code,
      ...close,
    })
    expect(answer).toMatchObject({ errcode: 0, invaliduser: ['zhaomin'] })
    expect((await cardOn()).closed).toBe('已被接单')
    expect((await cardOn('lina')).closed).toBe('已被接单')
    expect((await cardOn('wangqiang')).closed).toBeUndefined()
    expect((await update({ userids: ['wangqiang'], response_code: code, ...close })).errcode).toBe(
      60140,
    )
  })

  test('the code of a tap works for the one who tapped, once, for 72 hours', async () => {
    await sendCard(buttonCard('t1'), { touser: 'ZhangWei|lina' })
    await tap('t1', 'accept')
    await tap('t1', 'accept')
    await until(() => desk.received.length === 2)
    const [first, second] = desk.received.map((one) => String(one.message['ResponseCode']))
    const answer = await update({ userids: ['ZhangWei', 'lina'], response_code: first, ...close })
    expect(answer).toMatchObject({ errcode: 0, invaliduser: ['lina'] })
    platform.pass(72 * HOUR + 1)
    expect((await update({ atall: 1, response_code: second, ...close })).errcode).toBe(60140)
  })

  test('everybody who has it, by atall, with a whole card', async () => {
    const { response_code: code } = await sendCard(buttonCard('t1'), { touser: 'ZhangWei|lina' })
    const { task_id: _, button_list: __, ...rest } = buttonCard('t1')
    const card = { ...rest, main_title: { title: '已完工' }, replace_text: '已完工' }
    expect((await update({ atall: 1, response_code: code, template_card: card })).errcode).toBe(0)
    expect(await cardOn('lina')).toMatchObject({
      closed: '已完工',
      card: { main_title: { title: '已完工' }, task_id: 't1' },
    })
  })

  test.each<[string, object, number]>([
    ['no code', { response_code: '' }, 60140],
    ['a code nobody handed out', { response_code: 'x' }, 60140],
    ['nothing to change', { button: undefined }, 40058],
    ['a button without name', { button: {} }, 40058],
    ['nobody named', { userids: [] }, 82001],
    ['userids as one string', { userids: 'ZhangWei' }, 40058],
    ['another app', { agentid: 1000003 }, 301002],
    ['a card with a mistake', { button: undefined, template_card: { card_type: 'x' } }, 42031],
  ])('%s is refused and the code stays good', async (_what, more, errcode) => {
    const { response_code: code } = await sendCard(buttonCard('t1'))
    const body = { userids: ['ZhangWei'], response_code: code, ...close }
    expect((await update({ ...body, ...more })).errcode).toBe(errcode)
    expect((await update(body)).errcode).toBe(0)
  })
})

describe('recall', () => {
  const recall = (msgid: string) => platform.post('/cgi-bin/message/recall', { msgid })

  test('takes a message from every phone within 24 hours', async () => {
    const { msgid } = await send({ touser: 'ZhangWei|lina' })
    expect((await recall(msgid)).errcode).toBe(0)
    expect((await phone())[0]!.recalled).toBe(true)
    expect((await phone('lina'))[0]!.recalled).toBe(true)
  })

  test('is too late after 24 hours, and not for what this app did not send', async () => {
    const { msgid } = await send()
    platform.pass(24 * HOUR)
    expect((await recall(msgid)).errcode).toBe(42052)
    expect((await recall('nonsense')).errcode).toBe(40058)
    expect((await recall('')).errcode).toBe(40058)
    expect((await phone())[0]!.recalled).toBeUndefined()
  })
})
