/** Gives past payments to the bills of the days they were made for, the oldest first; the rest keeps its reason. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import type { Work } from '../work.ts'
import { billState } from './bill-state.ts'
import type { Unallocated } from './bill-words.ts'
import { type ItemFinder, itemFinder, roomsByCode } from './find-item.ts'
import { byFirstDay, daysOf, overlap, type Span } from './periods.ts'

export interface Allocating extends Pick<Work, 'tx' | 'now'> {
  readonly projectId: string
}

export interface PaidBill {
  /** "1-1-1001 2016-01 物业费" */
  readonly label: string
  /** Fen paid of it. */
  readonly before: number
  readonly after: number
}

type Payment = Awaited<ReturnType<typeof openPayments>>[number]
type OpenBill = Awaited<ReturnType<typeof billsOf>>[number] & { readonly paidBefore: number }

/** Rooms worked off at a time. */
const ROOMS = 500

/** Everything of a project that is not yet allocated is tried; nothing already allocated moves. */
export async function allocatePayments(
  at: Allocating,
  onPaid: (bill: PaidBill) => void = () => undefined,
): Promise<void> {
  const items = await itemFinder(at)
  let after = ''
  for (;;) {
    const codes = await openRooms(at, after)
    const last = codes.at(-1)
    if (last === undefined) return
    await allocateRooms(at, { codes, items, onPaid })
    after = last
  }
}

/** Takes back from bills what a payment gave them. */
export async function releasePayment(tx: Tx, paymentId: string): Promise<void> {
  const given = await tx
    .deleteFrom('fee_allocation')
    .where('paymentId', '=', paymentId)
    .returning(['billId', 'amountFen'])
    .execute()
  for (const { billId, amountFen } of given) {
    await sql`UPDATE bill SET "paidFen" = "paidFen" - ${amountFen},
      state = CASE WHEN state = 'CANCELLED' THEN state
        WHEN "paidFen" = ${amountFen} THEN 'UNPAID' ELSE 'PART_PAID' END
      WHERE id = ${billId}`.execute(tx)
  }
  await tx
    .updateTable('fee_payment')
    .set({ allocatedFen: 0, reason: null })
    .where('id', '=', paymentId)
    .execute()
}

async function openRooms({ tx, projectId }: Allocating, after: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('fee_payment')
    .select('roomCode')
    .where('projectId', '=', projectId)
    .whereRef('allocatedFen', '<', 'amountFen')
    .where(sql<string>`"roomCode" COLLATE "C"`, '>', after)
    .groupBy('roomCode')
    .orderBy(sql`"roomCode" COLLATE "C"`)
    .limit(ROOMS)
    .execute()
  return rows.map((row) => row.roomCode)
}

async function allocateRooms(
  at: Allocating,
  batch: {
    readonly codes: readonly string[]
    readonly items: ItemFinder
    readonly onPaid: (bill: PaidBill) => void
  },
): Promise<void> {
  const rooms = await roomsByCode(at, batch.codes)
  const payments = await openPayments(at, batch.codes)
  const bills = new Map<string, OpenBill[]>()
  for (const bill of await billsOf(at, [...rooms.values()])) {
    const key = `${bill.roomId}/${bill.feeItemId}`
    bills.set(key, [...(bills.get(key) ?? []), { ...bill, paidBefore: bill.paidFen }])
  }
  for (const some of bills.values()) {
    some.sort((a, b) => billDays(a).from.localeCompare(billDays(b).from))
  }
  const settled = payments.map((payment) => {
    const roomId = payment.roomId ?? rooms.get(payment.roomCode) ?? null
    const feeItemId = payment.feeItemId ?? batch.items(payment.itemName)?.id ?? null
    return allocate(payment, { roomId, feeItemId }, bills.get(`${roomId}/${feeItemId}`) ?? [])
  })
  await save(at, settled, [...bills.values()].flat())
  for (const bill of [...bills.values()].flat()) {
    if (bill.paidFen === bill.paidBefore) continue
    const label = `${bill.roomCode} ${bill.period} ${bill.itemName}`
    batch.onPaid({ label, before: bill.paidBefore, after: bill.paidFen })
  }
}

interface Settled {
  readonly payment: Payment
  readonly roomId: string | null
  readonly feeItemId: string | null
  readonly allocatedFen: number
  readonly reason: Unallocated | null
  readonly parts: readonly { readonly billId: string; readonly fen: number }[]
}

/** `bills` are of the room and fee item, oldest first; what they take is noted in them. */
function allocate(
  payment: Payment,
  found: Pick<Settled, 'roomId' | 'feeItemId'>,
  bills: readonly OpenBill[],
): Settled {
  const span = { from: payment.fromDay, to: payment.toDay }
  const fitting = bills.filter((bill) => overlap(billDays(bill), span) !== null)
  let left = payment.amountFen - payment.allocatedFen
  const parts = fitting.flatMap((bill) => {
    const fen = Math.min(left, bill.amountFen - bill.paidFen)
    if (fen <= 0) return []
    left -= fen
    bill.paidFen += fen
    return [{ billId: bill.id, fen }]
  })
  const reason = left === 0 ? null : reasonOf(found, fitting.length)
  return { payment, ...found, allocatedFen: payment.amountFen - left, reason, parts }
}

function reasonOf(
  { roomId, feeItemId }: Pick<Settled, 'roomId' | 'feeItemId'>,
  bills: number,
): Unallocated {
  if (roomId === null) return 'room_unknown'
  if (feeItemId === null) return 'item_unknown'
  return bills === 0 ? 'no_bill' : 'settled'
}

/** A period nobody can read fits no days. */
function billDays({ fromDay, toDay, period }: OpenBill): Span {
  if (fromDay && toDay) return { from: fromDay, to: toDay }
  return daysOf(period) ?? { from: '', to: '' }
}

async function openPayments({ tx, projectId }: Allocating, codes: readonly string[]) {
  return await tx
    .selectFrom('fee_payment')
    .select(['id', 'roomCode', 'itemName', 'roomId', 'feeItemId', 'fromDay', 'toDay'])
    .select(['amountFen', 'allocatedFen'])
    .where('projectId', '=', projectId)
    .where('roomCode', 'in', [...codes])
    .whereRef('allocatedFen', '<', 'amountFen')
    .orderBy('fromDay')
    .orderBy('paidOn')
    .orderBy('key')
    .execute()
}

/** Published bills, paid ones too: that they are paid is why money is left over. */
async function billsOf({ tx, projectId }: Allocating, roomIds: readonly string[]) {
  if (roomIds.length === 0) return []
  const bills = await tx
    .selectFrom('bill')
    .innerJoin('room', 'room.id', 'bill.roomId')
    .innerJoin('fee_item', 'fee_item.id', 'bill.feeItemId')
    .select(['bill.id', 'bill.roomId', 'bill.feeItemId', 'bill.period', 'bill.fromDay'])
    .select(['bill.toDay', 'bill.amountFen', 'bill.paidFen'])
    .select(['room.code as roomCode', 'fee_item.name as itemName'])
    .where('bill.projectId', '=', projectId)
    .where('bill.roomId', 'in', [...roomIds])
    .where('bill.state', 'in', ['UNPAID', 'PART_PAID', 'PAID'])
    .orderBy('bill.period')
    .orderBy('bill.id')
    .forUpdate('bill')
    .execute()
  return bills.sort(byFirstDay)
}

async function save(
  { tx, now }: Allocating,
  settled: readonly Settled[],
  bills: readonly OpenBill[],
): Promise<void> {
  const allocations = settled.flatMap(({ payment, parts }) =>
    parts.map(({ billId, fen }) => ({ paymentId: payment.id, billId, amountFen: fen })),
  )
  await sql`INSERT INTO fee_allocation ("paymentId", "billId", "amountFen", "createdAt")
    SELECT "paymentId", "billId", "amountFen", ${now} FROM jsonb_to_recordset(
      ${JSON.stringify(allocations)}::jsonb) AS given("paymentId" text, "billId" text, "amountFen" integer)
    ON CONFLICT ("paymentId", "billId") DO UPDATE
    SET "amountFen" = fee_allocation."amountFen" + excluded."amountFen"`.execute(tx)
  const rows = settled.map(({ payment, roomId, feeItemId, allocatedFen, reason }) => {
    return { id: payment.id, roomId, feeItemId, allocatedFen, reason }
  })
  await sql`UPDATE fee_payment SET "roomId" = found."roomId", "feeItemId" = found."feeItemId",
    "allocatedFen" = found."allocatedFen", reason = found.reason
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS found(id text, "roomId" text,
      "feeItemId" text, "allocatedFen" integer, reason text)
    WHERE fee_payment.id = found.id`.execute(tx)
  const paid = bills
    .filter((bill) => bill.paidFen !== bill.paidBefore)
    .map(({ id, paidFen, amountFen }) => ({ id, paidFen, state: billState(amountFen, paidFen) }))
  await sql`UPDATE bill SET "paidFen" = paid."paidFen", state = paid.state
    FROM jsonb_to_recordset(${JSON.stringify(paid)}::jsonb) AS paid(id text, "paidFen" integer, state text)
    WHERE bill.id = paid.id`.execute(tx)
}
