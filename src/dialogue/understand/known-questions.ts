/** Which known question a sentence asks: told by its words, or near to a way it was asked before. */
import type { Faq } from '../files/folder-schema.ts'
import { exampleIndex, type Near } from './example-index.ts'
import { wordScanner } from './word-scanner.ts'

export interface Known extends Near {
  /** True when the words tell the question for sure: then it goes before the keywords of a flow. */
  readonly isSure: boolean
}

export interface KnownQuestions {
  (text: string): readonly Known[]
  /** The sure ones alone, which cost far less to find than those that are near. */
  surely(text: string): readonly Known[]
}

/**
 * Best first: sure ones by how much of the sentence their words make up, then those that are near. With a word of
 * `request`, which wants something done, nothing is sure. `empty` words carry no meaning.
 */
export function knownQuestions(
  faqs: readonly Faq[],
  request: readonly string[],
  empty: ReadonlySet<string>,
): KnownQuestions {
  const rules = faqs
    .flatMap(({ id, words, none }) => (words ?? []).map((entry) => ({ of: id, none, entry })))
    .map(({ of, none, entry }, at) => ({ at, of, none, all: [entry].flat().map(alternatives) }))
  const scanner = wordScanner(
    rules.flatMap((rule) => rule.all.flat().map((word) => [word, rule] as const)),
  )
  const near = exampleIndex(
    faqs.flatMap(({ id, ask }) => ask.map((text) => ({ of: id, text }))),
    () => [],
    empty,
  )
  const sure = (text: string): ReadonlyMap<string, number> => {
    const isAny = (words: readonly string[] = []) => words.some((word) => text.includes(word))
    const shares = new Map<string, number>()
    if (isAny(request)) return shares
    const hits = scanner(text)
    const said = new Set(hits.map(({ word }) => word))
    // A rule none of whose words was said is not looked at: the cost grows with the sentence, not with the questions.
    const touched = [...new Set(hits.map(({ of }) => of))].toSorted((a, b) => a.at - b.at)
    for (const { of, none, all } of touched)
      if (!isAny(none)) shares.set(of, Math.max(shares.get(of) ?? 0, shareOf(all, said)))
    return shares
  }
  const surely = (text: string): readonly Known[] =>
    [...sure(text)]
      .filter(([, share]) => share > 0)
      .toSorted(([, a], [, b]) => b - a)
      .map(([of]) => ({ of, similarity: 1, isSure: true }))
  const known = (text: string) => {
    const told = surely(text)
    const asked = near(text).filter(({ of }) => !told.some((each) => each.of === of))
    return [...told, ...asked.map((each) => ({ ...each, isSure: false }))]
  }
  return Object.assign(known, { surely })
}

/** `空置|没住` is either word. */
function alternatives(words: string): readonly string[] {
  return words.toLowerCase().split('|')
}

/** How many characters the words make up, the longest of each set; none when a set has no word that was said. */
function shareOf(all: readonly (readonly string[])[], said: ReadonlySet<string>): number {
  const lengths = all.map((words) =>
    Math.max(0, ...words.filter((word) => said.has(word)).map((word) => word.length)),
  )
  return lengths.includes(0) ? 0 : lengths.reduce((sum, length) => sum + length, 0)
}
