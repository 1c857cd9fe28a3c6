/** Cards of all five kinds with one thing wrong, or with as much as is allowed: code by code (wecom.md 4.3, 5.3). */
import type { TemplateCard } from '../../src/channels/wecom/card-kinds.ts'

type Loose = Readonly<Record<string, unknown>>

/** What is wrong, the card, and the one code it is refused with; null for cards that may leave. */
export type SpoiledCard = readonly [what: string, card: TemplateCard, code: number | null]

const ADDRESS = 'https://h5.example.com/a'
/** An address of this many bytes. */
const address = (bytes: number) => `${ADDRESS}?${'b'.repeat(bytes - ADDRESS.length - 1)}`
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))
const options = (count: number) => times(count, (n) => ({ id: `o${n}`, text: `第${n}项` }))
const list = (n = 0, count = 2) => ({ question_key: `q${n}`, option_list: options(count) })

const TEXT = {
  card_type: 'text_notice',
  main_title: { title: '日报' },
  card_action: { type: 1, url: ADDRESS },
}
const NEWS = { ...TEXT, card_type: 'news_notice', card_image: { url: ADDRESS } }
const BUTTONS = {
  card_type: 'button_interaction',
  main_title: { title: '3栋 水管爆裂' },
  task_id: 'BX20261121-0007@offer_1',
  button_list: [{ text: '接单', key: 'accept' }],
}
const VOTE = {
  card_type: 'vote_interaction',
  main_title: { title: '为什么挂起？' },
  task_id: 'v1',
  checkbox: { question_key: 'reason', mode: 0, option_list: options(2) },
  submit_button: { text: '提交', key: 'submit' },
}
const MULTIPLE = {
  card_type: 'multiple_interaction',
  main_title: { title: '转给谁？' },
  task_id: 'm1',
  select_list: [list()],
  submit_button: { text: '提交', key: 'submit' },
}

/** Unique in the app, as a task id must be. */
let serial = 0
function of(base: Loose, change: Loose): TemplateCard {
  const named = 'task_id' in base && !('task_id' in change) ? { task_id: `t${++serial}` } : {}
  return { ...base, ...named, ...change } as unknown as TemplateCard
}

const text = (change: Loose) => of(TEXT, change)
const news = (change: Loose) => of(NEWS, change)
const buttons = (change: Loose) => of(BUTTONS, change)
const vote = (change: Loose) => of(VOTE, change)
const multiple = (change: Loose) => of(MULTIPLE, change)
const button = (change: Loose) => buttons({ button_list: [{ text: '接单', key: 'a', ...change }] })
const asked = (change: Loose) => buttons({ button_selection: { ...list(), ...change } })
const checked = (change: Loose) => vote({ checkbox: { ...VOTE.checkbox, ...change } })
const chosen = (change: Loose) => multiple({ select_list: [{ ...list(), ...change }] })
const line = (change: Loose) =>
  buttons({ horizontal_content_list: [{ keyname: '单号', value: 'BX', ...change }] })
const lines = (count: number) => times(count, (n) => ({ keyname: `第${n}`, value: 'x' }))
const jump = (change: Loose) => text({ jump_list: [{ title: '打开', type: 0, ...change }] })
const action = (change: Loose) => text({ card_action: change })
const menu = (...actions: Loose[]) => ({
  action_menu: { action_list: actions },
  task_id: `n${++serial}`,
})
const entry = (n: number) => ({ text: `第${n}项`, key: `k${n}` })

const KINDS: readonly SpoiledCard[] = [
  ['a text notice', text({}), null],
  ['a news notice', news({}), null],
  ['a card with buttons', buttons({}), null],
  ['a vote', vote({}), null],
  ['several lists', multiple({}), null],
  ['a kind there is none of', buttons({ card_type: 'big' }), 42031],
]

const TASK_IDS: readonly SpoiledCard[] = [
  ['no task id', buttons({ task_id: undefined }), 42014],
  ['a vote without task id', vote({ task_id: '' }), 42014],
  ['lists without task id', multiple({ task_id: '' }), 42014],
  ['a task id with a slash', buttons({ task_id: 'a/b' }), 42014],
  ['a Chinese task id', vote({ task_id: '工单' }), 42014],
  ['a task id of 128 characters', buttons({ task_id: 'a'.repeat(128) }), null],
  ['a task id of 129 characters', buttons({ task_id: 'a'.repeat(129) }), 42014],
  ['a task id of every allowed kind of character', vote({ task_id: 'aZ09_-@' }), null],
  ['a notice with a menu and no task id', text({ ...menu(entry(1)), task_id: undefined }), 42014],
]

const TITLES: readonly SpoiledCard[] = [
  ['no title', buttons({ main_title: {} }), 42033],
  ['news without title', news({ main_title: { desc: 'x' } }), 42033],
  ['a vote without title', vote({ main_title: { title: '' } }), 42033],
  ['lists without title', multiple({ main_title: { title: '' } }), 42033],
  ['a notice without any words', text({ main_title: undefined }), 42033],
  [
    'a notice with a line in place of a title',
    text({ main_title: undefined, sub_title_text: '见附件' }),
    null,
  ],
  ['a vertical line without title', news({ vertical_content_list: [{ title: '' }] }), 42033],
  ['a jump without title', jump({ title: '' }), 42033],
]

const LINES: readonly SpoiledCard[] = [
  ['six lines', buttons({ horizontal_content_list: lines(6) }), null],
  ['seven lines', buttons({ horizontal_content_list: lines(7) }), 42035],
  ['a line without name', line({ keyname: '' }), 42027],
  ['a line that opens an address', line({ type: 1, url: address(2048) }), null],
  ['a line that opens nothing', line({ type: 1 }), 42028],
  ['a line with an address of 2049 bytes', line({ type: 1, url: address(2049) }), 42028],
  ['a line with an address without scheme', line({ type: 1, url: 'h5.example.com' }), 42028],
  ['a line with a file', line({ type: 2, media_id: 'M' }), null],
  ['a line without its file', line({ type: 2 }), 42029],
  ['a line with a member', line({ type: 3, userid: 'zhangsan' }), null],
  ['a line without its member', line({ type: 3 }), 42050],
  ['four vertical lines', news({ vertical_content_list: times(4, () => ({ title: 'x' })) }), null],
  ['five vertical lines', news({ vertical_content_list: times(5, () => ({ title: 'x' })) }), 42036],
  ['three jumps', text({ jump_list: times(3, () => ({ title: 'x' })) }), null],
  ['four jumps', text({ jump_list: times(4, () => ({ title: 'x' })) }), 42042],
]

const TARGETS: readonly SpoiledCard[] = [
  ['a jump without address', jump({ type: 1 }), 42028],
  ['a jump into no program', jump({ type: 2 }), 42030],
  ['a quote without address', text({ quote_area: { type: 1 } }), 42028],
  ['a quote of no program', text({ quote_area: { type: 2 } }), 42030],
  ['a notice that opens nothing', text({ card_action: undefined }), 42045],
  ['a notice of target 0', action({ type: 0 }), 42045],
  ['news that open nothing', news({ card_action: undefined }), 42045],
  ['a card with buttons that opens nothing', buttons({ card_action: { type: 0 } }), null],
  ['a target without address', action({ type: 1 }), 42028],
  ['a target that is a script', action({ type: 1, url: 'javascript:1' }), 42028],
  ['a program', action({ type: 2, appid: 'wx1' }), null],
  ['a target without program', action({ type: 2 }), 42030],
  ['news without picture', news({ card_image: undefined }), 42044],
  ['a picture without address', news({ card_image: { url: '' } }), 42044],
  ['the widest picture', news({ card_image: { url: ADDRESS, aspect_ratio: 2.25 } }), null],
  ['a picture wider than that', news({ card_image: { url: ADDRESS, aspect_ratio: 2.26 } }), 40058],
  ['the narrowest picture', news({ card_image: { url: ADDRESS, aspect_ratio: 1.3 } }), null],
  [
    'a picture narrower than that',
    news({ card_image: { url: ADDRESS, aspect_ratio: 1.29 } }),
    40058,
  ],
  [
    'a picture beside a text',
    news({ card_image: undefined, image_text_area: { image_url: ADDRESS } }),
    null,
  ],
  [
    'no picture beside a text',
    news({ card_image: undefined, image_text_area: { image_url: '' } }),
    40058,
  ],
]

const BUTTON_CARDS: readonly SpoiledCard[] = [
  ['no buttons', buttons({ button_list: [] }), 40058],
  ['six buttons', buttons({ button_list: times(6, entry) }), null],
  ['seven buttons', buttons({ button_list: times(7, entry) }), 40058],
  ['a button without words', button({ text: '' }), 42038],
  ['a button without key', button({ key: '' }), 42039],
  ['a button with a key of 1024 bytes', button({ key: 'k'.repeat(1024) }), null],
  ['a button with a key of 1025 bytes', button({ key: 'k'.repeat(1025) }), 42039],
  ['two buttons with one key', buttons({ button_list: [entry(1), entry(1)] }), 42039],
  ['a button that opens an address', button({ type: 1, key: undefined, url: ADDRESS }), null],
  ['a button that opens nothing', button({ type: 1, key: undefined }), 42028],
  ['three entries in the menu', buttons(menu(entry(1), entry(2), entry(3))), null],
  ['four entries in the menu', buttons(menu(entry(1), entry(2), entry(3), entry(4))), 40058],
  ['an empty menu', buttons(menu()), 40058],
  ['a menu entry without words', buttons(menu({ text: '', key: 'k' })), 40058],
  [
    'a menu entry with a key of 1025 bytes',
    buttons(menu({ text: 'a', key: 'k'.repeat(1025) })),
    40058,
  ],
  ['two menu entries with one key', buttons(menu(entry(1), entry(1))), 42051],
]

/** The same for every kind of question: how it is put on a card, and the most options it may have. */
const ASKED = [
  ['a list beside buttons', asked, 10],
  ['a vote', checked, 20],
  ['a list of several', chosen, 10],
] as const
const QUESTIONS: readonly SpoiledCard[] = ASKED.flatMap(([where, put, most]): SpoiledCard[] => [
  [`${where}: no key`, put({ question_key: '' }), 42043],
  [`${where}: a key of 1024 bytes`, put({ question_key: 'k'.repeat(1024) }), null],
  [`${where}: a key of 1025 bytes`, put({ question_key: 'k'.repeat(1025) }), 42043],
  [`${where}: no options`, put({ option_list: [] }), 42037],
  [`${where}: ${most} options`, put({ option_list: options(most) }), null],
  [`${where}: ${most + 1} options`, put({ option_list: options(most + 1) }), 42037],
  [`${where}: an option without id`, put({ option_list: [{ id: '', text: 'x' }] }), 42040],
  [
    `${where}: an id of 128 bytes`,
    put({ option_list: [{ id: 'i'.repeat(128), text: 'x' }] }),
    null,
  ],
  [
    `${where}: an id of 129 bytes`,
    put({ option_list: [{ id: 'i'.repeat(129), text: 'x' }] }),
    42040,
  ],
  [
    `${where}: an id of 129 bytes in 43 characters`,
    put({ option_list: [{ id: '一'.repeat(43), text: 'x' }] }),
    42040,
  ],
  [
    `${where}: two options with one id`,
    put({ option_list: [...options(1), ...options(1)] }),
    42040,
  ],
  [`${where}: an option without words`, put({ option_list: [{ id: 'a', text: '' }] }), 42041],
])

const FORMS: readonly SpoiledCard[] = [
  ['an option chosen before', chosen({ selected_id: 'o1' }), null],
  ['an option chosen before that is none', chosen({ selected_id: 'o9' }), 40058],
  ['several may be chosen', checked({ mode: 1 }), null],
  ['no list', multiple({ select_list: [] }), 42047],
  ['three lists', multiple({ select_list: times(3, (n) => list(n)) }), null],
  ['four lists', multiple({ select_list: times(4, (n) => list(n)) }), 42047],
  ['two lists with one key', multiple({ select_list: [list(1), list(1)] }), 42043],
  ...[vote, multiple].flatMap((put): SpoiledCard[] => [
    ['no words on the button below', put({ submit_button: { text: '', key: 'k' } }), 42049],
    ['no key of the button below', put({ submit_button: { text: '提交', key: '' } }), 42046],
    [
      'a key below of 1024 bytes',
      put({ submit_button: { text: '提交', key: 'k'.repeat(1024) } }),
      null,
    ],
    [
      'a key below of 1025 bytes',
      put({ submit_button: { text: '提交', key: 'k'.repeat(1025) } }),
      42046,
    ],
  ]),
]

export const SPOILED_CARDS: readonly SpoiledCard[] = [
  ...KINDS,
  ...TASK_IDS,
  ...TITLES,
  ...LINES,
  ...TARGETS,
  ...BUTTON_CARDS,
  ...QUESTIONS,
  ...FORMS,
]
