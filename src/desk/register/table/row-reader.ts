/** Reads the fields of one row as typed values. */
import { fenOfYuan, fenRateOfYuan } from '../../fees/yuan.ts'
import { personName } from '../../residents/person-name.ts'
import { plainText } from '../../residents/plain-text.ts'
import { unguarded } from '../guarded.ts'
import type { LEGENDS, LegendName } from '../legends.ts'
import type { Problems } from '../problems.ts'
import type { RegisterRules } from '../rules.ts'
import type { Cell } from '../xlsx/cell-value.ts'
import { type CellReader, cellReader, type Given } from './cell-reader.ts'
import { allowedWords, type LegendIndex } from './legend-index.ts'
import {
  cellText,
  moneyText,
  parseDay,
  parseDecimal,
  parseInteger,
  parsePeriod,
  parseTime,
} from './parse-cell.ts'
import type { TableRow } from './read-tables.ts'

export type Word<Name extends LegendName> = (typeof LEGENDS)[Name][number]

export interface ReadingRules {
  readonly rules: RegisterRules
  readonly problems: Problems
  readonly legends: LegendIndex
  /** 'YYYY-MM-DD' in the estate. */
  readonly today: string
}

export type RowReader = CellReader & ValueReader & WordReader
type ValueReader = ReturnType<typeof valueReader>
type WordReader = ReturnType<typeof wordReader>

const LIST = /[、,，;；/#\n]+/
const LONGEST_TEXT = 100
/** The database keeps fen in 32 bits. */
const MOST_FEN = 2_147_483_647

export function readRow(row: TableRow, reading: ReadingRules): RowReader {
  const cells = cellReader(row, reading.rules, reading.problems)
  return { ...cells, ...valueReader(cells), ...wordReader(cells, reading) }
}

function valueReader(cells: CellReader) {
  const { parsed } = cells
  return {
    /** Codes and names by which one row finds another: half-width. */
    text: (field: string, most = LONGEST_TEXT) =>
      parsed(field, (cell) => shortText(cell, most), { reason: 'too_long', values: { most } }),
    /** Words people read again: kept as they were written. */
    words: (field: string, most = LONGEST_TEXT) =>
      parsed(field, (cell) => shortWords(cell, most), { reason: 'too_long', values: { most } }),
    integer: (field: string, least: number, most: number) =>
      parsed(field, (cell) => between(parseInteger(cell), least, most), {
        reason: 'integer',
        values: { least, most },
      }),
    /** A decimal of degrees between two bounds. */
    degrees: (field: string, [least, most]: readonly [number, number]) =>
      parsed(field, (cell) => degreesOf(cell, least, most), {
        reason: 'degrees',
        values: { least, most },
      }),
    decimal: (field: string) => parsed(field, parseDecimal, { reason: 'decimal' }),
    /** Integer fen of an amount in yuan. */
    money: (field: string) => parsed(field, moneyFen, { reason: 'money' }),
    /** Fen of a price in yuan, with decimals. */
    rate: (field: string) => parsed(field, rateFen, { reason: 'rate' }),
    day: (field: string) => parsed(field, parseDay, { reason: 'day' }),
    time: (field: string) => parsed(field, parseTime, { reason: 'time' }),
    period: (field: string) => parsed(field, parsePeriod, { reason: 'period' }),
    name: (field: string) =>
      parsed(field, (cell) => personName(unguarded(cell.text)), { reason: 'name' }),
  }
}

/** Words of a legend come before the words for nothing: 无 in a column of yes and no is a no. */
function wordReader(cells: CellReader, { rules, legends }: ReadingRules) {
  const misfit = (legend: LegendName) =>
    ({ reason: 'legend', values: { allowed: allowedWords(rules, legend).join('、') } }) as const
  return {
    legend<Name extends LegendName>(field: string, legend: Name): Given<Word<Name>> {
      const known = legends.get(legend)
      const cell = cells.cell(field)
      const word = cell && known?.get(plainText(cell.text))
      if (word) return word as Word<Name>
      return cells.parsed<Word<Name>>(field, () => null, misfit(legend))
    },
    /** Several words in a cell; any wrong one spoils it. */
    legends<Name extends LegendName>(field: string, legend: Name): Given<readonly Word<Name>[]> {
      const known = legends.get(legend)
      const read = (cell: Cell) => {
        const words = listOf(cell.text).map((text) => known?.get(plainText(text)))
        return words.includes(undefined) ? null : ([...new Set(words)] as Word<Name>[])
      }
      return cells.parsed(field, read, misfit(legend))
    },
  }
}

export function listOf(text: string): string[] {
  return text
    .split(LIST)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function shortText(cell: Cell, most: number): string | null {
  const text = unguarded(cellText(cell))
  return [...text].length > most ? null : text
}

function shortWords(cell: Cell, most: number): string | null {
  const words = unguarded(cell.text.replace(/\p{Cc}+/gu, ' ').trim())
  return [...words].length > most ? null : words
}

function between(value: number | null, least: number, most: number): number | null {
  return value !== null && value >= least && value <= most ? value : null
}

function moneyFen(cell: Cell): number | null {
  return between(fenOfYuan(moneyText(cell)), 0, MOST_FEN)
}

function degreesOf(cell: Cell, least: number, most: number): number | null {
  const text = unguarded(cellText(cell))
  return /^\d{1,3}(?:\.\d{1,15})?$/.test(text) ? between(Number(text), least, most) : null
}

/** Four places of a yuan, well within what the database keeps. */
function rateFen(cell: Cell): string | null {
  const rate = fenRateOfYuan(moneyText(cell))
  return rate !== null && /^\d{1,8}(?:\.\d{1,2})?$/.test(rate) ? rate : null
}
