/** Fee items: made, or changed where the book states something else. */
import type { Selectable } from 'kysely'
import type { FeeItem } from '../../../database/generated/tables.ts'
import { yuanText } from '../../fees/yuan.ts'
import type { FeeItemRecord } from '../records.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { groupByKey } from './gather-room.ts'

type ItemRow = Selectable<FeeItem>
type Columns = Omit<ItemRow, 'id' | 'projectId' | 'code'>

export async function applyFeeItems(applying: Applying): Promise<void> {
  for await (const rows of applying.stage.batches('fee_item', BATCH)) {
    const known = await knownItems(applying)
    for (const [{ key, row, data }, ...twins] of groupByKey(rows)) {
      for (const twin of twins) {
        const header = headerOf(applying.rules.register, 'fee_items', 'code')
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
    .selectFrom('fee_item')
    .selectAll()
    .where('projectId', '=', projectId)
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

async function addItem(applying: Applying, item: FeeItemRecord): Promise<void> {
  const { code, name, kind, formula, priceFen, fixedFen, from, to } = item
  await applying.tx
    .insertInto('fee_item')
    .values({
      id: applying.newId(),
      projectId: applying.projectId,
      code,
      name,
      kind,
      formula: formula ?? '',
      priceFen: priceFen ?? null,
      fixedFen: fixedFen ?? null,
      validFrom: from ?? null,
      validTo: to ?? null,
    })
    .execute()
  applying.changes.add({ kind: 'fee_item', action: 'added', label: name, differences: [] })
}

async function changeItem(applying: Applying, before: ItemRow, item: FeeItemRecord): Promise<void> {
  const { name, kind, formula, priceFen, fixedFen, from, to } = item
  const known = { ...before, priceFen: before.priceFen && bareDecimal(before.priceFen) }
  const { set, differences } = differ<Columns>(
    applying.rules.register,
    'fee_items',
    fields(applying),
    {
      known,
      given: {
        name,
        kind,
        formula: formula === null ? '' : formula,
        priceFen,
        fixedFen,
        validFrom: from,
        validTo: to,
      },
    },
  )
  if (differences.length === 0) return
  await applying.tx.updateTable('fee_item').set(set).where('id', '=', before.id).execute()
  applying.changes.add({ kind: 'fee_item', action: 'changed', label: before.name, differences })
}

function fields({ rules }: Applying): FieldRules<Columns> {
  return {
    name: { field: 'name' },
    kind: { field: 'kind', show: (id) => rules.register.legends.fee_kind[id]?.[0] ?? id },
    formula: { field: 'formula' },
    priceFen: { field: 'price', show: yuanOfRate },
    fixedFen: { field: 'fixed', show: yuanText },
    validFrom: { field: 'from' },
    validTo: { field: 'to' },
  }
}

/** The database writes 130.0000 for 130. */
function bareDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** 55.55 fen → "0.5555" yuan. */
export function yuanOfRate(fen: string): string {
  const [whole = '', parts = ''] = bareDecimal(fen).split('.')
  const digits = whole.padStart(3, '0')
  return bareDecimal(`${digits.slice(0, -2)}.${digits.slice(-2)}${parts}`)
}
