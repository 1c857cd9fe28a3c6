/** Shows no more of a person than is needed to recognise them (servicedesk.md E3). */

/** 吴学文 → 吴**. */
export function maskedName(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(Math.min(rest.length, 2))
}

/** 13800091443 → 138****1443. */
export function maskedPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** Any mobile, also written in groups or behind +86. */
const MOBILE = /(?<![\dA-Za-z])(?:\+?86[\s-]?)?1[\s.·-]?[3-9](?:[\s.·-]?\d){9}(?!\d)/g
/** With its area code: 0571-88001234, (0571) 88001234. */
const LANDLINE = /(?<![\dA-Za-z])[(（]?0\d{2,3}[)）]?[\s-]?\d{7,8}(?!\d)/g
/** Digits in a row that are too many for a room: a line without its area code, or a number that was cut short. */
const RUN = /(?<![\dA-Za-z.])\d{7,}(?!\d)/g
const IN_WORDS = /[〇零一二两三四五六七八九幺]{7,}/g
const DAY = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/**
 * People's own words with every phone in them masked as 138****1443, or as ****1234 when it is no mobile. Days,
 * rooms and the numbers of tickets stay as they are.
 */
export function withoutPhones(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replace(MOBILE, (found) => maskedPhone(found.replace(/\D/g, '').slice(-11)))
    .replace(LANDLINE, endOf)
    .replace(RUN, (found) => (DAY.test(found) ? found : endOf(found)))
    .replace(IN_WORDS, endOf)
}

const endOf = (found: string) => `****${found.slice(-4)}`
