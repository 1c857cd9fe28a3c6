/** Compares what a book states with what is known, field by field. */
import type { Difference } from '../changes.ts'
import type { RegisterRules } from '../rules.ts'
import type { Given } from '../table/cell-reader.ts'
import type { TableName } from '../tables.ts'

/** One column of the database and the field of the book that states it. */
interface FieldRule<Value> {
  /** The field in the book's table; its header names it in the preview. */
  readonly field: string
  /** How the value reads; given only what is not null. */
  show?(value: Value): string
}

export type FieldRules<Columns> = {
  readonly [Column in keyof Columns]: FieldRule<NonNullable<Columns[Column]>>
}

export interface Differing<Columns> {
  /** Only what changes. */
  readonly set: Partial<Columns>
  readonly differences: readonly Difference[]
}

/** Columns without a statement stay as they are. */
export function differ<Columns extends object>(
  rules: RegisterRules,
  table: TableName,
  fields: FieldRules<Columns>,
  {
    known,
    given,
  }: { known: Columns; given: { [Column in keyof Columns]: Given<Columns[Column]> } },
): Differing<Columns> {
  const set: Partial<Columns> = {}
  const differences: Difference[] = []
  for (const column of Object.keys(fields) as (keyof Columns)[]) {
    const wanted = given[column]
    if (wanted === undefined || same(wanted, known[column])) continue
    set[column] = wanted as Columns[typeof column]
    const { field, show = String } = fields[column]
    const shown = (value: unknown) =>
      value === null || value === undefined
        ? null
        : show(value as NonNullable<Columns[keyof Columns]>)
    const header = headerOf(rules, table, field)
    differences.push({ field: header, old: shown(known[column]), new: shown(wanted) })
  }
  return { set, differences }
}

/** A stated nothing as what stands when nothing was ever said. */
export function orNone<Value>(given: Given<Value>, none: Value): Value | undefined {
  return given === null ? none : given
}

/** What our own template calls a field. */
export function headerOf(rules: RegisterRules, table: TableName, field: string): string {
  return rules.tables[table].columns[field]?.[0] ?? field
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one) => b.includes(one))
  return a === b
}
