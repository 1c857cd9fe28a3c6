/** Finds the written examples nearest to a sentence: BM25 brings candidates, shared rare words decide. */
import MiniSearch from 'minisearch'
import type { WordScanner } from './word-scanner.ts'
import { words } from './words.ts'

interface Example {
  /** What the example stands for; several examples may share it. */
  readonly of: string
  readonly text: string
}

/** From 0 to 1: how much of the meaning-carrying words two sentences share. */
export interface Near {
  readonly of: string
  readonly similarity: number
}

const CANDIDATES = 8

/**
 * `ours` are words the general dictionary would split, `empty` words that carry no meaning. The index is
 * made when first asked: whoever only checks flow files needs no dictionary.
 */
export function exampleIndex(
  examples: readonly Example[],
  ours: WordScanner<unknown>,
  empty: ReadonlySet<string>,
): (text: string) => readonly Near[] {
  if (examples.length === 0) return () => []
  let near: ReturnType<typeof indexOf> | undefined
  return (text) => {
    near ??= indexOf(examples, ours, empty)
    return near(text)
  }
}

function indexOf(
  examples: readonly Example[],
  ours: WordScanner<unknown>,
  empty: ReadonlySet<string>,
): (text: string) => readonly Near[] {
  const tokens = (text: string) => tokenize(text, ours, empty)
  const search = new MiniSearch({ fields: ['text'], tokenize: tokens, processTerm: (term) => term })
  search.addAll(examples.map(({ text }, id) => ({ id, text })))
  const spread = new Map<string, number>()
  for (const { text } of examples)
    for (const token of new Set(tokens(text))) spread.set(token, (spread.get(token) ?? 0) + 1)
  const weight = (token: string) => Math.log(1 + examples.length / (spread.get(token) ?? 0.5))
  return (text) => {
    const said = new Set(tokens(text))
    const best = new Map<string, number>()
    for (const { id } of search.search(text, { combineWith: 'OR' }).slice(0, CANDIDATES)) {
      const example = examples[id as number]
      if (!example) continue
      const similarity = likeness(said, new Set(tokens(example.text)), weight)
      best.set(example.of, Math.max(best.get(example.of) ?? 0, similarity))
    }
    return [...best]
      .map(([of, similarity]) => ({ of, similarity }))
      .toSorted((a, b) => b.similarity - a.similarity)
  }
}

function likeness(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  weight: (token: string) => number,
): number {
  const sum = (tokens: Iterable<string>) =>
    [...tokens].reduce((total, token) => total + weight(token), 0)
  const both = sum([...a].filter((token) => b.has(token)))
  return both === 0 ? 0 : both / Math.sqrt(sum(a) * sum(b))
}

function tokenize(text: string, ours: WordScanner<unknown>, empty: ReadonlySet<string>): string[] {
  const own = ours(text).map((hit) => hit.word)
  return [...new Set([...words(text), ...own])].filter((token) => !empty.has(token))
}
