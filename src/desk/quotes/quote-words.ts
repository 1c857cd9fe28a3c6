/** Lines of paid work as people read them. */
import { filled } from '../fees/bill-words.ts'
import { yuanText } from '../fees/yuan.ts'
import type { Work } from '../work.ts'
import { quantityText } from './line-amount.ts'
import type { BadLine, QuoteLine } from './quote-lines.ts'

/** One line for a flow: its parts ready to be shown. */
export function lineWords(line: QuoteLine) {
  return {
    kind: line.kind,
    name: line.name,
    unit: line.unit,
    quantity: quantityText(line.quantity),
    price: yuanText(line.priceFen),
    amount: yuanText(line.amountFen),
    reason: line.reason ?? '',
    warranty: line.warrantyDays ?? 0,
  }
}

/** Why a line cannot stand, and what would be right. */
export function problemWords(work: Pick<Work, 'rules'>, { problem, line, hint }: BadLine): string {
  return filled(work.rules.quotes.problems[problem], { line, hint })
}

/** "角阀×2 56.00元、人工×1 60.00元" */
export function listWords(lines: readonly QuoteLine[]): string {
  return lines
    .map(
      ({ name, quantity, amountFen }) =>
        `${name}×${quantityText(quantity)} ${yuanText(amountFen)}元`,
    )
    .join('、')
}
