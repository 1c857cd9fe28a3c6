/** Who may be named in a talk: everybody of the project's register, and the staff. */
import type { Tx } from '../database/open-database.ts'

export async function namesAround(
  tx: Tx,
  corpId: string,
  projectId: string,
): Promise<readonly string[]> {
  const people = await tx
    .selectFrom('person')
    .select('name')
    .where('projectId', '=', projectId)
    .distinct()
    .execute()
  const staff = await tx
    .selectFrom('staff')
    .select('name')
    .where('corpId', '=', corpId)
    .distinct()
    .execute()
  return [...new Set([...people, ...staff].map(({ name }) => name))]
}
