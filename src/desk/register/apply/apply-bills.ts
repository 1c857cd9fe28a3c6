/** Bills: one for each room, fee item and period; made, or changed where the book states something else. */
import type { Selectable } from 'kysely'
import type { Bill } from '../../../database/generated/tables.ts'
import { yuanText } from '../../fees/yuan.ts'
import type { BillRecord } from '../records.ts'
import type { Staged } from '../stage.ts'
import { billItems, type ItemFinder } from './bill-items.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { statisticsKeeper } from './keep-statistics.ts'

type BillRow = Selectable<Bill>
type Columns = Pick<BillRow, 'amountFen' | 'paidFen' | 'payer' | 'dueAt' | 'computed'>

/** A row whose room and fee item are known. */
interface Placed {
  readonly staged: Staged<'bill'>
  readonly roomId: string
  readonly itemId: string
  readonly computed: string
  readonly label: string
}

export async function applyBills(applying: Applying): Promise<void> {
  const items = await billItems(applying)
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
  const rooms = await applying.tx
    .selectFrom('room')
    .select(['id', 'code'])
    .where('projectId', '=', applying.projectId)
    .where('code', 'in', [...new Set(rows.map((row) => row.key))])
    .execute()
  const roomIds = new Map(rooms.map((room) => [room.code, room.id]))
  return rows.flatMap((staged): Placed[] => {
    const { sheet, row, data } = staged
    const roomId = roomIds.get(staged.key)
    const item = items(data.item)
    const at = (field: string, value: string) => ({
      sheet,
      row,
      header: headerOf(applying.rules.register, 'bills', field),
      value,
    })
    if (!roomId) applying.problems.error(at('room', staged.key), 'room_unknown')
    if (!item) applying.problems.error(at('item', data.item), 'item_unknown')
    if (!roomId || !item) return []
    const label = `${staged.key} ${data.period} ${item.name}`
    const computed = data.computed ?? item.formula
    return [{ staged, roomId, itemId: item.id, computed, label }]
  })
}

async function knownBills(
  { tx }: Applying,
  placed: readonly Placed[],
): Promise<ReadonlyMap<string, BillRow>> {
  if (placed.length === 0) return new Map()
  const rows = await tx
    .selectFrom('bill')
    .selectAll()
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
    state: stateOf(amountFen, paidFen ?? 0),
    computed,
    createdAt: applying.now,
  }
}

/** A cancelled bill stays cancelled: whoever cancelled it had a reason the book does not know. */
async function changeBill(applying: Applying, before: BillRow, bill: Placed): Promise<void> {
  const { sheet, row, data } = bill.staged
  if (before.state === 'CANCELLED') {
    const header = headerOf(applying.rules.register, 'bills', 'period')
    applying.problems.warn({ sheet, row, header, value: bill.label }, 'bill_cancelled')
    return
  }
  const { set, differences } = differ<Columns>(applying.rules.register, 'bills', fields(applying), {
    known: before,
    given: given(data),
  })
  if (differences.length === 0) return
  const after = { ...before, ...set }
  const header = headerOf(applying.rules.register, 'bills', 'paid')
  const place = { sheet, row, header, value: bill.label }
  if (after.paidFen > after.amountFen) applying.problems.error(place, 'paid_too_much')
  else if (after.paidFen < before.paidFen) applying.problems.warn(place, 'paid_less')
  if (after.paidFen > after.amountFen) return
  await applying.tx
    .updateTable('bill')
    .set({ ...set, state: stateOf(after.amountFen, after.paidFen) })
    .where('id', '=', before.id)
    .execute()
  applying.changes.add({ kind: 'bill', action: 'changed', label: bill.label, differences })
}

function given({ amountFen, paidFen, payer, due, computed }: BillRecord) {
  return {
    amountFen,
    paidFen: paidFen ?? undefined,
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

function stateOf(amountFen: number, paidFen: number): string {
  if (paidFen >= amountFen) return 'PAID'
  return paidFen > 0 ? 'PART_PAID' : 'UNPAID'
}

function keyOf(roomId: string, itemId: string, period: string): string {
  return `${roomId}/${itemId}/${period}`
}
