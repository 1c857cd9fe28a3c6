/** What certificates people hold, and until when (servicedesk.md D2, Certificate). */
import type { Tx } from '../../database/open-database.ts'

export type Holding = 'valid' | 'expired'

/** By member: whether the certificate of this kind they hold is valid on a day; absent when they hold none. */
export async function certificateHolders(
  tx: Tx,
  question: {
    readonly staffIds: readonly string[]
    readonly kind: string
    /** 'YYYY-MM-DD'; the last day is still good. */
    readonly day: string
  },
): Promise<ReadonlyMap<string, Holding>> {
  const rows = await tx
    .selectFrom('certificate')
    .select(['staffId', 'validTo'])
    .where('staffId', 'in', [...question.staffIds])
    .where('kind', '=', question.kind)
    .execute()
  return new Map(
    rows.map(({ staffId, validTo }) => [
      staffId,
      validTo === null || validTo >= question.day ? 'valid' : 'expired',
    ]),
  )
}
