/** Sending to staff: texts, cards and their greying, people who cannot be reached, and repeats. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Card } from '../../../src/channels/card.ts'
import type { Outgoing, Sending } from '../../../src/channels/channel.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { appChannel } from '../../../src/channels/wecom/send-app.ts'
import { memoryMedia, PHOTO } from '../../support/memory-media.ts'
import { knownToken } from '../../support/memory-tokens.ts'
import { type ApiHandler, DEFAULT, refusal, TOKEN_PATH } from '../../support/stand-in-api.ts'
import { CORP, IMPATIENT_MS, openApi, PATIENT_MS } from '../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function open(handler: ApiHandler = () => DEFAULT, timeoutMs = PATIENT_MS) {
  const { api, server } = await openApi(
    (call) => (call.path === TOKEN_PATH ? DEFAULT : handler(call)),
    { timeoutMs, store: knownToken() },
  )
  closing.push(() => server.close())
  const media = mediaIds(memoryMedia({ f1: PHOTO }))
  const channel = appChannel({
    apiOf: (_corpId, agentId) => (agentId === '1000002' ? api : undefined),
    media,
  })
  const sent = (name = 'message/send') => server.callsTo(`/cgi-bin/${name}`).map(({ json }) => json)
  return { channel, server, sent }
}

const to = { corpId: CORP, channel: 'wecom-app', account: '1000002', user: 'ZhangSan' } as const
const sending = (message: Outgoing, change: Partial<Sending> = {}): Sending => ({
  key: 'out-1',
  to,
  message,
  repeated: false,
  ...change,
})
const text = (words: string): Outgoing => ({ kind: 'text', text: words })
const CARD: Card = {
  taskId: 'BX1-offer-1',
  title: '3栋 水管爆裂',
  lines: [],
  buttons: [{ key: 'accept', text: '接单', style: 'primary' }],
}
const card: Outgoing = { kind: 'card', ...CARD }
const close: Outgoing = {
  kind: 'card-close',
  taskId: 'BX1-offer-1',
  text: '已由李师傅接单',
  responseCode: 'RC',
}
const contents = (bodies: unknown[]) =>
  (bodies as { text: { content: string } }[]).map((body) => body.text.content)

describe('messages', () => {
  test('a text goes to the member from the app', async () => {
    const { channel, sent } = await open(() => ({ msgid: 'M1' }))
    expect(await channel.send(sending(text('您好')))).toEqual({ platformId: 'M1' })
    expect(sent()).toEqual([
      { touser: 'ZhangSan', agentid: 1000002, msgtype: 'text', text: { content: '您好' } },
    ])
  })

  test('a card goes as a template card and gives back the code that greys it', async () => {
    const { channel, sent } = await open(() => ({ msgid: 'M1', response_code: 'RC1' }))
    expect(await channel.send(sending(card))).toEqual({ platformId: 'M1', responseCode: 'RC1' })
    expect(sent()).toMatchObject([
      {
        msgtype: 'template_card',
        template_card: { card_type: 'button_interaction', task_id: 'BX1-offer-1' },
      },
    ])
  })

  test('an image is uploaded and sent', async () => {
    const { channel, sent } = await open((call) =>
      call.path.endsWith('upload') ? { media_id: 'M' } : DEFAULT,
    )
    await channel.send(sending({ kind: 'image', fileId: 'f1' }))
    expect(sent()).toMatchObject([{ msgtype: 'image', image: { media_id: 'M' } }])
  })

  test.each<[string, Outgoing, string]>([
    [
      'a menu is numbered',
      {
        kind: 'menu',
        text: '哪一单？',
        options: [
          { token: 'a', label: 'BX-1' },
          { token: 'b', label: 'BX-2' },
        ],
        tail: '回复数字',
      },
      '哪一单？\n1. BX-1\n2. BX-2\n回复数字',
    ],
    [
      'a link is one to tap',
      { kind: 'link', text: '今日报表', label: '打开', url: 'https://h5.example.com/r?a=1&b=2' },
      '今日报表\n<a href="https://h5.example.com/r?a=1&b=2">打开</a>',
    ],
    [
      'a link without words shows itself',
      { kind: 'link', text: '', label: ' ', url: 'https://a.cn' },
      '<a href="https://a.cn">https://a.cn</a>',
    ],
    [
      'a link that an owner wrote stays text',
      text('请看<a href="http://evil.cn">这里</a>< / A>'),
      '请看＜a href="http://evil.cn">这里＜/a>＜ / A>',
    ],
    [
      'also with a character in it that is dropped',
      text('<\u0000a href="http://evil.cn">x'),
      '＜a href="http://evil.cn">x',
    ],
    ['other signs stay', text('3<5 且 a<b，<area>'), '3<5 且 a<b，<area>'],
    [
      'in a label too',
      { kind: 'link', text: '<a href="x">', label: '</a><a href="y">', url: 'https://a.cn' },
      '＜a href="x">\n<a href="https://a.cn">＜/a>＜a href="y"></a>',
    ],
    [
      'a card with nothing to tap is text',
      { kind: 'card', ...CARD, buttons: [], body: '<a href="x">' },
      '3栋 水管爆裂\n＜a href="x">',
    ],
    [
      'a card whose code is not known cannot be greyed: the news is told',
      { ...close, responseCode: '' },
      '已由李师傅接单',
    ],
  ])('%s', async (_what, message, content) => {
    const { channel, sent } = await open()
    await channel.send(sending(message))
    expect(contents(sent())).toEqual([content])
  })

  test('a long text before a link is parted, the link is not', async () => {
    const { channel, sent } = await open()
    const link = { label: '打开', url: 'https://h5.example.com/r' }
    await channel.send(sending({ kind: 'link', text: '水'.repeat(1363), ...link }))
    const parts = contents(sent())
    expect(parts.at(-1)).toBe('<a href="https://h5.example.com/r">打开</a>')
    expect(parts.slice(0, -1).join('')).toBe('水'.repeat(1363))
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2048)
  })
})

test('a yes with strange fields is a yes', async () => {
  const strange = { msgid: 7, response_code: null, invaliduser: null, unlicenseduser: [] }
  const { channel } = await open(() => strange)
  expect(await channel.send(sending(card))).toEqual({})
  expect(await channel.send(sending(close))).toEqual({})
})

describe('people who cannot be reached', () => {
  test.each([
    [{ invaliduser: 'zhangsan' }, ['ZhangSan']],
    [{ invaliduser: 'other|ZHANGSAN' }, ['ZhangSan']],
    [{ unlicenseduser: 'zhangsan' }, ['ZhangSan']],
    [{ invaliduser: 'zhangsan2' }, undefined],
    [{ invaliduser: '' }, undefined],
  ])('%j', async (answer, unreached) => {
    const { channel } = await open(() => ({ msgid: 'M', ...answer }))
    const receipt = await channel.send(sending(text('x')))
    expect(receipt.unreached).toEqual(unreached)
  })

  test('the only receiver being none refuses the call (81013)', async () => {
    const { channel } = await open(() => refusal(81013))
    await expect(channel.send(sending(text('x')))).rejects.toMatchObject({
      refusal: 'data',
      platformCode: '81013',
    })
  })
})

describe('repeats', () => {
  test('carry the platform’s duplicate check, first tries do not', async () => {
    const { channel, sent } = await open()
    await channel.send(sending(text('x')))
    await channel.send(sending(text('x'), { repeated: true }))
    expect(sent()[0]).not.toHaveProperty('enable_duplicate_check')
    expect(sent()[1]).toMatchObject({ enable_duplicate_check: 1, duplicate_check_interval: 14_400 })
  })

  test('a card whose task id was taken has arrived; at the first try it is refused', async () => {
    const { channel } = await open(() => refusal(42014))
    expect(await channel.send(sending(card, { repeated: true }))).toEqual({ alreadySent: true })
    await expect(channel.send(sending(card))).rejects.toMatchObject({
      refusal: 'data',
      platformCode: '42014',
    })
  })

  test.each([[-1], [45009]])(
    'a long text that stops in the middle (%i) is tried again as a repeat',
    async (code) => {
      let n = 0
      const { channel } = await open(() => (++n === 2 ? refusal(code) : DEFAULT))
      await expect(channel.send(sending(text('水'.repeat(1000))))).rejects.not.toHaveProperty(
        'refusal',
      )
    },
  )

  test('a long text that is refused at its first part, or for good, is refused', async () => {
    const busy = await open(() => refusal(-1))
    await expect(busy.channel.send(sending(text('水'.repeat(1000))))).rejects.toMatchObject({
      refusal: 'transient',
    })
    let n = 0
    const gone = await open(() => (++n === 2 ? refusal(81013) : DEFAULT))
    await expect(gone.channel.send(sending(text('水'.repeat(1000))))).rejects.toMatchObject({
      refusal: 'data',
    })
  })

  test('no answer is ambiguous', async () => {
    const { channel } = await open(() => () => undefined, IMPATIENT_MS)
    await expect(channel.send(sending(card))).rejects.not.toHaveProperty('refusal')
  })
})

describe('greying a card', () => {
  test('uses its code for the member', async () => {
    const { channel, sent } = await open()
    expect(await channel.send(sending(close))).toEqual({})
    expect(sent('message/update_template_card')).toEqual([
      {
        userids: ['ZhangSan'],
        agentid: 1000002,
        response_code: 'RC',
        button: { replace_name: '已由李师傅接单' },
      },
    ])
  })

  test('a used or late code is expired; in a repeat it was used by the first try', async () => {
    const { channel } = await open(() => refusal(60140))
    await expect(channel.send(sending(close))).rejects.toMatchObject({
      refusal: 'expired',
      platformCode: '60140',
    })
    expect(await channel.send(sending(close, { repeated: true }))).toEqual({ alreadySent: true })
  })

  test('a member who is gone is unreached', async () => {
    const { channel } = await open(() => ({ invaliduser: ['zhangsan'] }))
    expect(await channel.send(sending(close))).toEqual({ unreached: ['ZhangSan'] })
  })

  test('no answer is ambiguous', async () => {
    const { channel } = await open(() => () => undefined, IMPATIENT_MS)
    await expect(channel.send(sending(close))).rejects.not.toHaveProperty('refusal')
  })
})

describe('what never leaves', () => {
  test.each(['@all', '@ALL', 'a|b', '', 'a b', 'x'.repeat(65), '张三'])(
    'a message to "%s"',
    async (user) => {
      const { channel, server } = await open()
      const refused = channel.send(sending(text('x'), { to: { ...to, user } }))
      await expect(refused).rejects.toMatchObject({ refusal: 'data', platformCode: '40003' })
      expect(server.calls).toEqual([])
    },
  )

  test.each(['1000003', 'app', ''])('a message from agent "%s"', async (account) => {
    const { channel } = await open()
    await expect(
      channel.send(sending(text('x'), { to: { ...to, account } })),
    ).rejects.toMatchObject({ refusal: 'config' })
  })

  test.each<[string, Outgoing, string]>([
    ['a card the platform would refuse', { kind: 'card', ...CARD, taskId: 'a/b' }, '42014'],
    ['a hand-over', { kind: 'hand-over', to: 'pool' }, '40058'],
    ['an empty text', text(' '), '44004'],
    [
      'a link that is none',
      { kind: 'link', text: 'x', label: 'y', url: 'https://a"onclick="x' },
      '40094',
    ],
  ])('%s', async (_what, message, platformCode) => {
    const { channel, server } = await open()
    await expect(channel.send(sending(message))).rejects.toMatchObject({
      refusal: 'data',
      platformCode,
    })
    expect(server.calls).toEqual([])
  })
})
