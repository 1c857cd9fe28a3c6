/** Fee items and bills, as rows of a book. */
import { sql } from 'kysely'
import { yuanText } from '../../fees/yuan.ts'
import { yuanOfRate } from '../apply/apply-fee-items.ts'
import { type Exporting, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

export async function* exportFeeItems(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('fee_item')
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
      kind: wordOf(exporting, 'fee_kind', item.kind),
      formula: item.formula,
      price: item.priceFen === null ? null : yuanOfRate(item.priceFen),
      fixed: item.fixedFen === null ? null : yuanText(item.fixedFen),
      from: item.validFrom,
      to: item.validTo,
    }
  }
}

/** Cancelled bills are history and not in it. */
export async function* exportBills(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('bill')
      .innerJoin('room', 'room.id', 'bill.roomId')
      .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
      .selectAll('bill')
      .select(['room.code as room', 'fee_item.code as item'])
      .where('bill.projectId', '=', exporting.projectId)
      .where('bill.state', '<>', 'CANCELLED')
      .where(sql<string>`bill.id COLLATE "C"`, '>', after)
      .orderBy(sql`bill.id COLLATE "C"`)
      .limit(limit)
      .execute()
  for await (const bill of pages(read, (row) => row.id)) {
    yield {
      room: bill.room,
      item: bill.item,
      period: bill.period,
      amount: yuanText(bill.amountFen),
      paid: yuanText(bill.paidFen),
      payer: wordOf(exporting, 'payer', bill.payer),
      due: bill.dueAt,
      computed: bill.computed,
    }
  }
}
