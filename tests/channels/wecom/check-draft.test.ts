/** Every type of message the desk sends, at its limits in bytes and one past them (wecom.md 3.4, 5.2, 6.1). */
import { expect, test } from 'vitest'
import { checked } from '../../../src/channels/wecom/check-draft.ts'
import { SPOILED_CARDS } from '../../support/spoiled-cards.ts'

type Draft = Parameters<typeof checked>[0]

const text = (content: string, mentioned_list?: readonly string[]): Draft => ({
  msgtype: 'text',
  text: { content, ...(mentioned_list && { mentioned_list }) },
})
const click = (id: string, content = '报修') => ({ type: 'click', click: { id, content } }) as const
const view = (url: string, content = '打开') => ({ type: 'view', view: { url, content } }) as const
const menu = (msgmenu: Partial<Extract<Draft, { msgtype: 'msgmenu' }>['msgmenu']>): Draft => ({
  msgtype: 'msgmenu',
  msgmenu: { list: [click('a')], ...msgmenu },
})
const item = (one: ReturnType<typeof click> | ReturnType<typeof view>) => menu({ list: [one] })
const times = (count: number) => Array.from({ length: count }, (_, n) => click(`k${n}`))
const ids = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`)

const CASES: readonly [what: string, draft: Draft, code: string | null][] = [
  ['a text of 2048 bytes', text('a'.repeat(2048)), null],
  ['a text of 2049 bytes', text('a'.repeat(2049)), '45002'],
  ['a text of 2049 bytes in 683 characters', text('水'.repeat(683)), '45002'],
  ['an empty text', text(''), '44004'],
  ['a text of blanks', text(' \n　'), '44004'],
  ['1000 mentioned members', text('x', ids(1000)), null],
  ['1001 mentioned members', text('x', ids(1001)), '40032'],
  ['a mentioned id of 64 characters', text('x', ['m'.repeat(64)]), null],
  ['a mentioned id of 65 characters', text('x', ['m'.repeat(65)]), '40031'],
  ['a mention of everybody', text('x', ['@all']), '40031'],
  ['an image', { msgtype: 'image', fileId: 'f1' }, null],
  ['an image that is none', { msgtype: 'image', fileId: '' }, '41006'],
  ['a menu without head', menu({}), null],
  ['a head of 1024 bytes', menu({ head_content: 'a'.repeat(1024) }), null],
  ['a head of 1025 bytes', menu({ head_content: 'a'.repeat(1025) }), '40058'],
  ['a tail of 1024 bytes', menu({ tail_content: 'a'.repeat(1024) }), null],
  ['a tail of 1026 bytes in 342 characters', menu({ tail_content: '尾'.repeat(342) }), '40058'],
  ['ten items', menu({ list: times(10) }), null],
  ['eleven items', menu({ list: times(11) }), '95008'],
  ['no items', menu({ list: [] }), '40063'],
  ['an id of 128 bytes', item(click('i'.repeat(128))), null],
  ['an id of 129 bytes', item(click('i'.repeat(129))), '40058'],
  ['no id', item(click('')), '40058'],
  ['a label of 128 bytes', item(click('a', 'l'.repeat(128))), null],
  ['a label of 129 bytes in 43 characters', item(click('a', '标'.repeat(43))), '40058'],
  ['no label', item(click('a', ' ')), '40058'],
  ['a link label of 1024 bytes', item(view('https://a.cn', 'l'.repeat(1024))), null],
  ['a link label of 1025 bytes', item(view('https://a.cn', 'l'.repeat(1025))), '40058'],
  ['an address of 2048 bytes', item(view(`https://a.cn/${'b'.repeat(2035)}`)), null],
  ['an address of 2049 bytes', item(view(`https://a.cn/${'b'.repeat(2036)}`)), '40094'],
  ['an address without scheme', item(view('a.cn')), '40094'],
]

test.each(CASES)('%s', (_what, draft, code) => {
  if (code === null) expect(checked(draft)).toBe(draft)
  else {
    expect(() => checked(draft)).toThrow(
      expect.objectContaining({ refusal: 'data', platformCode: code }),
    )
  }
})

test.each(SPOILED_CARDS)('a card: %s', (_what, template_card, code) => {
  const draft: Draft = { msgtype: 'template_card', template_card }
  if (code === null) expect(checked(draft)).toBe(draft)
  else expect(() => checked(draft)).toThrow(expect.objectContaining({ platformCode: String(code) }))
})
