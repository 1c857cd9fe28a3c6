/** Cards: what is made of ours, and what the platform would refuse. */
import { describe, expect, test } from 'vitest'
import type { Card } from '../../../src/channels/channel.ts'
import { cardProblems } from '../../../src/channels/wecom/card-problems.ts'
import { type TemplateCard, templateCardOf } from '../../../src/channels/wecom/template-card.ts'

const CARD: Card = {
  taskId: 'BX20261121-0007@offer_1',
  title: '3栋2单元 水管爆裂',
  description: '业主 张** 18:32',
  body: '厨房漏水，图1张',
  lines: [
    { label: '工单号', value: 'BX20261121-0007' },
    { label: '照片', value: '查看', url: 'https://h5.example.com/t/17' },
  ],
  question: {
    key: 'eta',
    title: '预计到达',
    options: [
      { id: '30m', text: '30分钟' },
      { id: '2h', text: '2小时' },
    ],
  },
  buttons: [
    { key: 'accept', text: '接单', style: 'primary' },
    { key: 'pass', text: '转派', style: 'plain' },
    { key: 'refuse', text: '拒单', style: 'danger' },
  ],
}

test('a card with buttons', () => {
  const card = templateCardOf(CARD)
  expect(card).toEqual({
    card_type: 'button_interaction',
    main_title: { title: '3栋2单元 水管爆裂', desc: '业主 张** 18:32' },
    sub_title_text: '厨房漏水，图1张',
    horizontal_content_list: [
      { keyname: '工单号', value: 'BX20261121-0007' },
      { keyname: '照片', value: '查看', type: 1, url: 'https://h5.example.com/t/17' },
    ],
    task_id: 'BX20261121-0007@offer_1',
    button_selection: {
      question_key: 'eta',
      title: '预计到达',
      option_list: [
        { id: '30m', text: '30分钟' },
        { id: '2h', text: '2小时' },
      ],
    },
    button_list: [
      { text: '接单', key: 'accept', style: 1 },
      { text: '转派', key: 'pass', style: 2 },
      { text: '拒单', key: 'refuse', style: 3 },
    ],
  })
  expect(cardProblems(card)).toEqual([])
})

test('a card without buttons is a notice that opens its address', () => {
  const card = templateCardOf({
    taskId: 't',
    title: '日报',
    lines: [],
    buttons: [],
    url: 'https://h5.example.com/r',
  })
  expect(card).toEqual({
    card_type: 'text_notice',
    main_title: { title: '日报' },
    card_action: { type: 1, url: 'https://h5.example.com/r' },
  })
  expect(cardProblems(card)).toEqual([])
})

test('long words are cut to what is shown, with dots, and never in the middle of an emoji', () => {
  const long = '很长😀'.repeat(100)
  const card = templateCardOf({
    ...CARD,
    title: long,
    description: long,
    body: long,
    lines: [{ label: long, value: long }],
    question: { key: 'q', title: long, options: [{ id: 'a', text: long }] },
    buttons: [{ key: 'a', text: long, style: 'plain' }],
  })
  const shown: [string | undefined, number][] = [
    [card.main_title.title, 36],
    [card.main_title.desc, 44],
    [card.sub_title_text, 160],
    [card.horizontal_content_list?.[0]?.keyname, 5],
    [card.horizontal_content_list?.[0]?.value, 30],
    [card.button_selection?.title, 36],
    [card.button_selection?.option_list[0]?.text, 10],
    [card.button_list?.[0]?.text, 10],
  ]
  for (const [text = '', most] of shown) {
    expect([...text].length).toBeLessThanOrEqual(most)
    expect(text).toMatch(/…$/)
    expect(text).not.toMatch(/\p{Cs}/u)
  }
  expect(cardProblems(card)).toEqual([])
})

test('six lines are all shown; of more, the sixth says how many are missing', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ label: `第${n}`, value: `${n}` }))
  expect(templateCardOf({ ...CARD, lines: lines(6) }).horizontal_content_list).toHaveLength(6)
  const nine = templateCardOf({ ...CARD, lines: lines(9) })
  expect(nine.horizontal_content_list?.at(-1)).toEqual({ keyname: '其余', value: '另有4项未显示' })
  expect(nine.horizontal_content_list).toHaveLength(6)
  expect(cardProblems(nine)).toEqual([])
})

describe('problems', () => {
  const good = templateCardOf(CARD)
  const question = good.button_selection
  if (!question) throw new Error('the card has a question')
  const withQuestion = (change: Partial<typeof question>): Partial<TemplateCard> => ({
    button_selection: { ...question, ...change },
  })
  const buttons = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ text: `b${n}`, key: `k${n}`, style: 1 }))
  const lines = (count: number) =>
    Array.from({ length: count }, () => ({ keyname: 'a', value: 'b' }))
  const options = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `${n}`, text: 'x' }))

  test.each<[string, Partial<TemplateCard>, number[]]>([
    ['no title', { main_title: { title: ' ' } }, [42033]],
    ['seven lines', { horizontal_content_list: lines(7) }, [42035]],
    ['a line without a name', { horizontal_content_list: [{ keyname: '', value: 'x' }] }, [42027]],
    [
      'a line that leads nowhere',
      { horizontal_content_list: [{ keyname: 'a', value: 'x', type: 1 }] },
      [42028],
    ],
    [
      'a line with an address without scheme',
      { horizontal_content_list: [{ keyname: 'a', value: 'x', type: 1, url: 'h5.example.com' }] },
      [42028],
    ],
    ['a card that opens a script', { card_action: { type: 1, url: 'javascript:1' } }, [42028]],
    [
      'a card that opens too long an address',
      { card_action: { type: 1, url: `https://a/${'b'.repeat(2048)}` } },
      [42028],
    ],
    ['no task id', { task_id: '' }, [42014]],
    ['a task id with a slash', { task_id: 'a/b' }, [42014]],
    ['a Chinese task id', { task_id: '工单' }, [42014]],
    ['a task id of 129 characters', { task_id: 'a'.repeat(129) }, [42014]],
    ['no buttons', { button_list: [] }, [40058]],
    ['seven buttons', { button_list: buttons(7) }, [40058]],
    ['a button without a text', { button_list: [{ text: '', key: 'a', style: 1 }] }, [42038]],
    ['a button without a key', { button_list: [{ text: 'a', key: '', style: 1 }] }, [42039]],
    [
      'a button with a key of 1025 bytes',
      { button_list: [{ text: 'a', key: 'k'.repeat(1025), style: 1 }] },
      [42039],
    ],
    ['two buttons with one key', { button_list: [...buttons(1), ...buttons(1)] }, [42039]],
    ['a question without a key', withQuestion({ question_key: '' }), [42043]],
    [
      'a question with a key of 1025 bytes',
      withQuestion({ question_key: 'k'.repeat(1025) }),
      [42043],
    ],
    ['a question without options', withQuestion({ option_list: [] }), [42037]],
    ['a question with eleven options', withQuestion({ option_list: options(11) }), [42037]],
    ['an option without an id', withQuestion({ option_list: [{ id: '', text: 'x' }] }), [42040]],
    [
      'an option with an id of 129 bytes',
      withQuestion({ option_list: [{ id: 'i'.repeat(129), text: 'x' }] }),
      [42040],
    ],
    [
      'two options with one id',
      withQuestion({ option_list: [...options(1), ...options(1)] }),
      [42040],
    ],
    ['an option without a text', withQuestion({ option_list: [{ id: 'a', text: '' }] }), [42041]],
    [
      'several at once',
      { main_title: { title: '' }, task_id: '', button_list: [] },
      [42033, 42014, 40058],
    ],
    [
      'six buttons and ten options are none',
      { button_list: buttons(6), ...withQuestion({ option_list: options(10) }) },
      [],
    ],
  ])('%s', (_what, change, codes) => {
    expect(cardProblems({ ...good, ...change }).map(({ code }) => code)).toEqual(codes)
  })

  const notice: TemplateCard = {
    card_type: 'text_notice',
    main_title: { title: '日报' },
    card_action: { type: 1, url: 'https://h5.example.com/r' },
  }
  test.each<[string, TemplateCard, number[]]>([
    [
      'a notice that opens nothing',
      { card_type: 'text_notice', main_title: { title: '日报' } },
      [42045],
    ],
    ['a notice without any words', { ...notice, main_title: { title: '' } }, [42033]],
    [
      'a notice with a body instead of a title',
      { ...notice, main_title: { title: '' }, sub_title_text: '见附件' },
      [],
    ],
  ])('%s', (_what, card, codes) => {
    expect(cardProblems(card).map(({ code }) => code)).toEqual(codes)
  })
})
