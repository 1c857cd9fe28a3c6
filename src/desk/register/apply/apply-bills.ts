/** Bills: one for each room, fee item and period; made, or changed where the book states something else. */
import type { Selectable } from 'kysely'
import type { Bill } from '../../../database/generated/tables.ts'
import { billState } from '../../fees/bill-state.ts'
import { type ItemFinder, itemFinder } from '../../fees/find-item.ts'
import { yuanText } from '../../fees/yuan.ts'
import type { BillRecord } from '../records.ts'
import type { Staged } from '../stage.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { statisticsKeeper } from './keep-statistics.ts'
import { placeFees } from './place-fees.ts'

type BillRow = Selectable<Bill>
/** With the fen of recorded payments that went to it. */
type KnownBill = BillRow & { readonly allocated: string | null }
type Columns = Pick<BillRow, 'amountFen' | 'paidFen' | 'payer' | 'dueAt' | 'computed'>

/** Of a bill that a book states the desk knows no figures. */
const NOT_COMPUTED = {
  fromDay: null,
  toDay: null,
  payerPersonId: null,
  details: null,
  source: 'import',
} as const

/** A row whose room and fee item are known. */
interface Placed {
  readonly staged: Staged<'bill'>
  readonly roomId: string
  readonly itemId: string
  readonly computed: string
  readonly label: string
}

export async function applyBills(applying: Applying): Promise<void> {
  const items = await itemFinder(applying)
  const keepStatistics = statisticsKeeper(applying)
  for await (const rows of applying.stage.batches('bill', BATCH)) {
    const placed = await placeBills(applying, items, rows)
    const known = await knownBills(applying, placed)
    const fresh: BillRow[] = []
    const seen = new Map<string, number>()
    for (const bill of placed) {
      const key = keyOf(bill.roomId, bill.itemId, bill.staged.data.period)
      const other = seen.get(key)
      const before = known.get(key)
      if (other !== undefined) reportTwin(applying, bill, other)
      else if (before) await changeBill(applying, before, bill)
      else fresh.push(newBill(applying, bill))
      seen.set(key, bill.staged.row)
    }
    if (fresh.length > 0) await applying.tx.insertInto('bill').values(fresh).execute()
    await keepStatistics(rows.length)
    applying.progress(rows.length)
  }
}

async function placeBills(
  applying: Applying,
  items: ItemFinder,
  rows: readonly Staged<'bill'>[],
): Promise<Placed[]> {
  const placed = await placeFees(applying, 'bills', items, rows)
  return placed.map(({ staged, roomId, item }) => ({
    staged,
    roomId,
    itemId: item.id,
    computed: staged.data.computed ?? item.formula,
    label: `${staged.key} ${staged.data.period} ${item.name}`,
  }))
}

async function knownBills(
  { tx }: Applying,
  placed: readonly Placed[],
): Promise<ReadonlyMap<string, KnownBill>> {
  if (placed.length === 0) return new Map()
  const rows = await tx
    .selectFrom('bill')
    .selectAll()
    .select((row) =>
      row
        .selectFrom('fee_allocation')
        .whereRef('fee_allocation.billId', '=', 'bill.id')
        .select((given) => given.fn.sum<string | null>('fee_allocation.amountFen').as('sum'))
        .as('allocated'),
    )
    .where('roomId', 'in', [...new Set(placed.map((bill) => bill.roomId))])
    .execute()
  return new Map(rows.map((row) => [keyOf(row.roomId, row.feeItemId, row.period), row]))
}

function newBill(applying: Applying, { staged, roomId, itemId, computed, label }: Placed): BillRow {
  const { period, amountFen, paidFen, payer, due } = staged.data
  applying.changes.add({ kind: 'bill', action: 'added', label, differences: [] })
  return {
    id: applying.newId(),
    projectId: applying.projectId,
    roomId,
    feeItemId: itemId,
    period,
    amountFen,
    paidFen: paidFen ?? 0,
    payer: payer ?? 'owner',
    dueAt: due ?? null,
    state: billState(amountFen, paidFen ?? 0),
    computed,
    ...NOT_COMPUTED,
    createdAt: applying.now,
    ticketId: null,
  }
}

/** A cancelled bill stays cancelled: whoever cancelled it had a reason the book does not know. */
async function changeBill(
  applying: Applying,
  { allocated: sum, ...before }: KnownBill,
  bill: Placed,
): Promise<void> {
  const allocated = Number(sum ?? 0)
  const { sheet, row, data } = bill.staged
  if (before.state === 'CANCELLED') {
    const header = headerOf(applying.rules.register, 'bills', 'period')
    applying.problems.warn({ sheet, row, header, value: bill.label }, 'bill_cancelled')
    return
  }
  const { set, differences } = differ<Columns>(applying.rules.register, 'bills', fields(applying), {
    known: before,
    given: given(data, before.paidFen - allocated),
  })
  if (differences.length === 0) return
  const after = { ...before, ...set }
  const header = headerOf(applying.rules.register, 'bills', 'paid')
  const place = { sheet, row, header, value: bill.label }
  if (after.paidFen > after.amountFen) applying.problems.error(place, 'paid_too_much')
  else if (after.paidFen < before.paidFen) applying.problems.warn(place, 'paid_less')
  if (after.paidFen > after.amountFen) return
  if (after.paidFen < allocated) {
    applying.problems.error(place, 'paid_below_payments', { allocated: yuanText(allocated) })
    return
  }
  await applying.tx
    .updateTable('bill')
    .set({ ...set, state: billState(after.amountFen, after.paidFen) })
    .where('id', '=', before.id)
    .execute()
  applying.changes.add({ kind: 'bill', action: 'changed', label: bill.label, differences })
}

/** What was paid is stated as a whole, or, as our own export does, without the recorded payments (`others`). */
function given({ amountFen, paidFen, payer, due, computed }: BillRecord, others: number) {
  return {
    amountFen,
    paidFen: paidFen === others ? undefined : (paidFen ?? undefined),
    payer: payer ?? undefined,
    dueAt: due,
    computed: computed ?? undefined,
  }
}

function fields({ rules }: Applying): FieldRules<Columns> {
  return {
    amountFen: { field: 'amount', show: yuanText },
    paidFen: { field: 'paid', show: yuanText },
    payer: { field: 'payer', show: (id) => rules.register.legends.payer[id]?.[0] ?? id },
    dueAt: { field: 'due' },
    computed: { field: 'computed' },
  }
}

function reportTwin(applying: Applying, bill: Placed, other: number): void {
  const { sheet, row } = bill.staged
  const header = headerOf(applying.rules.register, 'bills', 'period')
  applying.problems.error({ sheet, row, header, value: bill.label }, 'row_twice', { other })
}

function keyOf(roomId: string, itemId: string, period: string): string {
  return `${roomId}/${itemId}/${period}`
}
