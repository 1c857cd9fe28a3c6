import { expect, test } from 'vitest'
import { runSuites } from '../../../src/dialogue/testing/run-suite.ts'
import { fixtureFiles, folderOf } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

test('every test file of the fixture passes, with the coverage it asks for', async () => {
  const { results, problems } = await runSuites(fixtureFiles, registry)
  expect(problems).toEqual([])
  expect(results.map(({ suite }) => suite)).toEqual([
    'bind_home',
    'complaint',
    'fee_query',
    'my_tickets',
    'repair_report',
    'satisfaction_callback',
  ])
  for (const { suite, cases, shortfalls } of results) {
    for (const { name, failures } of cases) expect(failures, `${suite}: ${name}`).toEqual([])
    expect(shortfalls, suite).toEqual([])
  }
})

const FLOW = `dsl: 1
flow: tiny
title: 小
start: {keywords: [{any: [小事], weight: 3}]}
policy: {idle: {remind: [20m], expire: 1h}, max_retries: 1, on_exhausted: finish}
slots:
  n: {type: integer, label: 数目, max: 9}
steps:
  - id: ask_n
    ask: n
    prompt: 几个？
    reject: [{when: slots.n == 4, say: 四不行。}]
  - {id: way, branch: [{when: slots.n > 5, goto: many}, {else: few}]}
  - {id: many, say: 多。, goto: END}
  - {id: few, action: tickets.show, with: {number: '"x"'}, outcomes: {ok: END, else: END}}
`

async function run(suite: string) {
  const files = [
    ...folderOf(FLOW).filter(({ path }) => !path.endsWith('.test.yaml')),
    { path: 'flow0/flow0.test.yaml', text: suite },
  ]
  const { results, problems } = await runSuites(files, registry)
  return { result: results[0], problems }
}

test.each<readonly [string, string, RegExp]>([
  ['said', 'said: 多少', /expected to hear “多少”, heard “几个？”/],
  ['said as a pattern', 'said: /^多/', /expected to hear/],
  ['not_said', 'not_said: 几个', /did not expect to hear/],
  ['asks', 'asks: m', /asks: expected "m", got "n"/],
  ['nothing asked', 'asks: null', /asks: expected null, got "n"/],
  ['choices', 'choices: [甲]', /choices/],
  ['slots', 'slots: {n: 3}', /n: expected 3, got undefined/],
  ['corrected', 'corrected: {n: 3}', /corrected/],
  ['flow', 'flow: other', /flow: expected "other", got "tiny"/],
  ['stack', 'stack: []', /stack/],
  ['calls', 'calls: [{tickets.show: {}}]', /calls/],
  ['never_asked', 'never_asked: [n]', /n was asked/],
  ['reminders', 'reminders: 1', /reminders/],
  ['ends', 'ends: done', /ends/],
  ['turns', 'turns: 2', /turns: expected 2, got 1/],
  ['replies', 'replies: 2', /replies: expected 2, got 1/],
  ['drafts', 'drafts: [tiny]', /drafts/],
  ['handoff', 'handoff: service', /handoff/],
])('an expectation of %s that is not met is told', async (_, expectation, failure) => {
  const { result } = await run(
    `suite: tiny\ncases:\n  - name: x\n    talk: [{user: 小事}, {expect: {${expectation}}}]\n`,
  )
  expect(result?.cases[0]?.failures.join('\n')).toMatch(failure)
})

test('coverage counts what the talks went through and names what they did not, with its line', async () => {
  const { result } = await run(`suite: tiny
fakes: {tickets.show: {ok: {status: x}}}
cases:
  - name: few
    talk: [{user: 小事}, {user: 3个}, {expect: {ends: done}}]
coverage: {steps: 1, branches: 0.5, retries: 1}
`)
  expect(result?.coverage?.shares).toEqual({
    steps: 0.75,
    branches: 0.5,
    outcomes: 0.5,
    rejects: 0,
    retries: 0,
  })
  expect(result?.coverage?.missed.map(({ measure, what, line }) => [measure, what, line])).toEqual([
    ['retries', 'ask_n retry', 9],
    ['rejects', 'ask_n.reject[0]', 12],
    ['branches', 'way[0]', 13],
    ['steps', 'many', 14],
    ['outcomes', 'few.else', 15],
  ])
  expect(result?.shortfalls).toEqual(['steps 0.75 < 1', 'retries 0.00 < 1'])
})

async function played(talk: string) {
  const fakes = '{tickets.show: {ok: {status: x}}}'
  const { result } = await run(
    `suite: tiny\nfakes: ${fakes}\ncases:\n  - name: x\n    talk: [${talk}]\n`,
  )
  return result?.cases[0]?.failures
}

test('what is said as an alarm rings is heard in the alarm’s turn, and beats it', async () => {
  const race = '{user: 小事}, {advance: 20m, race: {user: 3个}}'
  expect(await played(`${race}, {expect: {turns: 2, reminders: 0, ends: done}}`)).toEqual([])
  expect(await played(`{user: 小事}, {advance: 20m}, {expect: {reminders: 1}}`)).toEqual([])
  expect(await played('{user: 小事}, {advance: 19m, race: {user: 3个}}')).toEqual([
    expect.stringContaining('no alarm'),
  ])
})

test('a file may be edited or deleted in the middle of a talk', async () => {
  const edit = '{edit: tiny, replace: {多。: 很多。}}'
  expect(await played(`{user: 小事}, ${edit}, {user: 8个}, {expect: {said: 很多。}}`)).toEqual([])
  const rule = "{edit: tiny, replace: {'slots.n > 5': 'slots.n > 7'}}"
  expect(await played(`{user: 小事}, ${rule}, {user: 6个}, {expect: {said: 多。}}`)).toEqual([])
  expect(await played(`{user: 小事}, {remove: tiny}, {user: 6个}, {expect: {said: 多。}}`)).toEqual(
    [],
  )
  expect(await played('{remove: tiny}, {user: 小事}, {expect: {flow: null}}')).toEqual([])
})

test.each([
  ['words the flow does not say', '{edit: tiny, replace: {没有的话: x}}', '没有的话'],
  ['a flow that is not there', '{remove: big}', 'big'],
  ['a way that leads nowhere', "{edit: tiny, replace: {'goto: many': 'goto: lots'}}", 'lots'],
])('a change of %s fails the talk, with the reason', async (_, change, words) => {
  expect(await played(`{user: 小事}, ${change}`)).toEqual([expect.stringContaining(words)])
})

test('the hazard pattern is tested like a flow', async () => {
  const files = [
    ...folderOf(FLOW).filter(({ path }) => !path.endsWith('.test.yaml')),
    {
      path: '_patterns/hazard.test.yaml',
      text: `suite: hazard
env: {emergency_phone: '110'}
fakes: {hazards.raise: {ok: null}}
cases: [{name: x, talk: [{user: 着火了}, {expect: {calls: [{hazards.raise: {}}]}}]}]
coverage: {steps: 1, outcomes: 1}
`,
    },
  ]
  const { results } = await runSuites(files, registry)
  expect(results[0]?.cases[0]?.failures).toEqual([])
  expect(results[0]?.coverage?.missed[0]?.file ?? '_patterns/hazard.yaml').toBe(
    '_patterns/hazard.yaml',
  )
  expect(results[0]?.coverage?.shares.steps).toBeGreaterThan(0)
})

test.each<readonly [string, string]>([
  ['a misspelt item', 'suite: tiny\ncases: [{name: x, talk: [{usr: 小事}]}]'],
  ['a misspelt expectation', 'suite: tiny\ncases: [{name: x, talk: [{expect: {sayd: x}}]}]'],
  ['no cases', 'suite: tiny\ncases: []'],
  ['no YAML', 'suite: ['],
])('%s is a problem of the test file, not a passed test', async (_, text) => {
  const { result, problems } = await run(text)
  expect(result).toBeUndefined()
  expect(problems[0]).toMatchObject({ file: 'flow0/flow0.test.yaml', severity: 'error' })
})

test('a talk that calls what it fakes no answer for fails, and the next is still played', async () => {
  const { result } = await run(`suite: tiny
cases:
  - {name: broken off, talk: [{user: 小事}, {user: 3}]}
  - {name: sound, talk: [{user: 小事}, {expect: {asks: n}}]}
`)
  expect(result?.cases).toEqual([
    { name: 'broken off', failures: [expect.stringContaining('tickets.show')] },
    { name: 'sound', failures: [] },
  ])
})

test('a broken flow runs no test and tells its problems', async () => {
  const files = [
    ...folderOf(FLOW.replace('goto: many', 'goto: lots')),
    { path: 'flow0/flow0.test.yaml', text: 'suite: tiny' },
  ]
  const { results, problems } = await runSuites(files, registry)
  expect(results).toEqual([])
  expect(problems.map(({ rule }) => rule)).toContain('unknown-target')
})
