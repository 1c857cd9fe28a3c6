import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { formatYaml } from '../../../src/dialogue/files/format-yaml.ts'
import { type Dice, dice } from '../../../src/dialogue/walking/dice.ts'

const formed = (text: string) => {
  const result = formatYaml('a.yaml', text)
  if ('problem' in result) throw new Error(result.problem.message)
  return result.formed
}

test.each([
  ['spaces in brackets', 'a: { b: [ 1,2 ], c:  x }\n', 'a: {b: [1, 2], c: x}\n'],
  ['lists not indented', 'a:\n- b\n- c\n', 'a:\n  - b\n  - c\n'],
  ['indents of four', 'a:\n    b:\n        c: 1\n', 'a:\n  b:\n    c: 1\n'],
  ['several blank lines', 'a: 1\n\n\n\nb: 2\n', 'a: 1\n\nb: 2\n'],
  ['gaps before comments', 'a: 1     # why\n', 'a: 1 # why\n'],
  ['double quotes', 'a: "是"\nb: "{{ x }}"\n', "a: '是'\nb: '{{ x }}'\n"],
  ['quotes that hold quotes', `a: "{% if x == 'y' %}"\n`, `a: "{% if x == 'y' %}"\n`],
  ['escapes', 'a: "一\\n二"\n', 'a: "一\\n二"\n'],
  ['line ends of Windows', '\uFEFFa: 1\r\nb: 2\r\n', 'a: 1\nb: 2\n'],
  ['no line end', 'a: 1', 'a: 1\n'],
  ['a long line', `a: [${'很长的词, '.repeat(80)}完]\n`, `a: [${'很长的词, '.repeat(80)}完]\n`],
  ['text in a block', 'a: |\n    一 # 不是注释\n\n    二\n', 'a: |\n  一 # 不是注释\n\n  二\n'],
  ['numbers as they were typed', 'a: [007, 1.50, 0x1F, 99999999999999999999]\n', undefined],
  ['words for yes and nothing', 'a: [True, ~, null]\n', undefined],
  ['comments alone', '\n\n# nothing yet\n\n', '# nothing yet\n'],
  ['nothing at all', '\n\n', ''],
])('%s come into the one form', (_what, text, expected) => {
  expect(formed(text)).toBe(expected ?? text)
  expect(formed(formed(text))).toBe(formed(text))
})

test('comments stay where they were said', () => {
  const text = `# on top
a: # about a
  # about b
  b: 1

  # before c
  c: [x, y] # about c
# at the end
`
  expect(formed(text).match(/#.*/g)).toEqual(text.match(/#.*/g))
})

test.each([
  ['a broken file', 'a: [1\n', 'syntax'],
  ['a key twice', 'a: 1\na: 2\n', 'syntax'],
  ['an alias', 'a: &x 1\nb: *x\n', 'syntax'],
  ['a file far too large', `a: ${'x'.repeat(300_000)}\n`, 'syntax'],
  ['brackets without end', '['.repeat(100), 'syntax'],
])('%s is a problem, and nothing is made of it', (_what, text, rule) => {
  expect(formatYaml('a.yaml', text)).toMatchObject({ problem: { file: 'a.yaml', rule } })
})

describe('whatever is typed', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1)
  const outcomes = seeds.map((seed) => {
    const text = typed(dice(seed))
    return { seed, text, result: formatYaml('a.yaml', text) }
  })

  test.each(outcomes)(
    'the meaning of text $seed is the same, and so is its next form',
    ({ text, result }) => {
      if ('problem' in result) return expect(result.problem.rule).toBe('format')
      expect(parse(result.formed)).toEqual(parse(text))
      expect(commentsIn(result.formed)).toEqual(commentsIn(text))
      expect(formed(result.formed)).toBe(result.formed)
      return undefined
    },
  )

  test('is hardly ever refused', () => {
    expect(outcomes.filter(({ result }) => 'problem' in result).length).toBeLessThan(3)
  })
})

const WORDS = [
  '漏水',
  '# 号',
  'a: b',
  "it's",
  '"q"',
  '{{ x }}',
  'yes',
  'null',
  '',
  ' 边 ',
  '1',
  '- x',
  '多\n行\n',
  '多\n\n行',
]

function value(roll: Dice, depth: number): unknown {
  const kind = roll.roll(depth > 3 ? 3 : 6)
  if (kind < 2) return roll.one(WORDS)
  if (kind === 2) return roll.one([0, -3, 1.5, true, false, null])
  const size = roll.roll(4)
  const items = Array.from({ length: size }, () => value(roll, depth + 1))
  if (kind === 3) return items
  return Object.fromEntries(
    items.map((item, index) => [`${roll.one(['k', '键', 'x y'])}${index}`, item]),
  )
}

/** A random document in a random hand, with a comment wherever one can surely stand. */
function typed(roll: Dice): string {
  const text = stringify(
    { a: value(roll, 0), b: value(roll, 0), c: value(roll, 0) },
    {
      indent: roll.one([2, 3, 4]),
      indentSeq: roll.roll(2) === 0,
      lineWidth: roll.one([0, 20, 80]),
      defaultStringType: roll.one(['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'] as const),
      collectionStyle: roll.one(['any', 'flow', 'block'] as const),
    },
  )
  const lines = text.split('\n').flatMap((line, index) => {
    if (!/^[abc]:|^\s+(?:k|键)\d: [\d\w]/.test(line) || roll.roll(2) === 0) return [line]
    const indent = /^ */.exec(line)?.[0] ?? ''
    return [...(roll.roll(3) === 0 ? ['', ''] : []), `${indent}# note ${index}`, line]
  })
  return lines.join(roll.one(['\n', '\r\n']))
}

function commentsIn(text: string): readonly string[] {
  return (text.match(/# note \d+/g) ?? []).toSorted()
}
