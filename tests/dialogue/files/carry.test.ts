/** Whether talks that wait can go on in an edited flow: a table of edits, and what each does to them. */
import { expect, test } from 'vitest'
import { carryProblems, isCarried } from '../../../src/dialogue/files/carry.ts'
import type { FlowSource } from '../../../src/dialogue/files/compiled-flow.ts'
import { compileOne } from '../fixture-folder.ts'

const BEFORE = `dsl: 1
flow: lend_key
title: 借钥匙
revision: 1
access: {audience: [owner]}
start: {keywords: [{any: [借钥匙], weight: 3}]}
policy: {idle: {expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  room: {type: room, label: 房号}
  kind: {type: choice, label: 种类, options: [{id: gate, text: 大门, match: [大门]}, {id: roof, text: 天台, match: [天台]}]}
  phone: {type: cn_phone, label: 电话, pii: true}
  number: {type: text, source: action}
steps:
  - {id: which, ask: kind, prompt: 哪一种？}
  - {id: home, form: {slots: [room, phone]}, prompts: {room: 房号？, phone: 电话？}}
  - id: review
    confirm: {editable: [room, kind, phone]}
    prompt: '{{ slots.room }} {{ slots.kind }} {{ slots.phone | mask }}'
    accept: submit
    decline: END
  - id: submit
    action: tickets.create
    with: {room: slots.room, category: slots.kind, text: '"x"', visit: '"asap"', photos: '[]', phone: slots.phone}
    once: run
    save: {number: result.number}
    outcomes: {ok: done, else: told}
  - {id: done, say: '单号{{ slots.number }}。', goto: END}
  - {id: told, say: 好的。}
`

function sourceOf(text: string): FlowSource {
  const compiled = compileOne(text)
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
  const flow = compiled.flows.flows.get('lend_key')
  if (!flow) throw new Error('the flow is missing')
  return flow.source
}

const before = sourceOf(BEFORE)

test.each<readonly [edit: string, from: string, to: string, problem: RegExp | null]>([
  ['other words', '哪一种？', '要哪一把？', null],
  ['another step between', '  - id: review', '  - {id: note, say: 请稍等。}\n  - id: review', null],
  [
    'another option more',
    '{id: gate,',
    '{id: cellar, text: 地下室, match: [地下室]}, {id: gate,',
    null,
  ],
  [
    'another slot more',
    '  number:',
    '  since: {type: date, label: 日期, optional: true}\n  number:',
    null,
  ],
  ['another way', 'decline: END', 'decline: told', null],
  ['a renamed step', 'id: which', 'id: what', /步骤“which”没有了/],
  [
    'another kind of step',
    'id: told, say: 好的。',
    'id: told, end: told',
    /步骤“told”做的不是同一件事了/,
  ],
  [
    'another slot asked',
    '{id: which, ask: kind',
    '{id: kind_too, ask: kind, prompt: 哪一种？}\n  - {id: which, ask: phone',
    /步骤“which”.*ask kind.*ask phone/,
  ],
  [
    'other slots of a form',
    'slots: [room, phone]}, prompts: {room: 房号？, phone: 电话？}}',
    'slots: [room]}, prompts: {room: 房号？}}\n  - {id: tel, ask: phone, prompt: 电话？}',
    /步骤“home”/,
  ],
  ['an option less', ', {id: roof, text: 天台, match: [天台]}', '', /“kind”少了选项 roof/],
])('%s', (_, from, to, problem) => {
  expect(BEFORE).toContain(from)
  const problems = carryProblems(before, sourceOf(BEFORE.replace(from, to)))
  if (problem === null) expect(problems).toEqual([])
  else expect(problems.join('\n')).toMatch(problem)
})

test('a slot that is gone or of another type is told', () => {
  const { number, ...slots } = before.slots
  expect(carryProblems(before, { ...before, slots })).toEqual([
    '信息“number”没有了 / the slot "number" is gone',
  ])
  const phone = { ...before.slots['phone'], type: 'text' } as (typeof before.slots)[string]
  const problems = carryProblems(before, { ...before, slots: { ...before.slots, phone } })
  expect(problems.join()).toContain('“phone”的类型变了：原为 cn_phone，现为 text')
  expect(number).toBeDefined()
})

test.each([
  ['its revision', '1', true],
  ['another revision', '2', false],
  ['the beginning of its hash', 'aaaaaaaa', true],
  ['another hash', 'bbbbbbbb', false],
  ['one of several', '[2, aaaaaaaa]', true],
])('a version is named by %s', (_, from, isNamed) => {
  const next = sourceOf(
    BEFORE.replace('revision: 1', `revision: 3\nmigrate: {from: ${from}, mode: carry}`),
  )
  expect(isCarried(next, { hash: 'a'.repeat(32), revision: 1 })).toBe(isNamed)
})

test('a version does not carry itself on, and naming versions makes no other version', () => {
  const next = sourceOf(
    BEFORE.replace('revision: 1', 'revision: 1\nmigrate: {from: 1, mode: carry}'),
  )
  expect(next.hash).toBe(before.hash)
  expect(isCarried(next, { hash: next.hash, revision: 1 })).toBe(false)
})

test.each([
  ['{from: 1}'],
  ['{from: [], mode: carry}'],
  ['{from: latest, mode: carry}'],
  ['{from: 1, mode: drop}'],
  ['1'],
])('migrate: %s is refused', (migrate) => {
  const compiled = compileOne(BEFORE.replace('revision: 1', `revision: 2\nmigrate: ${migrate}`))
  expect('problems' in compiled && compiled.problems.map(({ rule }) => rule)).toContain('schema')
})
