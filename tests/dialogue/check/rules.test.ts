import { expect, test } from 'vitest'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import { compileOne, fixtureFiles, folderOf } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

/** A flow without fault; each row below spoils one thing in it. */
const SOUND = `dsl: 1
flow: sound
title: 好流程
access: {audience: [owner]}
start:
  keywords: [{any: [好流程], weight: 3}]
policy: {idle: {expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  room: {type: room, label: 房号, prefill: user.default_room}
  kind: {type: choice, label: 种类, options: [{id: a, text: 第一种, match: [甲]}, {id: b, text: 另一种, match: [乙]}]}
  phone: {type: cn_phone, label: 电话, pii: true}
  visit: {type: time_window, label: 时间, optional: true}
  number: {type: text, source: action}
  score: {type: rating, label: 评分}
steps:
  - id: ask_kind
    form: {slots: [kind, room]}
    prompts: {kind: 哪一种？, room: 请发房号。}
    reject:
      - {slot: room, when: '!room_exists(slots.room)', say: '没有“{{ slots.room | room }}”。'}
  - {id: when_visit, ask: visit, prompt: 什么时候？}
  - {id: who, ask: phone, prompt: 电话多少？}
  - {id: rate, ask: score, prompt: 几分？}
  - id: way
    branch:
      - {when: 'slots.score <= 2 && slots.kind == "a"', goto: told}
      - {else: review}
  - id: review
    confirm: {editable: [room, kind, phone, visit]}
    prompt: '{{ slots.room }} {{ slots.phone | mask }}{% if slots.visit %} {{ slots.visit | window_cn }}{% endif %}'
    accept: submit
    decline: END
  - id: submit
    action: tickets.create
    with: {room: slots.room, category: slots.kind, text: '"x"', visit: slots.visit, photos: '[]', phone: slots.phone}
    once: run
    save: {number: result.number}
    outcomes: {ok: done, else: told}
  - {id: done, say: '单号{{ slots.number }}。', goto: END}
  - {id: told, say: 好的。}
`

function problemsOf(text: string) {
  const compiled = compileOne(text)
  return 'problems' in compiled ? compiled.problems : compiled.warnings
}

test('the sound flow has no problem', () => {
  expect(problemsOf(SOUND)).toEqual([])
})

test.each<readonly [rule: string, from: string, to: string, at: string]>([
  ['schema', 'title: 好流程', 'titel: 好流程', 'titel: 好流程'],
  ['schema', 'expire: 1h', 'expire: 1hour', 'expire: 1hour'],
  ['schema', 'max_retries: 1', 'max_retries: many', 'max_retries: many'],
  ['schema', 'dsl: 1', 'dsl: 2', 'dsl: 2'],
  ['schema', '{type: rating, label: 评分}', '{type: rating, label: 评分, scal: 5}', 'scal: 5'],
  ['unknown-type', '{type: rating, label: 评分}', '{type: stars, label: 评分}', 'type: stars'],
  ['step-kind', '{id: told, say: 好的。}', '{id: told, say: 好的。, end: x}', 'id: told'],
  ['step-kind', '{id: told, say: 好的。}', '{id: told, sya: 好的。}', 'id: told'],
  ['schema', '{id: told, say: 好的。}', '{id: told, wait: {event: x}}', 'wait: '],
  ['schema', '{id: told, say: 好的。}', '{id: told, ab: {}}', 'ab: '],
  ['duplicate-id', 'id: rate,', 'id: who,', 'id: who, ask: score'],
  ['unknown-slot', 'ask: score', 'ask: scroe', 'ask: scroe'],
  ['unknown-slot', 'slots.score <= 2', 'slots.scroe <= 2', 'slots.scroe'],
  ['unknown-slot', 'slots.score <= 2', 'has(slots.scroe)', 'has(slots.scroe)'],
  ['unknown-slot', '{{ slots.number }}', '{{ slots.nubmer }}', 'nubmer'],
  ['unknown-slot', 'editable: [room,', 'editable: [rooom,', 'editable: [rooom'],
  ['unknown-slot', 'save: {number:', 'save: {nr:', 'save: {nr'],
  ['unknown-target', 'decline: END', 'decline: nowhere', 'decline: nowhere'],
  ['unknown-target', 'ok: done', 'ok: doen', 'ok: doen'],
  ['unknown-target', '{else: review}', '{else: reveiw}', 'reveiw'],
  ['unknown-target', 'on_exhausted: finish', 'on_exhausted: finsh', 'finsh'],
  ['unknown-target', 'idle: {expire: 1h}', 'idle: {expire: 1h, then: later}', 'then: later'],
  [
    'unknown-target',
    'access: {audience: [owner]}',
    'access: {audience: [owner], deny: helper}',
    'deny: helper',
  ],
  ['unknown-target', '{id: told, say: 好的。}', '{id: told, jump: other}', 'jump: other'],
  ['unknown-target', '{id: told, say: 好的。}', '{id: told, call: other}', 'call: other'],
  ['unknown-action', 'action: tickets.create', 'action: tickets.creat', 'tickets.creat'],
  ['unknown-outcome', 'ok: done', 'okay: done', 'okay: done'],
  ['unknown-input', 'text: \'"x"\'', 'text: \'"x"\', colour: \'"red"\'', 'colour'],
  ['missing-input', ', phone: slots.phone}', '}', 'id: submit'],
  ['input-type', 'text: \'"x"\'', 'text: slots.score', 'text: slots.score'],
  ['expression', 'slots.score <= 2', 'slots.score <= "2"', 'slots.score <= "2"'],
  ['expression', 'slots.score <= 2 &&', 'slots.score &&', 'slots.score &&'],
  [
    'expression',
    'when: \'slots.score <= 2 && slots.kind == "a"\'',
    "when: 'slots.score + 2'",
    'slots.score + 2',
  ],
  ['expression', 'slots.score <= 2', 'slots.score <= ', 'slots.score <= '],
  ['expression', 'room_exists(slots.room)', 'room_exists(slots.score)', 'room_exists'],
  ['expression', 'room_exists(slots.room)', 'room_exist(slots.room)', 'room_exist('],
  ['expression', 'save: {number: result.number}', 'save: {number: result.nr}', 'result.nr'],
  ['pattern', 'slots.kind == "a"', 'slots.kind.matches("(a+)+$")', 'matches'],
  [
    'maybe-empty',
    '{% if slots.visit %} {{ slots.visit | window_cn }}{% endif %}',
    '{{ slots.visit | window_cn }}',
    'slots.visit',
  ],
  ['maybe-empty', 'slots.score <= 2', 'slots.visit == "asap"', 'slots.visit'],
  ['maybe-empty', 'prompt: 什么时候？', "prompt: '{{ slots.phone | mask }}什么时候？'", 'prompt'],
  [
    'maybe-empty',
    '- {id: told, say: 好的。}',
    "- {id: told, say: '{{ slots.number }}'}",
    'slots.number',
  ],
  [
    'maybe-empty',
    '- {id: who, ask: phone, prompt: 电话多少？}',
    '- {id: who, say: 好}',
    'phone: slots.phone',
  ],
  ['unknown-variable', 'prompt: 几分？', "prompt: '{{ usr.name }}几分？'", 'usr'],
  ['unknown-variable', 'prompt: 几分？', "prompt: '{{ user.nmae }}几分？'", 'nmae'],
  ['unknown-variable', 'prompt: 几分？', "prompt: '{{ env.phone }}几分？'", 'env.phone'],
  ['unknown-text', 'prompt: 几分？', 'prompt: tpl.how_many', 'tpl.how_many'],
  ['text', 'prompt: 几分？', "prompt: '{% if x %}几分？'", 'prompt'],
  ['text', 'prompt: 几分？', "prompt: '{{ slots.kind | shout }}几分？'", 'shout'],
  ['text', 'prompt: 几分？', 'prompt: \'{% include "/etc/passwd" %}几分？\'', 'include'],
  ['unmasked', '{{ slots.phone | mask }}', '{{ slots.phone }}', 'slots.phone'],
  ['too-long', '几分？', '几'.repeat(501), 'prompt'],
  ['unreachable', 'ok: done, else: told', 'ok: told, else: told', 'id: done'],
  ['no-end', '- {id: told, say: 好的。}', '- {id: told, say: 好的。, goto: told}', 'id: told'],
  ['once-again', 'else: told}', 'else: review}', 'once'],
  ['branch-else', '- {else: review}', '- {when: \'slots.kind == "b"\', goto: review}', 'branch:'],
  ['outcome-else', ', else: told}', '}', 'outcomes'],
  ['unconfirmed', '- {else: review}', '- {else: submit}', 'id: submit'],
  [
    'not-editable',
    'editable: [room, kind, phone, visit]',
    'editable: [room, kind, visit]',
    'phone: slots.phone',
  ],
  ['unused-slot', '  number: {type', '  spare: {type: text}\n  number: {type', 'spare'],
  [
    'no-prompt',
    'prompts: {kind: 哪一种？, room: 请发房号。}',
    'prompts: {kind: 哪一种？}',
    'prompts',
  ],
  ['no-expiry', 'idle: {expire: 1h}, ', '', 'policy'],
  [
    'slot',
    '{type: choice, label: 种类, options: [{id: a, text: 第一种, match: [甲]}, {id: b, text: 另一种, match: [乙]}]}',
    '{type: choice, label: 种类}',
    'type: choice',
  ],
  ['slot', '{type: rating, label: 评分}', "{type: code, label: 评分, pattern: '(a+)+'}", 'pattern'],
  ['slot', '{type: rating, label: 评分}', '{type: list, label: 评分}', 'type: list'],
  [
    'slot',
    '{type: rating, label: 评分}',
    '{type: rating, label: 评分, source: event}',
    'source: event',
  ],
  ['ambiguous-option', 'text: 另一种', 'text: 第一种啊', '第一种啊'],
  ['ambiguous-option', 'match: [乙]', 'match: [甲]', 'id: b'],
  ['ambiguous-option', 'text: 另一种', 'text: 取消', '取消'],
  [
    'too-many-options',
    '{type: rating, label: 评分}',
    `{type: choice, label: 评分, options: [${Array.from({ length: 9 }, (_, n) => `{id: o${n}, text: 选项${n}}`).join(', ')}]}`,
    'options: [{id: o0',
  ],
])('%s: %s → %s', (rule, from, to, at) => {
  if (!SOUND.includes(from)) throw new Error(`the sound flow has no ${from}`)
  const text = SOUND.replace(from, to)
  const problems = problemsOf(text).filter((each) => each.rule === rule)
  const lines = text.split('\n').flatMap((each, index) => (each.includes(at) ? [index + 1] : []))
  expect(lines.length, `the spoilt flow has no line with ${at}`).toBeGreaterThan(0)
  expect(
    problems.map(({ line }) => line).some((line) => lines.includes(line)),
    JSON.stringify(problemsOf(text)),
  ).toBe(true)
  for (const { message } of problems) expect(message).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/)
})

test('a flow without a test file is warned about, and still compiles', () => {
  const files = folderOf(SOUND).filter(({ path }) => !path.endsWith('.test.yaml'))
  const compiled = compileFlows(files, registry)
  expect('warnings' in compiled && compiled.warnings.map(({ rule }) => rule)).toEqual(['untested'])
})

test('two flows of one name, or started by the same word with the same weight, are told', () => {
  const twice = compileFlows(folderOf(SOUND, SOUND), registry)
  expect('problems' in twice && twice.problems.map(({ rule }) => rule)).toContain('duplicate-id')
  const alike = compileFlows(folderOf(SOUND, SOUND.replace('flow: sound', 'flow: other')), registry)
  expect('problems' in alike && alike.problems.map(({ rule }) => rule)).toEqual(['overlap'])
  const apart = SOUND.replace('flow: sound', 'flow: other').replace(
    'audience: [owner]',
    'audience: [technician]',
  )
  expect('flows' in compileFlows(folderOf(SOUND, apart), registry)).toBe(true)
})

test.each<readonly [string, string, string, string]>([
  ['_patterns/cancel.yaml', '  done: ', '  gone: ', 'missing-pattern'],
  ['_patterns/cancel.yaml', '  done: ', '  gone: ', 'unknown-pattern'],
  ['_patterns/cancel.yaml', '{{ flow.title }}已取消', '{{ folw.title }}已取消', 'text'],
  ['_patterns/digress.yaml', '{{ other.verb }}', '{{ oter.verb }}', 'text'],
  ['_patterns/hazard.yaml', 'action: hazards.raise', 'action: hazards.rise', 'unknown-action'],
  [
    '_patterns/hazard.yaml',
    '  - id: tell\n    say: |',
    '  - {id: wait_here, ask: x, prompt: 哪里？}\n  - id: tell\n    say: |',
    'hazard-waits',
  ],
  ['_bot.yaml', 'page: 8', 'page: 80', 'schema'],
  ['_bot.yaml', '  back: [', '  bck: [', 'schema'],
  ['_faq/general.yaml', 'flow: fee_query', 'flow: fees', 'unknown-flow'],
  ['_faq/general.yaml', 'id: renovation_hours', 'id: office_hours', 'duplicate-id'],
  ['_faq/general.yaml', '{{ env.hours }}', '{{ slots.hours }}', 'text'],
  ['_faq/general.yaml', 'words: [[楼上|楼顶, 漏水, 谁负责|谁赔]]', 'words: [[楼上]]', 'schema'],
])('%s: %s → %s is %s', (path, from, to, rule) => {
  const files = fixtureFiles.map((file) =>
    file.path === path ? { ...file, text: file.text.replace(from, to) } : file,
  )
  const compiled = compileFlows(files, registry)
  const told = 'problems' in compiled ? compiled.problems : compiled.warnings
  expect(told.some((each) => each.rule === rule && each.file === path)).toBe(true)
})

test('without its settings nothing compiles', () => {
  const compiled = compileFlows(
    fixtureFiles.filter(({ path }) => path !== '_bot.yaml'),
    registry,
  )
  expect('problems' in compiled && compiled.problems.map(({ rule }) => rule)).toContain(
    'missing-file',
  )
})
