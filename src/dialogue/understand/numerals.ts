/** Chinese and Arabic numerals as whole numbers: 十二, 一百零五, 五〇一, 12. */

const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }

/** Characters a numeral may be made of, for use inside a regular expression's class. */
export const NUMERAL = '\\d零〇一二两三四五六七八九十百千'

/** Undefined for anything that is no numeral. Digits said one by one (五零一) are read as 501. */
export function readNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const plain = text.replace(/〇/g, '零').replace(/两/g, '二')
  if (/^[零一二三四五六七八九]+$/.test(plain))
    return Number([...plain].map((char) => DIGITS.indexOf(char)).join(''))
  return /^[零一二三四五六七八九十百千万]+$/.test(plain) ? addUp(plain) : undefined
}

function addUp(text: string): number {
  let total = 0
  let section = 0
  let digit = 0
  for (const char of text) {
    const unit = UNITS[char]
    if (unit === undefined) digit = DIGITS.indexOf(char)
    else if (unit === 10_000) {
      total += (section + digit) * unit
      section = 0
      digit = 0
    } else {
      section += (digit || 1) * unit
      digit = 0
    }
  }
  return total + section + digit
}
