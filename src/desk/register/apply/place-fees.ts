/** Finds the rooms and fee items that rows of a book name. */
import { type ItemFinder, type NamedItem, roomsByCode } from '../../fees/find-item.ts'
import type { RecordKind } from '../records.ts'
import type { Staged } from '../stage.ts'
import type { TableName } from '../tables.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'

type FeeKind = Extract<RecordKind, 'bill' | 'room_fee'>

export interface PlacedFee<Kind extends FeeKind> {
  readonly staged: Staged<Kind>
  readonly roomId: string
  readonly item: NamedItem
}

/** Rows whose room or fee item is unknown become problems. */
export async function placeFees<Kind extends FeeKind>(
  applying: Applying,
  table: TableName,
  items: ItemFinder,
  rows: readonly Staged<Kind>[],
): Promise<PlacedFee<Kind>[]> {
  const roomIds = await roomsByCode(
    applying,
    rows.map((row) => row.key),
  )
  return rows.flatMap((staged): PlacedFee<Kind>[] => {
    const { sheet, row, data } = staged
    const roomId = roomIds.get(staged.key)
    const item = items(data.item)
    const at = (field: string, value: string) => ({
      sheet,
      row,
      header: headerOf(applying.rules.register, table, field),
      value,
    })
    if (!roomId) applying.problems.error(at('room', staged.key), 'room_unknown')
    if (!item) applying.problems.error(at('item', data.item), 'item_unknown')
    return roomId && item ? [{ staged, roomId, item }] : []
  })
}
