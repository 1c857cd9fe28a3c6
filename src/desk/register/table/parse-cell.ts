/** Turns what stands in a cell into a value: numbers written as texts, texts as numbers, dates in many forms. */
import { arabicDigits, plainText } from '../../residents/plain-text.ts'
import type { Cell } from '../xlsx/cell-value.ts'
import { dateText } from '../xlsx/cell-value.ts'

const DAY = /^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T ].*)?$/
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/
const TIME = /^(?:.* )?(\d{1,2})[:时点](\d{2})?(?::\d{2})?分?$/
const PERIOD_MONTH = /^(\d{4})[-/.年]?(\d{1,2})月?$/
const PERIOD_DAY = /^(\d{4})-(\d{2})-\d{2}$/
const PERIOD_QUARTER = /^(\d{4})[-/.年]?(?:Q|第)([1-4一二三四])(?:季度)?$/
const PERIOD_HALF = /^(\d{4})[-/.年]?(?:(H[12])|([上下])半年)$/
const PERIOD_YEAR = /^(\d{4})年?(?:度)?$/
/** 1955 to 2064: a number outside is no day anybody means. */
const DAY_SERIALS = { from: 20_000, to: 60_000 }

/** Half-width, trimmed, inner spaces kept as one. */
export function cellText(cell: Cell): string {
  return cell.text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** A whole number, or null. */
export function parseInteger(cell: Cell): number | null {
  const text = plainText(cell.text).replace(/\.0+$/, '')
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null
}

/** A decimal ≥ 0 with at most two places, as text: never through a float. */
export function parseDecimal(cell: Cell): string | null {
  const text = plainText(cell.text).replace(/㎡|M2|平方米|平米/g, '')
  const [, whole, places = ''] = /^0*(\d{1,8})(?:\.(\d+?)0*)?$/.exec(text) ?? []
  if (whole === undefined || places.length > 2) return null
  return `${whole}.${places.padEnd(2, '0')}`
}

/** Digits and point of an amount of money: currency signs and separators taken off. */
export function moneyText(cell: Cell): string {
  return plainText(cell.text)
    .replace(/^[¥￥]|RMB|元$/g, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
}

/** 'YYYY-MM-DD' of a day that exists, or null. */
export function parseDay(cell: Cell): string | null {
  const text = cellText(cell).replace(/\s*([年月日/.-])\s*/g, '$1')
  const serial = cell.kind === 'number' ? Number(text) : Number.NaN
  if (serial >= DAY_SERIALS.from && serial <= DAY_SERIALS.to) {
    return dateText(Math.floor(serial), false)
  }
  const [, year = '', month = '', day = ''] = DAY.exec(text) ?? COMPACT_DAY.exec(text) ?? []
  return year === '' ? null : realDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** 'HH:MM' up to 24:00, or null. A spreadsheet keeps a time as the part of a day that has passed. */
export function parseTime(cell: Cell): string | null {
  const text = cellText(cell)
  const part = cell.kind === 'number' ? Number(text) : Number.NaN
  if (part >= 0 && part < 1) return dateText(part, false)
  if (part === 1) return '24:00'
  const [, hour = '', minute = '00'] = TIME.exec(text) ?? []
  if (hour === '' || Number(minute) > 59) return null
  const isPossible = Number(hour) < 24 || (Number(hour) === 24 && minute === '00')
  return isPossible ? `${hour.padStart(2, '0')}:${minute}` : null
}

/** "2026-10", "2026-Q3", "2026-H1" or "2026", or null. */
export function parsePeriod(cell: Cell): string | null {
  const text = plainText(cell.text)
  const day = cell.kind === 'date' ? PERIOD_DAY.exec(cellText(cell).slice(0, 10)) : null
  const [, year, month] = day ?? PERIOD_MONTH.exec(text) ?? []
  if (year && month) {
    const number = Number(month)
    return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, '0')}` : null
  }
  return parseLongPeriod(text)
}

/** Quarters, half years and years. */
function parseLongPeriod(text: string): string | null {
  const [, quarterYear, quarter] = PERIOD_QUARTER.exec(text) ?? []
  if (quarterYear && quarter) return `${quarterYear}-Q${arabicDigits(quarter)}`
  const [, halfYear, half, word] = PERIOD_HALF.exec(text) ?? []
  if (halfYear) return `${halfYear}-${half ?? (word === '上' ? 'H1' : 'H2')}`
  return PERIOD_YEAR.exec(text)?.[1] ?? null
}

function realDay(day: string): string | null {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null
}
