import { expect, test } from 'vitest'
import { readYaml } from '../src/yaml-text.ts'

test('plain values are read', () => {
  expect(readYaml('a: [1, "1", ~]\nb: { c: 是 }')).toEqual({
    value: { a: [1, '1', null], b: { c: '是' } },
  })
})

test.each([
  ['a key twice', 'a: 1\na: 2', { line: 2, code: 'DUPLICATE_KEY' }],
  ['an open bracket', 'a: [', { line: 1, code: 'BAD_INDENT' }],
  ['an alias', 'a: &x [1]\nb: *x', { line: 1, code: 'ALIAS' }],
  ['an alias of nothing', 'b: *x', { line: 1, code: 'ALIAS' }],
  [
    'a bomb of aliases',
    `a: &a [x]\n${'b: &b [*a,*a,*a,*a]\n'}c: [*b,*b,*b,*b]`,
    { line: 1, code: 'ALIAS' },
  ],
])('%s is a problem with a place, and no value', (_what, text, problem) => {
  const read = readYaml(text)
  expect(read).not.toHaveProperty('value')
  expect(read).toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining(problem)]),
  })
})
