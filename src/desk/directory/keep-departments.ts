/** The departments as they were last told: for words that say where somebody worked. */
import type { Tx } from '../../database/open-database.ts'
import type { DepartmentSeen } from './platform.ts'

/** The list is whole: what is not on it is gone. */
export async function keepDepartments(
  tx: Tx,
  corpId: string,
  departments: readonly DepartmentSeen[],
): Promise<void> {
  await tx.deleteFrom('department').where('corpId', '=', corpId).execute()
  for (const { id, parentId, name } of departments)
    await tx
      .insertInto('department')
      .values({ corpId, id, parentId, name })
      .onConflict((conflict) => conflict.columns(['corpId', 'id']).doNothing())
      .execute()
}

/** The names somebody's departments have, in their order; those without a name are left out. */
export async function departmentNames(
  tx: Tx,
  corpId: string,
  ids: readonly number[],
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('department')
    .select(['id', 'name'])
    .where('corpId', '=', corpId)
    .where('id', 'in', [...ids])
    .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return ids.flatMap((id) => names.get(id) || [])
}
