/** Past payments, as rows of a book. */
import { yuanText } from '../../fees/yuan.ts'
import type { Exporting } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

/** Room and fee item as the book they came in named them, so that each is the same payment again. */
export async function* exportPayments(exporting: Exporting): AsyncGenerator<BookRow> {
  const read = (after: string, limit: number) =>
    exporting.tx
      .selectFrom('fee_payment')
      .selectAll()
      .where('projectId', '=', exporting.projectId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
  for await (const payment of pages(read, (row) => row.id)) {
    yield {
      room: payment.roomCode,
      item: payment.itemName,
      months: payment.months,
      from: payment.fromDay,
      to: payment.toDay,
      paid_on: payment.paidOn,
      due: payment.dueFen === null ? null : yuanText(payment.dueFen),
      paid: yuanText(payment.amountFen),
      cashier: payment.cashier,
      note: payment.note,
    }
  }
}
