/** Which known question a sentence asks: told by its words, or near to a way it was asked before. */
import type { Faq } from '../files/folder-schema.ts'
import { exampleIndex, type Near } from './example-index.ts'
import { wordScanner } from './word-scanner.ts'

export interface Known extends Near {
  /** True when the words tell the question for sure: then it goes before the keywords of a flow. */
  readonly isSure: boolean
}

export type KnownQuestions = (text: string) => readonly Known[]

/**
 * Best first: sure ones by how much of the sentence their words make up, then those that are near. With a word of
 * `request`, which wants something done, nothing is sure. `empty` words carry no meaning.
 */
export function knownQuestions(
  faqs: readonly Faq[],
  request: readonly string[],
  empty: ReadonlySet<string>,
): KnownQuestions {
  const told = faqs.flatMap(({ id, words, none }) =>
    (words ?? []).map((entry) => ({ of: id, none, all: [entry].flat().map(alternatives) })),
  )
  const scanner = wordScanner(
    told.flatMap((rule) => rule.all.flat().map((word) => [word, undefined] as const)),
  )
  const near = exampleIndex(
    faqs.flatMap(({ id, ask }) => ask.map((text) => ({ of: id, text }))),
    () => [],
    empty,
  )
  const sure = (text: string): ReadonlyMap<string, number> => {
    const said = new Set(scanner(text).map(({ word }) => word))
    const isAny = (words: readonly string[] = []) => words.some((word) => text.includes(word))
    const shares = new Map<string, number>()
    if (isAny(request)) return shares
    for (const { of, none, all } of told)
      if (!isAny(none)) shares.set(of, Math.max(shares.get(of) ?? 0, shareOf(all, said)))
    return shares
  }
  return (text) => {
    const shares = sure(text)
    const surely = [...shares].filter(([, share]) => share > 0).toSorted(([, a], [, b]) => b - a)
    const asked = near(text).filter(({ of }) => !shares.get(of))
    return [
      ...surely.map(([of]) => ({ of, similarity: 1, isSure: true })),
      ...asked.map((each) => ({ ...each, isSure: false })),
    ]
  }
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
