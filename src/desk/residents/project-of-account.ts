/** Which project an account of the channel serves. */
import type { Tx } from '../../database/open-database.ts'

/**
 * The project the account was given to, else the company's only one; null when there are several (or none)
 * and nobody said which.
 */
export async function projectOfAccount(
  tx: Tx,
  account: { readonly corpId: string; readonly account: string },
): Promise<string | null> {
  const assigned = await tx
    .selectFrom('kf_account')
    .select('projectId')
    .where('corpId', '=', account.corpId)
    .where('openKfId', '=', account.account)
    .executeTakeFirst()
  if (assigned?.projectId) return assigned.projectId
  const projects = await tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', account.corpId)
    .limit(2)
    .execute()
  return projects.length === 1 ? (projects[0]?.id ?? null) : null
}
