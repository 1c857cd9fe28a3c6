/** The rooms that pay a fee item, page by page: their figures, the days charged, their bills and who lives there. */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import { daysOf, type Span } from './periods.ts'

export interface ChargedRoom {
  readonly id: string
  readonly code: string
  readonly grossArea: string | null
  readonly innerArea: string | null
  readonly rentFen: number | null
  /** Null where nobody says. */
  readonly from: string | null
  readonly to: string | null
  /** Bills of the item, cancelled ones too. */
  readonly bills: readonly KnownBill[]
  readonly stays: readonly Stay[]
}

interface KnownBill {
  readonly roomId: string
  readonly period: string
  readonly state: string
}

interface Stay {
  readonly roomId: string
  readonly personId: string
  readonly relation: string
  readonly validFrom: string
  readonly validTo: string | null
}

interface Item {
  readonly id: string
  readonly validFrom: string | null
  readonly validTo: string | null
}

const PAGE = 1_000

/** In the order of room codes. The start given for the room and item goes before the start given for the room. */
export async function* chargedRooms(
  { tx }: Pick<Work, 'tx'>,
  item: Item,
): AsyncGenerator<ChargedRoom[]> {
  let after = ''
  for (;;) {
    const rows = await tx
      .selectFrom('room_fee')
      .innerJoin('room', 'room.id', 'room_fee.roomId')
      .select(['room.id', 'room.code', 'room.grossArea', 'room.innerArea', 'room.rentFen'])
      .select(['room.feeStartDate', 'room_fee.validFrom', 'room_fee.validTo'])
      .where('room_fee.feeItemId', '=', item.id)
      .where(sql<string>`room.code COLLATE "C"`, '>', after)
      .orderBy(sql`room.code COLLATE "C"`)
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    const ids = rows.map((row) => row.id)
    const bills = groupByRoom(await billsOf(tx, item.id, ids))
    const stays = groupByRoom(await staysIn(tx, ids))
    yield rows.map(({ feeStartDate, validFrom, validTo, ...room }) => ({
      ...room,
      from: latest(item.validFrom, validFrom ?? feeStartDate),
      to: earliest(item.validTo, validTo),
      bills: bills.get(room.id) ?? [],
      stays: stays.get(room.id) ?? [],
    }))
    after = last.code
  }
}

/** A bill of another length that covers some of these days; its period. */
export function billedOtherwise(room: ChargedRoom, period: string, span: Span): string | null {
  const other = room.bills.find((bill) => {
    const days = daysOf(bill.period)
    const isOther = bill.period !== period && bill.state !== 'CANCELLED'
    return isOther && days !== null && days.from < span.to && span.from < days.to
  })
  return other?.period ?? null
}

/**
 * Who pays: by contract the tenant as long as there is one, else the owner; the person who holds the room on
 * the first day charged, where the register knows.
 */
export function payerOn(
  { stays }: ChargedRoom,
  day: string,
  contract: string | null,
): { readonly payer: 'owner' | 'tenant'; readonly personId: string | null } {
  const there = (relation: string) =>
    stays.find(
      (stay) =>
        stay.relation === relation &&
        stay.validFrom <= day &&
        (stay.validTo === null || stay.validTo > day),
    )
  const tenant = contract === 'tenant' ? there('tenant') : undefined
  if (tenant) return { payer: 'tenant', personId: tenant.personId }
  return { payer: 'owner', personId: there('owner')?.personId ?? null }
}

async function billsOf(tx: Work['tx'], feeItemId: string, roomIds: readonly string[]) {
  return await tx
    .selectFrom('bill')
    .select(['roomId', 'period', 'state'])
    .where('feeItemId', '=', feeItemId)
    .where('roomId', 'in', [...roomIds])
    .execute()
}

async function staysIn(tx: Work['tx'], roomIds: readonly string[]): Promise<Stay[]> {
  return await tx
    .selectFrom('occupancy')
    .select(['roomId', 'personId', 'relation', 'validFrom', 'validTo'])
    .where('roomId', 'in', [...roomIds])
    .where('relation', 'in', ['owner', 'tenant'])
    .orderBy('validFrom')
    .orderBy('id')
    .execute()
}

function groupByRoom<Row extends { readonly roomId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.roomId)
    if (group) group.push(row)
    else groups.set(row.roomId, [row])
  }
  return groups
}

function latest(a: string | null, b: string | null): string | null {
  return a !== null && b !== null && b < a ? a : (b ?? a)
}

function earliest(a: string | null, b: string | null): string | null {
  return a !== null && b !== null && a < b ? a : (b ?? a)
}
