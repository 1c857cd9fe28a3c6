import { expect, test } from 'vitest'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

test.each<Talk>([
  {
    name: 'a flow tapped after words nobody understood begins with them',
    talk: [
      { user: '那个玩意儿老是自己转圈圈' },
      { expect: { said: '没太明白' } },
      { click: '我要报修' },
      { expect: { slots: { problem: '那个玩意儿老是自己转圈圈' }, asks: 'category' } },
    ],
  },
  {
    name: 'so does one chosen by its number',
    talk: [
      { user: '那个玩意儿老是自己转圈圈' },
      { user: '1' },
      { expect: { slots: { problem: '那个玩意儿老是自己转圈圈' }, asks: 'category' } },
    ],
  },
  {
    name: 'a flow named in words begins with these, not with what was said before',
    talk: [
      { user: '那个玩意儿老是自己转圈圈' },
      { user: '我要报修' },
      { expect: { slots: { problem: null }, asks: 'problem' } },
    ],
  },
  {
    name: 'a menu that was asked for begins with nothing',
    talk: [
      { user: '那个玩意儿老是自己转圈圈' },
      { user: '菜单' },
      { user: '1' },
      { expect: { slots: { problem: null }, asks: 'problem' } },
    ],
  },
  {
    name: 'an option tapped twice is picked once, and the present question stands',
    talk: [
      { user: '菜单' },
      { click: '我要报修' },
      { expect: { asks: 'problem', stack: ['repair_report'] } },
      { click: '我要报修' },
      { expect: { said: ['已经选过“我要报修”了', '请简单说一下'], stack: ['repair_report'] } },
    ],
  },
  {
    name: 'an old option of the question still asked is picked, although the menu was shown again',
    talk: [
      { user: '我要报修' },
      { user: '墙上裂了一条缝' },
      { expect: { asks: 'category' } },
      { user: '嗯哼哈嘿' },
      { click: '电梯' },
      { expect: { slots: { category: 'lift' }, asks: 'area' } },
    ],
  },
  {
    name: 'an option of a question long answered picks nothing',
    talk: [
      { user: '我要报修' },
      { user: '墙上裂了一条缝' },
      { click: '其他' },
      { click: '电梯' },
      { expect: { said: '已经选过', slots: { category: 'other' }, asks: 'area' } },
    ],
  },
  {
    name: 'a digit is no option of a menu that another question has replaced',
    talk: [
      { user: '菜单' },
      { user: '厨房漏水' },
      { expect: { asks: 'room' } },
      { user: '1' },
      { expect: { asks: 'room', flow: 'repair_report', stack: ['repair_report'] } },
    ],
  },
  {
    name: 'a card’s accept is dangerous: after half an hour a tap does not submit but shows the card again',
    talk: [
      { user: '3栋2单元501厨房漏水，尽快' },
      { user: '没有' },
      { user: '是的' },
      { advance: '19m' },
      { expect: { asks: 'review' } },
      { advance: '19m' },
      { advance: '19m' },
      { click: '确认提交' },
      { expect: { calls: [], said: ['这个菜单已经过期了', '请核对'], asks: 'review' } },
      { click: '确认提交' },
      { expect: { calls: [{ 'tickets.create': {} }] } },
    ],
  },
  {
    name: 'a number typed in answer to an open question is that answer, whatever menus stood before',
    talk: [
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { user: '修好了' },
      { user: '1' },
      { expect: { asks: 'reason' } },
      { user: '3' },
      { expect: { calls: [{ 'surveys.save': { score: 1, reason: '3' } }], not_said: '过期' } },
    ],
  },
  {
    name: 'an option number that is not there is no pick',
    talk: [{ user: '菜单' }, { user: '9' }, { expect: { flow: null, said: '没太明白' } }],
  },
])('$name', async ({ talk }) => {
  const { failures } = await failuresOf({ talk })
  expect(failures).toEqual([])
})

test('a card that was shown an hour ago, without a reminder since, is not accepted by a late 1', async () => {
  const { failures } = await failuresOf({
    fakes: { 'tickets.complain': { ok: { number: 'TS1' } } },
    talk: [
      { user: '投诉保安态度差，3栋' },
      { expect: { asks: 'review' } },
      { advance: '19m' },
      { user: '好' },
      { expect: { calls: [{ 'tickets.complain': {} }] } },
      { user: '投诉楼上太吵，3栋' },
      { advance: '2h' },
      { advance: '2h' },
      { user: '1' },
      { expect: { calls: [], said: '这个菜单已经过期了', asks: 'review' } },
      { user: '1' },
      { expect: { calls: [{ 'tickets.complain': {} }] } },
    ],
  })
  expect(failures).toEqual([])
})

const LONG = `
dsl: 1
flow: long
title: 选一个
start: {keywords: [{any: [选一个], weight: 3}]}
policy: {idle: {expire: 1h}, on_exhausted: finish}
slots:
  items: {type: list, source: action}
  item: {type: choice, label: 项目, options_from: {list: slots.items, id: number, text: '{{ item.title }}'}}
steps:
  - {id: list, action: tickets.list, save: {items: result.items}, outcomes: {ok: pick, else: END}}
  - {id: pick, ask: item, prompt: 选哪一个？}
  - {id: said, say: '选了 {{ slots.item }}。', goto: END}
`

test('an answer may be named by words only it has, but a steering word still steers', async () => {
  const items = [
    { number: 'BX1', title: '厨房漏水' },
    { number: 'BX2', title: '取消了门禁卡，要重办' },
  ]
  const fakes = { 'tickets.list': { ok: { items } }, 'tickets.show': { ok: { status: 'x' } } }
  const talk = [{ user: '我的工单' }, { expect: { asks: 'number' } }]
  const named = await failuresOf({
    fakes,
    talk: [
      ...talk,
      { user: '房漏' },
      { expect: { calls: [{ 'tickets.show': { number: 'BX1' } }] } },
    ],
  })
  expect(named.failures).toEqual([])
  const steered = await failuresOf({
    fakes,
    talk: [...talk, { user: '取消' }, { expect: { calls: [], flow: null } }],
  })
  expect(steered.failures).toEqual([])
})

test('a long list is shown in pages of eight, and every item can be reached', async () => {
  const items = Array.from({ length: 20 }, (_, index) => ({
    number: `N${index + 1}`,
    title: `第${index + 1}项目`,
  }))
  const page = (from: number, to: number) => items.slice(from, to).map(({ title }) => title)
  const { failures } = await failuresOf(
    {
      fakes: { 'tickets.list': { ok: { items } } },
      talk: [
        { user: '选一个' },
        { expect: { choices: [...page(0, 8), '更多'] } },
        { user: '9' },
        { expect: { choices: [...page(8, 16), '更多'] } },
        { click: '更多' },
        { expect: { choices: page(16, 20) } },
        { user: '18' },
        { expect: { said: '选了 N18。', ends: 'done' } },
      ],
    },
    mustCompile(folderOf(LONG)),
  )
  expect(failures).toEqual([])
})

test.each([
  ['a number of the first page', { user: '3' }, 'N3'],
  ['a number of the page in sight', { user: '第9个' }, 'N9'],
  ['a name of the first page', { user: '第4项目' }, 'N4'],
  ['a tap in the page in sight', { click: '第16项目' }, 'N16'],
])('on the second page %s is understood', async (_what, answer, number) => {
  const items = Array.from({ length: 20 }, (_, index) => ({
    number: `N${index + 1}`,
    title: `第${index + 1}项目`,
  }))
  const { failures } = await failuresOf(
    {
      fakes: { 'tickets.list': { ok: { items } } },
      talk: [
        { user: '选一个' },
        { user: '更多' },
        answer,
        { expect: { said: `选了 ${number}。` } },
      ],
    },
    mustCompile(folderOf(LONG)),
  )
  expect(failures).toEqual([])
})

test('an item of a later page can be named', async () => {
  const items = Array.from({ length: 20 }, (_, index) => ({
    number: `N${index + 1}`,
    title: `第${index + 1}项目`,
  }))
  const { failures } = await failuresOf(
    {
      fakes: { 'tickets.list': { ok: { items } } },
      talk: [{ user: '选一个' }, { user: '第20项目' }, { expect: { said: '选了 N20。' } }],
    },
    mustCompile(folderOf(LONG)),
  )
  expect(failures).toEqual([])
})

test('tokens are short, unique, and name their menu', async () => {
  const { stage } = await failuresOf({
    talk: [{ user: '菜单' }, { user: '我要报修' }, { user: '墙上裂了一条缝' }],
  })
  const tokens = stage.shown.map(({ token }) => token)
  expect(new Set(tokens).size).toBe(tokens.length)
  for (const token of tokens) expect(token.length).toBeLessThan(64)
})

const NAMED = `
dsl: 1
flow: named
title: 转交
start: {keywords: [{any: [转交], weight: 3, generic: true}]}
policy: {idle: {expire: 1h}, on_exhausted: finish}
slots:
  words: {type: text, label: 内容, seed: trigger_text}
  people: {type: list, source: action}
  who:
    type: choice
    label: 同事
    infer_from: words
    options_from: {list: slots.people, id: id, text: '{{ item.name }}（{{ item.trade }}）', match: '{{ item.name }}、{{ item.also }}'}
steps:
  - {id: list, action: tickets.list, save: {people: result.items}, outcomes: {ok: pick, else: END}}
  - {id: pick, ask: who, prompt: 给谁？}
  - {id: said, say: '给 {{ slots.who }}。{% if slots.words %}{{ slots.words }}{% endif %}', goto: END}
`

test.each<readonly [string, Talk['talk'], string]>([
  ['in the first sentence', [{ user: '转交李军' }], '给 li'],
  ['by another of its words in the first sentence', [{ user: '转交给老周吧' }], '给 zhou'],
  ['when asked', [{ user: '转交' }, { user: '还是给李军好了' }], '给 li'],
])('an item of a list is understood %s', async (_, talk, said) => {
  const items = [
    { id: 'li', name: '李军', trade: '水电', also: '' },
    { id: 'zhou', name: '周平', trade: '弱电', also: '老周' },
  ]
  const { failures } = await failuresOf(
    { fakes: { 'tickets.list': { ok: { items } } }, talk: [...talk, { expect: { said } }] },
    mustCompile(folderOf(NAMED)),
  )
  expect(failures).toEqual([])
})
