/** Phones and identity numbers in books: values that mean "none", several in a cell, digits lost by the spreadsheet. */
import { phoneNumber } from '../../residents/phone-number.ts'
import { cellText } from './parse-cell.ts'
import { listOf, type ReadingRules, type RowReader } from './row-reader.ts'

const ID_NUMBER = /^[0-9A-Z]{5,20}$/
/** A spreadsheet keeps fifteen digits of a number: of an identity number written as one the rest is lost. */
const DIGITS_KEPT = 15

/** A callable number, or undefined: the company's own filler never matches anybody. */
export function readPhone(
  reader: RowReader,
  { rules }: ReadingRules,
  field: string,
): string | undefined {
  const cell = reader.given(field)
  if (!cell) return undefined
  const numbers = listOf(cellText(cell)).filter((text) => !rules.none.phone.includes(text))
  const [first, ...others] = numbers
  if (first === undefined) return undefined
  if (others.length > 0) reader.warn(field, 'phone_several', { kept: first })
  const phone = phoneNumber(first)
  if (phone === null) reader.error(field, 'phone')
  return phone ?? undefined
}

/** Capital letters and digits, or undefined. */
export function readIdNumber(
  reader: RowReader,
  { rules }: ReadingRules,
  field: string,
): string | undefined {
  const cell = reader.given(field)
  if (!cell) return undefined
  const text = cellText(cell).replace(/\s/g, '').toUpperCase()
  if (rules.none.id_number.includes(text)) return undefined
  if (cell.kind === 'number' && text.length > DIGITS_KEPT) reader.error(field, 'id_number_digits')
  else if (ID_NUMBER.test(text)) return text
  else reader.error(field, 'id_number')
  return undefined
}
