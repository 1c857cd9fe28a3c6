/** The price list of work in homes: items are made, or changed where the book states something else. */
import type { Selectable } from 'kysely'
import type { PriceItem } from '../../../database/generated/tables.ts'
import { yuanText } from '../../fees/yuan.ts'
import type { PriceItemRecord } from '../records.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { groupByKey } from './gather-room.ts'

type ItemRow = Selectable<PriceItem>
type Columns = Omit<ItemRow, 'id' | 'projectId' | 'code'>

/** What was quoted already keeps its price: a quote has lines of its own. */
export async function applyPriceItems(applying: Applying): Promise<void> {
  for await (const rows of applying.stage.batches('price_item', BATCH)) {
    const known = await knownItems(applying)
    for (const [{ key, row, data }, ...twins] of groupByKey(rows)) {
      for (const twin of twins) {
        const header = headerOf(applying.rules.register, 'price_items', 'code')
        const place = { sheet: twin.sheet, row: twin.row, header, value: key }
        applying.problems.error(place, 'row_twice', { other: row })
      }
      const before = known.get(key)
      if (before) await changeItem(applying, before, data)
      else await addItem(applying, data)
    }
    applying.progress(rows.length)
  }
}

async function knownItems({ tx, projectId }: Applying): Promise<ReadonlyMap<string, ItemRow>> {
  const rows = await tx
    .selectFrom('price_item')
    .selectAll()
    .where('projectId', '=', projectId)
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

async function addItem(applying: Applying, item: PriceItemRecord): Promise<void> {
  const { from, to, warrantyDays, ...rest } = item
  await applying.tx
    .insertInto('price_item')
    .values({
      id: applying.newId(),
      projectId: applying.projectId,
      ...rest,
      warrantyDays: warrantyDays ?? null,
      validFrom: from ?? null,
      validTo: to ?? null,
    })
    .execute()
  applying.changes.add({ kind: 'price_item', action: 'added', label: item.name, differences: [] })
}

async function changeItem(
  applying: Applying,
  before: ItemRow,
  { from, to, ...terms }: PriceItemRecord,
): Promise<void> {
  const given = { ...terms, validFrom: from, validTo: to }
  const { set, differences } = differ<Columns>(
    applying.rules.register,
    'price_items',
    fields(applying),
    { known: before, given },
  )
  if (differences.length === 0) return
  await applying.tx.updateTable('price_item').set(set).where('id', '=', before.id).execute()
  applying.changes.add({ kind: 'price_item', action: 'changed', label: before.name, differences })
}

function fields({ rules }: Applying): FieldRules<Columns> {
  const kinds = rules.register.legends.price_kind
  return {
    name: { field: 'name' },
    kind: { field: 'kind', show: (id) => kinds[id]?.[0] ?? id },
    unit: { field: 'unit' },
    priceFen: { field: 'price', show: yuanText },
    warrantyDays: { field: 'warranty' },
    validFrom: { field: 'from' },
    validTo: { field: 'to' },
  }
}
