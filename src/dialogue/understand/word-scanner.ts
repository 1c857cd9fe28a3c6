/** Finds many words in a text at once; the cost grows with the text, not with the number of words. */

interface WordHit<T> {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly of: T
}

export type WordScanner<T> = (text: string) => readonly WordHit<T>[]

/** Case does not matter. Every occurrence of every word is a hit, overlapping ones too. */
export function wordScanner<T>(words: Iterable<readonly [word: string, of: T]>): WordScanner<T> {
  const byWord = new Map<string, T[]>()
  const lengths = new Set<number>()
  for (const [word, of] of words) {
    const key = word.toLowerCase()
    const known = byWord.get(key)
    if (known) known.push(of)
    else byWord.set(key, [of])
    lengths.add(key.length)
  }
  return (text) => {
    const lower = text.toLowerCase()
    return [...lengths].flatMap((length) => hitsOf(lower, length, byWord))
  }
}

function hitsOf<T>(
  text: string,
  length: number,
  byWord: ReadonlyMap<string, readonly T[]>,
): WordHit<T>[] {
  const hits: WordHit<T>[] = []
  for (let start = 0; start + length <= text.length; start += 1) {
    const word = text.slice(start, start + length)
    for (const of of byWord.get(word) ?? []) hits.push({ word, start, end: start + length, of })
  }
  return hits
}

/** Of the hits that overlap, the longest; of equals, the first. */
export function longestHits<T>(hits: readonly WordHit<T>[]): readonly WordHit<T>[] {
  const byLength = hits.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  const kept: WordHit<T>[] = []
  for (const hit of byLength)
    if (kept.every((other) => hit.end <= other.start || hit.start >= other.end || same(hit, other)))
      kept.push(hit)
  return kept.toSorted((a, b) => a.start - b.start)
}

function same<T>(a: WordHit<T>, b: WordHit<T>): boolean {
  return a.start === b.start && a.end === b.end
}
