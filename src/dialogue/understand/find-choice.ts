/** Which of some options a sentence means, and whether it says yes or no. */
import { distance } from 'fastest-levenshtein'
import type { Bot } from '../files/folder-schema.ts'
import type { SlotDef } from '../files/slot-schema.ts'
import type { Match } from './match.ts'
import { bare } from './normalise.ts'
import { NUMERAL } from './numerals.ts'
import { longestHits, type WordScanner, wordScanner } from './word-scanner.ts'

export interface ChoiceOption {
  readonly id: string
  readonly text: string
  readonly match?: readonly string[] | undefined
}

type Words = Pick<Bot['words'], 'yes' | 'no' | 'particles' | 'negation'>

/** Shorter texts are too alike for a slip of the finger to be told from another word. */
const MIN_FUZZY = 3

/** Strict when all words found mean one option; nothing when they mean several. */
export function findChoice(
  text: string,
  options: readonly ChoiceOption[],
  words: Words,
): readonly Match[] {
  const hits = longestHits(scannerOf(options)(text))
  const meant = new Set(hits.map((hit) => hit.of))
  const [first] = hits
  if (first && meant.size === 1)
    return [
      {
        start: first.start,
        end: first.end,
        value: first.of.id,
        shown: first.of.text,
        strict: true,
      },
    ]
  if (meant.size > 1) return []
  const near = nearest(bare(text, words.particles), options)
  return near
    ? [{ start: 0, end: text.length, value: near.id, shown: near.text, strict: false }]
    : []
}

const scanners = new WeakMap<readonly ChoiceOption[], WordScanner<ChoiceOption>>()

export function scannerOf(options: readonly ChoiceOption[]): WordScanner<ChoiceOption> {
  const known = scanners.get(options)
  if (known) return known
  // A text of one character is too common to be looked for inside a sentence; match words are the author's choice.
  const words = options.flatMap((option) =>
    [...(option.text.length > 1 ? [option.text] : []), ...(option.match ?? [])].map(
      (word) => [word, option] as const,
    ),
  )
  const scanner = wordScanner(words)
  scanners.set(options, scanner)
  return scanner
}

/** The one option the whole message names in full, by its beginning, or with one slip. */
export function nearest<T extends { readonly text: string }>(
  core: string,
  options: readonly T[],
): T | undefined {
  const exact = options.find((option) => option.text === core)
  if (exact || core.length === 0) return exact
  const begun = core.length > 1 ? options.filter((option) => option.text.startsWith(core)) : []
  if (begun.length > 0) return begun.length === 1 ? begun[0] : undefined
  const close = options.filter(({ text }) => isSlip(text, core))
  return close.length === 1 ? close[0] : undefined
}

/** One character wrong, but never a number: 2号 is no slip for 20号. */
function isSlip(text: string, core: string): boolean {
  const isLong = text.length >= MIN_FUZZY && core.length >= MIN_FUZZY
  return isLong && distance(text, core) === 1 && numbersIn(text) === numbersIn(core)
}

function numbersIn(text: string): string {
  return text.replace(new RegExp(`[^${NUMERAL}]`, 'g'), '')
}

/** The slot's own words anywhere (没 before one turns it round); common words as a message's first clause. */
export function findYesNo(text: string, def: SlotDef | undefined, words: Words): readonly Match[] {
  const own = [
    ...(def?.yes_words ?? []).map((word) => [word, true] as const),
    ...(def?.no_words ?? []).map((word) => [word, false] as const),
  ]
  const [hit] = longestHits(wordScanner(own)(text))
  if (hit) {
    const before = text.slice(Math.max(0, hit.start - 2), hit.start)
    const isTurned = words.negation.some((negation) => before.endsWith(negation))
    return [{ start: hit.start, end: hit.end, value: hit.of !== isTurned, strict: true }]
  }
  const [clause = ''] = text.trim().split(/[,，。.!！;；\s]/)
  const core = bare(clause, words.particles)
  const yes = words.yes.includes(core) || words.yes.includes(clause)
  const no = words.no.includes(core) || words.no.includes(clause)
  if (yes === no) return []
  return [{ start: 0, end: text.length, value: yes, strict: false }]
}
