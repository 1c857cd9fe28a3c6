/** Lines of a quote, from what was written and the price list of the day. Pure. */

import { yuanText } from '../fees/yuan.ts'
import { plainText } from '../residents/plain-text.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { lineAmount, totalOf } from './line-amount.ts'
import type { PriceKind } from './price-kinds.ts'
import type { PriceRow } from './price-list.ts'
import type { LineProblem, QuoteRules } from './rules.ts'
import type { Hundredths, WrittenLine } from './written-lines.ts'

/** A line as it is kept: nothing of the price list changes it later. */
export interface QuoteLine {
  readonly kind: PriceKind
  /** Of the price list; null for a line of one's own. */
  readonly code: string | null
  readonly name: string
  readonly unit: string
  readonly quantity: Hundredths
  readonly priceFen: number
  readonly amountFen: number
  /** Why it is not in the list; null for what is. */
  readonly reason: string | null
  readonly warrantyDays: number | null
}

export interface BadLine {
  readonly problem: LineProblem
  /** The line as it was written. */
  readonly line: string
  /** What would be right: names, a price, a limit. */
  readonly hint: string
}

export interface Reading {
  readonly prices: readonly PriceRow[]
  readonly rules: QuoteRules
  /** Whoever supervises may write lines of their own without the limit (rules/quotes.yaml, `own_line`). */
  readonly supervises: boolean
}

/** All lines, or the first that cannot stand. */
export function quoteLines(
  written: readonly WrittenLine[],
  reading: Reading,
): readonly QuoteLine[] | BadLine {
  const { most_lines, most_fen } = reading.rules
  if (written.length > most_lines) {
    return { problem: 'too_many', line: String(written.length), hint: String(most_lines) }
  }
  const lines: QuoteLine[] = []
  for (const one of written) {
    const line = quoteLine(one, reading)
    if ('problem' in line) return line
    lines.push(line)
  }
  const total = totalOf(lines)
  const last = written.at(-1)?.text ?? ''
  return total > most_fen ? { problem: 'too_dear', line: last, hint: yuanText(most_fen) } : lines
}

function quoteLine(written: WrittenLine, reading: Reading): QuoteLine | BadLine {
  const { quantity, priceFen } = written
  const bad = (problem: LineProblem, hint = ''): BadLine => {
    return { problem, line: cleanText(written.text, 40), hint }
  }
  if (quantity === null || quantity === 0 || quantity > reading.rules.most_quantity * 100) {
    return bad('quantity', String(reading.rules.most_quantity))
  }
  if (priceFen === 'bad') return bad('price')
  const named = pricesNamed(reading.prices, written.name)
  if (named.length > 1) return bad('several', named.map(({ name }) => name).join('、'))
  const [item] = named
  if (!item) return ownLine(written, { quantity, priceFen }, { reading, bad })
  if (priceFen !== null && priceFen !== item.priceFen)
    return bad('other_price', yuanText(item.priceFen))
  const { kind, code, name, unit, warrantyDays } = item
  return {
    ...{ kind: kind as PriceKind, code, name, unit, quantity, warrantyDays, reason: null },
    priceFen: item.priceFen,
    amountFen: lineAmount(item.priceFen, quantity),
  }
}

/** What the list does not have: priced by hand, with a reason, and only so dear (rules/quotes.yaml). */
function ownLine(
  { name, reason }: WrittenLine,
  given: { readonly quantity: Hundredths; readonly priceFen: number | null },
  at: {
    readonly reading: Reading
    readonly bad: (problem: LineProblem, hint?: string) => BadLine
  },
): QuoteLine | BadLine {
  const { own_line, longest_name } = at.reading.rules
  const label = cleanText(name, longest_name)
  if (given.priceFen === null || label === '') return at.bad('unknown')
  if (reason === '') return at.bad('reason_wanted')
  const amountFen = lineAmount(given.priceFen, given.quantity)
  if (amountFen > own_line.most_fen && !at.reading.supervises) {
    return at.bad('own_too_dear', yuanText(own_line.most_fen))
  }
  return {
    ...{ kind: 'material', code: null, name: label, unit: own_line.unit, warrantyDays: null },
    ...{ ...given, priceFen: given.priceFen, amountFen, reason: cleanText(reason, longest_name) },
  }
}

/** By its code or its name; else by a part of one, when only one has it. */
function pricesNamed(prices: readonly PriceRow[], written: string): readonly PriceRow[] {
  const word = plainText(written)
  if (word === '') return []
  const exact = prices.filter(({ code, name }) =>
    [code, name].some((one) => plainText(one) === word),
  )
  return exact.length > 0
    ? exact.slice(0, 1)
    : prices.filter(({ name }) => plainText(name).includes(word))
}
