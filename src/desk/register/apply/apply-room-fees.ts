/** Which fee items rooms pay: entered, or their days changed. What a book no longer names is left as it is. */
import type { Selectable } from 'kysely'
import type { RoomFee } from '../../../database/generated/tables.ts'
import { itemFinder } from '../../fees/find-item.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { type PlacedFee, placeFees } from './place-fees.ts'

type Row = Selectable<RoomFee>

const FIELDS: FieldRules<Pick<Row, 'validFrom' | 'validTo'>> = {
  validFrom: { field: 'from' },
  validTo: { field: 'to' },
}

export async function applyRoomFees(applying: Applying): Promise<void> {
  const items = await itemFinder(applying)
  for await (const rows of applying.stage.batches('room_fee', BATCH)) {
    const placed = await placeFees(applying, 'room_fees', items, rows)
    const known = await knownFees(applying, placed)
    const fresh: Row[] = []
    const seen = new Map<string, number>()
    for (const fee of placed) {
      const key = `${fee.roomId}/${fee.item.id}`
      const other = seen.get(key)
      const before = known.get(key)
      if (other !== undefined) reportTwin(applying, fee, other)
      else if (before) await changeFee(applying, before, fee)
      else fresh.push(newFee(applying, fee))
      seen.set(key, fee.staged.row)
    }
    if (fresh.length > 0) await applying.tx.insertInto('room_fee').values(fresh).execute()
    applying.progress(rows.length)
  }
}

async function knownFees(
  { tx }: Applying,
  placed: readonly PlacedFee<'room_fee'>[],
): Promise<ReadonlyMap<string, Row>> {
  if (placed.length === 0) return new Map()
  const rows = await tx
    .selectFrom('room_fee')
    .selectAll()
    .where('roomId', 'in', [...new Set(placed.map((fee) => fee.roomId))])
    .execute()
  return new Map(rows.map((row) => [`${row.roomId}/${row.feeItemId}`, row]))
}

function newFee(applying: Applying, fee: PlacedFee<'room_fee'>): Row {
  const { from, to } = fee.staged.data
  applying.changes.add({ kind: 'room_fee', action: 'added', label: labelOf(fee), differences: [] })
  return {
    id: applying.newId(),
    projectId: applying.projectId,
    roomId: fee.roomId,
    feeItemId: fee.item.id,
    validFrom: from ?? null,
    validTo: to ?? null,
  }
}

async function changeFee(
  applying: Applying,
  before: Row,
  fee: PlacedFee<'room_fee'>,
): Promise<void> {
  const { from, to } = fee.staged.data
  const { set, differences } = differ(applying.rules.register, 'room_fees', FIELDS, {
    known: before,
    given: { validFrom: from, validTo: to },
  })
  if (differences.length === 0) return
  await applying.tx.updateTable('room_fee').set(set).where('id', '=', before.id).execute()
  applying.changes.add({ kind: 'room_fee', action: 'changed', label: labelOf(fee), differences })
}

function reportTwin(applying: Applying, fee: PlacedFee<'room_fee'>, other: number): void {
  const { sheet, row } = fee.staged
  const header = headerOf(applying.rules.register, 'room_fees', 'item')
  applying.problems.error({ sheet, row, header, value: labelOf(fee) }, 'row_twice', { other })
}

function labelOf({ staged, item }: PlacedFee<'room_fee'>): string {
  return `${staged.key} ${item.name}`
}
