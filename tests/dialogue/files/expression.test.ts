import { describe, expect, test } from 'vitest'
import {
  flowEnvironment,
  parseExpression,
  type Scope,
} from '../../../src/dialogue/files/expression.ts'
import { FlowFault } from '../../../src/dialogue/files/flow-fault.ts'
import { slotsNeeded, slotsNeededByText, slotsProved } from '../../../src/dialogue/files/reads.ts'
import { parseTemplate } from '../../../src/dialogue/render/template.ts'

const registry = {
  actions: {},
  facts: {
    known: 'known(string): bool',
    count: 'count(string): int',
    three: 'three(string, string, int): bool',
  },
  env: ['hours'],
}
const environment = flowEnvironment(
  {
    a: { type: 'text' },
    b: { type: 'text' },
    n: { type: 'rating' },
    ok: { type: 'yes_no' },
    list: { type: 'list' },
  },
  registry,
)
const scope = (slots: Record<string, unknown>): Scope => ({
  slots,
  user: { audience: ['owner'], identified: true, rooms: [] },
  event: { source: 'bot' },
  result: {},
  conv: { interrupted_flow: '' },
  turn: { text: '你好' },
  env: { hours: '8-20' },
})
const asked: string[] = []
const evaluate = (text: string, slots: Record<string, unknown> = {}) =>
  parseExpression(text, environment).evaluate(scope(slots), async (name, args) => {
    asked.push(`${name}(${args.join(',')})`)
    return name === 'count' ? 4 : args[0] === 'x'
  })

test.each<readonly [string, Record<string, unknown>, unknown]>([
  ['slots.n == 2', { n: 2 }, true],
  ['slots.n <= 2', { n: 3 }, false],
  ['slots.n + 1', { n: 3 }, 4],
  ['has(slots.a)', {}, false],
  ['has(slots.a) && slots.a == "x"', { a: 'x' }, true],
  ['!slots.ok', { ok: false }, true],
  ['slots.list.size() > 1', { list: [1, 2] }, true],
  ['size(slots.list)', { list: [1, 2] }, 2],
  ['slots.list[0].number', { list: [{ number: 'BX1' }] }, 'BX1'],
  ['"owner" in user.audience', {}, true],
  ['has(user.phone)', {}, false],
  ['event.source == "bot" || event.rateable', {}, true],
  ['conv.interrupted_flow != ""', {}, false],
  ['turn.text', {}, '你好'],
  ['env.hours', {}, '8-20'],
  ['[slots.n, 2.0]', { n: 1 }, [1, 2]],
  ['known(slots.a)', { a: 'x' }, true],
  ['!known(slots.a) || known(slots.b)', { a: 'x', b: 'y' }, false],
  ['count(slots.a) > 3', { a: 'x' }, true],
  ['three("x", "y", 3)', {}, true],
])('%s', async (text, slots, value) => {
  expect(await evaluate(text, slots)).toEqual(value)
})

test.each(['slots.a == "x"', 'slots.__proto__ == slots.a', 'user.phone'])(
  '%s of nothing is a fault of the flow',
  async (text) => {
    await expect(evaluate(text)).rejects.toThrow(FlowFault)
  },
)

test('facts are asked only when they decide, each once, and their failure is the world’s', async () => {
  asked.length = 0
  expect(await evaluate('slots.n == 1 || known(slots.a)', { n: 1, a: 'x' })).toBe(true)
  expect(asked).toEqual([])
  expect(await evaluate('known(slots.a) && known(slots.a)', { a: 'x' })).toBe(true)
  expect(asked).toEqual(['known(x)'])
  const failing = parseExpression('known(slots.a)', environment).evaluate(
    scope({ a: 'x' }),
    async () => {
      throw new Error('gone')
    },
  )
  await expect(failing).rejects.toThrow('gone')
  await expect(failing).rejects.not.toBeInstanceOf(FlowFault)
})

test('expressions computed side by side do not answer one another', async () => {
  const slow = (value: boolean, waitMs: number) =>
    parseExpression('known(slots.a) && known(slots.b)', environment).evaluate(
      scope({ a: `${value}`, b: 'b' }),
      async () => {
        await new Promise((done) => setTimeout(done, waitMs))
        return value
      },
    )
  expect(await Promise.all([slow(true, 5), slow(false, 1), slow(true, 3)])).toEqual([
    true,
    false,
    true,
  ])
})

describe('what has to be filled', () => {
  test.each<readonly [string, readonly string[]]>([
    ['slots.a == "x"', ['a']],
    ['has(slots.a) && known(slots.a)', []],
    ['!has(slots.a) || known(slots.a)', []],
    ['has(slots.a) || known(slots.b)', ['b']],
    ['has(slots.a) ? slots.a == "x" : slots.b == "x"', ['b']],
    ['known(slots.a) && has(slots.a)', ['a']],
    ['slots.list.all(t, t.x == slots.a)', ['list', 'a']],
    ['slots["a"] == "x"', ['a']],
  ])('by %s', (text, slots) => {
    expect([...slotsNeeded(parseExpression(text, environment).ast)]).toEqual(slots)
  })
  test.each<readonly [string, boolean, readonly string[]]>([
    ['has(slots.a)', true, ['a']],
    ['has(slots.a)', false, []],
    ['!has(slots.a)', false, ['a']],
    ['has(slots.a) && has(slots.b)', true, ['a', 'b']],
    ['has(slots.a) || has(slots.b)', true, []],
    ['!has(slots.a) || !has(slots.b)', false, ['a', 'b']],
  ])('%s being %s proves %j', (text, isTrue, slots) => {
    expect([...slotsProved(parseExpression(text, environment).ast, isTrue)]).toEqual(slots)
  })
  test.each<readonly [string, readonly string[]]>([
    ['{{ slots.a }}', ['a']],
    ['{% if slots.a %}{{ slots.a }}{% else %}{{ slots.b }}{% endif %}', ['b']],
    ['{% if slots.a or slots.b %}{{ slots.a }}{% endif %}', ['a']],
    ['{% if slots.a and slots.b %}{{ slots.a }}{{ slots.b }}{% endif %}', []],
    [
      '{% for i in slots.list %}{% if slots.a %}{{ slots.a }}{{ i.x }}{% endif %}{{ slots.b }}{% endfor %}',
      ['list', 'b'],
    ],
    ['{% unless slots.a %}{{ slots.b }}{% endunless %}', ['a', 'b']],
    ['没有', []],
  ])('by the text %s', (text, slots) => {
    expect([...slotsNeededByText(parseTemplate(text).parts)]).toEqual(slots)
  })
})
