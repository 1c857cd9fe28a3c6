/** Checks that the buildings and units somebody is given are there. */
import { sql } from 'kysely'
import type { TableName } from '../tables.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'

type AreaRow = {
  readonly sheet: string
  readonly row: number
  readonly data: { readonly areas?: readonly string[] | null | undefined }
}

/** Says which areas of a row the project has not. */
export async function readAreaCheck(
  { tx, projectId, problems, rules }: Applying,
  table: TableName,
): Promise<(row: AreaRow) => void> {
  const rows = await tx
    .selectFrom('building')
    .leftJoin('unit', 'unit.buildingId', 'building.id')
    .select('building.code')
    .select(sql<string>`building.code || '-' || unit.code`.as('unit'))
    .where('building.projectId', '=', projectId)
    .execute()
  const known = new Set(rows.flatMap(({ code, unit }) => [code, unit]))
  const header = headerOf(rules.register, table, 'areas')
  return ({ sheet, row, data }) => {
    const strange = (data.areas ?? []).filter((code) => !known.has(code))
    if (strange.length === 0) return
    problems.error({ sheet, row, header, value: strange.join('、') }, 'area_unknown')
  }
}
