/** What rules/register.yaml says. */
import { z } from 'zod'
import { LEGEND_NAMES, LEGENDS } from './legends.ts'
import { MESSAGE_NAMES } from './messages.ts'
import { TABLE_FIELDS, TABLE_NAMES, type TableName } from './tables.ts'

const count = z.number().int().positive()
const words = z.array(z.string().min(1)).min(1)

/** The first header of each field is the one our own template writes. */
function tableSchema(table: TableName) {
  const columns = z.strictObject(
    Object.fromEntries(TABLE_FIELDS[table].map((field) => [field, words])),
  )
  return z.strictObject({ sheet: z.string().min(1), columns })
}

/** The first word of each identifier is the one our own template writes. */
function legendSchema(identifiers: readonly string[]) {
  return z.strictObject(Object.fromEntries(identifiers.map((one) => [one, words])))
}

type Words = readonly string[]
type Tables = { [Table in TableName]: { sheet: string; columns: Record<string, Words> } }
type Legends = { [Legend in keyof typeof LEGENDS]: Record<string, Words> }

const tables = z.strictObject(
  Object.fromEntries(TABLE_NAMES.map((table) => [table, tableSchema(table)])),
) as unknown as z.ZodType<Tables>

const legends = z.strictObject(
  Object.fromEntries(
    LEGEND_NAMES.filter((name) => name !== 'certificate').map((name) => [
      name,
      legendSchema(LEGENDS[name]),
    ]),
  ),
) as unknown as z.ZodType<Legends>

export const registerRulesSchema = z.strictObject({
  limits: z.strictObject({
    file_mb: count,
    inflated_mb: count,
    entries: count,
    rows: count,
    header_rows: count,
    listed_problems: count,
    listed_changes: count,
    shift_days: count,
  }),
  default_project: z.string().min(1),
  none: z.strictObject({
    any: words,
    phone: words,
    id_number: words,
    layout: words,
    parking_area: words,
  }),
  ignored_sheets: words,
  note_words: words,
  tables,
  legends,
  template_notes: z.array(z.tuple([z.string(), z.string()])),
  messages: z.record(z.enum(MESSAGE_NAMES), z.string().min(1)),
})

export type RegisterRules = z.output<typeof registerRulesSchema>
