/** The one-off bill of a ticket: one for each, for what the work cost (servicedesk.md A2, paid work makes a fee row). */
import type { Selectable } from 'kysely'
import type { Bill } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { addDays, estateDay } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import { billState } from './bill-state.ts'

export interface TicketCharge {
  readonly ticketId: string
  /** Stands in the place of the period. */
  readonly number: string
  readonly projectId: string
  readonly roomId: string
  readonly payer: 'owner' | 'tenant'
  readonly payerPersonId: string | null
  readonly amountFen: number
  /** The lines, as the owner reads them. */
  readonly computed: string
}

/** Made, or brought to what it is now; what was paid of it stays paid. */
export async function chargeTicket(work: Work, charge: TicketCharge): Promise<void> {
  const { ticketId, number: period, ...rest } = charge
  const today = estateDay(work.now)
  const paidFen = (await lockBillOfTicket(work.tx, ticketId))?.paidFen ?? 0
  const set = {
    ...rest,
    dueAt: addDays(today, work.rules.fees.repair.due_days),
    state: billState(charge.amountFen, paidFen),
  }
  await work.tx
    .insertInto('bill')
    .values({
      ...{ ...set, id: work.newId(), ticketId, period, source: 'ticket', createdAt: work.now },
      feeItemId: await repairItem(work, charge.projectId),
      fromDay: today,
      toDay: addDays(today, 1),
    })
    .onConflict((conflict) => conflict.column('ticketId').doUpdateSet(set))
    .execute()
}

/** Nothing is paid of it until the transaction ends. */
export async function lockBillOfTicket(tx: Tx, ticketId: string): Promise<Selectable<Bill> | null> {
  const row = await tx
    .selectFrom('bill')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** The work costs less now than the bill says: nobody pays the difference in meanwhile. Never below what was paid. */
export async function lowerBill(tx: Tx, ticketId: string, amountFen: number): Promise<void> {
  const bill = await lockBillOfTicket(tx, ticketId)
  if (!bill || bill.state === 'CANCELLED') return
  if (amountFen >= bill.amountFen || amountFen < bill.paidFen) return
  await tx
    .updateTable('bill')
    .set({ amountFen, state: billState(amountFen, bill.paidFen) })
    .where('id', '=', bill.id)
    .execute()
}

/** Nothing is owed any more. Fen that were paid of it and are to be given back. */
export async function cancelBill(tx: Tx, ticketId: string): Promise<number> {
  const bill = await lockBillOfTicket(tx, ticketId)
  if (!bill) return 0
  await tx.updateTable('bill').set({ state: 'CANCELLED' }).where('id', '=', bill.id).execute()
  return bill.paidFen
}

/** Not mended after all: nothing is owed until it is. What was paid already stays with the bill. */
export async function takeBackBill(tx: Tx, ticketId: string): Promise<void> {
  await tx
    .updateTable('bill')
    .set({ state: 'CANCELLED' })
    .where('ticketId', '=', ticketId)
    .where('paidFen', '=', 0)
    .execute()
}

/** The fee item such bills belong to; a project without it gets one. */
async function repairItem(work: Work, projectId: string): Promise<string> {
  const { code, name, category } = work.rules.fees.repair
  await work.tx
    .insertInto('fee_item')
    .values({
      ...{ id: work.newId(), projectId, code, name, category },
      kind: 'one-off',
      formula: '',
      billing: 'on_demand',
    })
    .onConflict((conflict) => conflict.columns(['projectId', 'code']).doNothing())
    .execute()
  const item = await work.tx
    .selectFrom('fee_item')
    .select('id')
    .where('projectId', '=', projectId)
    .where('code', '=', code)
    .executeTakeFirstOrThrow()
  return item.id
}
