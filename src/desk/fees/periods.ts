/** Billing periods: months, quarters, half years, years; and how many months of one a span of days makes. */

export const BILLINGS = ['month', 'quarter', 'half_year', 'year', 'on_demand'] as const
export type Billing = (typeof BILLINGS)[number]

/** Days from `from` up to, but not including, `to`: 'YYYY-MM-DD'. */
export interface Span {
  readonly from: string
  readonly to: string
}

const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const

/** "2026-10", "2026-Q4", "2026-H2" or "2026": the period a month ('YYYY-MM') lies in. */
export function periodOf(month: string, billing: keyof typeof MONTHS): string {
  const year = month.slice(0, 4)
  const index = Number(month.slice(5)) - 1
  switch (billing) {
    case 'month':
      return month
    case 'quarter':
      return `${year}-Q${Math.floor(index / 3) + 1}`
    case 'half_year':
      return `${year}-H${Math.floor(index / 6) + 1}`
    case 'year':
      return year
  }
}

/** The days of a period; null when it is none. */
export function daysOf(period: string): Span | null {
  const [matched, year = '', month, quarter, half] =
    /^(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?$/.exec(period) ?? []
  if (matched === undefined) return null
  if (month) return monthsFrom(`${year}-${month}`, 1)
  if (quarter) return monthsFrom(`${year}-${twoDigits(Number(quarter) * 3 - 2)}`, 3)
  if (half) return monthsFrom(`${year}-${twoDigits(Number(half) * 6 - 5)}`, 6)
  return monthsFrom(`${year}-01`, 12)
}

/** Oldest first: as texts, "2026-Q3" would stand after "2026-12". A period nobody can read comes first. */
export function byFirstDay(a: { readonly period: string }, b: { readonly period: string }): number {
  const [first, second] = [daysOf(a.period)?.from ?? '', daysOf(b.period)?.from ?? '']
  return first < second ? -1 : Number(first > second)
}

/** All periods that begin in or after the first month and not after the last day. */
export function periodsBetween(
  firstMonth: string,
  lastDay: string,
  billing: keyof typeof MONTHS,
): string[] {
  const periods: string[] = []
  for (let month = firstMonth; `${month}-01` <= lastDay; month = addMonths(month, 1)) {
    const period = periodOf(month, billing)
    if (daysOf(period)?.from === `${month}-01`) periods.push(period)
  }
  return periods
}

/** The days both have; null when there are none. */
export function overlap(a: Span, b: Span): Span | null {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from < to ? { from, to } : null
}

export interface MonthPart {
  readonly month: string
  readonly days: number
  /** How many days the month has. */
  readonly of: number
}

/** What a span takes of each calendar month. */
export function monthParts(span: Span): MonthPart[] {
  const parts: MonthPart[] = []
  for (let month = span.from.slice(0, 7); `${month}-01` < span.to; month = addMonths(month, 1)) {
    const whole = monthsFrom(month, 1)
    const part = overlap(span, whole)
    if (part) parts.push({ month, days: dayCount(part), of: dayCount(whole) })
  }
  return parts
}

/** '2026-11', 2 → '2027-01'. */
export function addMonths(month: string, months: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months
  return `${Math.floor(index / 12)}-${twoDigits((index % 12) + 1)}`
}

export function dayCount({ from, to }: Span): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}

function monthsFrom(month: string, count: number): Span {
  return { from: `${month}-01`, to: `${addMonths(month, count)}-01` }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
