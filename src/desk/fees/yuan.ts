/** Money as people read and write it: integer fen in, exact text out, and back. */

const AMOUNT = /^-?(\d+)(?:\.(\d+))?$/

/** 14293 → "142.93". @throws RangeError when it is no integer */
export function yuanText(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`Not integer fen: ${fen}`)
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** "142.93", "1,000" → fen; null when it is no amount or has parts of a fen. Never through a float. */
export function fenOfYuan(text: string): number | null {
  const [matched, whole = '', fraction = ''] =
    AMOUNT.exec(text.replace(/(?<=\d),(?=\d{3})/g, '')) ?? []
  if (matched === undefined || /[1-9]/.test(fraction.slice(2))) return null
  const fen = Number(`${whole}${fraction.slice(0, 2).padEnd(2, '0')}`)
  if (!Number.isSafeInteger(fen)) return null
  return matched.startsWith('-') ? 0 - fen : fen
}

/** "1.35" yuan a unit → "135" fen; "0.5555" → "55.55". Prices may have parts of a fen, kept as decimals. */
export function fenRateOfYuan(text: string): string | null {
  const [matched, whole = '', fraction = ''] = AMOUNT.exec(text) ?? []
  if (matched === undefined || matched.startsWith('-')) return null
  const padded = fraction.padEnd(2, '0')
  const [fen, parts] = [`${whole}${padded.slice(0, 2)}`, padded.slice(2).replace(/0+$/, '')]
  const bare = fen.replace(/^0+(?=\d)/, '')
  return parts === '' ? bare : `${bare}.${parts}`
}

/** The database writes 130.0000 for 130. */
export function bareDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** 55.55 fen → "0.5555" yuan. */
export function yuanOfRate(fen: string): string {
  const [whole = '', parts = ''] = bareDecimal(fen).split('.')
  const digits = whole.padStart(3, '0')
  return bareDecimal(`${digits.slice(0, -2)}.${digits.slice(-2)}${parts}`)
}
