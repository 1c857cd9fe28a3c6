import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import { printProblem } from '../../../src/dialogue/files/problem.ts'
import { readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'
import { compileOne, FOLDER, fixtureFiles, folderOf } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

test('the fixture compiles without a warning', () => {
  const compiled = compileFlows(fixtureFiles, registry)
  expect('warnings' in compiled ? compiled.warnings : compiled.problems).toEqual([])
})

test('a folder is read with all its YAML and nothing else, in order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flows-'))
  await mkdir(join(folder, 'b'))
  await writeFile(join(folder, 'b', 'b.flow.yaml'), 'dsl: 1')
  await writeFile(join(folder, '_bot.yaml'), 'dsl: 1')
  await writeFile(join(folder, 'README.md'), '# no')
  expect(await readFlowFolder(folder)).toEqual([
    { path: '_bot.yaml', text: 'dsl: 1' },
    { path: 'b/b.flow.yaml', text: 'dsl: 1' },
  ])
  await rm(folder, { recursive: true })
  await expect(readFlowFolder(folder)).rejects.toThrow('ENOENT')
})

test.each<readonly [string, string, number, RegExp]>([
  ['an unquoted gap', 'dsl: 1\nflow: x\ntitle: {{ slots.x }}\n', 3, /加引号/],
  ['a gap in a flow map', 'dsl: 1\nsteps:\n  - {id: a, say: {{ x }} b, goto: END}\n', 3, /加引号/],
  ['a tab', 'dsl: 1\nslots:\n\tx: 1\n', 3, /Tab/],
  ['a key twice', 'dsl: 1\ntitle: a\ntitle: b\n', 3, /两次/],
  ['an anchor', 'dsl: 1\na: &x [1]\nb: *x\n', 3, /锚点/],
  [
    'a bomb of anchors',
    `a: &a [x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((key, index) => `${key}: &${key} [*${'abcdefghi'[index]}, *${'abcdefghi'[index]}]`).join('\n')}\n`,
    2,
    /锚点/,
  ],
  ['ten thousand brackets', '['.repeat(10_000), 1, /嵌套/],
  ['deep but closed brackets', `a: ${'['.repeat(100)}${']'.repeat(100)}\n`, 1, /嵌套/],
  [
    'deep lines',
    Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth * 2)}a:`).join('\n'),
    1,
    /嵌套/,
  ],
  ['many dashes in a line', `${'- '.repeat(50)}a\n`, 1, /嵌套/],
  ['half a megabyte', `a: ${'x'.repeat(512 * 1024)}`, 1, /过大/],
  ['an open quote', 'dsl: 1\ntitle: "报修\nslots: {}\n', 4, /引号/],
  ['binary', '\u0000\u0001\u0002: [', 1, /./],
  ['nothing', '', 1, /./],
  ['a single word', '报修', 1, /./],
  ['a list', '- 1\n- 2\n', 1, /./],
  [
    'a date of YAML 1.1',
    'dsl: 1\nflow: x\ntitle: yes\nsteps: [{id: a, end: no}]\nslots: {on: {type: text}}',
    5,
    /./,
  ],
])('%s is one problem with a line and a reason', (_, text, line, reason) => {
  const compiled = compileOne(text)
  const problems = 'problems' in compiled ? compiled.problems : compiled.warnings
  const [first] = problems.filter(({ file }) => file === 'flow0/flow0.flow.yaml')
  expect(first?.message).toMatch(reason)
  expect(first?.line).toBe(line)
  expect(printProblem(first!)).toMatch(
    /^flow0\/flow0\.flow\.yaml:\d+:\d+ (error|warning) [a-z-]+: .+ \/ .+/,
  )
  if (first?.rule === 'syntax')
    expect(problems.filter(({ file }) => file === first.file)).toHaveLength(1)
})

test.each(['__proto__', 'constructor', 'hasOwnProperty', 'Room', 'a-b', '房号', '1a'])(
  '%s is no name for a slot',
  (name) => {
    const text = `dsl: 1\nflow: x\ntitle: x\nslots: {${name}: {type: text}}\nsteps: [{id: a, end: b}]`
    const compiled = compileOne(text)
    const isThere =
      'flows' in compiled &&
      Object.keys(compiled.flows.flows.get('x')?.source.slots ?? {}).length > 0
    expect(isThere).toBe(false)
  },
)

test('one broken file is told beside the others, and nothing runs', () => {
  const compiled = compileFlows(
    [...fixtureFiles, { path: 'bad/bad.flow.yaml', text: 'dsl: [' }],
    registry,
  )
  expect('problems' in compiled && compiled.problems.map(({ file, rule }) => [file, rule])).toEqual(
    [['bad/bad.flow.yaml', 'syntax']],
  )
})

const tiny = (index: number) => `
dsl: 1
flow: flow_${index}
title: 流程${index}
start: {keywords: [{any: [第${index}号流程], weight: 3}]}
policy: {idle: {expire: 1h}}
slots: {n: {type: integer, label: 数目}}
steps:
  - {id: ask_n, ask: n, prompt: 几个？}
  - {id: told, say: '{{ slots.n }}个。', goto: END}
`

test('five hundred flows compile in seconds, and a sentence finds its own among them', () => {
  const started = performance.now()
  const compiled = compileFlows(
    folderOf(...Array.from({ length: 500 }, (_, index) => tiny(index))),
    registry,
  )
  expect(performance.now() - started).toBeLessThan(20_000)
  if (!('flows' in compiled)) throw new Error('must compile')
  const asked = performance.now()
  for (let round = 0; round < 100; round += 1) compiled.flows.starts('我想办一下第321号流程谢谢')
  expect((performance.now() - asked) / 100).toBeLessThan(5)
  expect(compiled.flows.starts('我想办一下第321号流程谢谢')[0]).toMatchObject({
    flow: 'flow_321',
    score: 3,
  })
})

test('types, shared texts and texts of the flow’s own are written into its source', () => {
  const files = [
    ...folderOf(`
dsl: 1
flow: texts
title: 字
messages: {own: 自己的}
policy: {idle: {expire: 1h}}
slots: {where: {type: repair_area, label: 哪里}}
steps:
  - {id: one, ask: where, prompt: tpl.shared}
  - {id: two, say: tpl.own}
  - {id: three, say: 'tpl.own 不是引用 {{ slots.where }}'}
`),
    {
      path: '_types.yaml',
      text: 'types: {repair_area: {type: choice, label: 位置, options: [{id: a, text: 里面}, {id: b, text: 外面}]}}',
    },
    { path: '_text/zh-CN.yaml', text: 'messages: {shared: 大家的}' },
  ]
  const compiled = compileFlows(files, registry)
  if (!('flows' in compiled)) throw new Error(JSON.stringify(compiled.problems))
  const source = compiled.flows.flows.get('texts')?.source
  expect(source?.slots['where']).toMatchObject({
    type: 'choice',
    label: '哪里',
    options: [{ id: 'a' }, { id: 'b' }],
  })
  expect(
    source?.steps.map((step) =>
      'prompt' in step ? step.prompt : 'say' in step ? step.say : undefined,
    ),
  ).toEqual([
    { variants: ['大家的'] },
    { variants: ['自己的'] },
    { variants: ['tpl.own 不是引用 {{ slots.where }}'] },
  ])
})

test('messages beside a flow are that flow’s only', () => {
  const flow = (id: string) => `dsl: 1\nflow: ${id}\ntitle: 字\nsteps: [{id: one, say: tpl.hello}]`
  const files = [
    ...folderOf(flow('a'), flow('b')),
    { path: 'flow0/messages.zh-CN.yaml', text: 'messages: {hello: 你好}' },
  ]
  const compiled = compileFlows(files, registry)
  expect('problems' in compiled && compiled.problems.map(({ file, rule }) => [file, rule])).toEqual(
    [['flow1/flow1.flow.yaml', 'unknown-text']],
  )
})

test('the fixture folder is where the tests think it is', () => {
  expect(FOLDER).toMatch(/tests\/fixtures\/flows$/)
  expect(fixtureFiles.length).toBeGreaterThan(30)
})
