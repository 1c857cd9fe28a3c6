/** One row of 收费项目. */

import type { Formula } from '../../fees/formulas.ts'
import { plainText } from '../../residents/plain-text.ts'
import type { FeeItemRecord } from '../records.ts'
import type { Given } from '../table/cell-reader.ts'
import { allowedWords } from '../table/legend-index.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'

export function readFeeItem(reader: RowReader, reading: ReadingRules): FeeItemRecord | null {
  const code = reader.required('code', reader.text('code', 32))
  const name = reader.required('name', reader.words('name', 40))
  const kind = reader.required('kind', reader.legend('kind', 'fee_kind'))
  const category = reader.words('category', 40)
  const { formula, rule } = readFormula(reader, reading)
  const priceFen = reader.rate('price')
  const fixedFen = reader.money('fixed')
  const billing = reader.legend('billing', 'billing')
  const payWhen = reader.legend('pay_when', 'pay_when')
  const payMonths = reader.integer('pay_months', 1, 1200)
  const payer = reader.legend('payer', 'payer')
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  if (!code || !name || !kind) return null
  const figures = { formula, rule, priceFen, fixedFen }
  const terms = { billing, payWhen, payMonths, payer, from, to }
  return { code, name, category, kind, ...figures, ...terms }
}

/** A code reads as the words it stands for; words of their own stay, and no bill is made by them. */
function readFormula(
  reader: RowReader,
  { rules, legends }: ReadingRules,
): { readonly formula: Given<string>; readonly rule: Formula | null } {
  const formula = reader.words('formula', 200)
  if (!formula) return { formula, rule: null }
  const plain = plainText(formula).replace(/[*X]/g, '×').replace(/[()]/g, '')
  const rule = legends.get('formula')?.get(plain) as Formula | undefined
  const isCode = /^\d+$/.test(plain)
  if (rule) return { formula: isCode ? rules.legends.formula[rule]?.[0] : formula, rule }
  if (isCode) reader.error('formula', 'formula_code', { allowed: codesOf(rules) })
  else
    reader.warn('formula', 'formula_words', { allowed: allowedWords(rules, 'formula').join('、') })
  return { formula, rule: null }
}

/** 1001 面积×单价+附加费、2002 固定金额 … */
function codesOf(rules: ReadingRules['rules']): string {
  return Object.values(rules.legends.formula)
    .flatMap(([name, code]) => (code && /^\d+$/.test(code) ? `${code} ${name}` : []))
    .join('、')
}
