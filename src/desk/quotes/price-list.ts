/** The price list of a project: what is offered today, and which of it a sentence asks for. */
import { type Selectable, sql } from 'kysely'
import type { PriceItem } from '../../database/generated/tables.ts'
import { yuanText } from '../fees/yuan.ts'
import { estateDay } from '../residents/estate-day.ts'
import { plainText } from '../residents/plain-text.ts'
import type { Work } from '../work.ts'
import { PRICE_KINDS } from './price-kinds.ts'

export type PriceRow = Selectable<PriceItem>

/** Materials first, then labour, then coming out; each in the order of its codes. */
export async function pricesOfToday(
  work: Pick<Work, 'tx' | 'now'>,
  projectId: string,
): Promise<PriceRow[]> {
  const today = estateDay(work.now)
  return await work.tx
    .selectFrom('price_item')
    .selectAll()
    .where('projectId', '=', projectId)
    .where((row) => row.or([row('validFrom', 'is', null), row('validFrom', '<=', today)]))
    .where((row) => row.or([row('validTo', 'is', null), row('validTo', '>', today)]))
    .orderBy(sql`array_position(${[...PRICE_KINDS]}::text[], kind)`)
    .orderBy(sql`code COLLATE "C"`)
    .execute()
}

/** Those a sentence names by code, by name, or by a part of a name; all of them when it names nothing. */
export function pricesAskedFor(
  prices: readonly PriceRow[],
  sentence: string,
  asking: readonly string[],
): readonly PriceRow[] {
  const wanted = asking.reduce((text, word) => text.replaceAll(word, ' '), sentence)
  const words = wanted.split(/[\s,，、;；。!！?？]+/u).flatMap((word) => plainText(word) || [])
  if (words.length === 0) return prices
  return prices.filter(({ code, name }) => {
    const plain = plainText(name)
    return words.some((word) => {
      return word === plainText(code) || plain.includes(word) || word.includes(plain)
    })
  })
}

/** One line that says it all: "水龙头 45.00元/个（质保90天）" takes these. */
export function priceLine({ code, name, unit, kind, priceFen, warrantyDays }: PriceRow) {
  return { code, name, unit, kind, price: yuanText(priceFen), warranty: warrantyDays ?? 0 }
}
