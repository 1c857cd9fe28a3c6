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
