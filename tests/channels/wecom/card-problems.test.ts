/** Cards: what is made of ours, and what the platform would refuse. */
import { describe, expect, test } from 'vitest'
import type { Card, Form } from '../../../src/channels/card.ts'
import type { TemplateCard } from '../../../src/channels/wecom/card-kinds.ts'
import { cardProblems } from '../../../src/channels/wecom/card-problems.ts'
import {
  closedFormCard,
  formCardOf,
  templateCardOf,
} from '../../../src/channels/wecom/template-card.ts'
import { SPOILED_CARDS } from '../../support/spoiled-cards.ts'

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

test('a notice with a picture is news, and its line of text a quote', () => {
  const picture = 'https://h5.example.com/p.jpg'
  const url = 'https://h5.example.com/r'
  const card = templateCardOf({
    taskId: 't',
    title: '停水',
    body: '周三',
    lines: [],
    buttons: [],
    url,
    picture,
  })
  expect(card).toEqual({
    card_type: 'news_notice',
    main_title: { title: '停水' },
    card_image: { url: picture },
    quote_area: { type: 0, quote_text: '周三' },
    card_action: { type: 1, url },
  })
  expect(cardProblems(card)).toEqual([])
})

/** The most characters of each text, and where it stands on the card. */
const SHOWN: readonly [string, number, (text: string) => unknown][] = [
  ['title', 36, (title) => templateCardOf({ ...CARD, title }).main_title?.title],
  ['description', 44, (description) => templateCardOf({ ...CARD, description }).main_title?.desc],
  ['body', 160, (body) => buttonCard({ body }).sub_title_text],
  [
    'label',
    5,
    (label) => buttonCard({ lines: [{ label, value: 'x' }] }).horizontal_content_list?.[0]?.keyname,
  ],
  [
    'value',
    30,
    (value) => buttonCard({ lines: [{ label: 'x', value }] }).horizontal_content_list?.[0]?.value,
  ],
  [
    'question',
    36,
    (title) => buttonCard({ question: { ...QUESTION, title } }).button_selection?.title,
  ],
  [
    'option',
    10,
    (text) =>
      buttonCard({ question: { ...QUESTION, options: [{ id: 'a', text }] } }).button_selection
        ?.option_list[0]?.text,
  ],
  [
    'button',
    10,
    (text) => buttonCard({ buttons: [{ key: 'a', text, style: 'plain' }] }).button_list[0]?.text,
  ],
  ['title of a form', 36, (title) => formCardOf({ ...FORM, title }).main_title.title],
  [
    'button of a form',
    10,
    (text) => formCardOf({ ...FORM, submit: { key: 'k', text } }).submit_button.text,
  ],
  ['option of a vote', 17, (text) => voteOf([{ id: 'a', text }])],
  ['greyed button', 20, (text) => closedFormCard(FORM, text).replace_text],
]

const QUESTION = { key: 'q', title: '为什么？', options: [{ id: 'a', text: '急活' }] }
const FORM: Form = {
  taskId: 'f1',
  title: '为什么挂起？',
  questions: [QUESTION],
  submit: { key: 'hold_why', text: '提交' },
}

function buttonCard(change: Partial<Card>) {
  const card = templateCardOf({ ...CARD, ...change })
  if (card.card_type !== 'button_interaction') throw new Error(card.card_type)
  return card
}

function voteOf(options: Form['questions'][number]['options']) {
  const card = formCardOf({ ...FORM, questions: [{ ...QUESTION, options }] })
  return card.card_type === 'vote_interaction' ? card.checkbox.option_list[0]?.text : undefined
}

test.each(SHOWN)(
  'a %s of %i characters is shown whole, a longer one ends in dots',
  (_what, most, shown) => {
    const whole = '很😀'
      .repeat(most)
      .slice(0, [...'很😀'.repeat(most)].slice(0, most).join('').length)
    expect(shown(whole)).toBe(whole)
    const cut = String(shown(`${whole}长`))
    expect([...cut]).toHaveLength(most)
    expect(cut).toMatch(/…$/)
    expect(cut).not.toMatch(/\p{Cs}/u)
  },
)

describe('a form', () => {
  test('of one question is a vote, of one answer or several', () => {
    expect(formCardOf(FORM)).toEqual({
      card_type: 'vote_interaction',
      main_title: { title: '为什么挂起？' },
      task_id: 'f1',
      checkbox: { question_key: 'q', mode: 0, option_list: QUESTION.options },
      submit_button: { text: '提交', key: 'hold_why' },
    })
    const several = formCardOf({ ...FORM, questions: [{ ...QUESTION, several: true }] })
    expect(several).toMatchObject({ checkbox: { mode: 1 } })
  })

  test('of several questions is a card of lists', () => {
    const form = { ...FORM, description: '任选', questions: [QUESTION, { ...QUESTION, key: 'r' }] }
    const card = formCardOf(form)
    expect(card).toMatchObject({
      card_type: 'multiple_interaction',
      main_title: { title: '为什么挂起？', desc: '任选' },
      select_list: [{ question_key: 'q', title: '为什么？' }, { question_key: 'r' }],
    })
    expect(cardProblems(card)).toEqual([])
  })

  test.each([
    ['a vote', [QUESTION]],
    ['lists', [QUESTION, { ...QUESTION, key: 'r' }]],
  ])('that is closed has nothing left to choose: %s', (_what, questions) => {
    const closed = closedFormCard({ ...FORM, questions }, '已挂起')
    const parts = closed.card_type === 'vote_interaction' ? [closed.checkbox] : closed.select_list
    expect(closed).toMatchObject({ replace_text: '已挂起' })
    expect(closed).not.toHaveProperty('task_id')
    expect(parts.map(({ disable }) => disable)).toEqual(questions.map(() => true))
  })
})

test('six lines are all shown; of more, the sixth says how many are missing', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ label: `第${n}`, value: `${n}` }))
  expect(buttonCard({ lines: lines(6) }).horizontal_content_list).toHaveLength(6)
  const nine = buttonCard({ lines: lines(9) })
  expect(nine.horizontal_content_list?.at(-1)).toEqual({ keyname: '其余', value: '另有4项未显示' })
  expect(nine.horizontal_content_list).toHaveLength(6)
  expect(cardProblems(nine)).toEqual([])
})

describe('problems', () => {
  test.each(SPOILED_CARDS)('%s', (_what, card, code) => {
    const problems = cardProblems(card)
    expect(problems.map((problem) => problem.code)).toEqual(code === null ? [] : [code])
    for (const { field } of problems)
      expect(field).toMatch(/^[a-z_]+(\[\d\])?(\.[a-z_]+(\[\d\])?)*$/)
  })

  test('all of one card are told at once, each with its place', () => {
    const card: TemplateCard = {
      card_type: 'multiple_interaction',
      main_title: {},
      select_list: [{ question_key: '', option_list: [{ id: 'a', text: '' }] }],
      submit_button: { text: '', key: '' },
    }
    expect(cardProblems(card)).toEqual([
      { code: 42014, field: 'task_id' },
      { code: 42033, field: 'main_title.title' },
      { code: 42043, field: 'select_list[0].question_key' },
      { code: 42041, field: 'select_list[0].option_list.text' },
      { code: 42049, field: 'submit_button.text' },
      { code: 42046, field: 'submit_button.key' },
    ])
  })

  test('every code of a card’s fields has a case', () => {
    const codes = new Set(SPOILED_CARDS.map(([, , code]) => code))
    // 42052 is of taking a message back, 42015 to 42020 of a card of old, 42032, 42034 and 42048 of nothing.
    const named = [42014, 42027, 42028, 42029, 42030, 42031, 42033, 42035, 42036, 42037, 42038]
    named.push(42039, 42040, 42041, 42042, 42043, 42044, 42045, 42046, 42047, 42049, 42050, 42051)
    expect(named.filter((code) => !codes.has(code))).toEqual([])
  })
})
