/** How values are shown to Chinese readers: money, phones, dates, windows, lists, homes. */
import type { FilterImplOptions } from 'liquidjs'

const WEEKDAYS = '日一二三四五六'

export const FILTERS: Readonly<Record<string, FilterImplOptions>> = {
  yuan,
  mask,
  date_cn: dateCn,
  window_cn: windowCn,
  months_cn: monthsCn,
  list_cn: (values: readonly unknown[]) => values.join('、'),
  /** The label the register gave a room code, kept beside the value; else the code read out. */
  room(code: string) {
    return labelOf(this, code) ?? roomCn(code)
  },
  /** An option's id as the option was called. */
  option(id: string) {
    return labelOf(this, id) ?? id
  },
}

function labelOf({ context }: { context: { environments: object } }, value: string) {
  const { labels = {} } = context.environments as { labels?: Record<string, string> }
  return Object.hasOwn(labels, value) ? labels[value] : undefined
}

/** Integer fen in, `1234.50` out, no float on the way. */
export function yuan(fen: number): string {
  const cents = String(Math.abs(Math.trunc(fen))).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${cents.slice(0, -2)}.${cents.slice(-2)}`
}

/** Phones keep three and four digits; anything else keeps its first character. */
export function mask(value: string): string {
  const text = String(value)
  return /^\d{7,}$/.test(text)
    ? `${text.slice(0, 3)}****${text.slice(-4)}`
    : `${text.slice(0, 1)}${'*'.repeat(Math.max(1, text.length - 1))}`
}

/** `2025-03-07` → 3月7日(周五). */
export function dateCn(date: string): string {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number)
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]
  return `${month}月${day}日(周${weekday})`
}

/** `2025-03-07T09:00/11:00` → 3月7日(周五)9:00–11:00; `asap` → 尽快. */
export function windowCn(window: string): string {
  if (window === 'asap') return '尽快'
  const [start = '', end = ''] = window.slice(11).split('/')
  return `${dateCn(window)}${hourCn(start)}–${hourCn(end)}`
}

/** `2025-01/2025-03` → 2025年1月至3月; one month → 2025年1月. */
export function monthsCn(range: string): string {
  const [from = '', to = ''] = range.split('/')
  const [year, month] = [from.slice(0, 4), Number(from.slice(5))]
  const end = `${to.startsWith(year) ? '' : `${to.slice(0, 4)}年`}${Number(to.slice(5))}月`
  return `${year}年${month}月${from === to ? '' : `至${end}`}`
}

/** `3-2-501` → 3栋2单元501. */
export function roomCn(code: string): string {
  const parts = code.split('-')
  if (parts.length === 3) return `${parts[0]}栋${parts[1]}单元${parts[2]}`
  return parts.length === 2 ? `${parts[0]}栋${parts[1]}` : code
}

function hourCn(time: string): string {
  return time.replace(/^0(?=\d:)/, '')
}
