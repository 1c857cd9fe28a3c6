/** The account owners of a project write to. */
import type { Tx } from '../../database/open-database.ts'

/** Its own, else one that was given to no project and so serves the company; null where there is none. */
export async function chatAccountOf(
  tx: Tx,
  { corpId, projectId }: { readonly corpId: string; readonly projectId: string },
): Promise<string | null> {
  const accounts = await tx
    .selectFrom('kf_account')
    .select(['openKfId', 'projectId'])
    .where('corpId', '=', corpId)
    .where((where) =>
      where.or([where('projectId', '=', projectId), where('projectId', 'is', null)]),
    )
    .orderBy('createdAt')
    .orderBy('openKfId')
    .execute()
  const own = accounts.find((account) => account.projectId === projectId)
  return (own ?? accounts[0])?.openKfId ?? null
}
