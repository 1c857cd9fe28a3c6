/** Fee items: made, or changed where the book states something else. */
import type { Selectable } from 'kysely'
import type { FeeItem } from '../../../database/generated/tables.ts'
import { bareDecimal, yuanOfRate, yuanText } from '../../fees/yuan.ts'
import type { LegendName } from '../legends.ts'
import type { FeeItemRecord } from '../records.ts'
import { type Applying, BATCH } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'
import { groupByKey } from './gather-room.ts'

type ItemRow = Selectable<FeeItem>
type Columns = Omit<ItemRow, 'id' | 'projectId' | 'code' | 'rule'>

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
  const { code, name, kind, rule } = item
  await applying.tx
    .insertInto('fee_item')
    .values({
      id: applying.newId(),
      projectId: applying.projectId,
      ...{ code, name, kind, rule },
      formula: item.formula ?? '',
      category: item.category ?? null,
      priceFen: item.priceFen ?? null,
      fixedFen: item.fixedFen ?? null,
      billing: item.billing ?? null,
      payWhen: item.payWhen ?? null,
      payMonths: item.payMonths ?? null,
      payer: item.payer ?? null,
      validFrom: item.from ?? null,
      validTo: item.to ?? null,
    })
    .execute()
  applying.changes.add({ kind: 'fee_item', action: 'added', label: name, differences: [] })
}

async function changeItem(applying: Applying, before: ItemRow, item: FeeItemRecord): Promise<void> {
  const { name, kind, formula, rule, from, to, ...terms } = item
  const known = { ...before, priceFen: before.priceFen && bareDecimal(before.priceFen) }
  const { set, differences } = differ<Columns>(
    applying.rules.register,
    'fee_items',
    fields(applying),
    {
      known,
      given: {
        ...terms,
        name,
        kind,
        formula: formula === null ? '' : formula,
        validFrom: from,
        validTo: to,
      },
    },
  )
  // The words of the formula say which one it is.
  const isOther = formula !== undefined && rule !== before.rule
  if (differences.length === 0 && !isOther) return
  await applying.tx
    .updateTable('fee_item')
    .set({ ...set, ...(isOther ? { rule } : {}) })
    .where('id', '=', before.id)
    .execute()
  applying.changes.add({ kind: 'fee_item', action: 'changed', label: before.name, differences })
}

function fields({ rules }: Applying): FieldRules<Columns> {
  const word = (legend: LegendName) => (id: string) => rules.register.legends[legend][id]?.[0] ?? id
  return {
    name: { field: 'name' },
    category: { field: 'category' },
    kind: { field: 'kind', show: word('fee_kind') },
    formula: { field: 'formula' },
    priceFen: { field: 'price', show: yuanOfRate },
    fixedFen: { field: 'fixed', show: yuanText },
    billing: { field: 'billing', show: word('billing') },
    payWhen: { field: 'pay_when', show: word('pay_when') },
    payMonths: { field: 'pay_months' },
    payer: { field: 'payer', show: word('payer') },
    validFrom: { field: 'from' },
    validTo: { field: 'to' },
  }
}
