/** A report as blocks of words, figures and pictures: the page and the book show the same ones. */

/** So many of so many; silent about what was not counted. */
export interface Rate {
  readonly numerator: number
  readonly denominator: number
  /** Percent it should at least be; null when nothing is asked for. */
  readonly target: number | null
  /** Too few for the rate to say much. */
  readonly isSmall: boolean
}

export type Cell = string | number | Rate | null

export interface Column {
  readonly title: string
  /**
   * `count` of things, `fen` money, `score` a number with a decimal, `rate` a fraction with its parts, `share` a fraction
   * whose parts stand beside it, `percent` of change against an earlier time.
   */
  readonly kind: 'text' | 'count' | 'fen' | 'score' | 'rate' | 'share' | 'percent'
}

export interface Table {
  readonly kind: 'table'
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly note?: string
}

export interface Chart {
  readonly kind: 'chart'
  readonly title: string
  /** Down the side, for names that are long; along the bottom otherwise. */
  readonly isSideways: boolean
  readonly labels: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  /** Of the values: counts, percent or yuan. */
  readonly unit: 'count' | 'percent' | 'yuan'
  /** A line to be reached. */
  readonly target?: number
}

export interface Card {
  readonly label: string
  readonly value: string
  readonly sub: string
  readonly tone: 'good' | 'bad' | 'plain'
}

export type Block =
  | Table
  | Chart
  | { readonly kind: 'cards'; readonly cards: readonly Card[] }
  | { readonly kind: 'note'; readonly text: string }

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface Report {
  readonly title: string
  readonly project: string
  /** One line each: the time it covers, until when its data reach, by when it is due. */
  readonly head: readonly string[]
  readonly sections: readonly Section[]
  readonly foot: string
}

export function isRate(cell: Cell): cell is Rate {
  return typeof cell === 'object' && cell !== null
}

/** 0…100; null of nothing. */
export function percentOf({ numerator, denominator }: Pick<Rate, 'numerator' | 'denominator'>) {
  return denominator === 0 ? null : (100 * numerator) / denominator
}

/** Cut to one digit and not rounded: rounding would reach a target that was missed. */
export function tenthsOf(percent: number | null): number | null {
  return percent === null ? null : Math.floor(percent * 10 + 1e-9) / 10
}

/** "96.3%", a dash for nothing. */
export function percentText(rate: Pick<Rate, 'numerator' | 'denominator'>): string {
  const tenths = tenthsOf(percentOf(rate))
  return tenths === null ? '—' : `${tenths.toFixed(1)}%`
}

/** Fen as yuan with its thousands parted: "83,375.77". */
export function moneyText(fen: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return (fen / 100).toLocaleString('en', digits)
}

export function isMissed(rate: Rate): boolean {
  const percent = percentOf(rate)
  return rate.target !== null && percent !== null && percent < rate.target
}
