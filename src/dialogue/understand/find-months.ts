/** Months of bills as people name them: 上个月, 1月到3月, 去年12月, 一季度, 上半年, 近三个月. */
import { localText } from './local-time.ts'
import type { Match } from './match.ts'
import { NUMERAL, readNumeral } from './numerals.ts'

/** Months counted from year 0, first and last. */
type Range = readonly [from: number, to: number]
type Said = readonly (string | undefined)[]

const YEAR = '(?:(去年|前年|今年|明年|(?:20)?\\d\\d年)的?)'
const N = `([${NUMERAL}]{1,3})`
/** 3月 of 3月5号 is a day's, no month's. */
const MONTH = `${N}月份?(?![${NUMERAL}]{1,3}[号日])`
const BACK: Readonly<Record<string, number>> = { 上上: 2, 上: 1, 下: -1 }

/** In this order: a fuller form is tried before its parts. */
const FORMS: readonly (readonly [form: RegExp, read: (said: Said, now: number) => Range])[] = [
  // 1-3月, 2025年1月到3月, 去年12月至今年2月, and 1月2月.
  [
    form(`${YEAR}?${N}(?:月份?)?[到至和、,-]${YEAR}?${MONTH}`),
    ([year, from, later, to], now) => between([year, from], [later, to], now),
  ],
  [
    form(`${YEAR}?${N}月${MONTH}`),
    ([year, from, to], now) => between([year, from], [undefined, to], now),
  ],
  [
    form(`${YEAR}?第?([一二三四1-4])季度`),
    ([year, n], now) => part(year, numeral(n) * 3 - 3, 3, now),
  ],
  [form(`${YEAR}?([上下])半年`), ([year, half], now) => part(year, half === '下' ? 6 : 0, 6, now)],
  [
    form(`(?:最近|近)(?:这)?${N}个月`),
    ([many], now) => [now - Math.min(numeral(many), 36) + 1, now],
  ],
  [
    form('(上上|上|这|本|当|下)一?个?月份?'),
    ([which = ''], now) => [now - (BACK[which] ?? 0), now - (BACK[which] ?? 0)],
  ],
  [form(`${YEAR}?${MONTH}`), ([year, month], now) => between([year, month], [year, month], now)],
  [form(YEAR), ([year], now) => part(year, 0, 12, now)],
]

/** Values: `2025-01/2025-03`, both ends included. Of a month without a year the latest is meant: bills look back. */
export function findMonths(text: string, now: Date): readonly Match[] {
  const [year = 0, month = 1] = localText(now).split('-').map(Number)
  const found: Match[] = []
  let rest = text
  for (const [form, read] of FORMS)
    for (const match of rest.matchAll(form)) {
      const [from, to] = read(match.slice(1), year * 12 + month - 1)
      const end = match.index + match[0].length
      const isReal = Number.isFinite(from) && from <= to && to - from < MOST_MONTHS
      if (!isReal) continue
      found.push({ start: match.index, end, value: `${name(from)}/${name(to)}`, strict: true })
      rest = rest.slice(0, match.index) + '|'.repeat(match[0].length) + rest.slice(end)
    }
  return found.toSorted((a, b) => a.start - b.start)
}

const MOST_MONTHS = 120

function between([year, from]: Said, [later, to]: Said, now: number): Range {
  const [first, last] = [numeral(from) - 1, numeral(to) - 1]
  if (![first, last].every((month) => month >= 0 && month < 12)) return [Number.NaN, 0]
  if (year !== undefined && later === undefined) {
    const start = yearOf(year, now) * 12 + first
    return [start, start + ((last - first + 12) % 12)]
  }
  const thisYear = Math.floor(now / 12) * 12 + last
  const end =
    later === undefined
      ? thisYear > now
        ? thisYear - 12
        : thisYear
      : yearOf(later, now) * 12 + last
  const start =
    year === undefined ? end - ((last - first + 12) % 12) : yearOf(year, now) * 12 + first
  return [start, end]
}

/** Part of a year; without a year the latest that has begun. */
function part(year: string | undefined, first: number, months: number, now: number): Range {
  const thisYear = Math.floor(now / 12)
  const isAhead = year === undefined && thisYear * 12 + first > now
  const from = (year === undefined ? thisYear - (isAhead ? 1 : 0) : yearOf(year, now)) * 12 + first
  return [from, from + months - 1]
}

const FROM_NOW: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 今年: 0, 明年: 1 }

function yearOf(said: string, now: number): number {
  const from = FROM_NOW[said]
  return from === undefined ? 2000 + (Number.parseInt(said, 10) % 100) : Math.floor(now / 12) + from
}

function numeral(text: string | undefined): number {
  return readNumeral(text ?? '') ?? Number.NaN
}

function name(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

function form(pattern: string): RegExp {
  return new RegExp(`(?<![${NUMERAL}第])${pattern}`, 'g')
}
