/** What leaves for a message to an owner, and how many sends it costs. */
import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/channels/card.ts'
import type { Outgoing } from '../../../src/channels/channel.ts'
import { kfDrafts, sendsNeeded } from '../../../src/channels/wecom/kf-drafts.ts'

const option = (n: number) => ({ token: `t${n}`, label: `选项${n}` })
const click = (n: number) => ({ type: 'click', click: { id: `t${n}`, content: `选项${n}` } })
const options = (count: number) => Array.from({ length: count }, (_, n) => option(n))
const menu = (text: string, count = 2, tail?: string): Outgoing => ({
  kind: 'menu',
  text,
  options: options(count),
  ...(tail !== undefined && { tail }),
})
const CARD: Card = {
  taskId: 't-1',
  title: '3栋2单元 水管爆裂',
  description: '业主 张**',
  body: '厨房漏水',
  lines: [
    { label: '单号', value: 'BX20261121-0007' },
    { label: '照片', value: '查看', url: 'https://h5.example.com/p' },
  ],
  buttons: [{ key: 'accept', text: '接单', style: 'primary' }],
  url: 'https://h5.example.com/t/17',
}

test.each<[string, Outgoing, unknown[]]>([
  ['a text', { kind: 'text', text: '您好' }, [{ msgtype: 'text', text: { content: '您好' } }]],
  ['an image', { kind: 'image', fileId: 'f1' }, [{ msgtype: 'image', fileId: 'f1' }]],
  [
    'a menu',
    menu('请选择', 2, '也可以直接说'),
    [
      {
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: '请选择',
          list: [click(0), click(1)],
          tail_content: '也可以直接说',
        },
      },
    ],
  ],
  [
    'a menu without options',
    menu('没有可选的', 0, '稍后再试'),
    [{ msgtype: 'text', text: { content: '没有可选的\n稍后再试' } }],
  ],
  [
    'a link',
    { kind: 'link', text: '缴费入口', label: '去缴费', url: 'https://h5.example.com/pay?a=1&b=2' },
    [
      {
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: '缴费入口',
          list: [
            {
              type: 'view',
              view: { url: 'https://h5.example.com/pay?a=1&b=2', content: '去缴费' },
            },
          ],
        },
      },
    ],
  ],
  [
    'a card, as text',
    { kind: 'card', ...CARD },
    [
      {
        msgtype: 'text',
        text: {
          content:
            '3栋2单元 水管爆裂\n业主 张**\n厨房漏水\n单号：BX20261121-0007\n照片：查看 https://h5.example.com/p\nhttps://h5.example.com/t/17',
        },
      },
    ],
  ],
  [
    'the end of a card, as text',
    { kind: 'card-close', taskId: 't-1', text: '已由李师傅接单', responseCode: '' },
    [{ msgtype: 'text', text: { content: '已由李师傅接单' } }],
  ],
  ['a hand-over', { kind: 'hand-over', to: 'pool' }, []],
])('%s', (_what, message, drafts) => {
  expect(kfDrafts(message)).toEqual(drafts)
  expect(sendsNeeded(message)).toBe(drafts.length)
})

test('what a neighbour wrote becomes no link, above a menu or below it', () => {
  const link = '<a href="https://evil.example">点我</a>'
  const options = [{ token: 't1', label: '好' }]
  const message: Outgoing = { kind: 'menu', text: `他说：${link}`, options, tail: link }
  const said = JSON.stringify(kfDrafts(message))
  expect(said).toContain('＜a href')
  expect(said).not.toContain('<a href')
})

describe('limits', () => {
  const lengthsOf = (message: Outgoing) =>
    kfDrafts(message).map((draft) => {
      if (draft.msgtype === 'text') return `text ${Buffer.byteLength(draft.text.content)}`
      return draft.msgtype === 'msgmenu'
        ? `menu ${Buffer.byteLength(draft.msgmenu.head_content ?? '')}`
        : 'image'
    })

  test.each<[string, Outgoing, string[]]>([
    ['a text of 2048 bytes', { kind: 'text', text: 'a'.repeat(2048) }, ['text 2048']],
    ['a text of 2049 bytes', { kind: 'text', text: 'a'.repeat(2049) }, ['text 2048', 'text 1']],
    [
      'a Chinese text of 1400 characters',
      { kind: 'text', text: '水'.repeat(1400) },
      ['text 2046', 'text 2046', 'text 108'],
    ],
    [
      'white space behind a full text',
      { kind: 'text', text: `${'a'.repeat(2048)}\n\n ` },
      ['text 2048'],
    ],
    ['a menu head of 1024 bytes', menu('a'.repeat(1024)), ['menu 1024']],
    ['a menu head of 1025 bytes', menu('a'.repeat(1025)), ['text 1024', 'menu 1']],
    ['a menu head of 2048 bytes', menu('a'.repeat(2048)), ['text 1024', 'menu 1024']],
    ['a menu head of 5000 bytes', menu('a'.repeat(5000)), ['text 2048', 'text 2048', 'menu 904']],
  ])('%s', (_what, message, lengths) => {
    expect(lengthsOf(message)).toEqual(lengths)
    expect(sendsNeeded(message)).toBe(lengths.length)
  })

  test.each([
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])(
    '%i options are %j to a menu, the head on the first and the tail on the last',
    (count, sizes) => {
      const options = Array.from({ length: count }, (_, n) => ({
        token: `t${n}`,
        label: `第${n}项`,
      }))
      const message: Outgoing = { kind: 'menu', text: '请选择', options, tail: '也可以直接说' }
      const menus = kfDrafts(message).flatMap((draft) =>
        draft.msgtype === 'msgmenu' ? [draft.msgmenu] : [],
      )
      expect(menus.map(({ list }) => list.length)).toEqual(sizes)
      expect(menus.map(({ head_content }) => head_content ?? '')).toEqual(
        sizes.map((_, at) => (at === 0 ? '请选择' : '')),
      )
      expect(menus.map(({ tail_content }) => tail_content ?? '')).toEqual(
        sizes.map((_, at) => (at === sizes.length - 1 ? '也可以直接说' : '')),
      )
      const ids = menus.flatMap(({ list }) => list.map((item) => 'click' in item && item.click.id))
      expect(ids).toEqual(options.map(({ token }) => token))
      expect(sendsNeeded(message)).toBe(sizes.length)
    },
  )

  test('a page of a longer list shows the numbers that can be typed, and the way on has none', () => {
    const options = [
      { token: 'a', label: '第9项' },
      { token: 'b', label: '第10项' },
      { token: 'c', label: '更多', isMore: true as const },
    ]
    const [draft] = kfDrafts({ kind: 'menu', text: '请选择', options, numberFrom: 9 })
    expect(draft).toMatchObject({
      msgmenu: {
        list: [
          { click: { id: 'a', content: '9. 第9项' } },
          { click: { id: 'b', content: '10. 第10项' } },
          { click: { id: 'c', content: '更多' } },
        ],
      },
    })
  })

  test('ten options pass, labels and tails are cut, nothing else of them is', () => {
    const [draft] = kfDrafts({
      kind: 'menu',
      text: 'x',
      options: Array.from({ length: 10 }, (_, n) => ({
        token: 'k'.repeat(127) + n,
        label: '很长的选项'.repeat(20),
      })),
      tail: '尾'.repeat(1000),
    })
    if (draft?.msgtype !== 'msgmenu') return expect.unreachable('no menu')
    expect(draft.msgmenu.list).toHaveLength(10)
    for (const item of draft.msgmenu.list) {
      if (item.type !== 'click') return expect.unreachable('no click')
      expect(Buffer.byteLength(item.click.id)).toBe(128)
      expect(Buffer.byteLength(item.click.content)).toBeLessThanOrEqual(128)
      expect(item.click.content).toMatch(/…$/)
    }
    expect(Buffer.byteLength(draft.msgmenu.tail_content ?? '')).toBeLessThanOrEqual(1024)
  })

  test('control characters and halves of pairs leave no text', () => {
    expect(kfDrafts({ kind: 'text', text: 'a\u0000\ud800b\u0007\nc' })).toEqual([
      { msgtype: 'text', text: { content: 'ab\nc' } },
    ])
  })
})

test.each<[string, Outgoing, string]>([
  ['an empty token', { kind: 'menu', text: 'x', options: [{ token: '', label: 'a' }] }, '40058'],
  [
    'a token of 129 bytes',
    { kind: 'menu', text: 'x', options: [{ token: 'k'.repeat(129), label: 'a' }] },
    '40058',
  ],
  [
    'a Chinese token of 43 characters',
    { kind: 'menu', text: 'x', options: [{ token: '键'.repeat(43), label: 'a' }] },
    '40058',
  ],
  [
    'an option without a label',
    { kind: 'menu', text: 'x', options: [{ token: 'a', label: '  ' }] },
    '40063',
  ],
  ['an empty text', { kind: 'text', text: '' }, '44004'],
  ['a text of white space', { kind: 'text', text: ' \n\t' }, '44004'],
  ['a text of control characters', { kind: 'text', text: '\u0000\u0001' }, '44004'],
  ['a link without a scheme', { kind: 'link', text: 'x', label: 'y', url: 'example.com' }, '40094'],
  ['a script', { kind: 'link', text: 'x', label: 'y', url: 'javascript:alert(1)' }, '40094'],
  ['a link with a space', { kind: 'link', text: 'x', label: 'y', url: 'https://a b' }, '40094'],
  [
    'a link that is too long',
    { kind: 'link', text: 'x', label: 'y', url: `https://a/${'b'.repeat(2048)}` },
    '40094',
  ],
])('%s can never be sent, and costs one in the count', (_what, message, platformCode) => {
  expect(() => kfDrafts(message)).toThrow(
    expect.objectContaining({ refusal: 'data', platformCode }),
  )
  expect(sendsNeeded(message)).toBe(1)
})
