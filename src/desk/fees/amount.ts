/** What a formula makes of a room's figures: exact parts of a fen for a month, rounded once for the days charged. */
import { filled, type Skip } from './bill-words.ts'
import type { Formula } from './formulas.ts'
import type { MonthPart } from './periods.ts'
import type { FeeRules } from './rules.ts'
import { bareDecimal, yuanOfRate } from './yuan.ts'

/** The figures of one room and fee item; decimals as texts. */
export interface Figures {
  readonly grossArea: string | null
  readonly innerArea: string | null
  readonly rentFen: number | null
  /** Fen, with parts. */
  readonly priceFen: string | null
  readonly fixedFen: number | null
}

/** A month's amount in millionths of a fen, and how it reads. */
export interface Monthly {
  readonly millionths: bigint
  readonly words: string
}

/** Areas have two places, prices four: their product is exact here. */
const MILLION = 1_000_000n
/** A multiple of 28, 29, 30 and 31: every part of a month is a whole number of these. */
const MONTH = 377_580n
/** The database keeps fen in 32 bits. */
const MOST_FEN = 2_147_483_647n

type Rule = (figures: Figures, rules: FeeRules) => Monthly | Skip

const RULES: { readonly [Name in Exclude<Formula, 'share_area' | 'share_household'>]: Rule } = {
  area_price: (figures, rules) => ofArea(figures, rules, figures.grossArea) ?? 'no_area',
  indoor_price: (figures, rules) => ofArea(figures, rules, figures.innerArea) ?? 'no_inner_area',
  fixed: ({ fixedFen }, rules) => ofFen(fixedFen, rules.bills.computed.fixed) ?? 'no_amount',
  rent: ({ rentFen }, rules) => ofFen(rentFen, rules.bills.computed.rent) ?? 'no_rent',
  meter: () => 'no_reading',
  usage: () => 'no_reading',
  dynamic: () => 'by_hand',
  expression: () => 'by_hand',
  dynamic_price: () => 'by_hand',
  rising_rent: () => 'by_hand',
}

/** A month's amount, or which figure is missing: nothing is guessed. */
export function monthlyAmount(
  rule: keyof typeof RULES,
  figures: Figures,
  rules: FeeRules,
): Monthly | Skip {
  return RULES[rule](figures, rules)
}

/** Null without an area; books write 0 where there is no price. */
function ofArea(figures: Figures, rules: FeeRules, area: string | null): Monthly | Skip | null {
  if (area === null || scaled(area, 2) === 0n) return null
  const { priceFen, fixedFen } = figures
  if (priceFen === null || scaled(priceFen, 4) === 0n) return 'no_price'
  const { computed } = rules.bills
  const base = filled(computed.area, { area: bareDecimal(area), price: yuanOfRate(priceFen) })
  return {
    millionths: scaled(area, 2) * scaled(priceFen, 4) + BigInt(fixedFen ?? 0) * MILLION,
    words: fixedFen ? filled(computed.plus, { base, fixed: yuanOfRate(String(fixedFen)) }) : base,
  }
}

function ofFen(fen: number | null, words: string): Monthly | null {
  if (!fen) return null
  return {
    millionths: BigInt(fen) * MILLION,
    words: filled(words, { fixed: yuanOfRate(String(fen)) }),
  }
}

/** Whole fen for the parts of months charged, half a fen upwards; null when it is more than a bill can hold. */
export function amountFen({ millionths }: Monthly, parts: readonly MonthPart[]): number | null {
  const months = parts.reduce((sum, { days, of }) => sum + (BigInt(days) * MONTH) / BigInt(of), 0n)
  const unit = MILLION * MONTH
  const fen = (millionths * months * 2n + unit) / (2n * unit)
  return fen > MOST_FEN ? null : Number(fen)
}

/** （94.56㎡×1.3元+20元）×（2个月+21天/30天） */
export function computedWords(
  { words }: Monthly,
  parts: readonly MonthPart[],
  { bills: { computed } }: FeeRules,
): string {
  const whole = parts.filter(({ days, of }) => days === of).length
  const partly = parts.filter(({ days, of }) => days !== of)
  if (whole === 1 && partly.length === 0) return words
  const factors = [
    ...(whole > 0 ? [filled(computed.months, { count: whole })] : []),
    ...partly.map(({ days, of }) => filled(computed.part, { days, of })),
  ]
  const pattern = factors.length > 1 ? computed.factor : computed.one_factor
  return filled(pattern, { base: words, factor: factors.join('+') })
}

/** "94.56", 2 → 9456. Never through a float. */
export function scaled(decimal: string, places: number): bigint {
  const [whole = '', parts = ''] = decimal.split('.')
  return BigInt(whole + parts.padEnd(places, '0').slice(0, places))
}
