/** Fee items and bills, as rows of a book. */
import { sql } from 'kysely'
import { yuanOfRate, yuanText } from '../../fees/yuan.ts'
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
      category: item.category,
      kind: wordOf(exporting, 'fee_kind', item.kind),
      formula: item.formula,
      price: item.priceFen === null ? null : yuanOfRate(item.priceFen),
      fixed: item.fixedFen === null ? null : yuanText(item.fixedFen),
      billing: wordOf(exporting, 'billing', item.billing),
      pay_when: wordOf(exporting, 'pay_when', item.payWhen),
      pay_months: item.payMonths,
      payer: wordOf(exporting, 'payer', item.payer),
      from: item.validFrom,
      to: item.validTo,
    }
  }
}

/** Named by code: names may occur twice. */
export async function* exportRoomFees(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('room_fee')
      .innerJoin('room', 'room.id', 'room_fee.roomId')
      .innerJoin('fee_item', 'fee_item.id', 'room_fee.feeItemId')
      .selectAll('room_fee')
      .select(['room.code as room', 'fee_item.code as item'])
      .where('room_fee.projectId', '=', exporting.projectId)
      .where('room_fee.id', '>', after)
      .orderBy('room_fee.id')
      .limit(limit)
      .execute()
  for await (const { room, item, validFrom: from, validTo: to } of pages(read, (row) => row.id)) {
    yield { room, item, from, to }
  }
}

/**
 * Drafts are not yet said to anybody, and cancelled bills are history: neither is in it. What recorded payments
 * paid stands in their own table.
 */
export async function* exportBills(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('bill')
      .innerJoin('room', 'room.id', 'bill.roomId')
      .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
      .selectAll('bill')
      .select(['room.code as room', 'fee_item.code as item'])
      .select((row) =>
        row
          .selectFrom('fee_allocation')
          .whereRef('fee_allocation.billId', '=', 'bill.id')
          .select((given) => given.fn.sum<string | null>('fee_allocation.amountFen').as('sum'))
          .as('allocated'),
      )
      .where('bill.projectId', '=', exporting.projectId)
      .where('bill.state', 'not in', ['CANCELLED', 'DRAFT'])
      // Of a ticket, not of a period: no book states them.
      .where('bill.source', '!=', 'ticket')
      .where('bill.id', '>', after)
      .orderBy('bill.id')
      .limit(limit)
      .execute()
  for await (const bill of pages(read, (row) => row.id)) {
    yield {
      room: bill.room,
      item: bill.item,
      period: bill.period,
      amount: yuanText(bill.amountFen),
      paid: yuanText(bill.paidFen - Number(bill.allocated ?? 0)),
      payer: wordOf(exporting, 'payer', bill.payer),
      due: bill.dueAt,
      computed: bill.computed,
    }
  }
}
