/** Past payments: kept once each, then allocated to the bills of their days. What is left over is said. */
import type { Selectable } from 'kysely'
import type { FeePayment } from '../../../database/generated/tables.ts'
import { allocatePayments, releasePayment } from '../../fees/allocate-payments.ts'
import type { Unallocated } from '../../fees/bill-words.ts'
import { yuanText } from '../../fees/yuan.ts'
import { addDays } from '../../residents/estate-day.ts'
import type { PaymentRecord } from '../records.ts'
import type { Staged } from '../stage.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'

type Row = Selectable<FeePayment>
type Columns = Pick<Row, 'months' | 'dueFen' | 'amountFen' | 'cashier' | 'note'>

const FIELDS: FieldRules<Columns> = {
  months: { field: 'months' },
  dueFen: { field: 'due', show: yuanText },
  amountFen: { field: 'paid', show: yuanText },
  cashier: { field: 'cashier' },
  note: { field: 'note' },
}

/** Also takes up what earlier books left over and this one has bills for. */
export async function applyPayments(applying: Applying): Promise<void> {
  for await (const rows of applying.stage.batches('payment', BATCH)) {
    const known = await knownPayments(applying, rows)
    const fresh: Row[] = []
    const seen = new Map<string, number>()
    for (const staged of rows) {
      const key = keyOf(staged)
      const other = seen.get(key)
      const before = known.get(key)
      if (other !== undefined) reportTwin(applying, staged, other)
      else if (before) await changePayment(applying, before, staged)
      else fresh.push(newPayment(applying, staged))
      seen.set(key, staged.row)
    }
    if (fresh.length > 0) await applying.tx.insertInto('fee_payment').values(fresh).execute()
    applying.progress(rows.length)
  }
  const field = headerOf(applying.rules.register, 'bills', 'paid')
  await allocatePayments(applying, ({ label, before, after }) => {
    const differences = [{ field, old: yuanText(before), new: yuanText(after) }]
    applying.changes.add({ kind: 'bill', action: 'changed', label, differences })
  })
  await warnOfOpen(applying)
}

/** Room, fee item, days paid for and day of payment; amounts may be corrected later. */
function keyOf({ key, data }: Staged<'payment'>): string {
  return [key, data.item, data.from, data.to, data.paidOn ?? ''].join('|')
}

async function knownPayments(
  { tx, projectId }: Applying,
  rows: readonly Staged<'payment'>[],
): Promise<ReadonlyMap<string, Row>> {
  const known = await tx
    .selectFrom('fee_payment')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('key', 'in', rows.map(keyOf))
    .execute()
  return new Map(known.map((row) => [row.key, row]))
}

function newPayment(applying: Applying, staged: Staged<'payment'>): Row {
  const { item, from, to, months, paidOn, dueFen, amountFen, cashier, note } = staged.data
  const label = labelOf(staged)
  applying.changes.add({ kind: 'payment', action: 'added', label, differences: [] })
  return {
    id: applying.newId(),
    projectId: applying.projectId,
    key: keyOf(staged),
    roomCode: staged.key,
    itemName: item,
    roomId: null,
    feeItemId: null,
    fromDay: from,
    toDay: to,
    months: months ?? null,
    paidOn: paidOn ?? null,
    dueFen: dueFen ?? null,
    amountFen,
    allocatedFen: 0,
    reason: null,
    cashier: cashier ?? null,
    note: note ?? null,
    createdAt: applying.now,
  }
}

/** Another amount is allocated afresh: what went to bills comes back first. */
async function changePayment(
  applying: Applying,
  before: Row,
  staged: Staged<'payment'>,
): Promise<void> {
  const { months, dueFen, amountFen, cashier, note }: PaymentRecord = staged.data
  const { set, differences } = differ<Columns>(applying.rules.register, 'payments', FIELDS, {
    known: before,
    given: { months, dueFen, amountFen, cashier, note },
  })
  if (differences.length === 0) return
  if (set.amountFen !== undefined) await releasePayment(applying.tx, before.id)
  await applying.tx.updateTable('fee_payment').set(set).where('id', '=', before.id).execute()
  const label = labelOf(staged)
  applying.changes.add({ kind: 'payment', action: 'changed', label, differences })
}

function reportTwin(applying: Applying, staged: Staged<'payment'>, other: number): void {
  applying.problems.error(placeOf(applying, staged), 'payment_twice', { other })
}

async function warnOfOpen(applying: Applying): Promise<void> {
  for await (const rows of applying.stage.batches('payment', BATCH)) {
    const known = await knownPayments(applying, rows)
    for (const staged of rows) {
      const payment = known.get(keyOf(staged))
      if (!payment?.reason) continue
      const open = yuanText(payment.amountFen - payment.allocatedFen)
      const reason = applying.rules.fees.unallocated[payment.reason as Unallocated]
      applying.problems.warn(placeOf(applying, staged), 'payment_open', { open, reason })
    }
  }
}

function placeOf({ rules }: Applying, staged: Staged<'payment'>) {
  const { sheet, row } = staged
  const header = headerOf(rules.register, 'payments', 'paid')
  return { sheet, row, header, value: labelOf(staged) }
}

/** 1-1-1001 物业费 2016-01-01至2016-12-31 */
function labelOf({ key, data }: Staged<'payment'>): string {
  return `${key} ${data.item} ${data.from}至${addDays(data.to, -1)}`
}
