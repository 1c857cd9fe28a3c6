/** What stands in a cell, as text: numbers without exponents or binary noise, dates as days. */

export interface Cell {
  /** 'formula' is one whose result was never saved, 'error' one that shows #REF! or the like. */
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula'
  readonly text: string
  /** True where the value stands in another cell of a merge. */
  readonly isMerged?: boolean
}

/** A spreadsheet keeps fifteen digits; what follows is noise of its arithmetic. */
const DIGITS = 15
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Serial 60 is 1900-02-29, a day that never was: from there on day 0 is 1899-12-30. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
const LAST_SERIAL = 2_958_465

/** 1.38000914430E10 → "13800091443", 94.560000000000002 → "94.56"; other texts come back as they are. */
export function numberText(raw: string): string {
  const number = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(number)) return raw
  const rounded = Number(number.toPrecision(DIGITS))
  return Math.abs(rounded) < 1e15 ? decimalText(rounded) : longText(rounded)
}

/** A serial number as "2026-11-21", "2026-11-21 08:30", or "08:30" when it has no day; null when it is none. */
export function dateText(serial: number, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL) return null
  const at = new Date(
    Math.round(((from1904 ? EPOCH_1904 : EPOCH_1900) + serial * DAY_MS) / MINUTE_MS) * MINUTE_MS,
  ).toISOString()
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)]
  if (serial < 1 && !from1904) return time === '00:00' && serial > 0.5 ? '24:00' : time
  return Number.isInteger(serial) ? day : `${day} ${time}`
}

/** All digits of a number too large for JavaScript to write exactly; those the spreadsheet lost are zeros. */
function longText(number: number): string {
  const [mantissa = '', exponent = ''] = number.toExponential(DIGITS - 1).split('e')
  return mantissa.replace('.', '').padEnd(Number(exponent) + (number < 0 ? 2 : 1), '0')
}

/** JavaScript writes small numbers with exponents. */
function decimalText(number: number): string {
  const text = String(number)
  return text.includes('e') ? number.toFixed(20).replace(/\.?0+$/, '') : text
}
