/** Tells danger from talk about it: a gas leak from the gas bill, an entrapment from a drill. */
import type { Hazards } from '../files/folder-schema.ts'

type HazardTest = (text: string) => boolean

const CLAUSE = /[,，。.!！?？;；\n|]+/

/** Harmless words are blotted out, harmless clauses left aside, and a negation right before the danger takes it back. */
export function hazardTest(
  { words, mask, none }: Hazards,
  negations: readonly string[],
): HazardTest {
  return (text) => {
    const plain = mask.reduce((rest, word) => rest.replaceAll(word, '|'.repeat(word.length)), text)
    return plain
      .split(CLAUSE)
      .filter((clause) => !none.some((word) => clause.includes(word)))
      .some((clause) =>
        words.some((entry) =>
          isSaid(clause, typeof entry === 'string' ? [entry] : entry, negations),
        ),
      )
  }
}

function isSaid(clause: string, words: readonly string[], negations: readonly string[]): boolean {
  return words.every((word) => {
    const start = clause.indexOf(word)
    return start >= 0 && !negations.some((negation) => clause.slice(0, start).endsWith(negation))
  })
}
