/** What counts as a phone number in China: mobile, fixed line with area code, 400. */

const MOBILE = /^1[3-9]\d{9}$/
const FIXED = /^0\d{2,3}\d{7,8}$/
const SERVICE = /^(?:400|800)\d{7}$/

/** Digits only, +86 and separators taken off; null when it is no number one can call. */
export function phoneNumber(text: string): string | null {
  const digits = text
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(?:\+|00)86/, '')
  return [MOBILE, FIXED, SERVICE].some((kind) => kind.test(digits)) ? digits : null
}
