import { expect, test } from 'vitest'
import { failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

/** A flow of one question after another, for slots of every type. */
const asking = (slot: string, more = '') => `
dsl: 1
flow: one
title: 一件事
start: {keywords: [{any: [一件事], weight: 3, generic: true}]}
policy: {idle: {expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  it: ${slot}
steps:
  - {id: ask_it, ask: it, prompt: 请说。${more}}
  - {id: told, say: '得到：{{ slots.it }}', goto: END}
`

const OPTIONS =
  'all_words: [都要], options: [{id: w, text: 水费}, {id: e, text: 电费}, {id: g, text: 煤气费, match: [煤气]}]'

test.each<readonly [string, readonly string[], string]>([
  ['{type: integer, label: 数目, min: 1, max: 10}', ['三个'], '得到：3'],
  ['{type: integer, label: 数目, min: 1, max: 10}', ['20', '5'], '得到：5'],
  ['{type: number, label: 面积}', ['89.5平'], '得到：89.5'],
  ['{type: amount, label: 金额}', ['三块五'], '得到：350'],
  ['{type: date, label: 日期}', ['后天'], '得到：2025-03-08'],
  ['{type: time, label: 时间}', ['下午三点半'], '得到：15:30'],
  ['{type: building, label: 楼栋}', ['3栋'], '得到：3'],
  ['{type: building, label: 楼栋}', ['3'], '得到：3'],
  ['{type: person_name, label: 姓名}', ['我叫王小明'], '得到：王小明'],
  ['{type: person_name, label: 姓名}', ['王小明'], '得到：王小明'],
  ["{type: code, label: 单号, pattern: 'BX\\d{4}'}", ['bx0001'], '得到：BX0001'],
  ['{type: rating, label: 评分, scale: 3}', ['4', '3'], '得到：3'],
  ['{type: plate, label: 车牌}', ['粤b·12345'], '得到：粤B12345'],
  ['{type: plate, label: 车牌}', ['停在3栋的沪AD12345'], '得到：沪AD12345'],
  ['{type: month_range, label: 账期}', ['1月2月的'], '得到：2025-01/2025-02'],
  ['{type: month_range, label: 账期}', ['去年12月'], '得到：2024-12/2024-12'],
  ['{type: month_range, label: 账期}', ['一季度'], '得到：2025-01/2025-03'],
  [`{type: multi_choice, label: 项目, ${OPTIONS}}`, ['水费和煤气'], '得到：wg'],
  [`{type: multi_choice, label: 项目, ${OPTIONS}}`, ['1、2'], '得到：we'],
  [`{type: multi_choice, label: 项目, ${OPTIONS}}`, ['2'], '得到：e'],
  [`{type: multi_choice, label: 项目, ${OPTIONS}}`, ['1和9', '3 1'], '得到：wg'],
  [`{type: multi_choice, label: 项目, ${OPTIONS}}`, ['都要'], '得到：weg'],
  ['{type: date, label: 日期}', ['去年12月1日'], '得到：2024-12-01'],
  ['{type: text, label: 备注, min: 2}', ['啊', '好多了'], '得到：好多了'],
  ['{type: yes_no, label: 是否}', ['行吧'], '得到：true'],
  ['{type: text, label: 备注, default: 无}', [], '得到：无'],
  ['{type: text, label: 备注, prefill: \'"x"\'}', [], '得到：x'],
  ['{type: cn_phone, label: 电话, prefill: user.phone}', [], '得到：13800138000'],
])('%s hears %j', async (slot, said, words) => {
  const talk: Talk['talk'] = [
    { user: '一件事' },
    ...said.map((user) => ({ user })),
    { expect: { said: words, ends: 'done' } },
  ]
  const { failures } = await failuresOf({ talk }, mustCompile(folderOf(asking(slot))))
  expect(failures).toEqual([])
})

test.each<readonly [string, string, string]>([
  ['out of range', '{type: integer, label: 数目, min: 1, max: 10}', '数目应在1到10之间'],
  ['too short', '{type: text, label: 备注, min: 4}', '备注太短了'],
])('an answer %s is refused by name and counts as a try', async (_, slot, words) => {
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '一件事' },
        { user: '20' },
        { expect: { said: words, asks: 'it' } },
        { user: '20' },
        { expect: { ends: 'unfinished' } },
      ],
    },
    mustCompile(folderOf(asking(slot))),
  )
  expect(failures).toEqual([])
})

const KEEP = asking('{type: room, label: 房号, keep: true, ttl: 1d}')
  .replace('一件事', '一件事')
  .replaceAll('one', 'keeper')
const OTHER = asking('{type: room, label: 房号, keep: true, ttl: 1d, confirm_prefill: true}')
  .replaceAll('one', 'other')
  .replaceAll('一件事', '另一件')

test('what is kept is known to the next matter, asked back where it must be, and forgotten in time', async () => {
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '一件事' },
        { user: '3栋2单元501' },
        { expect: { said: '得到：3-2-501' } },
        { user: '一件事' },
        { expect: { said: '得到：3-2-501', never_asked: [] } },
        { user: '另一件' },
        { expect: { asks: 'it', choices: ['是的', '换一个'] } },
        { user: '对' },
        { expect: { said: '得到：3-2-501' } },
        { advance: '25h' },
        { user: '一件事' },
        { expect: { asks: 'it' } },
      ],
    },
    mustCompile(folderOf(KEEP, OTHER)),
  )
  expect(failures).toEqual([])
})

const WORDS = `
dsl: 1
flow: one
title: 一件事
start: {keywords: [{any: [一件事], weight: 3}]}
policy: {idle: {expire: 1h}, max_retries: 2, on_exhausted: sorry, on_cancel: {undo: true, say: 撤了。}}
slots:
  it: {type: integer, label: 数目}
  more: {type: yes_no, label: 是否}
  number: {type: text, source: action}
steps:
  - {id: never, when: '!user.identified', say: 没认出您。}
  - {id: make, action: tickets.complain, with: {text: '"x"'}, save: {number: result.number}, undo: {action: tickets.withdraw, with: {ticket: slots.number}}, outcomes: {ok: ask_it, else: ask_it}}
  - {id: ask_it, ask: it, prompt: 几个？, again: 再问一次，几个？, retry: [第一次没懂。, 第二次没懂。]}
  - {id: both, confirm: {slot: more}, prompt: 还要吗？, labels: {accept: 还要, decline: 不要了}, accept: linked, decline: END}
  - {id: linked, say: {text: 点这里, link: 'https://x.example/{{ slots.it }}', label: 去看看, image: '"photo1"'}, goto: END}
  - {id: sorry, say: 下次再说。, goto: END}
`
const loose = {
  'tickets.complain': {
    with: { text: { type: 'text' } },
    outcomes: ['ok'],
    result: { number: 'text' },
  },
} as const
const reversible = async (talk: Talk['talk']) => {
  const { registry } = await import('../registry.ts')
  const flows = mustCompile(folderOf(WORDS), {
    ...registry,
    actions: { ...registry.actions, ...loose },
  })
  return await failuresOf({ talk }, flows)
}

test.each<readonly [string, Talk['talk']]>([
  [
    'retries have words of their own, then the flow’s way out is taken',
    [
      { user: '一件事' },
      { user: '嗯' },
      { expect: { said: '第一次没懂。', not_said: '没太明白' } },
      { user: '嗯' },
      { expect: { said: '第二次没懂。' } },
      { user: '嗯' },
      { expect: { said: '下次再说。', ends: 'done' } },
    ],
  ],
  [
    'a question put again has its other words',
    [
      { user: '一件事' },
      { expect: { said: '几个？', not_said: '再问' } },
      { user: '你好' },
      { expect: { said: '再问一次' } },
    ],
  ],
  [
    'a step whose condition fails is passed over',
    [{ user: '一件事' }, { expect: { not_said: '没认出您' } }],
  ],
  [
    'cancelling takes back what can be, in the flow’s own words',
    [
      { user: '一件事' },
      { user: '取消' },
      {
        expect: {
          calls: [{ 'tickets.complain': {} }, { 'tickets.withdraw': { ticket: 'TS1' } }],
          said: '撤了。',
        },
      },
    ],
  ],
  [
    'a link and an image are messages of their own',
    [
      { user: '一件事' },
      { user: '3' },
      { user: '还要' },
      { expect: { said: '点这里', ends: 'done' } },
    ],
  ],
  [
    'no ends it',
    [
      { user: '一件事' },
      { user: '3' },
      { user: '不用了' },
      { expect: { ends: 'done', not_said: '点这里' } },
    ],
  ],
])('%s', async (_, talk) => {
  const { failures } = await reversible(talk)
  expect(failures).toEqual([])
})

test('messages say what they are', async () => {
  const { stage } = await reversible([{ user: '一件事' }, { user: '3' }, { user: '还要' }])
  expect(stage.says.map((said) => [said.kind, said.purpose])).toEqual([
    ['text', 'ask'],
    ['menu', 'ask'],
    ['link', 'reply'],
    ['image', 'reply'],
  ])
  expect(stage.says.at(2)).toMatchObject({ url: 'https://x.example/3', label: '去看看' })
  expect(stage.says.at(3)).toMatchObject({ fileId: 'photo1' })
})

test('a correction after a query asks the desk again, under another key, and says what is new', async () => {
  const { failures, stage } = await failuresOf({
    user: { audience: 'owner', rooms: ['3-2-501', '5-2-501'] },
    talk: [
      { user: '3栋2单元501物业费多少' },
      { expect: { asks: 'pay', said: '3栋2单元501 待缴' } },
      { user: '房号错了，是5栋2单元501' },
      {
        expect: {
          asks: 'pay',
          said: ['由3栋2单元501改为5栋2单元501', '5栋2单元501 待缴'],
          calls: [{ 'fees.list': { room: '5-2-501' } }],
        },
      },
    ],
  })
  expect(failures).toEqual([])
  expect(new Set(stage.desk.calls.map(({ key }) => key)).size).toBe(2)
})

const PARENT = `
dsl: 1
flow: parent
title: 大事
start: {keywords: [{any: [办大事], weight: 3}]}
policy: {idle: {expire: 2h}}
slots: {who: {type: person_name, label: 姓名}}
steps:
  - {id: sub, call: child, save: {who: result.name}}
  - {id: told, say: '{{ slots.who }}好。', goto: END}
`
const CHILD = `
dsl: 1
flow: child
title: 小事
policy: {idle: {expire: 1h}}
slots: {name: {type: person_name, label: 姓名}}
steps: [{id: who, ask: name, prompt: 您贵姓？, goto: END}]
`

test.each<readonly [string, Talk['talk']]>([
  [
    'cancelling a part cancels the whole',
    [{ user: '办大事' }, { user: '取消' }, { expect: { stack: [], said: '小事已取消' } }],
  ],
  [
    'a part that expires makes the whole a draft, which begins its part again',
    [
      { user: '办大事' },
      { advance: '1h' },
      { expect: { stack: [], drafts: ['parent'] } },
      { user: '继续' },
      { expect: { stack: ['parent', 'child'], asks: 'name' } },
      { user: '王小明' },
      { expect: { said: '王小明好。' } },
    ],
  ],
])('%s', async (_, talk) => {
  const { failures } = await failuresOf({ talk }, mustCompile(folderOf(PARENT, CHILD)))
  expect(failures).toEqual([])
})

test.each<Talk>([
  {
    name: 'photos without a word are offered to the flows that take photos, and kept half an hour',
    talk: [
      { media: ['a', 'b'] },
      { expect: { said: '照片收到2张', choices: ['我要报修', '转人工'] } },
      { advance: '20m' },
      { user: '厨房漏水' },
      { expect: { slots: { photos: { size: 2 } } } },
    ],
  },
  {
    name: 'older ones are not put into a matter they may have nothing to do with',
    talk: [
      { media: ['a', 'b'] },
      { advance: '31m' },
      { user: '厨房漏水' },
      { expect: { slots: { photos: null } } },
    ],
  },
  {
    name: 'photos a flow has no place for are kept for the next',
    talk: [
      { user: '投诉楼上太吵了' },
      { media: ['a'] },
      { expect: { said: '照片先收下了', asks: 'building' } },
      { user: '取消' },
      { user: '厨房漏水' },
      { expect: { slots: { photos: { size: 1 } } } },
    ],
  },
  {
    name: 'too many are cut to what fits, and it is said; the same one twice counts once',
    talk: [
      { user: '厨房漏水' },
      { media: ['a', 'b', 'c'] },
      { media: ['c'] },
      { expect: { slots: { photos: { size: 3 } } } },
      { media: ['d', 'e', 'f', 'g'] },
      { expect: { said: '最多6张', slots: { photos: { size: 6 } } } },
    ],
  },
  {
    name: 'a late callback of one ticket survives the callback of the next',
    talk: [
      { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
      { advance: '18h' },
      { advance: '3d' },
      { event: 'tickets.done', data: { number: 'BX2', source: 'bot' } },
      { advance: '18h' },
      { expect: { flow: 'satisfaction_callback', drafts: ['satisfaction_callback'] } },
    ],
  },
  {
    name: 'somebody new to the chat is greeted with what can be done; somebody in a talk is asked again',
    talk: [
      { enter: true },
      { expect: { said: ['翠苑物业', '请选择要办的事'] } },
      { user: '厨房漏水' },
      { enter: true },
      { expect: { said: '请发房号', not_said: '翠苑物业' } },
    ],
  },
])('$name', async (each) => {
  const { failures } = await failuresOf(each)
  expect(failures).toEqual([])
})

test.each<readonly [string, Talk['talk']]>([
  ['the sentence that starts the flow', [{ user: '一件事，3栋2单元' }, { user: '灯坏了' }]],
  ['an answer to something else', [{ user: '一件事' }, { user: '灯坏了，在3栋2单元' }]],
])('a part of a home told in %s is not asked again', async (_, before) => {
  const flow = `
dsl: 1
flow: one
title: 一件事
start: {keywords: [{any: [一件事], weight: 3, generic: true}]}
policy: {idle: {expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  what: {type: text, label: 内容, min: 2}
  home: {type: room, label: 房号}
steps:
  - {id: ask_what, ask: what, prompt: 什么事？}
  - {id: ask_home, ask: home, prompt: 请发房号。}
  - {id: told, say: '得到：{{ slots.home | room }}', goto: END}
`
  const talk: Talk['talk'] = [
    ...before,
    { expect: { asks: 'home', said: '记下了3栋2单元' } },
    { user: '501' },
    { expect: { said: '得到：3栋2单元501' } },
  ]
  const { failures } = await failuresOf({ talk }, mustCompile(folderOf(flow)))
  expect(failures).toEqual([])
})

test.each<readonly [string, Talk['talk'][number], string]>([
  ['voice', { voice: 'v1' }, '得到：v1'],
  ['file', { file: 'f1' }, '得到：f1'],
  ['location', { location: '翠苑南门' }, '得到：翠苑南门'],
])(
  'a %s that is asked for is taken, and words instead are a try in vain',
  async (type, sent, words) => {
    const flow = asking(`{type: ${type}, label: 东西}`).replace(
      '{{ slots.it }}',
      type === 'location' ? '{{ slots.it.name }}' : '{{ slots.it }}',
    )
    const { failures } = await failuresOf(
      {
        talk: [
          { user: '一件事' },
          { user: '没有呀' },
          { expect: { asks: 'it' } },
          sent,
          { expect: { said: words, ends: 'done' } },
        ],
      },
      mustCompile(folderOf(flow)),
    )
    expect(failures).toEqual([])
  },
)

test('a voice wanted at any moment is acknowledged by name, and one put into words is heard as those', async () => {
  const flow = `${asking('{type: integer, label: 数目}').replace('slots:', 'slots:\n  memo: {type: voice, label: 留言, anytime: true, optional: true}')}`
  const { failures } = await failuresOf(
    {
      talk: [
        { user: '一件事' },
        { voice: 'v1' },
        { expect: { said: ['留言收到了', '请说'], slots: { memo: 'v1' }, asks: 'it' } },
        { voice: 'v2', transcript: '三个' },
        { expect: { said: '得到：3', ends: 'done' } },
      ],
    },
    mustCompile(folderOf(flow)),
  )
  expect(failures).toEqual([])
})
