import { expect, test } from 'vitest'
import { knownQuestions } from '../../../src/dialogue/understand/known-questions.ts'

const faq = (id: string, words: (string | string[])[], more: object = {}) => ({
  id,
  ask: [`${id}怎么办`],
  words,
  answer: { variants: [''] },
  ...more,
})

const known = knownQuestions(
  [
    faq('电梯', [['电梯', '维保|年检']]),
    faq('年检', ['年检|检验']),
    faq('停水', [['停水', '提前|通知'], '水箱'], { none: ['停电'] }),
    faq('甲'.repeat(3), [['WIFI', '密码']]),
  ],
  ['投诉'],
  new Set(['怎么办']),
)

const sureOf = (text: string) =>
  known(text)
    .filter(({ isSure }) => isSure)
    .map(({ of }) => of)

test.each<readonly [string, readonly string[], string]>([
  ['停水要提前说吗', ['停水'], 'all the words of a list'],
  ['通知一下什么时候停水', ['停水'], 'in any order'],
  ['停水了', [], 'only one of them'],
  ['水箱', ['停水'], 'a word that needs no other'],
  ['停水停电提前通知', [], 'a word that makes it another matter'],
  ['我要投诉停水不通知', [], 'a word that wants something done'],
  ['电梯年检了没有', ['电梯', '年检'], 'of two, the one more words of which were said'],
  ['wifi密码多少', ['甲甲甲'], 'small letters and capitals'],
  ['', [], 'nothing'],
  ['停水提前'.repeat(500), ['停水'], 'endless words'],
])('%s is surely %s: %s', (text, ids) => {
  expect(sureOf(text)).toEqual(ids)
})

test('what is sure goes before what is only near, and each question is named once', () => {
  const found = known('停水怎么办，年检呢')
  expect(found.map(({ of, isSure }) => [of, isSure])).toEqual([
    ['年检', true],
    ['停水', false],
  ])
  expect(found[0]?.similarity).toBe(1)
})

test('without questions nothing is known', () => {
  expect(knownQuestions([], [], new Set())('停水提前通知吗')).toEqual([])
})
