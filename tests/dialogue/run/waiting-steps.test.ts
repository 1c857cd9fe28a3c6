import { describe, expect, test } from 'vitest'
import type { FlowSet } from '../../../src/dialogue/files/flow-set.ts'
import { compileOne, failuresOf, folderOf, mustCompile, type Talk } from '../fixture-folder.ts'

const HEAD = (id: string, word: string, more = '') => `
dsl: 1
flow: ${id}
title: ${word}
start: {keywords: [{any: [${word}], weight: 3, generic: true}]}
policy: {idle: {expire: 9d}, max_retries: 1, on_exhausted: finish}
${more}`

async function play(flows: FlowSet, talk: Talk['talk'], user = 'u1') {
  const { failures } = await failuresOf({ user: { audience: 'owner', id: user }, talk }, flows)
  expect(failures).toEqual([])
}

const SMALL = `${HEAD('small', '小事')}
steps:
  - {id: hello, say: 小事一件, goto: END}
`

describe('a wait', () => {
  const flows = mustCompile(
    folderOf(
      `${HEAD('paying', '缴费')}
slots:
  bill: {type: text, label: 账单}
  by: {type: text, source: action}
steps:
  - {id: which, ask: bill, prompt: 哪一笔？}
  - id: paid
    wait: {event: fees.paid, when: event.bill == slots.bill, for: 2d, save: {by: event.by}}
    say: 正在等缴费结果。
    timeout: late
  - {id: done, say: '已收到{{ slots.by }}缴费', goto: END}
  - {id: late, say: 两天没有收到缴费, goto: END}
`,
      SMALL,
    ),
  )
  const begin: Talk['talk'] = [
    { user: '缴费' },
    { user: 'A1' },
    { expect: { said: '正在等缴费结果', flow: 'paying', asks: 'paid' } },
  ]

  test('is over when the event comes that is meant, and keeps what it brought', () =>
    play(flows, [
      ...begin,
      { event: 'fees.paid', data: { bill: 'B2', by: '别人' } },
      { expect: { replies: 0, flow: 'paying' } },
      { event: 'fees.paid', data: { other: true } },
      { expect: { replies: 0, flow: 'paying' } },
      { event: 'fees.paid', data: { bill: 'A1', by: '张伟' } },
      { expect: { said: '已收到张伟缴费', ends: 'done' } },
      { advance: '3d' },
      { expect: { replies: 0 } },
    ]))

  test('is over when its time has come, to the minute and once', () =>
    play(flows, [
      ...begin,
      { advance: '2879m' },
      { expect: { replies: 0, flow: 'paying' } },
      { advance: '1m' },
      { expect: { said: '两天没有收到缴费', replies: 1, ends: 'done' } },
    ]))

  test('tells whoever writes meanwhile what is waited for, and costs no try', () =>
    play(flows, [
      ...begin,
      { user: '咦呀' },
      { expect: { said: '正在等缴费结果', replies: 1 } },
      { user: '咦呀哈' },
      { user: '跳过' },
      { user: '咦呀嘿' },
      { expect: { flow: 'paying', handoff: null } },
    ]))

  test('lets another matter in and goes on beneath it', () =>
    play(flows, [
      ...begin,
      { user: '小事' },
      { expect: { said: '小事一件', flow: 'paying', not_said: '继续刚才的' } },
      { event: 'fees.paid', data: { bill: 'A1', by: '张伟' } },
      { expect: { said: '已收到张伟缴费' } },
    ]))

  test('keeps its end over a restart and over what is said', () =>
    play(flows, [
      ...begin,
      { advance: '1d' },
      { user: '咦呀' },
      { restart: true },
      { advance: '1439m' },
      { expect: { not_said: '两天没有' } },
      { advance: '1m' },
      { expect: { said: '两天没有收到缴费' } },
    ]))

  test('may be given up', () =>
    play(flows, [
      ...begin,
      { user: '取消' },
      { event: 'fees.paid', data: { bill: 'A1', by: '张伟' } },
      { advance: '3d' },
      { expect: { not_said: ['已收到', '两天没有'], flow: null } },
    ]))

  test('until a time lasts until then, and one that has passed is over at once', async () => {
    const until = mustCompile(
      folderOf(`${HEAD('later', '等等看')}
slots: {day: {type: date, label: 日期}}
steps:
  - {id: when, ask: day, prompt: 哪天？}
  - {id: sleep, wait: {until: slots.day}, say: 到时候见。}
  - {id: due, say: 时间到, goto: END}
`),
    )
    await play(until, [
      { user: '等等看' },
      { user: '后天' },
      { expect: { said: '到时候见' } },
      { advance: '32h' },
      { expect: { replies: 0 } },
      { advance: '41m' },
      { expect: { said: '时间到' } },
    ])
    await play(until, [
      { user: '等等看' },
      { user: '去年12月1日' },
      { expect: { said: '时间到', not_said: '到时候见' } },
    ])
  })
})

describe('each', () => {
  const flows = mustCompile(
    folderOf(
      `${HEAD('rooms_check', '验房')}
slots:
  places: {type: multi_choice, label: 位置, all_words: [都要], options: [{id: k, text: 厨房}, {id: b, text: 阳台}, {id: l, text: 客厅}]}
  notes: {type: list, source: action}
steps:
  - {id: which, ask: places, prompt: 验哪几处？}
  - {id: every, each: places, do: one_place, with: {place: item}, collect: {notes: result.note}, max: 2}
  - {id: card, confirm: {editable: [places]}, prompt: '共{{ slots.notes | size }}处：{{ slots.notes | list_cn }}', accept: END, decline: END}
`,
      `${HEAD('one_place', '单处')}
slots: {place: {type: text, default: 处}, note: {type: text, label: 情况}}
steps:
  - {id: ask_note, ask: note, prompt: '{{ slots.place }}怎么样？'}
`,
    ),
  )

  test('has a flow do its part for every item, in order, and gathers what came of it', () =>
    play(flows, [
      { user: '验房' },
      { expect: { choices: ['厨房', '阳台', '客厅'] } },
      { user: '1和2' },
      { expect: { said: 'k怎么样？', stack: ['rooms_check', 'one_place'] } },
      { user: '有裂缝' },
      { expect: { said: 'b怎么样？' } },
      { user: '很好' },
      { expect: { said: '共2处：有裂缝、很好', asks: 'card' } },
    ]))

  test('says so when the list is longer than it may be', () =>
    play(flows, [
      { user: '验房' },
      { user: '都要' },
      { expect: { said: ['一次最多办2项', 'k怎么样？'] } },
      { user: '好' },
      { user: '行' },
      { expect: { asks: 'card' } },
    ]))

  test('is not gone through again after a correction of something else, but is of the list itself', () =>
    play(flows, [
      { user: '验房' },
      { user: '阳台' },
      { user: '掉漆' },
      { expect: { asks: 'card', said: '共1处：掉漆' } },
      { user: '位置改成客厅' },
      { expect: { said: 'l怎么样？' } },
      { user: '没事' },
      { expect: { asks: 'card', said: '共1处：没事' } },
    ]))
})

describe('schedule', () => {
  const flows = mustCompile(
    folderOf(
      `${HEAD('order', '订水')}
slots: {many: {type: integer, label: 桶数}}
steps:
  - {id: how, ask: many, prompt: 几桶？}
  - {id: ask_later, schedule: rate_water, key: 'turn.text', delay: 2h, with: {many: slots.many}}
  - {id: ok, say: 好的, goto: END}
`,
      `${HEAD('rate_water', '评水', "outbound: {hours: '09:00-18:00', if_busy: wait_until_idle}")}
slots: {many: {type: integer, source: action}, score: {type: rating, label: 评分}}
steps:
  - {id: ask_score, ask: score, prompt: '{% if slots.many %}{{ slots.many }}桶{% endif %}水送到了吗？请打分。'}
`,
    ),
  )

  test('starts another flow later, within its hours, with what it was given', () =>
    play(flows, [
      { user: '订水' },
      { user: '3桶' },
      { expect: { said: '好的', ends: 'done' } },
      { advance: '119m' },
      { expect: { replies: 0 } },
      { advance: '1m' },
      { expect: { said: '3桶水送到了吗', flow: 'rate_water' } },
    ]))

  test('does so once for each key, not before its time although a talk ends meanwhile', () =>
    play(flows, [
      { user: '订水' },
      { user: '3桶' },
      { user: '订水' },
      { user: '3桶' },
      { expect: { ends: 'done' } },
      { advance: '30m' },
      { expect: { replies: 0, flow: null } },
      { advance: '90m' },
      { expect: { said: '水送到了吗', replies: 1 } },
      { user: '5' },
      { advance: '1d' },
      { expect: { flow: null, replies: 1 } },
    ]))
})

test('ab sends the same person the same way, and people by their weights', async () => {
  const flows = mustCompile(
    folderOf(`${HEAD('greet_us', '试一试')}
steps:
  - {id: split, ab: [{weight: 3, goto: warm}, {weight: 1, goto: cool}], experiment: tone}
  - {id: warm, say: 热情版, goto: END}
  - {id: cool, say: 简洁版, goto: END}
`),
  )
  const heardBy = async (id: string) => {
    const { stage } = await failuresOf(
      { user: { audience: 'owner', id }, talk: [{ user: '试一试' }, { user: '试一试' }] },
      flows,
    )
    const texts = stage.says.map((said) => ('text' in said ? said.text : ''))
    expect(new Set(texts).size).toBe(1)
    return texts[0]
  }
  const all = await Promise.all(Array.from({ length: 200 }, (_, index) => heardBy(`u${index}`)))
  const warm = all.filter((text) => text === '热情版').length
  expect(warm).toBeGreaterThan(125)
  expect(warm).toBeLessThan(175)
})

test.each([
  ['a wait without an end', '{id: a, wait: {event: x.y}}', 'schema'],
  ['a time-out that leads nowhere', '{id: a, wait: {for: 1h}, timeout: nowhere}', 'unknown-target'],
  ['each over what is no list', '{id: a, each: t, do: one, max: 3}', 'not-a-list'],
  ['each of a flow there is not', '{id: a, each: l, do: nobody, max: 3}', 'unknown-target'],
  ['a schedule with two times', '{id: a, schedule: one, delay: 1h, at: slots.t}', 'schema'],
  ['a schedule of a flow there is not', '{id: a, schedule: nobody, delay: 1h}', 'unknown-target'],
  ['one way of a trial', '{id: a, ab: [{weight: 1, goto: END}]}', 'schema'],
])('%s is an error', (_, step, rule) => {
  const compiled = compileOne(`${HEAD('one', '一件事')}
slots: {t: {type: text, default: 甲}, l: {type: list, source: action}}
steps:
  - ${step}
  - {id: z, say: '{{ slots.t }}{{ slots.l | size }}', goto: END}
`)
  if (!('problems' in compiled)) throw new Error('it compiled')
  expect(compiled.problems.map((problem) => problem.rule)).toContain(rule)
})

test('200 steps a turn and a depth of 8 are where a flow is taken to go in circles', async () => {
  const circles = mustCompile(
    folderOf(
      `${HEAD('deep', '深')}
steps: [{id: again, call: deep}, {id: z, say: 完, goto: END}]
`,
      `${HEAD('round', '圆')}
slots: {n: {type: number, default: 0}}
steps:
  - {id: more, set: {n: slots.n + 1.0}}
  - {id: test, branch: [{when: slots.n < 1000.0, goto: more}, {else: END}]}
`,
    ),
  )
  await play(circles, [
    { user: '圆' },
    { expect: { said: '刚才没办成', flow: null, ends: 'failed' } },
    { user: '深' },
    { expect: { said: '刚才没办成', flow: null } },
  ])
})
