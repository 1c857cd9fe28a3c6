/** Numbers, amounts of money and ratings. */
import type { SlotDef } from '../files/slot-schema.ts'
import type { Match } from './match.ts'
import { NUMERAL, readNumeral } from './numerals.ts'
import { longestHits, wordScanner } from './word-scanner.ts'

const NUMBER = new RegExp(`\\d+(?:\\.\\d+)?|[${NUMERAL}万]+`, 'g')
const AMOUNT = new RegExp(
  `(\\d+(?:\\.\\d{1,2})?|[${NUMERAL}万]+)(万)?(?:元|块钱?)(?:([${NUMERAL}])(?:角|毛|(?![${NUMERAL}])))?`,
  'g',
)
const FEN = { yuan: 100, ten_thousand: 1_000_000, jiao: 10 }

/** Loose: a number in a sentence may count anything. */
export function findNumbers(text: string, { type }: SlotDef): readonly Match[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const value = /^\d/.test(match[0]) ? Number(match[0]) : readNumeral(match[0])
    const fits = value !== undefined && (type === 'number' || Number.isSafeInteger(value))
    return fits ? [at(match, value, false)] : []
  })
}

/** Integer fen. Strict with 元 or 块; a bare number of yuan counts when asked. */
export function findAmounts(text: string): readonly Match[] {
  const named = [...text.matchAll(AMOUNT)].flatMap((match) => {
    const whole = fen(match[1] ?? '')
    if (whole === undefined) return []
    const value = match[2] ? whole * 10_000 : whole
    return [at(match, value + (readNumeral(match[3] ?? '') ?? 0) * FEN.jiao, true)]
  })
  if (named.length > 0) return named
  const alone = /^\s*(\d{1,9}(?:\.\d{1,2})?)\s*$/.exec(text)?.[1]
  const value = alone === undefined ? undefined : fen(alone)
  return value === undefined ? [] : [{ start: 0, end: text.length, value, strict: false }]
}

/** 5, 5分, 五星 or the flow's own words; a word with a negation right before it says something else. */
export function findRatings(
  text: string,
  def: SlotDef,
  negations: readonly string[],
): readonly Match[] {
  const words = Object.entries(def.words ?? {}).flatMap(([score, list]) =>
    list.map((word) => [word, Number(score)] as const),
  )
  const said = longestHits(wordScanner(words)(text)).filter(
    (hit) =>
      !negations.some((negation) =>
        text.slice(Math.max(0, hit.start - 3), hit.start).includes(negation),
      ),
  )
  const spoken = said.map((hit) => ({
    start: hit.start,
    end: hit.end,
    value: hit.of,
    strict: true,
  }))
  const scale = def.scale ?? 5
  const digits = [...text.matchAll(new RegExp(`([${NUMERAL}]{1,2})(\\s?[分星颗]|(?=\\s*$))`, 'g'))]
  return [...digits.map((match) => at(match, readNumeral(match[1] ?? ''), true)), ...spoken].filter(
    ({ value }) => typeof value === 'number' && value >= 1 && value <= scale,
  )
}

function fen(text: string): number | undefined {
  if (!/^\d/.test(text)) {
    const yuan = readNumeral(text)
    return yuan === undefined ? undefined : yuan * FEN.yuan
  }
  // Decimal digits are moved as text: 1.15 * 100 is not 115.
  const [whole = '0', cents = ''] = text.split('.')
  return Number(whole) * FEN.yuan + Number(cents.padEnd(2, '0'))
}

function at(match: RegExpExecArray, value: unknown, strict: boolean): Match {
  return { start: match.index, end: match.index + match[0].length, value, strict }
}
