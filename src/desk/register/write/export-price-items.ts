/** The price list of work in homes, as rows of a book. */
import { sql } from 'kysely'
import { yuanText } from '../../fees/yuan.ts'
import { type Exporting, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

export async function* exportPriceItems(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('price_item')
      .selectAll()
      .where('projectId', '=', exporting.projectId)
      .where(sql<string>`code COLLATE "C"`, '>', after)
      .orderBy(sql`code COLLATE "C"`)
      .limit(limit)
      .execute()
  for await (const item of pages(read, (row) => row.code)) {
    yield {
      code: item.code,
      name: item.name,
      kind: wordOf(exporting, 'price_kind', item.kind),
      unit: item.unit,
      price: yuanText(item.priceFen),
      warranty: item.warrantyDays,
      from: item.validFrom,
      to: item.validTo,
    }
  }
}
