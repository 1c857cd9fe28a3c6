/** Who may be named in a talk: everybody of the project's register, and the staff. */
import type { Tx } from '../database/open-database.ts'

export async function namesAround(
  tx: Tx,
  corpId: string,
  projectId: string,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('person')
    .select('name')
    .where('projectId', '=', projectId)
    .union(tx.selectFrom('staff').select('name').where('corpId', '=', corpId))
    .execute()
  return rows.map(({ name }) => name)
}
