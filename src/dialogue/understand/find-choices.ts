/** Which of several options a sentence means when more than one may be meant: 1和3, 水和电, 都要. */
import type { ChoiceOption } from './find-choice.ts'
import { scannerOf } from './find-choice.ts'
import type { Match } from './match.ts'
import { NUMERAL, readNumeral } from './numerals.ts'
import { longestHits } from './word-scanner.ts'

const LISTED = new RegExp(
  `^\\s*[选要]?\\s*[${NUMERAL}]{1,2}(?:\\s*[,，、.和跟及 ]\\s*[${NUMERAL}]{1,2})+\\s*[号项个]?\\s*$`,
)

/** The ids in the options' own order. Strict when named in words; numbers in a row count as the answer only. */
export function findChoices(
  text: string,
  options: readonly ChoiceOption[],
  allWords: readonly string[] = [],
): readonly Match[] {
  const whole = { start: 0, end: text.length }
  const all = allWords.some((word) => text.includes(word))
  if (all) return [{ ...whole, ...several(options), strict: false }]
  if (LISTED.test(text)) {
    const places = text
      .match(new RegExp(`[${NUMERAL}]{1,2}`, 'g'))
      ?.map((said) => readNumeral(said))
    const isKnown = places?.every((place) => options[(place ?? 0) - 1])
    const meant = options.filter((_, index) => places?.includes(index + 1))
    return isKnown ? [{ ...whole, ...several(meant), strict: false }] : []
  }
  const hits = longestHits(scannerOf(options)(text))
  const meant = options.filter((option) => hits.some((hit) => hit.of === option))
  const [first] = hits
  const end = Math.max(...hits.map((hit) => hit.end))
  return first ? [{ start: first.start, end, ...several(meant), strict: true }] : []
}

function several(options: readonly ChoiceOption[]): Pick<Match, 'value' | 'shown'> {
  return { value: options.map(({ id }) => id), shown: options.map(({ text }) => text).join('、') }
}
